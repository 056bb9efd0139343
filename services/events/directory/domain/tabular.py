"""HSDS as CSV: one file for each object, texts in other languages in columns of their own (`x_name_en`)."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.events.directory.domain.decoding import Unreadable, decoded, lines_of, separator
from services.events.directory.domain.documents import KEYS, TWO_WAYS, Document, Facts, id_of, missing, put
from services.events.directory.domain.objects import OBJECTS
from services.events.directory.domain.reading import UNKNOWN
from services.events.directory.domain.shapes import Kind
from services.events.directory.domain.values import Wrong, read, read_cell, written
from shared.errors import _

SUFFIX = ".csv"


def read_csv(files: Mapping[str, str | bytes]) -> Document:
    """What a set of CSV files says, name of the file -> text, or bytes of UTF-8 or Windows-1257.

    Columns are separated by commas or semicolons. Raises DocumentIsWrong, which says what is wrong by the file's line
    (`service:2.name`), or DocumentIsTooLarge.
    """
    document = Document()
    document.complete = {file.removesuffix(SUFFIX) for file in files} & OBJECTS.keys()
    for file, said in files.items():
        name = file.removesuffix(SUFFIX)
        if name not in OBJECTS:
            document.wrong(file, _("HSDS knows no file of this name."))
            continue
        try:
            _read_file(document, name, said if isinstance(said, str) else decoded(said))
        except Unreadable as error:
            document.wrong(f"{name}:{error.line}", error.sentence)
    if not document.complete:
        document.wrong("_schema", _("There is no file of HSDS in it, such as service.csv."))
    document.check()
    return document


def _read_file(document: Document, name: str, text: str) -> None:
    between = separator(text)
    lines = lines_of(text, between)
    _line, columns = next(lines, (1, []))
    _check_columns(document, name, columns)
    for number, cells in lines:
        place = f"{name}:{number}"
        if len(cells) != len(columns):
            document.wrong(place, _("This line has more or fewer cells than the first."))
        else:
            _read_line(document, name, dict(zip(columns, cells, strict=True)), place, comma=between == ";")


def _check_columns(document: Document, name: str, columns: Sequence[str]) -> None:
    for column, often in Counter(columns).items():
        if often > 1:
            document.wrong(f"{name}.{column}", TWO_WAYS)
        if column != "id" and column not in KEYS[name] and not column.startswith("x_"):
            document.wrong(f"{name}.{column}", UNKNOWN)


def _read_line(document: Document, name: str, line: dict[str, str], place: str, *, comma: bool) -> None:
    """Take an object in; `comma`: numbers may have one before their decimals, as where columns have a semicolon."""
    id_ = id_of(document, line.get("id"), place, read)
    if id_ is None:
        return
    facts: Facts = {}
    for key in line.keys() & KEYS[name].keys():
        each, language = KEYS[name][key]
        cell = line[key].replace(",", ".") if comma and each.kind is Kind.NUMBER else line[key]
        try:
            if cell:
                put(facts, each, language, read_cell(each, cell))
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
