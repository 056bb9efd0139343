"""How a request goes on: its states, what leads from one to the next, and what has to be said of an end."""

from datetime import datetime, timedelta
from enum import StrEnum

from shared.errors import Conflict, Invalid, _
from shared.languages import gettext

LATE = timedelta(hours=2)
"""Whoever cancels later than this before the start has made somebody come for nothing, or nearly."""


class State(StrEnum):
    """Where a request is. What strangers ask waits in `asked` for a coordinator."""

    ASKED = "asked"
    OPEN = "open"
    ASSIGNED = "assigned"
    UNDER_WAY = "under_way"
    DONE = "done"
    UNMET = "unmet"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"

    @property
    def label(self) -> str:
        """The state in the words of staff, in the reader's language."""
        return gettext(_LABELS[self])


_LABELS = {
    State.ASKED: _("Waits for your yes"),
    State.OPEN: _("Somebody is sought"),
    State.ASSIGNED: _("Somebody helps"),
    State.UNDER_WAY: _("Under way"),
    State.DONE: _("Done"),
    State.UNMET: _("Nobody found"),
    State.CANCELLED: _("Cancelled"),
    State.NO_SHOW: _("Somebody did not come"),
}
ENDED = frozenset({State.DONE, State.UNMET, State.CANCELLED, State.NO_SHOW})
SOUGHT = frozenset({State.ASKED, State.OPEN, State.ASSIGNED})
"""Nobody is there yet."""
HELD = frozenset({State.ASSIGNED, State.UNDER_WAY})
"""Somebody has promised to come, or is there."""


PANIC, UNFIT, WAY_THERE_MISSED = "panic", "helper_unfit", "way_there_missed"
"""Alarms: a helper calls for help; a rule that keeps people safe speaks against whoever has promised; the way there of
a way back failed."""
ALARMS = ("nobody_helps", "nobody_looked", "visit_overdue", PANIC, "appointment_moved", UNFIT, WAY_THERE_MISSED)
"""Why coordinators are called, as a request bears it until somebody has acted. `nobody_looked`: a stranger waits.

What was done about a call for help a coordinator says; no end of the visit does (0052).
"""


class Act(StrEnum):
    """What happens to a request."""

    APPROVE = "approve"
    ASSIGN = "assign"
    REOPEN = "reopen"
    ARRIVE = "arrive"
    FINISH = "finish"
    CANCEL = "cancel"
    GIVE_UP = "give_up"
    MISS = "miss"


MOVES = {
    (State.ASKED, Act.APPROVE): State.OPEN,
    (State.ASKED, Act.CANCEL): State.CANCELLED,
    (State.ASKED, Act.GIVE_UP): State.UNMET,
    (State.OPEN, Act.ASSIGN): State.ASSIGNED,
    (State.OPEN, Act.CANCEL): State.CANCELLED,
    (State.OPEN, Act.GIVE_UP): State.UNMET,
    (State.ASSIGNED, Act.REOPEN): State.OPEN,
    (State.ASSIGNED, Act.ARRIVE): State.UNDER_WAY,
    (State.ASSIGNED, Act.FINISH): State.DONE,
    (State.ASSIGNED, Act.CANCEL): State.CANCELLED,
    (State.ASSIGNED, Act.MISS): State.NO_SHOW,
    (State.UNDER_WAY, Act.FINISH): State.DONE,
    (State.UNDER_WAY, Act.MISS): State.NO_SHOW,
}
"""Every step there is; what is not here cannot happen. An end is an end."""
REASONS = {
    Act.CANCEL: {
        "no_longer_needed": _("Not needed any more"),
        "ill": _("Illness"),
        "other_help": _("Helped otherwise"),
        "other": _("Another reason"),
    },
    Act.GIVE_UP: {
        "nobody": _("Nobody was found"),
        "no_time": _("There was too little time"),
        "declined": _("We cannot help with this"),
    },
    Act.MISS: {"person": _("The person was not there"), "helper": _("The helper did not come")},
}
"""Why a request ended without help: always said, so that unmet need can be counted."""
OUTCOMES = {Act.FINISH: "done", Act.GIVE_UP: "unmet", Act.CANCEL: "cancelled", Act.MISS: "no_show"}


class NotNow(Conflict):
    """The request has gone on since the asker looked at it, or never was where this is possible."""

    code = "not-in-this-state"
    title = _("This cannot be done any more: the request has changed. Look at how it stands now.")


class ReasonIsMissing(Invalid):
    """An end without help has a reason, one of a few."""

    code = "reason-is-missing"
    title = _("Say the reason.")


def after(state: str, act: Act) -> State:
    """The state that an act leads to. Raises NotNow."""
    try:
        return MOVES[State(state), act]
    except KeyError:
        raise NotNow from None


def is_possible(state: str, act: Act) -> bool:
    """Whether this can happen to a request in this state."""
    return (State(state), act) in MOVES


def check_reason(act: Act, reason: str) -> str:
    """The reason if it is one of this end's. Raises ReasonIsMissing."""
    if act in REASONS and reason not in REASONS[act]:
        raise ReasonIsMissing({"reason": [ReasonIsMissing.title]})
    return reason if act in REASONS else ""


def reason_name(code: str) -> str:
    """A reason in the reader's language; an unknown code in words."""
    names = {known: name for reasons in REASONS.values() for known, name in reasons.items()}
    return gettext(names[code]) if code in names else code.replace("_", " ")


def ended_by_link(person: str, asker: str | None) -> str:
    """Who ends help by its link: `person`, `asker`, or `either` where both were written it, which does not tell them.

    The channels by which they are written to; None where nobody asked for the person.
    """
    if asker in (None, "none"):
        return "person"
    return "asker" if person == "none" else "either"


def is_late(now: datetime, starts_at: datetime) -> bool:
    """Whether a request that ends now, unhelped, ends so late that somebody may be on the way."""
    return starts_at - now < LATE
