"""A service as a page tells of it: its places with the hours that count there, in the order of a week."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import get_day_names

from services.events.directory.domain.closing import holidays_off
from services.events.directory.domain.documents import texts_of
from services.events.directory.domain.hours import AHEAD, DAY, ZONE, is_all_day, open_until, spans
from services.events.directory.domain.objects import WEEKDAYS
from services.events.directory.domain.openings import Openings, Span, differing
from services.events.directory.domain.reach import areas_of, capacities_of, contacts_of
from services.events.directory.domain.rules import days_open
from shared.languages import babel_locale, current

COUNTED = ("count", "bymonthday", "byyearday", "byweekno")
"""Parts of a rule beside which a weekday is not one of every week."""


def told(service: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A service as it is at `now`: its places, each with the hours that count there, or its own hours if it has none.

    `is_timed` is whether anybody has said when it is open, so that it can be called closed, and `open_until` until when
    it is: never while it is not offered. `round_the_clock` says that this is more than a day away. Rows of hours that
    hold today come first, `special` are the days from today on that differ from a week, and `today` is the day in
    Lithuania. `here` is what holds at a place for this service alone; `costs` are those not over yet. `areas`,
    `contacts` and `capacities` are those that say something (`reach`).
    """
    today, own = now.astimezone(ZONE).date(), service.get("schedules") or []
    offered = service.get("status") == "active"
    places = []
    for one in service.get("service_at_locations", ()):
        hours = one.get("schedules") or one["location"].get("schedules") or own
        reached = {"areas": areas_of(one), "contacts": contacts_of(one, one["location"])}
        places.append(one["location"] | {"here": one} | reached | _opening(hours, now, offered=offered))
    everywhere = None if places else _opening(own, now, offered=offered)
    openings = [everywhere] if everywhere else places
    terms = [one["taxonomy_term"] for one in service.get("attributes", ()) if one.get("link_type") == "eligibility"]
    open_now = [one for one in openings if one["open_until"]]
    costs = [_lasting(one, today) for one in service.get("cost_options", ())]
    return service | {
        "places": places,
        "everywhere": everywhere,
        "today": today,
        "areas": areas_of(service),
        "contacts": contacts_of(service),
        "capacities": capacities_of(service),
        "targets": terms,
        "is_timed": any(one["is_timed"] for one in openings),
        "open_until": max((one["open_until"] for one in open_now), default=None),
        "round_the_clock": any(one["round_the_clock"] for one in open_now),
        "costs": [one for one in costs if not one["ends"] or one["ends"] >= today],
    }


def _opening(hours: Sequence[dict[str, Any]], now: datetime, *, offered: bool) -> dict[str, Any]:
    """When it is open by these schedules. While it is not offered, it is known to be closed."""
    today = now.astimezone(ZONE).date()
    until = open_until(hours, now) if offered else None
    rows = [_row(row, now) for row in sorted(hours, key=_first)]
    return {
        "hours": sorted(rows, key=lambda row: not row["holds"]),
        "special": _special(hours, today),
        "is_timed": not offered or any(_is_timed(row) for row in hours),
        "open_until": until,
        "round_the_clock": until is not None and until - now > DAY,
    }


def _is_timed(schedule: dict[str, Any]) -> bool:
    return "opens_at" in schedule and "closes_at" in schedule


def _row(schedule: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A schedule with what a page says of its rule: `weeks`, every how many of them it holds, None if in some alone.

    `next` is the day on which it holds next, where that is not each week; without one it does not hold any more.
    """
    row = _lasting(schedule, now.astimezone(ZONE).date())
    each = int(schedule.get("interval", 1)) if "freq" in schedule else 1
    weekly = schedule.get("freq", "WEEKLY") == "WEEKLY" and not any(name in schedule for name in COUNTED)
    row |= {"weeks": max(1, each) if weekly else None, "next": None}
    has_start = "dtstart" in schedule or "valid_from" in schedule
    if row["weeks"] == 1 or not row["holds"] or not (has_start or (each == 1 and "count" not in schedule)):
        return row
    return row | {"next": (following := _following(schedule, now)), "holds": following is not None}


def _following(schedule: dict[str, Any], now: datetime) -> date | None:
    """The day on which a schedule holds next, today too unless it has closed; None if that is a year away, or never."""
    today = now.astimezone(ZONE).date()
    if not _is_timed(schedule):
        return next(iter(days_open(schedule, today, today + AHEAD)), None)
    found = (begin for begin, end in spans(schedule, today, today + AHEAD) if end > now)
    first = min(found, default=None)
    return first.astimezone(ZONE).date() if first else None


def _lasting(said: dict[str, Any], today: date) -> dict[str, Any]:
    """A schedule, or a cost, with its first and its last day, None if it has none, and whether it holds today."""
    begins, *ends = (
        date.fromisoformat(said[name]) if said.get(name) else None for name in ("valid_from", "valid_to", "until")
    )
    last = min(filter(None, ends), default=None)
    holds = (begins or today) <= today <= (last or today)
    return said | {"begins": begins, "ends": last, "holds": holds}


def _special(schedules: Sequence[dict[str, Any]], today: date) -> list[tuple[date, tuple[Span, ...]]]:
    none: dict[str, Any] = {"schedules": [], "x_exceptions": []}
    days = differing(none, none | {"x_exceptions": Openings("", None, list(schedules)).week["x_exceptions"]})
    return [(date.fromisoformat(one.day), one.now or ()) for one in days if one.day >= today.isoformat()]


def day_names(schedule: dict[str, Any]) -> list[str]:
    """The weekdays of a rule in the asker's language: all seven where there is no rule; none of a rule that names none.

    A rule without a weekday holds on that of its first day.
    """
    names = get_day_names("wide", context="stand-alone", locale=babel_locale(current()))
    if "freq" not in schedule:
        return list(names.values()) if _is_timed(schedule) else []
    said = [one[-2:] for one in schedule.get("byday", "").split(",") if one]
    if not said and schedule["freq"] == "WEEKLY" and (first := schedule.get("dtstart") or schedule.get("valid_from")):
        said = [WEEKDAYS[date.fromisoformat(first).weekday()]]
    return [names[WEEKDAYS.index(day)] for day in dict.fromkeys(said) if day in WEEKDAYS]


def language_name(code: str) -> str:
    """What the asker calls a language; its code if nobody has a name for it."""
    return str(babel_locale(current()).languages.get(code, code))


SAYING: dict[str, Any] = {
    "said": texts_of,
    "all_day": is_all_day,
    "holidays_off": holidays_off,
    "days": day_names,
    "spoken": language_name,
}
"""What the pages of a service, the public one and the kiosk's, say its facts with."""


def _first(schedule: dict[str, Any]) -> tuple[int, str]:
    """Where a schedule stands in a week."""
    day = schedule.get("byday", "").partition(",")[0][-2:]
    return WEEKDAYS.index(day) if day in WEEKDAYS else len(WEEKDAYS), schedule.get("opens_at", "")
