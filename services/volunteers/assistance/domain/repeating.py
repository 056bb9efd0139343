"""On which days a weekly request falls: the same weekday and wall time, in every season; and when each week is sought.

Whoever fits one week fits them all. So a week has its turn once the search for the week before has ended.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
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


def number_of(week: int | None, starts_at: datetime, first: datetime) -> int:
    """The number of a week after the first; of one that was made without, by its time, since nobody had moved it."""
    return week if week is not None else round((starts_at - first) / WEEK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """When the weeks of a series are: the moments, with offsets, that its first would have if it was not moved alone.

    `return_at` and `return_ends_at` are those of its way back.
    """

    starts_at: datetime
    ends_at: datetime
    appointment_at: datetime | None = None
    return_at: datetime | None = None
    return_ends_at: datetime | None = None

    def there(self, week: int, zone: str) -> dict[str, Any]:
        """The moments of a week, by the same wall time; it lasts as long where the clocks go forward in between."""
        starts_at, ends_at = _lasting(self.starts_at, self.ends_at, week, zone)
        appointment_at = later(self.appointment_at, week, zone) if self.appointment_at else None
        return {"starts_at": starts_at, "ends_at": ends_at, "appointment_at": appointment_at}

    def back(self, week: int, zone: str) -> dict[str, Any]:
        """The moments of a week's way back; empty if there is none."""
        if self.return_at is None or self.return_ends_at is None:
            return {}
        starts_at, ends_at = _lasting(self.return_at, self.return_ends_at, week, zone)
        return {"starts_at": starts_at, "ends_at": ends_at}

    def moved(self, moments: Mapping[str, datetime | None], week: int, zone: str, *, back: bool) -> "Pattern":
        """The pattern by which this week has these moments, on its way there or `back`."""
        first = {name: later(moment, -week, zone) for name, moment in moments.items() if moment}
        if back:
            return replace(self, return_at=first["starts_at"], return_ends_at=first["ends_at"])
        appointment_at = first.get("appointment_at")
        return replace(self, starts_at=first["starts_at"], ends_at=first["ends_at"], appointment_at=appointment_at)

    def shifted(self, shift: timedelta) -> "Pattern":
        """The pattern so much later."""
        return Pattern(**{name: moment + shift for name, moment in asdict(self).items() if moment})

    def stored(self) -> dict[str, str]:
        """As it is kept: RFC 3339."""
        return {name: moment.isoformat() for name, moment in asdict(self).items() if moment}

    @classmethod
    def kept(cls, stored: Mapping[str, str]) -> "Pattern":
        """The pattern that was kept so."""
        return cls(**{name: datetime.fromisoformat(moment) for name, moment in stored.items()})


def _lasting(starts_at: datetime, ends_at: datetime, week: int, zone: str) -> tuple[datetime, datetime]:
    begins, ends = later(starts_at, week, zone), later(ends_at, week, zone)
    return begins, ends if ends > begins else begins + (ends_at - starts_at)


def sought_from(starts_at: datetime, zone: str) -> datetime:
    """From when somebody is sought for a week after the first: SOUGHT_BEFORE its start, by day."""
    return by_day(starts_at - SOUGHT_BEFORE, starts_at, zone)
