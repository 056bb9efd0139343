"""What keeps a visit safe: private details only while they are needed, and somebody who misses a helper."""

from datetime import UTC, date, datetime, time, timedelta

from services.volunteers.assistance.domain.requests import Kind
from services.volunteers.assistance.domain.states import HELD, Act, State
from shared.errors import Conflict, _

OVERDUE = timedelta(minutes=30)
"""After the end the helper is asked whether all is well, and as long after that the coordinator is called."""
NEVER_SAID = timedelta(days=7)
"""So long after the coordinators were called a visit ends by itself, of which nobody has said how it went."""
SHOWN_FOR = timedelta(days=1)
"""Name, phone, address and note stay with the helper so long after the end."""
KEPT = timedelta(days=90)
"""So long after the end staff can still look up what happened; then it is forgotten whose request it was."""
TOLD_ONCE_IN = timedelta(minutes=5)
"""Whoever texts again and again that they need help reads once in so long that the coordinators were called."""
EARLY = timedelta(hours=2)
"""Whoever arrives earlier than this before the start has pressed the wrong button."""


class TooEarlyToArrive(Conflict):
    """A visit begins around its time."""

    code = "too-early-to-arrive"
    title = _("It is too early for this. Tell us when you are there.")


class HasNotBegun(Conflict):
    """Nobody can say before the start how it went, unless the helper is there."""

    code = "has-not-begun"
    title = _("It has not begun yet. Say how it went from its beginning on.")


def overdue_at(ends_at: datetime) -> datetime:
    """When a helper is asked who has not said that the visit is over."""
    return ends_at + OVERDUE


def alarm_at(asked_at: datetime) -> datetime:
    """When the coordinator is called, if the helper did not answer."""
    return asked_at + OVERDUE


def ends_by_itself(kind: str) -> bool:
    """Whether help is over without anybody saying so: at the kiosk people stand in a public place."""
    return kind == Kind.KIOSK_HELP


def is_unsaid(state: str, closed_by: str | None, kind: str) -> bool:
    """Whether a visit is over only because nobody has said for days how it went: what became of it is not known."""
    return (state, closed_by) == (State.DONE, "clock") and not ends_by_itself(kind)


def may_see_details(state: str, now: datetime, ends_at: datetime) -> bool:
    """Whether a helper who has promised to come sees whom and where: until a day after the end."""
    return state in {*HELD, "done", "no_show"} and now <= ends_at + SHOWN_FOR


def may_call_for_help(state: str, now: datetime, ends_at: datetime) -> bool:
    """Whether a helper can call for help: also for a day after the end, which the other of two may have told."""
    return state in HELD or may_see_details(state, now, ends_at)


def forgotten_at(closed_at: datetime, weekly_until: date | None) -> datetime:
    """When it is forgotten whose request it was; not before the last of a series, which is made from the first."""
    last = datetime.combine(weekly_until, time(), UTC) if weekly_until else closed_at
    return max(closed_at, last) + KEPT


def check_arrival(now: datetime, starts_at: datetime) -> None:
    """Raise TooEarlyToArrive long before the start."""
    check_start(now, starts_at - EARLY)


def check_start(now: datetime, starts_at: datetime) -> None:
    """Raise TooEarlyToArrive before the start: nobody is missed and nothing is over, unless somebody said they came."""
    if now < starts_at:
        raise TooEarlyToArrive


def may_be_told(act: Act, state: str, now: datetime, starts_at: datetime) -> bool:
    """Whether staff can say by now that it took place, or that somebody did not come; other ends need no moment."""
    return act not in (Act.FINISH, Act.MISS) or state == State.UNDER_WAY or now >= starts_at
