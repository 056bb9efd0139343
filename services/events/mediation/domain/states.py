"""The states of a referral, and which step leads from which of them to which."""

from enum import StrEnum

from shared.errors import Conflict, DomainError, Gone, _


class State(StrEnum):
    """Where a referral stands. `asked` waits for a staff member's yes, `open` for the provider's answer."""

    ASKED = "asked"
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FOLLOWED_UP = "followed_up"
    KNOWN = "known"


class Step(StrEnum):
    """What can happen to a referral; `learn` is that the person said whether they got the service.

    `move` and `call_off` are the provider's, who had said yes: another appointment, or none after all.
    """

    CONFIRM = "confirm"
    ACCEPT = "accept"
    REFUSE = "refuse"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    FOLLOW_UP = "follow_up"
    LEARN = "learn"
    MOVE = "move"
    CALL_OFF = "call_off"


STEPS = {
    (State.ASKED, Step.CONFIRM): State.OPEN,
    (State.ASKED, Step.EXPIRE): State.EXPIRED,
    (State.ASKED, Step.WITHDRAW): State.WITHDRAWN,
    (State.OPEN, Step.ACCEPT): State.ACCEPTED,
    (State.OPEN, Step.REFUSE): State.REFUSED,
    (State.OPEN, Step.EXPIRE): State.EXPIRED,
    (State.OPEN, Step.WITHDRAW): State.WITHDRAWN,
    (State.ACCEPTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.ACCEPTED, Step.FOLLOW_UP): State.FOLLOWED_UP,
    (State.ACCEPTED, Step.LEARN): State.KNOWN,
    (State.ACCEPTED, Step.MOVE): State.ACCEPTED,
    (State.ACCEPTED, Step.CALL_OFF): State.REFUSED,
    (State.FOLLOWED_UP, Step.LEARN): State.KNOWN,
}
"""State and step -> the state after it; what is not here cannot happen."""
ENDS = (State.REFUSED, State.EXPIRED, State.WITHDRAWN, State.KNOWN)
"""States after which nothing is to come."""
NEWS = (State.ACCEPTED, State.REFUSED, State.EXPIRED, State.FOLLOWED_UP)
"""States that the person must hear of."""
SEEN_BY_PROVIDER = (State.OPEN, State.ACCEPTED, State.FOLLOWED_UP, State.KNOWN)
"""States in which the provider still has to do with the person, and may see who it is."""
ANSWERED = (State.ACCEPTED, State.REFUSED, State.FOLLOWED_UP, State.KNOWN)
STATE_NAMES = {
    State.ASKED: _("Waits for our yes"),
    State.OPEN: _("Waits for an answer"),
    State.ACCEPTED: _("Accepted"),
    State.REFUSED: _("Refused"),
    State.EXPIRED: _("No answer came"),
    State.WITHDRAWN: _("Withdrawn"),
    State.FOLLOWED_UP: _("Asked how it went"),
    State.KNOWN: _("Outcome known"),
}


class Show(StrEnum):
    """The parts of the staff's board."""

    OURS = "ours"
    THEIRS = "theirs"
    CALL = "call"
    ANSWERED = "answered"
    ALL = "all"


SHOW_NAMES = {
    Show.OURS: _("Wait for us"),
    Show.THEIRS: _("Wait for them"),
    Show.CALL: _("To call"),
    Show.ANSWERED: _("Answered"),
    Show.ALL: _("All requests"),
}


class AlreadyConfirmed(Conflict):
    """A yes is given once."""

    code = "referral-already-confirmed"
    title = _("This request does not wait for a yes any more.")


class AlreadyAnswered(Conflict):
    """The first answer counts."""

    code = "referral-already-answered"
    title = _(
        "This has been answered already. The first answer counts. A yes can be changed on this page until the "
        "appointment; otherwise call the organisation that asked."
    )


class AnswerIsLate(Gone):
    """The time to answer is over."""

    code = "referral-answer-is-late"
    title = _("The time to answer is over. Call the organisation that asked if you can still help.")


class NotNeeded(Gone):
    """The person does not want the service any more."""

    code = "referral-not-needed"
    title = _("This help is not needed any more. There is nothing to answer, thank you.")


class NothingToWithdraw(Conflict):
    """What has ended cannot be taken back."""

    code = "referral-has-ended"
    title = _("This request has ended, so there is nothing to take back.")


class NothingToChange(Conflict):
    """Nothing is promised that could be changed: not yet, or not any more."""

    code = "nothing-to-change"
    title = _("There is no appointment here any more that could be changed. Call the organisation that asked.")


class NotAccepted(Conflict):
    """Nobody has said yes to what the outcome would be of."""

    code = "referral-not-accepted"
    title = _("This service has not been promised, so there is no outcome to tell.")


class OutcomeLiesAhead(Conflict):
    """What has not been yet has no outcome."""

    code = "referral-outcome-lies-ahead"
    title = _("The appointment is still to come. Tell us afterwards how it went.")


class OutcomeIsKnown(Conflict):
    """An outcome is told once."""

    code = "referral-outcome-is-known"
    title = _("You have answered this already, thank you.")


def after(state: str, step: Step) -> State:
    """The state after a step. Raises the DomainError that says why the step is not possible in this state."""
    found = STEPS.get((State(state), step))
    if found is None:
        raise _refusal(State(state), step)
    return found


def is_possible(state: str, step: Step) -> bool:
    """Whether the step can be taken in this state."""
    return (State(state), step) in STEPS


def _refusal(state: State, step: Step) -> DomainError:
    if step is Step.CONFIRM:
        return AlreadyConfirmed()
    if step in {Step.ACCEPT, Step.REFUSE}:
        ended = {State.EXPIRED: AnswerIsLate, State.WITHDRAWN: NotNeeded}
        return ended.get(state, AlreadyAnswered)()
    if step is Step.LEARN:
        return OutcomeIsKnown() if state is State.KNOWN else NotAccepted()
    if step in {Step.MOVE, Step.CALL_OFF}:
        return NotNeeded() if state is State.WITHDRAWN else NothingToChange()
    return NothingToWithdraw()
