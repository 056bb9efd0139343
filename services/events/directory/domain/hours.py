"""When somewhere is open: rules of repetition on wall clocks, holidays and exceptions.

A schedule's hours without an offset are those of the clocks in Lithuania. HSDS knows fixed offsets alone and no closed
days, so for others each schedule is cut where the clocks change and around the days on which it does not hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from dateutil import rrule

from services.events.directory.domain.holidays import holidays
from shared.errors import _

ZONE = ZoneInfo("Europe/Vilnius")
AHEAD = timedelta(days=365)
"""So far ahead others are told when it is open."""
DAY = timedelta(days=1)
OWN = ("x_exceptions", "x_open_on_holidays")
SINGLE = ("opens_at", "closes_at")
MIDNIGHT = "00:00"
Schedule = Mapping[str, Any]
"""A schedule as its JSON says it."""


def days_open(schedule: Schedule, first: date, last: date) -> list[date]:
    """The days between two on which the rule holds, holidays and exceptions not considered."""
    first, last = max(first, _day(schedule, "valid_from", first)), min(last, _day(schedule, "valid_to", last))
    if "freq" not in schedule:
        return [first + number * DAY for number in range((last - first).days + 1)]
    start = _day(schedule, "dtstart", _day(schedule, "valid_from", first))
    rule = rrule.rrule(
        {"WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}[schedule["freq"]],
        dtstart=datetime.combine(start, time()),
        until=datetime.combine(min(last, _day(schedule, "until", last)), time()),
        interval=max(1, int(schedule.get("interval", 1))),
        wkst=schedule.get("wkst") and getattr(rrule, schedule["wkst"]),
        byweekday=[_weekday(one) for one in _parts(schedule, "byday")] or None,
        bymonthday=_numbers(schedule, "bymonthday"),
        byyearday=_numbers(schedule, "byyearday"),
        byweekno=_numbers(schedule, "byweekno"),
    )
    most = int(schedule.get("count", MOST_TIMES))
    found = (one.date() for number, one in enumerate(rule) if number < most)
    return [one for one in found if first <= one <= last]


MOST_TIMES = 100_000


def _day(schedule: Schedule, name: str, default: date) -> date:
    return date.fromisoformat(schedule[name]) if name in schedule else default


def _parts(schedule: Schedule, name: str) -> list[str]:
    return schedule[name].split(",") if name in schedule else []


def _numbers(schedule: Schedule, name: str) -> list[int] | None:
    return [int(one) for one in _parts(schedule, name)] or None


def _weekday(said: str) -> Any:
    """`MO`, or `2MO` and `-1FR` in a month."""
    weekday, number = getattr(rrule, said[-2:]), said[:-2]
    return weekday(int(number)) if number else weekday


def exceptions(schedule: Schedule) -> dict[date, list[Schedule]]:
    """The days for which something else is said, with all that is said of each: a break at noon makes two rows."""
    found: dict[date, list[Schedule]] = {}
    for one in schedule.get("x_exceptions", ()):
        found.setdefault(date.fromisoformat(one["day"]), []).append(one)
    return found


def _closed(schedule: Schedule, day: date) -> bool:
    return day in exceptions(schedule) or (day in holidays(day.year) and not schedule.get("x_open_on_holidays"))


def spans(schedule: Schedule, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
    """From when to when it is open, for each day between two; past midnight where it closes earlier than it opens."""
    if "opens_at" not in schedule or "closes_at" not in schedule:
        return
    special = exceptions(schedule)
    for day in days_open(schedule, first, last):
        if not _closed(schedule, day):
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
    """Until when it is open now by one of the schedules; None if it is closed."""
    today = now.astimezone(ZONE).date()
    ends = [end for one in schedules for start, end in spans(one, today - DAY, today + DAY) if start <= now < end]
    return max(ends, default=None)


def as_others_read(schedule: Schedule, today: date) -> list[dict[str, Any]]:
    """The schedule in rows that HSDS knows: a fixed offset in each, and no day on which it does not hold."""
    plain = {name: fact for name, fact in schedule.items() if name not in OWN}
    if any(name not in schedule or _has_offset(schedule[name]) for name in SINGLE):
        return [plain]
    first = max(today, _day(schedule, "valid_from", today))
    last = min(today + AHEAD, _day(schedule, "valid_to", today + AHEAD), _day(schedule, "until", today + AHEAD))
    held = days_open(schedule, first, last)
    closed = {day for day in held if _closed(schedule, day)}
    rows = [
        _row(plain, begin, end)
        for begin, end in _pieces(first, last, closed)
        if any(begin <= day <= end for day in held)
    ]
    special = [(day, one) for day, said in sorted(exceptions(schedule).items()) if first <= day <= last for one in said]
    return rows + [
        _row({"id": one["id"]} | {name: one[name] for name in SINGLE}, day, day)
        for day, one in special
        if one.keys() >= set(SINGLE)
    ]


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
