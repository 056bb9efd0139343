"""A provider changes what it has promised, by its link or through staff: another appointment, or none after all."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.mediation.domain import (
    FOLLOW_UP,
    ZONE,
    Links,
    NothingToChange,
    State,
    Step,
    after,
    check_appointment,
    follow_up_at,
    is_changeable,
)
from services.events.mediation.models import Referral
from services.events.mediation.operations.helping import forget_unheard_help
from services.events.mediation.operations.telling import locked, step, tell_answer
from services.events.mediation.queries import organisation_of
from services.events.organisations.domain import HELPERS, Person, entitle
from services.events.organisations.operations import note
from services.events.programme.domain import moment as moment_of
from shared.database import moment
from shared.errors import Stale
from shared.messaging import due


def move(
    session: Session, links: Links, referral_id: UUID, *, appointment: datetime, venue: str = "", version: int
) -> None:
    """Agree on another time or place, or on the first where none was known; all who were told hear it.

    `appointment` is a wall time in Lithuania, without an offset; `version` is the referral as whoever changes it saw
    it. The same twice changes nothing. Raises NotFound, NotNeeded, NothingToChange, Stale, TimeDoesNotExist,
    AppointmentIsOver and AppointmentIsTooFar.
    """
    referral = locked(session, referral_id)
    at, now = moment_of(appointment, ZONE, "day"), moment(session)
    was = (State(referral.state), referral.appointment_at, referral.venue or "")
    if was == (State.ACCEPTED, at, venue):
        return
    _check(referral, Step.MOVE, now)
    if version != referral.version:
        raise Stale
    check_appointment(at, now, knows_contact=True)
    asked_at = follow_up_at(referral.answered_at or now, referral.appointment_at)
    step(session, referral, Step.MOVE, appointment_at=at, venue=venue or None)
    if asked_at > now:  # else a worker may hold the row, and wait for this referral
        due.schedule(session, FOLLOW_UP, referral.id, follow_up_at(now, at))
    tell_answer(session, links, referral, changed=True)


def call_off(session: Session, links: Links, referral_id: UUID, *, reason: str, words: str = "") -> None:
    """Take the promise back: the person hears why, and nobody is driven there. `reason` is a code of `domain.Reason`.

    The same twice changes nothing. Raises NotFound, NotNeeded and NothingToChange.
    """
    referral = locked(session, referral_id)
    if (referral.state, referral.reason) == (State.REFUSED, reason):
        return
    _check(referral, Step.CALL_OFF, moment(session))
    step(session, referral, Step.CALL_OFF, appointment_at=None, venue=None, reason=reason, words=words or None)
    forget_unheard_help(session, referral_id)
    tell_answer(session, links, referral, changed=True)


def _check(referral: Referral, taken: Step, now: datetime) -> None:
    """Raise what is said of a promise that has ended, or whose time has come."""
    after(referral.state, taken)
    if not is_changeable(referral.state, referral.appointment_at, now):
        raise NothingToChange


def change_by_staff(session: Session, person: Person, referral_id: UUID, change: Callable[[], None]) -> None:
    """Make the change (`move` or `call_off`) that a provider told staff on the phone. Raises as that, and Forbidden."""
    organisation_id = organisation_of(session, referral_id)
    entitle(person, organisation_id, HELPERS)
    change()
    note(session, organisation_id, person.id, "referral_changed", referral_id)
