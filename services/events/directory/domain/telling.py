"""A service as a page tells of it: its places with the hours that count there, in the order of a week."""

from datetime import datetime
from typing import Any

from babel.dates import get_day_names

from services.events.directory.domain.hours import open_until
from services.events.directory.domain.objects import WEEKDAYS
from shared.languages import babel_locale, current


def told(service: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A service with its places, each with the hours that count there and until when it is open at `now`."""
    places = []
    for one in service.get("service_at_locations", ()):
        hours = one.get("schedules") or one["location"].get("schedules") or service.get("schedules") or []
        open_there = {"hours": sorted(hours, key=_first), "open_until": open_until(hours, now)}
        places.append(one["location"] | open_there)
    terms = [one["taxonomy_term"] for one in service.get("attributes", ()) if one.get("link_type") == "eligibility"]
    ends = [place["open_until"] for place in places if place["open_until"]]
    return service | {"places": places, "targets": terms, "open_until": max(ends, default=None)}


def day_names(schedule: dict[str, Any]) -> list[str]:
    """The days of a weekly rule in the asker's language; none for another rule, which its description explains."""
    names = get_day_names("wide", context="stand-alone", locale=babel_locale(current()))
    days = schedule.get("byday", "").split(",") if schedule.get("freq") == "WEEKLY" else []
    return [names[WEEKDAYS.index(day)] for day in days if day in WEEKDAYS]


def language_name(code: str) -> str:
    """What the asker calls a language; its code if nobody has a name for it."""
    return str(babel_locale(current()).languages.get(code, code))


def _first(schedule: dict[str, Any]) -> tuple[int, str]:
    """Where a schedule stands in a week."""
    day = schedule.get("byday", "")[:2]
    return WEEKDAYS.index(day) if day in WEEKDAYS else len(WEEKDAYS), schedule.get("opens_at", "")
