"""What may be done with an event and its dates in which state."""

from collections.abc import Iterable
from datetime import datetime

from services.events.programme.domain.facts import MOST_OCCURRENCES, State
from shared.errors import Conflict, Invalid, Stale, _


class AlreadyPublished(Conflict):
    """Only a draft can be published."""

    code = "already-published"
    title = _("This event is published already.")


class EventIsCancelled(Conflict):
    """A cancelled event or date stays as it is; copy it to start again."""

    code = "event-is-cancelled"
    title = _("This is cancelled and cannot be changed any more. Copy the event to offer it again.")


class DateIsOver(Conflict):
    """What has taken place stays as it was: who came is what a funder asks for."""

    code = "date-is-over"
    title = _("This date is over, and what happened cannot be changed any more.")


class NoDateAhead(Conflict):
    """People can only come to what is still to come."""

    code = "no-date-ahead"
    title = _("All dates of this event are over. Move one before you publish.")


class NotADraft(Conflict):
    """What people were told is changed date by date, so that each change is told to those it concerns."""

    code = "not-a-draft"
    title = _("This event is published. Move or cancel its dates instead, so that everybody concerned is told.")


class NotPublished(Conflict):
    """A draft is changed as a whole, since nobody knows of it."""

    code = "not-published"
    title = _("This event is a draft. Change the draft to add dates to it.")


class NobodyKnowsYet(Conflict):
    """People are registered for what is published alone."""

    code = "event-is-a-draft"
    title = _("This event is a draft. Publish it before you register anybody.")


class TooManyDates(Conflict):
    """A list of dates that nobody can look through."""

    code = "too-many-dates"
    title = _("An event can have {most} dates at most. Copy it and go on in the copy.")


class DateIsThere(Invalid):
    """Two dates of an event that begin at the same time: one was rather meant to be another."""

    code = "date-is-there"
    title = _("The event has a date at this time already. Choose another day or time.")


class CapacityBelowTaken(Conflict):
    """Places that people have already cannot be taken away by a number."""

    code = "capacity-below-taken"
    title = _("The number of places cannot be lower than what is already taken: {taken}.")


def check_version(held: int, wanted: int) -> None:
    """Raise Stale if the thing was changed since the asker read it."""
    if held != wanted:
        raise Stale


def check_open(*states: str) -> None:
    """Raise EventIsCancelled if one of these, an event's and its occurrence's, is."""
    if State.CANCELLED in states:
        raise EventIsCancelled


def check_ahead(ends_at: datetime, now: datetime) -> None:
    """Raise DateIsOver for a date that people have been at."""
    if ends_at <= now:
        raise DateIsOver


def check_draft(state: str) -> None:
    """Raise EventIsCancelled or NotADraft if people know of the event already."""
    check_open(state)
    if state != State.DRAFT:
        raise NotADraft


def check_published(state: str) -> None:
    """Raise EventIsCancelled or NotPublished if people do not know of the event."""
    check_open(state)
    if state != State.PUBLISHED:
        raise NotPublished


def check_another(starts_at: datetime, dates: Iterable[tuple[datetime, str]]) -> None:
    """Raise TooManyDates, or DateIsThere at the start, if an event with these starts and states cannot have this date.

    At the time of a date that was called off there may be one again.
    """
    known = list(dates)
    if len(known) >= MOST_OCCURRENCES:
        raise TooManyDates(most=MOST_OCCURRENCES)
    if starts_at in {start for start, state in known if state != State.CANCELLED}:
        raise DateIsThere(errors={"starts": [DateIsThere.title]})


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
