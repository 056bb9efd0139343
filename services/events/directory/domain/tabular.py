"""HSDS as CSV: one file for each object, texts in other languages in columns of their own (`x_name_en`)."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from services.events.directory.domain.documents import KEYS, TWO_WAYS, Document, Facts, id_of, missing, put
from services.events.directory.domain.objects import OBJECTS
from services.events.directory.domain.reading import UNKNOWN
from services.events.directory.domain.shapes import Kind
from services.events.directory.domain.values import LONGEST, Wrong, read, read_cell, written
from shared.errors import _

SUFFIX = ".csv"


def read_csv(files: Mapping[str, str]) -> Document:
    """What a set of CSV files says, name of the file -> text. Raises DocumentIsWrong or DocumentIsTooLarge."""
    document = Document()
    document.complete = {file.removesuffix(SUFFIX) for file in files} & OBJECTS.keys()
    for file, text in files.items():
        name = file.removesuffix(SUFFIX)
        if name not in OBJECTS:
            document.wrong(file, _("HSDS knows no file of this name."))
        else:
            _read_file(document, name, text)
    if not document.complete:
        document.wrong("_schema", _("There is no file of HSDS in it, such as service.csv."))
    document.check()
    return document


def _read_file(document: Document, name: str, text: str) -> None:
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="", strict=True)
    try:
        columns = lines.fieldnames or ()
        for column, often in Counter(columns).items():
            if often > 1:
                document.wrong(f"{name}.{column}", TWO_WAYS)
        for column in columns:
            if column != "id" and column not in KEYS[name] and not column.startswith("x_"):
                document.wrong(f"{name}.{column}", UNKNOWN)
        for number, line in enumerate(lines):
            _read_line(document, name, line, f"{name}.{number}")
    except csv.Error:
        document.wrong(name, _("This is not a CSV file with commas and double quotes."))


def _read_line(document: Document, name: str, line: dict[str, Any], place: str) -> None:
    if "" in line or None in line.values():
        document.wrong(place, _("This line has more or fewer cells than the first."))
        return
    id_ = id_of(document, line.get("id"), place, read)
    if id_ is None:
        return
    facts: Facts = {}
    for key in line.keys() & KEYS[name].keys():
        each, language = KEYS[name][key]
        try:
            if line[key]:
                put(facts, each, language, read_cell(each, line[key]))
        except Wrong as error:
            document.wrong(f"{place}.{key}", error.sentence)
    for column in missing(name, facts):
        document.wrong(f"{place}.{column}", "Missing data for required field.")
    document.add(name, id_, facts, place)
    document.whole[name].add(id_)


def write_csv(name: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """The file of one object, with those columns alone that hold something; empty without rows."""
    lines = [_cells(name, row) for row in rows]
    if not lines:
        return ""
    used = [column for column in ("id", *KEYS[name]) if any(line[column] for line in lines)]
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, used, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return made.getvalue()


def _cells(name: str, row: Mapping[str, Any]) -> dict[str, str]:
    cells = {"id": str(row["id"])}
    for column, (each, language) in KEYS[name].items():
        fact = row[each.name]
        cells[column] = written((fact or {}).get(language) if each.kind is Kind.WORDS else fact)
    return cells


csv.field_size_limit(4 * LONGEST)
