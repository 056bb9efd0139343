"""When the dates of an event are.

Times are stored in UTC beside the wall time and zone the organiser meant (Lithuania changes its clocks at 01:00 UTC
on the last Sundays of March and October); series and copies step in wall time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.errors import Invalid, _

LONGEST = timedelta(days=14)
"""What one occurrence can last."""
LONGEST_NIGHT = timedelta(hours=12)
"""What a date can last whose end is typed as an earlier time of day than its start."""


class TimeDoesNotExist(Invalid):
    """A wall time inside the hour that is left out in spring."""

    code = "time-does-not-exist"
    title = _("This time does not exist: the clocks go forward in that night. Choose another.")


class EndsBeforeItStarts(Invalid):
    """An end that is not after the start."""

    code = "ends-before-it-starts"
    title = _("The end must come after the start.")


class LastsTooLong(Invalid):
    """A date that lasts so long is a mistyped one."""

    code = "lasts-too-long"
    title = _("A date can last two weeks at most. For something longer, add more dates.")


class StartsInThePast(Invalid):
    """A start that is already over."""

    code = "starts-in-the-past"
    title = _("This date is over. Choose one that is still to come.")


@dataclass(frozen=True)
class Span:
    """From when to when: the wall times meant in a zone, and the moments in UTC that they are."""

    starts_wall: datetime
    ends_wall: datetime
    zone: str
    starts_at: datetime
    ends_at: datetime


def moment(wall: datetime, zone: str, field: str = "starts") -> datetime:
    """The moment in UTC of a wall time; of a doubled one the first.

    Raises TimeDoesNotExist, at this field, for one inside the gap.
    """
    there = ZoneInfo(zone)
    found = wall.replace(tzinfo=there, fold=0).astimezone(UTC)
    if found.astimezone(there).replace(tzinfo=None) != wall:
        raise TimeDoesNotExist(errors={field: [TimeDoesNotExist.title]})
    return found


def span(starts: datetime, ends: datetime, zone: str, now: datetime) -> Span:
    """The span between two wall times. Raises TimeDoesNotExist, EndsBeforeItStarts, LastsTooLong or StartsInThePast."""
    starts_at, ends_at = moment(starts, zone), moment(ends, zone, "ends")
    if ends_at <= starts_at:
        raise EndsBeforeItStarts(errors={"ends": [EndsBeforeItStarts.title]})
    if ends_at - starts_at > LONGEST:
        raise LastsTooLong(errors={"ends": [LastsTooLong.title]})
    if starts_at <= now:
        raise StartsInThePast(errors={"starts": [StartsInThePast.title]})
    return Span(starts, ends, zone, starts_at, ends_at)


def between(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """The wall times of a date typed as a day and two times; an end up to 12 hours after midnight is on the next day.

    Raises EndsBeforeItStarts for one that was rather mistyped, such as 19:00 to 18:00.
    """
    first, last = datetime.combine(day, starts), datetime.combine(day, ends)
    if last <= first:
        last += timedelta(days=1)
        if last - first > LONGEST_NIGHT:
            raise EndsBeforeItStarts(errors={"ends": [EndsBeforeItStarts.title]})
    return first, last


def moved(wall: datetime, first: datetime, to: date) -> datetime:
    """A wall time carried along when the day of `first` becomes `to`: whole days, the clock unchanged."""
    return wall + timedelta(days=(to - first.date()).days)


def shift_span(starts_at: datetime, ends_at: datetime, before: int, after: int) -> tuple[datetime, datetime]:
    """When a planned shift begins and ends: `before` and `after` are minutes around the occurrence."""
    return starts_at - timedelta(minutes=before), ends_at + timedelta(minutes=after)
