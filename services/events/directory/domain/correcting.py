"""An entry as a provider has corrected it, and which of the corrected facts a document's errors are about."""

from collections.abc import Mapping
from typing import Any

from services.events.directory.domain.documents import Document, DocumentIsWrong
from services.events.directory.domain.editing import Entry, NewId
from services.events.directory.domain.openings import HOURS, field_of, openings, with_hours
from services.events.directory.domain.plain import COLUMNS, corrected
from services.events.directory.domain.reading import read_json

ITSELF = "services.0."
"""Where an entry stands that is alone in a document."""
NO_FACT = "_schema"
LISTS = {"phones": "phone", "required_documents": "documents"}
AT_PLACES = {"address_1": "address", "city": "city"}
Errors = Mapping[str, list[str]]


def as_corrected(entry: Entry, facts: Mapping[str, Any], new_id: NewId) -> Document:
    """The document of the entry with these facts. Raises Invalid by fact, DocumentIsWrong if its values are wrong."""
    try:
        return read_json({"services": [with_hours(corrected(entry, facts, new_id), facts, new_id)]})
    except DocumentIsWrong as error:
        raise DocumentIsWrong(by_fact(entry, facts, error.errors)) from error


def by_fact(entry: Entry, facts: Mapping[str, Any], errors: Errors) -> dict[str, list[str]]:
    """The errors of the entry's document by the corrected fact that they are about; `_schema` for what none is."""
    found: dict[str, list[str]] = {}
    for place, sentences in errors.items():
        for fact in sorted(_about(entry, place.removeprefix(ITSELF)) & facts.keys()) or [NO_FACT]:
            said = found.setdefault(fact, [])
            said += [one for one in sentences if one not in said]
    return found


def by_field(errors: Errors) -> dict[str, list[str]]:
    """Errors by fact, by the field of the provider's form: hours of a place are rows there."""
    return {
        field_of("schedules", name.removeprefix(HOURS)) if name.startswith(HOURS) else name: said
        for name, said in errors.items()
    }


def _about(entry: Entry, place: str) -> set[str]:
    """The facts that stand at a place of the entry's document."""
    head, *rest = place.split(".")
    if head in LISTS:
        return {LISTS[head]}
    if head == "service_at_locations" and rest:
        at = entry[head][int(rest[0])]["id"]
        hours = {one.fact for one in openings(entry) if one.at and one.at["id"] == at}
        if "schedules" in rest:
            return hours
        return {AT_PLACES[rest[-1]]} if rest[-1] in AT_PLACES else {*AT_PLACES.values()} | hours
    if head == "schedules":
        return {one.fact for one in openings(entry) if one.at is None}
    return {name for name, column in COLUMNS.items() if column == head}
