"""When somewhere is open: rules of repetition on wall clocks, holidays and exceptions.

A schedule's hours without an offset are those of the clocks in Lithuania. HSDS knows fixed offsets alone and no closed
days, so for others each schedule is cut where the clocks change and around the days on which it does not hold.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from services.events.directory.domain.holidays import holidays
from services.events.directory.domain.rules import Schedule, begins, day_of, days_open, is_counted
from shared.errors import _

ZONE = ZoneInfo("Europe/Vilnius")
AHEAD = timedelta(days=365)
"""So far ahead others are told when it is open."""
DAY = timedelta(days=1)
OWN = ("x_exceptions", "x_open_on_holidays")
SINGLE = ("opens_at", "closes_at")
WALL = 5
"""Characters of a time on wall clocks: `08:00`."""
MIDNIGHT = "00:00"
LAST_MINUTE = "23:59"
"""When a whole day ends in HSDS, which has no 24:00. Who sends us this is taken at their word."""


def exceptions(schedule: Schedule) -> dict[date, list[Schedule]]:
    """The days for which something else is said, with all that is said of each: a break at noon makes two rows."""
    found: dict[date, list[Schedule]] = {}
    for one in schedule.get("x_exceptions", ()):
        found.setdefault(date.fromisoformat(one["day"]), []).append(one)
    return found


def _closed(schedule: Schedule, day: date) -> bool:
    """Whether it is a holiday on which it is closed."""
    return day in holidays(day.year) and not schedule.get("x_open_on_holidays")


def spans(schedule: Schedule, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
    """From when to when it is open, for each day between two; past midnight where it closes earlier than it opens."""
    if "opens_at" not in schedule or "closes_at" not in schedule:
        return
    special = exceptions(schedule)
    for day in days_open(schedule, first, last):
        if day not in special and not _closed(schedule, day):
            yield _span(schedule, day)
    for day, said in special.items():
        if first <= day <= last:
            yield from (_span(one, day) for one in said if one.keys() >= set(SINGLE))


def _span(said: Schedule, day: date) -> tuple[datetime, datetime]:
    opens, closes = (_moment(said[name], day) for name in SINGLE)
    return opens, closes if closes > opens else closes + DAY


def senseless(said: Schedule) -> dict[str, str]:
    """What makes no sense in a row of hours, by its key: hours of no length, a period that is over before it begins.

    Midnight to midnight is a whole day.
    """
    found: dict[str, str] = {}
    hours = [str(said.get(name) or "") for name in SINGLE]
    if hours[0] and hours[0] == hours[1] and not hours[0].startswith(MIDNIGHT):
        found["closes_at"] = _("It cannot close when it opens. For a whole day, write 00:00 to 00:00.")
    if said.get("valid_from") and said.get("valid_to") and str(said["valid_to"]) < str(said["valid_from"]):
        found["valid_to"] = _("The last day comes before the first. Correct the dates.")
    return found


def _moment(said: str, day: date) -> datetime:
    clock = time.fromisoformat(said)
    return datetime.combine(day, clock, clock.tzinfo or ZONE)


def open_until(schedules: Sequence[Schedule], now: datetime) -> datetime | None:
    """Until when it is open now by the schedules, of which one goes on where another ends; None if it is closed.

    Where it stays open for longer than two days, that is told of those.
    """
    today, until = now.astimezone(ZONE).date(), None
    for opens, closes in sorted(span for one in schedules for span in spans(one, today - DAY, today + 2 * DAY)):
        if until is not None and opens <= _midnight(until):
            until = max(until, closes)
        elif opens <= now:
            until = closes
    return until if until is not None and now < until else None


def _midnight(closes: datetime) -> datetime:
    """When a day ends whose last minute is meant; any other time is itself."""
    is_last = closes.astimezone(ZONE).time() == time.fromisoformat(LAST_MINUTE)
    return closes + timedelta(minutes=1) if is_last else closes


def is_all_day(opens_at: str, closes_at: str) -> bool:
    """Whether these are the hours of a whole day, as we write them or as HSDS does, which has no 24:00."""
    return opens_at[:WALL] == MIDNIGHT and closes_at in {opens_at, opens_at.replace(MIDNIGHT, LAST_MINUTE, 1)}


def as_others_read(schedule: Schedule, today: date) -> list[dict[str, Any]]:
    """The schedule in rows that HSDS knows: a fixed offset in each, and no day on which it does not hold.

    Each row says from when its rule counts, since its own first day is another one.
    """
    plain = {name: fact for name, fact in schedule.items() if name not in OWN} | _last_minute(schedule)
    start = begins(schedule)
    if start and is_counted(schedule):
        plain["dtstart"] = start.isoformat()
    if any(name not in schedule or _has_offset(schedule[name]) for name in SINGLE):
        return [plain]
    first = max(today, day_of(schedule, "valid_from", today))
    last = min(today + AHEAD, *(day_of(schedule, name, today + AHEAD) for name in ("valid_to", "until")))
    rule = schedule if start or not is_counted(schedule) else {}  # on any day, as far as anybody can say
    held, special = days_open(rule, first, last), exceptions(schedule)
    closed = {day for day in held if day in special or _closed(schedule, day)}
    rows = [_row(plain, begin, end) for begin, end in _pieces(first, last, closed) if _any_between(held, begin, end)]
    return rows + [
        _row({"id": one["id"]} | {name: one[name] for name in SINGLE} | _last_minute(one), day, day)
        for day, said in sorted(special.items())
        if first <= day <= last
        for one in said
        if one.keys() >= set(SINGLE)
    ]


def _last_minute(said: Schedule) -> dict[str, str]:
    """When a whole day ends for others: HSDS has no 24:00, and midnight is when it began."""
    opens, closes = (said.get(name, "") for name in SINGLE)
    return {"closes_at": opens.replace(MIDNIGHT, LAST_MINUTE, 1)} if is_all_day(opens, closes) else {}


def _any_between(days: Sequence[date], first: date, last: date) -> bool:
    place = bisect_left(days, first)
    return place < len(days) and days[place] <= last


def _has_offset(said: str) -> bool:
    return time.fromisoformat(said).tzinfo is not None


def _pieces(first: date, last: date, closed: set[date]) -> Iterator[tuple[date, date]]:
    """The stretches between two days without closed ones, cut where the clocks change."""
    breaks = {first, last + DAY} | closed | {day + DAY for day in closed}
    breaks |= {first + number * DAY for number in range(1, (last - first).days + 1) if _changes(first + number * DAY)}
    for begin, after in pairwise(sorted(breaks)):
        if begin not in closed and first <= begin and after <= last + DAY:
            yield begin, after - DAY


def _changes(day: date) -> bool:
    return _offset(day) != _offset(day - DAY)


@lru_cache(2048)  # years ahead, which every schedule asks for
def _offset(day: date) -> timedelta:
    return datetime.combine(day, time(12), ZONE).utcoffset() or timedelta()


def _row(plain: dict[str, Any], first: date, last: date) -> dict[str, Any]:
    hours = _offset(first) // timedelta(hours=1)
    clocks = {name: f"{plain[name]}+{hours:02}:00" for name in SINGLE}
    return (
        plain
        | clocks
        | {
            "id": str(uuid5(UUID(plain["id"]), first.isoformat())),
            "timezone": hours,
            "valid_from": first.isoformat(),
            "valid_to": last.isoformat(),
        }
    )


def with_open_hours(item: Any, now: datetime) -> Any:
    """An object with all schedules under it as others read them."""
    if isinstance(item, list):
        return [with_open_hours(one, now) for one in item]
    if not isinstance(item, dict):
        return item
    return {
        name: [row for schedule in inner for row in as_others_read(schedule, now.astimezone(ZONE).date())]
        if name == "schedules"
        else with_open_hours(inner, now)
        for name, inner in item.items()
    }
