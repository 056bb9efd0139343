"""An entry's JSON with what its keeper typed. Keys of the forms are those of HSDS, so what no form shows stays."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from services.events.directory.domain.documents import key
from services.events.directory.domain.shapes import HOME
from shared.errors import _
from shared.languages import LANGUAGES

Entry = dict[str, Any]
NewId = Callable[[], str]
"""Gives the id of a part that is new."""
TEXTS = {
    "name": _("What it is called"),
    "description": _("What it is"),
    "eligibility_description": _("For whom"),
    "application_process": _("How to get it"),
    "fees_description": _("What it costs"),
    "alert": _("What people should know now, such as changed hours"),
}
"""Texts of a service that are written in every language -> what they are called."""
COUNTRY, KIND_OF_PLACE = "LT", "physical"


def texts(*columns: str) -> list[str]:
    """The keys of some texts in every language."""
    return [key(column, language) for column in columns for language in LANGUAGES]


LISTS = {
    "phones": ("number", *texts("description")),
    "cost_options": ("amount", "currency", *texts("option")),
    "required_documents": ("document", *texts("document")[1:]),
    "accessibility": ("description", *texts("description")[1:]),
    "languages": ("code", *texts("note")),
}
"""A list of parts -> the keys that a row of its form shows."""
NEEDED = {"phones": "number", "required_documents": "document", "accessibility": "description", "languages": "code"}
"""A list -> what a row needs to be one; others need anything at all."""


def filled(row: Mapping[str, Any]) -> bool:
    """Whether anything was typed into a row; its id, and currency, are there of themselves."""
    return any(value not in (None, "", []) for name, value in row.items() if name not in {"id", "currency"})


def merged(known: Mapping[str, Any], typed: Mapping[str, Any], keys: Iterable[str]) -> Entry:
    """What is known with the keys that a form shows as they were typed; an empty one goes."""
    shown = set(keys)
    kept = {name: value for name, value in known.items() if name not in shown}
    return kept | {name: typed[name] for name in shown if typed.get(name) not in (None, "")}


def with_rows(known: Sequence[Entry], typed: Sequence[Entry], name: str, new_id: NewId) -> list[Entry]:
    """The parts of a list as they were typed; a row that was emptied goes, one with an unknown id is new."""
    by_id = {one["id"]: one for one in known}
    needed = NEEDED.get(name)
    rows = [row for row in typed if (row.get(needed) if needed else filled(row))]
    return [merged(by_id.get(row.get("id", "")) or {"id": new_id()}, row, LISTS[name]) for row in rows]


FACTS = ("email", "url", "minimum_age", "maximum_age")
FACT_LISTS = ("phones", "cost_options", "required_documents")


def amended(entry: Entry, sent: Mapping[str, Any], new_id: NewId) -> Entry:
    """The entry with the texts and facts that were sent; what was left out stays, an empty text or null goes."""
    made = merged(entry, sent, [name for name in (*texts(*TEXTS), *FACTS) if name in sent])
    for name in FACT_LISTS:
        if name in sent:
            made[name] = with_rows(entry.get(name, ()), sent[name] or (), name, new_id)
    return made


def with_texts(entry: Entry, typed: Mapping[str, Any]) -> Entry:
    """The entry with its texts in every language."""
    return merged(entry, typed, texts(*TEXTS))


def with_facts(entry: Entry, typed: Mapping[str, Any], new_id: NewId) -> Entry:
    """The entry with phones, addresses in the net, ages, costs and documents."""
    return amended(entry, {name: typed.get(name) for name in (*FACTS, *FACT_LISTS)}, new_id)


def offered_by(typed: Mapping[str, Any], new_id: NewId) -> Entry:
    """Who offers a new service: a provider that is known by `organization_id`, or a new one described with it."""
    if typed.get("organization_id"):
        return {"organization_id": str(typed["organization_id"])}
    about = typed.get("provider_description") or typed["provider"]
    return {"organization": {"id": new_id(), "name": typed["provider"], "description": about}}


def place_of(entry: Entry, place_id: str) -> Entry | None:
    """The service at this location; None if it is not there."""
    return next((one for one in entry.get("service_at_locations", ()) if one["id"] == place_id), None)


def with_place(entry: Entry, place: Entry) -> Entry:
    """The entry with a place of it as it is now, or one more."""
    places = list(entry.get("service_at_locations", ()))
    known = [one["id"] for one in places]
    if place["id"] in known:
        places[known.index(place["id"])] = place
    else:
        places.append(place)
    return entry | {"service_at_locations": places}


def location_with(location: Entry, typed: Mapping[str, Any], new_id: NewId) -> Entry:
    """A location with its name, address, access facts and the languages spoken there."""
    made = merged(location, typed, texts("name", "transportation"))
    first, *others = location.get("addresses") or [{"id": new_id()}]
    address = {name: typed[name] for name in ("address_1", "city", "state_province", "postal_code")}
    made["addresses"] = [{"country": COUNTRY, "address_type": KIND_OF_PLACE} | first | address, *others]
    for name in ("accessibility", "languages"):
        made[name] = with_rows(location.get(name, ()), typed.get(name) or (), name, new_id)
    return made


def languages_missing(entry: Mapping[str, Any]) -> dict[str, list[str]]:
    """Language -> the texts that are there in Lithuanian and not in it; complete languages are left out."""
    said = [column for column in TEXTS if entry.get(column)]
    gaps = {one: [column for column in said if not entry.get(key(column, one))] for one in LANGUAGES if one != HOME}
    return {language: columns for language, columns in gaps.items() if columns}
