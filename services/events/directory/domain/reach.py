"""Whom a service reaches and who is reached there: areas, contacts, free places, each only where it says something."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from services.events.directory.domain.documents import texts_of
from services.events.directory.domain.hours import ZONE
from services.events.directory.domain.shapes import HOME

Said = dict[str, str]
"""A text by language."""


class Area(NamedTuple):
    """What an area is called, and what is said of it beside that; either may be empty, not both."""

    name: Said
    more: Said


def areas_of(thing: Mapping[str, Any]) -> list[Area]:
    """The areas that a service, or a place of it, serves. What is drawn on maps alone is left out."""
    found = (_area(one) for one in thing.get("service_areas") or ())
    return [one for one in found if one.name or one.more]


def _area(one: Mapping[str, Any]) -> Area:
    plain = one.get("extent_type") == "text" and one.get("extent")
    return Area(texts_of(one, "name") or ({HOME: str(plain)} if plain else {}), texts_of(one, "description"))


def contacts_of(*things: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Who is asked about these, each once; `called` are the texts of their title and department."""
    found: dict[str, dict[str, Any]] = {}
    for one in (each for thing in things for each in thing.get("contacts") or ()):
        called = [said for said in (texts_of(one, "title"), texts_of(one, "department")) if said]
        if called or any(one.get(way) for way in ("name", "email", "phones")):
            found.setdefault(one["id"], one | {"called": called})
    return list(found.values())


def capacities_of(service: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How many of what are free, with the day in Lithuania, `as_of`, on which somebody said so."""
    found: list[dict[str, Any]] = service.get("capacities") or []
    return [one | {"as_of": datetime.fromisoformat(one["updated"]).astimezone(ZONE).date()} for one in found]
