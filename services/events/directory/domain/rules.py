"""The rule of repetition in a schedule, and the days on which it holds, holidays and exceptions not considered.

Whatever a document has brought in has an answer here: numbers that no calendar has name no day.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.events.directory.domain.objects import WEEKDAYS
from services.events.directory.domain.recurring import WEEKLY, Named, Numbers, Rule, days

Schedule = Mapping[str, Any]
"""A schedule as its JSON says it."""
BY = {"byday", "bymonthday", "byyearday", "byweekno"}


def days_open(schedule: Schedule, first: date, last: date) -> list[date]:
    """The days between two on which the rule holds; without a rule, all in its period.

    None where nothing says which days they are, as of every second week that begins nowhere.
    """
    start = begins(schedule)
    if start is None and is_counted(schedule):
        return []
    first = max(first, day_of(schedule, "valid_from", first))
    last = min(last, day_of(schedule, "valid_to", last), day_of(schedule, "until", last))
    return days(_rule(schedule, start or first), first, last)


def begins(schedule: Schedule) -> date | None:
    """The day from which its weeks, months or times are counted (DTSTART of RFC 5545)."""
    return next((date.fromisoformat(schedule[name]) for name in ("dtstart", "valid_from") if name in schedule), None)


def is_counted(schedule: Schedule) -> bool:
    """Whether its days are others if it begins on another day."""
    return "freq" in schedule and ("count" in schedule or interval(schedule) > 1 or not schedule.keys() & BY)


def interval(schedule: Schedule) -> int:
    """Of every how many weeks or months it holds in one."""
    return max(1, int(schedule.get("interval", 1)))


def day_of(schedule: Schedule, name: str, default: date) -> date:
    """A day that it names; the other one if it does not."""
    return date.fromisoformat(schedule[name]) if name in schedule else default


def _rule(schedule: Schedule, start: date) -> Rule:
    freq = schedule.get("freq", "")
    if freq and not schedule.keys() & BY:  # days like the first
        like_it = {"byday": WEEKDAYS[start.weekday()]} if freq == WEEKLY else {"bymonthday": str(start.day)}
        schedule = {**schedule, **like_it}
    named = Named(
        weekdays=frozenset(_weekday(one, freq) for one in schedule["byday"].split(","))
        if "byday" in schedule
        else None,
        monthdays=_numbers(schedule, "bymonthday"),
        yeardays=_numbers(schedule, "byyearday"),
        weeks=_numbers(schedule, "byweekno"),
        week_begins=WEEKDAYS.index(schedule.get("wkst", WEEKDAYS[0])),
    )
    count = max(0, int(schedule["count"])) if freq and "count" in schedule else None
    return Rule(start, named, freq, interval(schedule), count)


def _numbers(schedule: Schedule, name: str) -> Numbers:
    return frozenset(map(int, schedule[name].split(","))) if name in schedule else None


def _weekday(said: str, freq: str) -> tuple[int, int]:
    """`MO`, or `2MO` and `-1FR` in a month; a week has one of each."""
    number = 0 if freq == WEEKLY else int(said[:-2] or 0)
    return number, WEEKDAYS.index(said[-2:])
