"""A party that comes to another date of the same event instead."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.organisations.domain import HELPERS, Person, entitle
from services.events.programme.domain import check_ahead
from services.events.programme.models import Occurrence
from services.events.registrations import queries
from services.events.registrations.domain import (
    By,
    Cause,
    Links,
    PlacesAreGone,
    RegistrationClosed,
    RegistrationIsCancelled,
    State,
)
from services.events.registrations.models import Registration
from services.events.registrations.operations.booking import Booking, register
from services.events.registrations.operations.waiting_list import end, is_open, serve
from shared.addresses import phone
from shared.audit import audit
from shared.errors import NotFound


def move_party(
    session: Session,
    links: Links,
    person: Person,
    registration_id: UUID,
    occurrence_id: UUID,
    *,
    served: Collection[str],
) -> dict[str, Any]:
    """Register a party at another date of its event, whole and with all it said, and cancel where it was.

    It gets a new code and link, and is told of all that in one message; the places it leaves go to those who wait. Both
    dates are taken in one order, so that two who move past each other never wait for one another. Raises NotFound for a
    foreign party and for a date that is not another one of its event, RegistrationIsCancelled, DateIsOver,
    RegistrationClosed and PlacesAreGone.
    """
    present = queries.occurrence_of(session, registration_id)
    entitle(person, queries.organisation_of(session, present), HELPERS)
    wanted = select(Occurrence).where(Occurrence.id.in_((present, occurrence_id))).order_by(Occurrence.id)
    wanted = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    dates = {one.id: one for one in session.scalars(wanted)}
    left, there = dates[present], dates.get(occurrence_id)
    if there is None or there is left or there.event_id != left.event_id:
        raise NotFound
    registration = session.get_one(Registration, registration_id, populate_existing=True)
    if registration.state == State.CANCELLED:
        raise RegistrationIsCancelled
    check_ahead(left.ends_at, datetime.now(UTC))
    if not is_open(there):
        raise RegistrationClosed
    free = there.capacity - there.taken
    if registration.party > free:
        raise PlacesAreGone(free=free)
    booking = _booking(session, links, registration, served)
    end(session, links, left, registration, By.ORGANISER, moved=True)
    session.flush()
    made = register(session, links, occurrence_id, booking, booked_by=person.id, moved_from=left.id)
    serve(session, links, left, Cause.PARTY_MOVED)
    audit(session, person.id, "party_moved", registration_id)
    audit(session, person.id, "party_booked", made["id"])
    return made


def _booking(session: Session, links: Links, registration: Registration, served: Collection[str]) -> Booking:
    return Booking(
        party=registration.party,
        language=registration.language,
        served=served,
        names=tuple(queries.registration(session, links, registration.id)["names"]),
        phone=phone(registration.phone) if registration.phone else None,
        email=registration.email,
        prefers="email" if registration.channel == "email" else "sms",
        any_hour=registration.any_hour,
        needs=tuple(registration.needs),
        note=registration.note,
    )
