"""A service as a page tells of it: its places with the hours that count there, in the order of a week."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import get_day_names

from services.events.directory.domain.hours import ZONE, open_until
from services.events.directory.domain.objects import WEEKDAYS
from services.events.directory.domain.openings import Openings, Span, differing
from shared.languages import babel_locale, current


def told(service: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A service with its places, each with the hours that count there and until when it is open at `now`.

    Those that hold today come first; `special` are the days from today on that differ from a week, with their times.
    """
    places, today = [], now.astimezone(ZONE).date()
    for one in service.get("service_at_locations", ()):
        hours = one.get("schedules") or one["location"].get("schedules") or service.get("schedules") or []
        rows = sorted((_lasting(row, today) for row in sorted(hours, key=_first)), key=lambda row: not row["holds"])
        open_there = {"hours": rows, "open_until": open_until(hours, now)}
        places.append(one["location"] | open_there | {"special": _special(hours, today)})
    terms = [one["taxonomy_term"] for one in service.get("attributes", ()) if one.get("link_type") == "eligibility"]
    ends = [place["open_until"] for place in places if place["open_until"]]
    return service | {"places": places, "targets": terms, "open_until": max(ends, default=None)}


def _lasting(schedule: dict[str, Any], today: date) -> dict[str, Any]:
    """A schedule with its first and its last day, None if it has none, and whether it holds today."""
    begins, *ends = (
        date.fromisoformat(schedule[name]) if schedule.get(name) else None
        for name in ("valid_from", "valid_to", "until")
    )
    last = min(filter(None, ends), default=None)
    holds = (begins or today) <= today <= (last or today)
    return schedule | {"begins": begins, "ends": last, "holds": holds}


def _special(schedules: Sequence[dict[str, Any]], today: date) -> list[tuple[date, tuple[Span, ...]]]:
    none: dict[str, Any] = {"schedules": [], "x_exceptions": []}
    days = differing(none, none | {"x_exceptions": Openings("", None, list(schedules)).week["x_exceptions"]})
    return [(date.fromisoformat(one.day), one.now or ()) for one in days if one.day >= today.isoformat()]


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
