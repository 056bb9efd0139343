"""Changes of the programme that concern those registered or invited: dates called off or moved, more places."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.events.invitations.domain import InvitationLinks
from services.events.invitations.operations import write_again
from services.events.organisations.domain import Person
from services.events.programme import operations as programme
from services.events.programme.domain import Scope
from services.events.programme.models import Occurrence
from services.events.programme.queries import event as event_by_id
from services.events.registrations.domain import OFFER, By, Cause, Links, State
from services.events.registrations.models import Registration
from services.events.registrations.operations.waiting_list import serve, tell
from shared.messaging import due


def cancel_event(
    session: Session, links: Links, person: Person, event_id: UUID, version: int, *, reason: dict[str, str]
) -> dict[str, Any]:
    """Call an event off with all its registrations, by one update: its one message tells everybody who is registered.

    Raises as `programme.cancel_event`.
    """
    event = programme.cancel_event(session, person, event_id, version, reason=reason)
    off = select(Occurrence.id).where(Occurrence.event_id == event_id, Occurrence.state == "cancelled")
    _cancel_all(session, off)
    _tell_invited(session, links, event["touched"])
    return event_by_id(session, event_id, person)


def cancel_occurrence(
    session: Session, links: Links, person: Person, occurrence_id: UUID, version: int, *, scope: Scope = Scope.THIS
) -> dict[str, Any]:
    """Call one date off, or more in a wider scope, with all registrations. Raises as `programme.cancel_occurrence`."""
    event = programme.cancel_occurrence(session, person, occurrence_id, version, scope=scope)
    _cancel_all(session, event["touched"])
    _tell_invited(session, links, event["touched"])
    return event_by_id(session, event["id"], person)


def _tell_invited(session: Session, links: Links, occurrence_ids: list[UUID]) -> None:
    write_again(session, InvitationLinks(links.secret_key, links.public_url), occurrence_ids)


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


def move_occurrence(
    session: Session, links: Links, person: Person, occurrence_id: UUID, version: int, **changes: Any
) -> dict[str, Any]:
    """Move a date, or more in a wider scope; an offer of places that would outlast its new start ends there.

    Everybody hears of the move by the event's message; who has an offer hears of the new deadline besides. Places that
    became free after a start that now lies ahead again go to those who wait. Raises as `programme.move_occurrence`.
    """
    event = programme.move_occurrence(session, person, occurrence_id, version, **changes)
    _settle(session, links, event["touched"], Cause.MOVED)
    _tell_invited(session, links, event["touched"])
    return event_by_id(session, event["id"], person)


def change_capacity(
    session: Session, links: Links, person: Person, occurrence_id: UUID, version: int, **changes: Any
) -> dict[str, Any]:
    """Offer more places or fewer; new ones go to those who wait at once. Raises as `programme.set_capacity`."""
    event = programme.set_capacity(session, person, occurrence_id, version, **changes)
    _settle(session, links, event["touched"], Cause.MORE_PLACES)
    return event_by_id(session, event["id"], person)


def undo_change(session: Session, links: Links, person: Person, event_id: UUID, version: int) -> dict[str, Any]:
    """Bring the facts before the last change back; dates and places that return are treated as any change of them.

    Raises as `programme.undo_change`.
    """
    event = programme.undo_change(session, person, event_id, version)
    moved = event["undone"] == "occurrence_moved"
    _settle(session, links, event["touched"], Cause.MOVED if moved else Cause.MORE_PLACES)
    if moved:
        _tell_invited(session, links, event["touched"])
    return event_by_id(session, event_id, person)


def _settle(session: Session, links: Links, occurrence_ids: list[UUID], cause: Cause) -> None:
    """End offers no later than the start of these dates, which the transaction has locked, and serve who waits."""
    wanted = select(Occurrence).where(Occurrence.id.in_(occurrence_ids)).order_by(Occurrence.id)
    wanted = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    dates = {one.id: one for one in session.scalars(wanted)}
    too_long = (
        update(Registration)
        .where(
            Registration.occurrence_id == Occurrence.id,
            Occurrence.id.in_(occurrence_ids),
            Registration.state == State.OFFERED,
            Registration.offer_expires_at > Occurrence.starts_at,
        )
        .values(offer_expires_at=Occurrence.starts_at, version=Registration.version + 1)
        .returning(Registration)
    )
    options = {"populate_existing": True, "synchronize_session": False}
    for registration in session.scalars(too_long.execution_options(**options)).all():
        occurrence = dates[registration.occurrence_id]
        due.schedule(session, OFFER, registration.id, occurrence.starts_at)
        tell(session, links, occurrence, registration)
    for occurrence in dates.values():
        serve(session, links, occurrence, cause)
    session.flush()
