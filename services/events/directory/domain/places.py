"""The places of an entry as their forms say them, with the hours that count there; and those of no place."""

from collections.abc import Mapping
from typing import Any

from services.events.directory.domain.editing import Entry, NewId, location_with, with_place
from services.events.directory.domain.week import with_week


def placed(entry: Entry, at: Entry | None, typed: Mapping[str, Any], new_id: NewId) -> Entry:
    """The entry with a place of it as it was typed, one more if `at` is none.

    Hours stand where they stood, with the service there or with the place itself. Raises Invalid for hours without
    days.
    """
    there = at or {"id": new_id(), "location": {"id": new_id(), "location_type": "physical"}}
    location = location_with(there["location"], typed, new_id)
    holder = there if there.get("schedules") else location
    rows = (typed.get("schedules") or [], typed.get("x_exceptions") or [])
    hours = {"schedules": with_week(holder.get("schedules", []), *rows, new_id)}
    changed = there | hours | {"location": location} if holder is there else there | {"location": location | hours}
    return with_place(entry, changed)


def with_own_hours(entry: Entry, typed: Mapping[str, Any], new_id: NewId) -> Entry:
    """The entry with hours of the service itself, which count where there is no place, or none with hours of its own.

    Raises Invalid for hours without days.
    """
    rows = (typed.get("schedules") or [], typed.get("x_exceptions") or [])
    return entry | {"schedules": with_week(entry.get("schedules", []), *rows, new_id)}


def at_known(entry: Entry, location_id: str, new_id: NewId) -> Entry:
    """The entry at a location that is known; at one where it is already, nothing is added."""
    there = [one for one in entry.get("service_at_locations", ()) if one["location"]["id"] == location_id]
    return entry if there else with_place(entry, {"id": new_id(), "location_id": location_id})


def without_place(entry: Entry, place_id: str) -> Entry:
    """The entry without a place of it; the place itself stays for others."""
    places = [one for one in entry.get("service_at_locations", ()) if one["id"] != place_id]
    return entry | {"service_at_locations": places}
