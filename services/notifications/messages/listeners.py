"""What messages hears: events, registrations, sign-ups, shifts, sign-in requests, and moments that have come.

Each listener takes the terms of the installation first; `app.py` binds them.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import (
    About,
    Cause,
    OccasionFacts,
    PartyFacts,
    PartyState,
    Place,
    Terms,
)
from services.notifications.messages.domain.timing import LEAD
from services.notifications.messages.operations.answers import Request, answer_sign_in
from services.notifications.messages.operations.occasions import hear_occasion
from services.notifications.messages.operations.parties import hear_party
from services.notifications.messages.operations.telling import TELL, remind, tell
from services.notifications.messages.operations.wishes import TELL_STOPS, tell_stops
from services.notifications.recipients.domain import Purpose, address
from services.notifications.recipients.operations import meet_recipient
from shared.contracts import events, volunteers
from shared.contracts.envelope import Envelope, Message
from shared.contracts.parts import Contact, Shift, Venue
from shared.database import moment

Heard = Callable[[Terms, Session, Any, Envelope], None]


def _cause(session: Session, envelope: Envelope) -> Cause:
    """What happened on a machine whose clock is ahead happened at the latest now."""
    return Cause(min(envelope.time, moment(session)), envelope.correlation_id)


def _venue(venue: Venue) -> str:
    return ", ".join(part for part in (venue.name, venue.address) if part)


def hear_event(terms: Terms, session: Session, message: events.EventFacts, envelope: Envelope) -> None:
    """An event was published, changed or cancelled: so were its occurrences, in the order in which rows are locked."""
    reason = message.reason if isinstance(message, events.EventCancelled) else {}
    for occurrence in sorted(message.occurrences, key=lambda occurrence: occurrence.occurrence_id):
        on = occurrence.state == "on"
        facts = OccasionFacts(
            id=occurrence.occurrence_id,
            kind="occurrence",
            occurrence_id=occurrence.occurrence_id,
            event_id=message.event_id,
            organisation_id=message.organisation_id,
            organisation=message.organisation,
            title=message.title,
            work={},
            reason=reason,
            place=Place(occurrence.starts_at, occurrence.ends_at, _venue(occurrence.venue), on),
            zone=occurrence.zone,
            version=occurrence.version,
            heard=envelope.version,
        )
        hear_occasion(session, terms, facts, _cause(session, envelope), moment(session))


def _hear_registration(
    state: PartyState,
    purpose: Purpose | None,
    terms: Terms,
    session: Session,
    message: events.RegistrationFacts,
    envelope: Envelope,
) -> None:
    facts = PartyFacts(
        subject_id=message.registration_id,
        about=About.REGISTRATION,
        occasion_id=message.occurrence_id,
        party=message.party,
        code=message.code,
        link=message.link,
        address=_address(message.contact),
        language=message.contact.language,
        any_hour=message.contact.any_hour,
        state=state,
        version=envelope.version,
        expires_at=message.expires_at if isinstance(message, events.RegistrationOffered) else None,
        moved_from=message.moved_from if isinstance(message, events.RegistrationConfirmed) else None,
    )
    hear_party(session, terms, facts, purpose, _cause(session, envelope), moment(session))


def _address(contact: Contact) -> Any:
    return address(contact.channel, contact.phone, contact.email)


def hear_registration_cancelled(
    terms: Terms, session: Session, message: events.RegistrationCancelled, envelope: Envelope
) -> None:
    """A party does not come, or let its offer run out; one that was moved hears that of its other registration."""
    expired = message.by == "expiry"
    purpose = Purpose.OFFER_EXPIRED if expired else Purpose.REGISTRATION_CANCELLED
    _hear_registration(PartyState.CANCELLED, None if message.moved else purpose, terms, session, message, envelope)


def hear_registration_confirmed(
    terms: Terms, session: Session, message: events.RegistrationConfirmed, envelope: Envelope
) -> None:
    """A party has its places, or has others than until now."""
    purpose = Purpose.REGISTRATION_MOVED if message.moved_from else Purpose.REGISTRATION_CONFIRMED
    _hear_registration(PartyState.CONFIRMED, purpose, terms, session, message, envelope)


def _hear_shift(
    terms: Terms, session: Session, shift: Shift, envelope: Envelope, *, on: bool = True, clashes: tuple[UUID, ...] = ()
) -> None:
    facts = OccasionFacts(
        id=shift.shift_id,
        kind="shift",
        occurrence_id=shift.occurrence_id,
        event_id=shift.event_id,
        organisation=shift.organisation,
        title=shift.event_title,
        work=shift.title,
        reason={},
        place=Place(shift.starts_at, shift.ends_at, _venue(shift.venue), on),
        zone=shift.zone,
        version=shift.version,
        heard=shift.version,
        clashes=clashes,
    )
    hear_occasion(session, terms, facts, _cause(session, envelope), moment(session))


def hear_shift_changed(terms: Terms, session: Session, message: volunteers.ShiftChanged, envelope: Envelope) -> None:
    """A shift moved in time or place; some who come may have another one then."""
    _hear_shift(terms, session, message.shift, envelope, clashes=message.clashes)


def hear_shift_cancelled(
    terms: Terms, session: Session, message: volunteers.ShiftCancelled, envelope: Envelope
) -> None:
    """A shift is not needed any more."""
    _hear_shift(terms, session, message.shift, envelope, on=False)


def _hear_sign_up(
    state: PartyState,
    purpose: Purpose,
    terms: Terms,
    session: Session,
    message: volunteers.SignUpFacts,
    envelope: Envelope,
) -> None:
    """A sign-up brings its shift along, so it need not wait for any other message."""
    _hear_shift(terms, session, message.shift, envelope)
    facts = PartyFacts(
        subject_id=message.sign_up_id,
        about=About.SIGN_UP,
        occasion_id=message.shift.shift_id,
        link=message.link,
        address=_address(message.contact),
        language=message.contact.language,
        any_hour=message.contact.any_hour,
        state=state,
        version=envelope.version,
    )
    hear_party(session, terms, facts, purpose, _cause(session, envelope), moment(session))


def hear_staff_sign_in(
    terms: Terms, session: Session, message: events.StaffSignInRequested, envelope: Envelope
) -> None:
    """A staff member asked for a sign-in link."""
    _answer_sign_in(Purpose.STAFF_SIGN_IN, {"link": message.link}, terms, session, message, envelope)


def hear_volunteer_sign_in(
    terms: Terms, session: Session, message: volunteers.VolunteerSignInRequested, envelope: Envelope
) -> None:
    """A volunteer asked for a sign-in code."""
    _answer_sign_in(Purpose.VOLUNTEER_SIGN_IN, {"code": message.code}, terms, session, message, envelope)


def _answer_sign_in(
    purpose: Purpose,
    secret: Mapping[str, str],
    terms: Terms,
    session: Session,
    message: events.StaffSignInRequested | volunteers.VolunteerSignInRequested,
    envelope: Envelope,
) -> None:
    if to := _address(message.contact):
        recipient_id = meet_recipient(session, to, terms.key, moment(session))
        request = Request(envelope.id, recipient_id, message.contact.language)
        answer_sign_in(session, terms, request, purpose, secret, message.expires_at, _cause(session, envelope))


def _registration(state: PartyState, purpose: Purpose) -> Heard:
    return partial(_hear_registration, state, purpose)


SUBSCRIPTIONS: dict[type[Message], Heard] = {
    events.EventPublished: hear_event,
    events.EventChanged: hear_event,
    events.EventCancelled: hear_event,
    events.RegistrationConfirmed: hear_registration_confirmed,
    events.RegistrationWaitlisted: _registration(PartyState.WAITING, Purpose.REGISTRATION_WAITLISTED),
    events.RegistrationOffered: _registration(PartyState.OFFERED, Purpose.REGISTRATION_OFFERED),
    events.RegistrationPromoted: _registration(PartyState.CONFIRMED, Purpose.REGISTRATION_PROMOTED),
    events.RegistrationCancelled: hear_registration_cancelled,
    events.StaffSignInRequested: hear_staff_sign_in,
    volunteers.SignUpConfirmed: partial(_hear_sign_up, PartyState.CONFIRMED, Purpose.SIGN_UP_CONFIRMED),
    volunteers.SignUpCancelled: partial(_hear_sign_up, PartyState.CANCELLED, Purpose.SIGN_UP_CANCELLED),
    volunteers.ShiftChanged: hear_shift_changed,
    volunteers.ShiftCancelled: hear_shift_cancelled,
    volunteers.VolunteerSignInRequested: hear_volunteer_sign_in,
}


def _remind(purpose: Purpose, terms: Terms, session: Session, occasion_id: UUID) -> None:
    remind(session, terms, purpose, occasion_id, moment(session))


def _tell(terms: Terms, session: Session, occasion_id: UUID) -> None:
    tell(session, terms, occasion_id, moment(session))


def _tell_stops(_terms: Terms, session: Session, after: UUID) -> None:
    tell_stops(session, after, moment(session))


DUE: dict[str, Callable[[Terms, Session, UUID], None]] = {
    TELL: _tell,
    TELL_STOPS: _tell_stops,
    **{purpose: partial(_remind, purpose) for purpose in LEAD},
}
