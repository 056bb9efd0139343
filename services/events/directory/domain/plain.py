"""The few facts of an entry that people need most, flat and in Lithuanian: what a provider checks and corrects.

An entry is the JSON of its service with all texts, as `queries.kept_entry` gives it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from services.events.directory.domain.editing import Entry, NewId
from shared.errors import _


class EditState(StrEnum):
    """What has become of a provider's correction."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


REPORT_KINDS = {
    "hours": _("The opening hours"),
    "contact": _("The phone, the e-mail or the address"),
    "ended": _("This service is not there any more"),
    "other": _("Something else"),
}
"""What people find wrong -> what it is called."""
FIELDS = {
    "status": _("Is it offered?"),
    "description": _("What it is"),
    "alert": _("What people should know now, such as changed hours"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "address": _("Street and number"),
    "city": _("Place"),
    "fees": _("What it costs"),
    "documents": _("What to bring"),
}
"""Fact -> what it is called."""
WRITTEN = ("description", "alert", "fees", "documents")
"""Those that are sentences, in Lithuanian."""
STATUS_NAMES = {
    "active": _("It is offered"),
    "temporarily closed": _("It is not offered just now"),
    "defunct": _("It is offered no more"),
}
COLUMNS = {"status": "status", "description": "description", "alert": "alert", "email": "email"}
COLUMNS |= {"fees": "fees_description"}


def plain(entry: Mapping[str, Any]) -> dict[str, str]:
    """The facts as they are now; an empty text for what is not said. Documents stand one on a line."""
    address = _address(entry)
    facts = {name: entry.get(column, "") for name, column in COLUMNS.items()}
    facts["phone"] = next((one["number"] for one in entry.get("phones", ())), "")
    facts["address"], facts["city"] = address.get("address_1", ""), address.get("city", "")
    facts["documents"] = "\n".join(one.get("document", "") for one in entry.get("required_documents", ()))
    return {name: facts[name] for name in FIELDS}


def changes(entry: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, str]:
    """Of what was sent, that which differs from the entry. Where it has no place, an address says nothing."""
    now = plain(entry)
    known = [name for name in FIELDS if name not in {"address", "city"} or _address(entry)]
    found = {name: _lines(sent.get(name) or "") for name in known}
    needed = {"status", "address", "city"}
    return {name: said for name, said in found.items() if said != _lines(now[name]) and (said or name not in needed)}


def corrected(entry: Entry, facts: Mapping[str, str], new_id: NewId) -> Entry:
    """The entry with these facts. What a changed text said in other languages goes, since it is not true any more."""
    made = dict(entry)
    for name, column in COLUMNS.items():
        if name in facts:
            _put(made, column, facts[name])
    if "phone" in facts:
        first, *others = entry.get("phones") or [{"id": new_id()}]
        made["phones"] = [first | {"number": facts["phone"]}, *others] if facts["phone"] else others
    if "documents" in facts:
        known = {one.get("document"): one for one in entry.get("required_documents", ())}
        lines = facts["documents"].splitlines()
        made["required_documents"] = [known.get(line) or {"id": new_id(), "document": line} for line in lines]
    if address := {key: facts[name] for name, key in (("address", "address_1"), ("city", "city")) if name in facts}:
        made["service_at_locations"] = _moved(entry, address)
    return made


def _put(made: Entry, column: str, said: str) -> None:
    """Set a text; what it was goes in every language."""
    for key in [key for key in made if key == column or key.startswith(f"x_{column}_")]:
        del made[key]
    if said:
        made[column] = said


def _address(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The address of the first place that has one."""
    places = (one["location"] for one in entry.get("service_at_locations", ()))
    return next((address for place in places for address in place.get("addresses", ())), {})


def _moved(entry: Entry, address: dict[str, str]) -> list[dict[str, Any]]:
    first, places = _address(entry).get("id"), []
    for one in entry.get("service_at_locations", ()):
        known = one["location"].get("addresses", ())
        changed = [each | (address if each["id"] == first else {}) for each in known]
        places.append(one | {"location": one["location"] | ({"addresses": changed} if changed else {})})
    return places


def _lines(said: str) -> str:
    return "\n".join(line.strip() for line in said.strip().splitlines())
