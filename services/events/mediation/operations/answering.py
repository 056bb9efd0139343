"""What a provider answers, by its link or through staff on the phone; and what the clock does if no answer comes."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.mediation.domain import (
    FOLLOW_UP,
    ZONE,
    AnswerIsLate,
    Links,
    Shared,
    State,
    Step,
    check_appointment,
    follow_up_at,
)
from services.events.mediation.models import Referral
from services.events.mediation.operations.asking import ask_provider
from services.events.mediation.operations.telling import locked, step, tell_answer, tell_end
from services.events.mediation.queries import organisation_of
from services.events.organisations.domain import HELPERS, Person, entitle
from services.events.organisations.operations import note
from services.events.programme.domain import moment as moment_of
from shared.database import moment
from shared.messaging import due


def accept(
    session: Session, links: Links, referral_id: UUID, *, appointment: datetime | None = None, venue: str = ""
) -> None:
    """The provider takes the person; `appointment` is a wall time in Lithuania, without an offset.

    Raises NotFound, AlreadyAnswered, AnswerIsLate, NotNeeded, TimeDoesNotExist, AppointmentIsOver,
    AppointmentIsTooFar and AppointmentNeeded.
    """
    referral = _answerable(session, referral_id)
    at = moment_of(appointment, ZONE, "day") if appointment else None
    check_appointment(at, moment(session), knows_contact=Shared.CONTACT in referral.shares)
    step(session, referral, Step.ACCEPT, answered_at=moment(session), appointment_at=at, venue=venue or None)
    due.schedule(session, FOLLOW_UP, referral.id, follow_up_at(moment(session), at))
    tell_answer(session, links, referral)


def refuse(session: Session, links: Links, referral_id: UUID, *, reason: str, words: str = "") -> None:
    """The provider cannot take the person; `reason` is a code of `domain.Reason`.

    Raises NotFound, AlreadyAnswered, AnswerIsLate and NotNeeded.
    """
    referral = _answerable(session, referral_id)
    step(session, referral, Step.REFUSE, answered_at=moment(session), reason=reason, words=words or None)
    tell_answer(session, links, referral)


def _answerable(session: Session, referral_id: UUID) -> Referral:
    """The locked referral, if its time to answer is not over, whether or not the clock has seen to that yet."""
    referral = locked(session, referral_id)
    late = referral.expires_at is not None and referral.expires_at <= moment(session)
    if referral.state == State.OPEN and late:
        raise AnswerIsLate
    return referral


def answer_by_staff(session: Session, person: Person, referral_id: UUID, answer: Callable[[], None]) -> None:
    """Give the answer (`accept` or `refuse`) that a provider told staff on the phone. Raises as that, and Forbidden."""
    organisation_id = organisation_of(session, referral_id)
    entitle(person, organisation_id, HELPERS)
    answer()
    note(session, organisation_id, person.id, "referral_answered", referral_id)


def remind(session: Session, links: Links, referral_id: UUID) -> None:
    """Ask the provider once more; nothing happens if an answer came meanwhile. Raises NotFound."""
    referral = locked(session, referral_id)
    if referral.state == State.OPEN:
        referral.version += 1
        ask_provider(session, links, referral, reminder=True)


def expire(session: Session, links: Links, referral_id: UUID) -> None:
    """End a referral that nobody answered, and tell all three sides; one that was answered stays. Raises NotFound."""
    _expire(session, links, referral_id, State.OPEN)


def expire_unconfirmed(session: Session, links: Links, referral_id: UUID) -> None:
    """End a request that no staff member said yes to, and tell whoever asked. Raises NotFound."""
    _expire(session, links, referral_id, State.ASKED)


def _expire(session: Session, links: Links, referral_id: UUID, state: State) -> None:
    referral = locked(session, referral_id)
    if referral.state == state:
        step(session, referral, Step.EXPIRE)
        tell_end(session, links, referral, "clock")
