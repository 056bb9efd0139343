"""On which days a weekly request falls: the same weekday and wall time, in every season."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

AHEAD = timedelta(weeks=4)
"""Single requests are made so long ahead."""
WEEK = timedelta(weeks=1)


def weekly(first: datetime, until: date, zone: str, now: datetime) -> Iterator[int]:
    """The numbers of the weeks after the first, from 1, whose day is not past, not after `until` and within AHEAD."""
    week = 1
    while (moment := later(first, week, zone)) <= now + AHEAD and moment.astimezone(ZoneInfo(zone)).date() <= until:
        if moment > now:
            yield week
        week += 1


def last_of(first: datetime, until: date, zone: str) -> datetime:
    """When the last one of a series begins, whose days are not after `until`."""
    return later(first, (until - first.astimezone(ZoneInfo(zone)).date()).days // 7, zone)


def later(moment: datetime, weeks: int, zone: str) -> datetime:
    """The same wall time so many weeks later, in UTC.

    Of an hour that comes twice it is the first, of one that is left out the next. Kept in its zone, a moment in such an
    hour is equal to none of another zone, and the weeks of a series would not be known again.
    """
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + weeks * WEEK
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
