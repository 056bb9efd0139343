"""Changes of the programme that concern those who are registered: dates called off, more places."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.events.organisations.domain import Person
from services.events.programme import operations as programme
from services.events.programme.models import Occurrence
from services.events.programme.queries import event as event_by_id
from services.events.registrations.domain import By, Cause, Links, State
from services.events.registrations.models import Registration
from services.events.registrations.operations.waiting_list import serve


def cancel_event(
    session: Session, person: Person, event_id: UUID, version: int, *, reason: dict[str, str]
) -> dict[str, Any]:
    """Call an event off with all its registrations, by one update: its one message tells everybody.

    Raises as `programme.cancel_event`.
    """
    programme.cancel_event(session, person, event_id, version, reason=reason)
    _cancel_all(session, select(Occurrence.id).where(Occurrence.event_id == event_id))
    return event_by_id(session, event_id, person)


def cancel_occurrence(session: Session, person: Person, occurrence_id: UUID, version: int) -> dict[str, Any]:
    """Call one date off with all its registrations. Raises as `programme.cancel_occurrence`."""
    event = programme.cancel_occurrence(session, person, occurrence_id, version)
    _cancel_all(session, select(Occurrence.id).where(Occurrence.id == occurrence_id))
    return event_by_id(session, event["id"], person)


def _cancel_all(session: Session, occurrences: Any) -> None:
    here = (Registration.occurrence_id.in_(occurrences), Registration.state != State.CANCELLED)
    session.execute(
        update(Registration)
        .where(*here)
        .values(
            state=State.CANCELLED,
            cancelled_by=By.EVENT,
            cancelled_at=func.now(),
            offer_expires_at=None,
            version=Registration.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    empty = update(Occurrence).where(Occurrence.id.in_(occurrences)).values(taken=0, waiting=0)
    session.execute(empty.execution_options(synchronize_session=False))


def change_capacity(
    session: Session, links: Links, person: Person, occurrence_id: UUID, version: int, *, capacity: int
) -> dict[str, Any]:
    """Offer more places or fewer; new ones go to those who wait at once. Raises as `programme.set_capacity`."""
    event = programme.set_capacity(session, person, occurrence_id, version, capacity=capacity)
    occurrence = session.get_one(Occurrence, occurrence_id, with_for_update=True, populate_existing=True)
    serve(session, links, occurrence, Cause.MORE_PLACES)
    session.flush()
    return event_by_id(session, event["id"], person)
