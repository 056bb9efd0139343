"""On which days a weekly request falls: the same weekday and wall time, in every season; and when each week is sought.

Whoever fits one week fits them all. So a week has its turn once the search for the week before has ended.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.volunteers.assistance.domain.waves import by_day

AHEAD = timedelta(weeks=4)
"""Single requests are made so long ahead."""
WEEK = timedelta(weeks=1)
SOUGHT_BEFORE = timedelta(days=5)
"""So long before it begins somebody is sought for a week.

Fewer than the days between two, so that nobody is asked for two at once; enough for the familiar helper, all waves and
partners, and to leave coordinators about two days.
"""


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


def sought_from(starts_at: datetime, zone: str) -> datetime:
    """From when somebody is sought for a week after the first: SOUGHT_BEFORE its start, by day."""
    return by_day(starts_at - SOUGHT_BEFORE, starts_at, zone)
