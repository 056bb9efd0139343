"""Changes of several dates at once, and how long the last change of an event can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.events.programme.domain.facts import State
from services.events.programme.domain.times import Span, span
from shared.errors import Conflict, Invalid, _

UNDO_FOR = timedelta(minutes=10)
"""How long a change can be taken back: long enough to notice a slip, too short for many to have acted on it."""


class Scope(StrEnum):
    """Which dates of an event a change of one of them is meant for, as calendars ask it (RFC 5545, RANGE)."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


SCOPE_NAMES = {
    Scope.THIS: _("This date"),
    Scope.FOLLOWING: _("This and the following dates"),
    Scope.ALL: _("All dates ahead"),
}


class AnotherDateDoesNotFit(Conflict):
    """The date that was chosen can be moved so, but not all that shall move along."""

    code = "another-date-does-not-fit"
    title = _(
        "The date of {day} cannot move along: it would be over already, end before it begins, or come at an hour that "
        "the clocks leave out. Choose another time or fewer dates."
    )


class NothingToUndo(Conflict):
    """There was no change, it is taken back already, or another one came after it."""

    code = "nothing-to-undo"
    title = _("There is no change that could be undone: it is undone already, or something has changed since.")


class TooLateToUndo(Conflict):
    """People may have acted on a change by now."""

    code = "too-late-to-undo"
    title = _("A change can be undone for ten minutes, and they are over. Change it once more instead.")


class UndoDoesNotFit(Conflict):
    """The former facts would not be allowed now."""

    code = "undo-does-not-fit"
    title = _("What was before is not possible any more, so it cannot be undone. Change it once more instead.")


@dataclass(frozen=True)
class Planned:
    """A date of an event as a plan looks at it: wall times in its zone, the moment of its start, and its state."""

    id: UUID
    starts: datetime
    ends: datetime
    zone: str
    starts_at: datetime
    state: str


def meant(dates: Iterable[Planned], chosen: UUID, scope: Scope, now: datetime) -> list[Planned]:
    """The dates that a change of the chosen one is meant for, soonest first.

    Beside the chosen date, which the caller has checked, only those that have not begun and are not cancelled.
    """
    in_order = sorted(dates, key=lambda one: (one.starts_at, one.id))
    place = next(number for number, one in enumerate(in_order) if one.id == chosen)
    wanted = {Scope.THIS: [], Scope.FOLLOWING: in_order[place + 1 :], Scope.ALL: in_order}[scope]
    along = {one.id for one in wanted if one.state != State.CANCELLED and one.starts_at > now}
    return [one for one in in_order if one.id == chosen or one.id in along]


def plan_move(
    dates: Iterable[Planned], chosen: UUID, scope: Scope, starts: datetime, ends: datetime, now: datetime
) -> dict[UUID, Span]:
    """When each date that a move is meant for will be, if the chosen one is from `starts` to `ends`, soonest first.

    The others move by as much on the wall clocks of their own zones, so 18:00 stays 18:00 where the clocks change
    between two dates. Raises what is wrong with the chosen time (see `span`), and AnotherDateDoesNotFit.
    """
    wanted = meant(dates, chosen, scope, now)
    one = next(each for each in wanted if each.id == chosen)
    planned = {one.id: span(starts, ends, one.zone, now)}
    later_start, later_end = starts - one.starts, ends - one.ends
    for each in wanted:
        if each.id != chosen:
            planned[each.id] = _along(each, later_start, later_end, now)
    return {each.id: planned[each.id] for each in wanted}


def _along(one: Planned, later_start: timedelta, later_end: timedelta, now: datetime) -> Span:
    try:
        return span(one.starts + later_start, one.ends + later_end, one.zone, now)
    except Invalid as error:
        raise AnotherDateDoesNotFit(day=one.starts.date().isoformat()) from error


def check_undo(changed_at: datetime, now: datetime) -> None:
    """Raise TooLateToUndo once the ten minutes since the change are over."""
    if now - changed_at > UNDO_FOR:
        raise TooLateToUndo
