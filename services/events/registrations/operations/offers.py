"""Offers of places: answered by the party, by staff whom it told, or by the clock. The first answer counts."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.events.organisations.domain import HELPERS, Person, entitle
from services.events.registrations import queries
from services.events.registrations.domain import (
    OFFER,
    AlreadyCancelled,
    AnsweredYes,
    By,
    Cause,
    Links,
    NoOffer,
    NothingOffered,
    OfferIsOver,
    OfferRanOut,
    RegistrationClosed,
    RegistrationIsCancelled,
    State,
)
from services.events.registrations.operations.parties import cancel
from services.events.registrations.operations.waiting_list import end, is_open, locked, serve, tell
from shared.audit import audit
from shared.database import moment
from shared.messaging import due


def accept(session: Session, links: Links, registration_id: UUID) -> bool:
    """Say yes to one's own offer; saying it twice changes nothing. Says whether it has changed something.

    Raises NotFound, AlreadyCancelled, NoOffer, OfferIsOver, and RegistrationClosed for what has begun.
    """
    accepted = _accept(session, links, registration_id)
    if accepted:
        audit(session, registration_id, "party_said_yes", registration_id)
    return accepted


def _accept(session: Session, links: Links, registration_id: UUID) -> bool:
    occurrence, registration = locked(session, registration_id)
    if registration.state == State.CONFIRMED:
        return False
    if registration.state == State.CANCELLED:
        raise OfferIsOver if registration.cancelled_by == By.EXPIRY else AlreadyCancelled
    if not is_open(occurrence):
        raise RegistrationClosed
    if registration.state != State.OFFERED or registration.offer_expires_at is None:
        raise NoOffer
    if registration.offer_expires_at <= moment(session):
        raise OfferIsOver
    registration.state, registration.offer_expires_at = State.CONFIRMED, None
    registration.version += 1
    due.unschedule(session, OFFER, registration.id)
    tell(session, links, occurrence, registration)
    return True


def accept_by_staff(session: Session, links: Links, person: Person, registration_id: UUID) -> UUID:
    """Say yes for a party that told staff, as by phone; says for which occurrence. Twice changes nothing.

    Raises NotFound for a foreign one, NothingOffered, OfferRanOut, RegistrationIsCancelled and RegistrationClosed.
    """
    occurrence_id = _entitled(session, person, registration_id)
    try:
        accepted = _accept(session, links, registration_id)
    except NoOffer as error:
        raise NothingOffered from error
    except OfferIsOver as error:
        raise OfferRanOut from error
    except AlreadyCancelled as error:
        raise RegistrationIsCancelled from error
    if accepted:
        audit(session, person.id, "offer_accepted", registration_id)
    return occurrence_id


def decline_by_staff(session: Session, links: Links, person: Person, registration_id: UUID) -> UUID:
    """Say no for a party that told staff, so that its places go on; says for which occurrence. Twice changes nothing.

    Raises NotFound for a foreign one, NothingOffered, DateIsOver, and AnsweredYes where it has its places by now: these
    are not taken from it by an answer to a question that is no longer open.
    """
    occurrence_id = _entitled(session, person, registration_id)
    _occurrence, registration = locked(session, registration_id)
    if registration.state == State.CANCELLED:
        return occurrence_id
    if registration.state == State.CONFIRMED:
        raise AnsweredYes
    if registration.state != State.OFFERED:
        raise NothingOffered
    cancel(session, links, registration_id, By.ORGANISER)
    audit(session, person.id, "offer_declined", registration_id)
    return occurrence_id


def _entitled(session: Session, person: Person, registration_id: UUID) -> UUID:
    occurrence_id = queries.occurrence_of(session, registration_id)
    entitle(person, queries.organisation_of(session, occurrence_id), HELPERS)
    return occurrence_id


def expire(session: Session, links: Links, registration_id: UUID) -> None:
    """Pass an offer that ran out to the next; nothing happens if it was answered meanwhile. Raises NotFound."""
    occurrence, registration = locked(session, registration_id)
    expires_at = registration.offer_expires_at
    if registration.state == State.OFFERED and expires_at is not None and expires_at <= moment(session):
        end(session, links, occurrence, registration, By.EXPIRY)
        serve(session, links, occurrence, Cause.OFFER_EXPIRED)
