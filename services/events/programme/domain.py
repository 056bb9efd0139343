"""Rules of the programme: what an event is, when its dates are, and what may be done with it in which state.

Times are stored in UTC beside the wall time and zone the organiser meant (Lithuania changes its clocks at 01:00 UTC
on the last Sundays of March and October); series and copies step in wall time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from shared.errors import Conflict, Invalid, Stale, _

LARGEST = 10_000
"""Places of one occurrence."""
LONGEST_OFFER = 168
"""Hours that places can be held for a waiting party: a week."""


class Kind(StrEnum):
    """What people come to."""

    CULTURAL_EXCHANGE = "cultural_exchange"
    GROUP_CONSULTATION = "group_consultation"
    COMMUNITY_EVENT = "community_event"
    TRAINING = "training"
    CONSULTATION = "consultation"


class State(StrEnum):
    """An event's state; an occurrence is `on` where its event is `published`."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Access(StrEnum):
    """What a person can rely on at a venue."""

    STEP_FREE = "step_free"
    ACCESSIBLE_TOILET = "accessible_toilet"
    HEARING_LOOP = "hearing_loop"
    LIFT = "lift"
    PARKING = "parking"
    QUIET_ROOM = "quiet_room"
    CHILDCARE = "childcare"


STATE_NAMES = {State.DRAFT: _("Draft"), State.PUBLISHED: _("Published"), State.CANCELLED: _("Cancelled")}
KIND_NAMES = {
    Kind.CULTURAL_EXCHANGE: _("Cultural exchange"),
    Kind.GROUP_CONSULTATION: _("Group consultation"),
    Kind.COMMUNITY_EVENT: _("Community event"),
    Kind.TRAINING: _("Training"),
    Kind.CONSULTATION: _("Consultation"),
}
ACCESS_NAMES = {
    Access.STEP_FREE: _("No steps"),
    Access.ACCESSIBLE_TOILET: _("Accessible toilet"),
    Access.HEARING_LOOP: _("Hearing loop"),
    Access.LIFT: _("Lift"),
    Access.PARKING: _("Parking"),
    Access.QUIET_ROOM: _("Quiet room"),
    Access.CHILDCARE: _("Childcare"),
}


class TimeDoesNotExist(Invalid):
    """A wall time inside the hour that is left out in spring."""

    code = "time-does-not-exist"
    title = _("This time does not exist: the clocks go forward in that night. Choose another.")


class EndsBeforeItStarts(Invalid):
    """An end that is not after the start."""

    code = "ends-before-it-starts"
    title = _("The end must come after the start.")


class StartsInThePast(Invalid):
    """A start that is already over."""

    code = "starts-in-the-past"
    title = _("This date is over. Choose one that is still to come.")


class AlreadyPublished(Conflict):
    """Only a draft can be published."""

    code = "already-published"
    title = _("This event is published already.")


class EventIsCancelled(Conflict):
    """A cancelled event or date stays as it is; copy it to start again."""

    code = "event-is-cancelled"
    title = _("This is cancelled and cannot be changed any more. Copy the event to offer it again.")


class NoDateAhead(Conflict):
    """People can only come to what is still to come."""

    code = "no-date-ahead"
    title = _("All dates of this event are over. Move one before you publish.")


class CapacityBelowTaken(Conflict):
    """Places that people have already cannot be taken away by a number."""

    code = "capacity-below-taken"
    title = _("The number of places cannot be lower than what is already taken: {taken}.")


@dataclass(frozen=True)
class Span:
    """From when to when: the wall times meant in a zone, and the moments in UTC that they are."""

    starts_wall: datetime
    ends_wall: datetime
    zone: str
    starts_at: datetime
    ends_at: datetime


def moment(wall: datetime, zone: str) -> datetime:
    """The moment in UTC of a wall time; of a doubled one the first. Raises TimeDoesNotExist for one inside the gap."""
    there = ZoneInfo(zone)
    found = wall.replace(tzinfo=there, fold=0).astimezone(UTC)
    if found.astimezone(there).replace(tzinfo=None) != wall:
        raise TimeDoesNotExist
    return found


def span(starts: datetime, ends: datetime, zone: str, now: datetime) -> Span:
    """The span between two wall times. Raises TimeDoesNotExist, EndsBeforeItStarts or StartsInThePast."""
    starts_at, ends_at = moment(starts, zone), moment(ends, zone)
    if ends_at <= starts_at:
        raise EndsBeforeItStarts(errors={"ends": [EndsBeforeItStarts.title]})
    if starts_at <= now:
        raise StartsInThePast(errors={"starts": [StartsInThePast.title]})
    return Span(starts, ends, zone, starts_at, ends_at)


def moved(wall: datetime, first: datetime, to: date) -> datetime:
    """A wall time carried along when the day of `first` becomes `to`: whole days, the clock unchanged."""
    return wall + timedelta(days=(to - first.date()).days)


def shift_span(starts_at: datetime, ends_at: datetime, before: int, after: int) -> tuple[datetime, datetime]:
    """When a planned shift begins and ends: `before` and `after` are minutes around the occurrence."""
    return starts_at - timedelta(minutes=before), ends_at + timedelta(minutes=after)


def check_version(held: int, wanted: int) -> None:
    """Raise Stale if the thing was changed since the asker read it."""
    if held != wanted:
        raise Stale


def check_open(*states: str) -> None:
    """Raise EventIsCancelled if one of these, an event's and its occurrence's, is."""
    if State.CANCELLED in states:
        raise EventIsCancelled


def check_publishable(state: str, starts: Iterable[datetime], now: datetime) -> None:
    """Raise AlreadyPublished, EventIsCancelled or NoDateAhead if the event cannot be offered to people."""
    check_open(state)
    if state != State.DRAFT:
        raise AlreadyPublished
    if not any(start > now for start in starts):
        raise NoDateAhead


def check_capacity(capacity: int, taken: int) -> None:
    """Raise CapacityBelowTaken if people would lose places they have."""
    if capacity < taken:
        raise CapacityBelowTaken(taken=taken)


class Status(StrEnum):
    """How certain an entry of a calendar file is (RFC 5545 section 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar file. `sequence` rises with each change that the calendar has to take over."""

    uid: str
    sequence: int
    status: Status
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    url: str


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar file (RFC 5545); the same entries always make the same bytes.

    Times are UTC, which every calendar shows on its own clock.
    """
    made = Calendar()
    made.add("prodid", "-//Talka//events//")
    made.add("version", "2.0")
    made.add("name", name)
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(_component(entry))
    return bytes(made.to_ical())


def _component(entry: Entry) -> CalendarEvent:
    made = CalendarEvent()
    made.add("uid", entry.uid)
    made.add("sequence", entry.sequence)
    made.add("status", entry.status)
    made.add("dtstamp", entry.stamp.astimezone(UTC))
    made.add("dtstart", entry.starts_at.astimezone(UTC))
    made.add("dtend", entry.ends_at.astimezone(UTC))
    for property_name in ("summary", "description", "location", "url"):
        if value := getattr(entry, property_name):
            made.add(property_name, value)
    return made
