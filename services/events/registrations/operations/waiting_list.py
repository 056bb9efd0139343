"""The waiting list: places that become free go to those who wait, in the transaction that frees them.

The policy is `domain.give`: a party is served whole or not at all, the first that fits, in the order of registering.
Every choice is recorded. Where the event asks for a yes (`offer_hours`), places are held until then and no longer.
"""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.programme.models import Event, Occurrence
from services.events.registrations import queries
from services.events.registrations.domain import (
    OFFER,
    By,
    Cause,
    Considered,
    Links,
    Outcome,
    State,
    Waiting,
    give,
    holds_places,
    offer_expires,
)
from services.events.registrations.models import Choice, Registration
from shared.contracts import events as contracts
from shared.contracts.parts import Contact
from shared.database import moment
from shared.errors import NotFound
from shared.messaging import due, outbox


def locked(session: Session, registration_id: UUID) -> tuple[Occurrence, Registration]:
    """The occurrence and the registration, as they are now and until the transaction ends. Raises NotFound."""
    occurrence_id = session.scalar(select(Registration.occurrence_id).where(Registration.id == registration_id))
    if occurrence_id is None:
        raise NotFound
    occurrence = session.get_one(Occurrence, occurrence_id, with_for_update={"key_share": True}, populate_existing=True)
    registration = session.get_one(Registration, registration_id, populate_existing=True)
    return occurrence, registration


def is_open(occurrence: Occurrence) -> bool:
    """Whether people can still get places."""
    return occurrence.state == "on" and occurrence.starts_at > datetime.now(UTC)


def serve(session: Session, links: Links, occurrence: Occurrence, cause: Cause) -> None:
    """Give the free places of a locked occurrence to those who wait, and record the choice."""
    free = occurrence.capacity - occurrence.taken
    if not free or not occurrence.waiting or not is_open(occurrence):
        return
    in_order = (
        select(Registration.id, Registration.party)
        .where(Registration.occurrence_id == occurrence.id, Registration.state == State.WAITING)
        .order_by(Registration.turn)
    )
    hours = session.scalars(select(Event.offer_hours).where(Event.id == occurrence.event_id)).one()
    considered = give(free, (Waiting(id_, party) for id_, party in session.execute(in_order)), asks=bool(hours))
    served = [one for one in considered if one.outcome is not Outcome.TOO_LARGE]
    if served or cause is not Cause.MOVED:  # a move frees no places: some may only be given again after a start
        _record(session, occurrence.id, cause, free, considered)
    occurrence.taken += sum(one.party for one in served)
    occurrence.waiting -= len(served)
    if served:
        _place(session, links, occurrence, [one.registration_id for one in served], hours)


def _record(session: Session, occurrence_id: UUID, cause: Cause, free: int, considered: list[Considered]) -> None:
    listed = [
        {"registration_id": str(one.registration_id), "party": one.party, "outcome": one.outcome} for one in considered
    ]
    session.execute(
        insert(Choice).values(id=uuid7(), occurrence_id=occurrence_id, cause=cause, free=free, considered=listed)
    )


def _place(session: Session, links: Links, occurrence: Occurrence, ids: list[UUID], hours: int | None) -> None:
    """Promote the chosen parties, or offer them their places for so many hours, and tell them."""
    expires_at = offer_expires(moment(session), hours, occurrence.starts_at) if hours else None
    placed = (
        update(Registration)
        .where(Registration.id.in_(ids))
        .values(
            state=State.OFFERED if hours else State.CONFIRMED,
            offer_expires_at=expires_at,
            version=Registration.version + 1,
        )
        .returning(Registration)
    )
    for registration in session.scalars(placed.execution_options(populate_existing=True)):
        if expires_at is not None:
            due.schedule(session, OFFER, registration.id, expires_at)
            tell(session, links, occurrence, registration)
        else:
            tell(session, links, occurrence, registration, contracts.RegistrationPromoted)


def end(
    session: Session, links: Links, occurrence: Occurrence, registration: Registration, by: By, *, moved: bool = False
) -> None:
    """Cancel a registration that is not yet cancelled and count its places as free, without giving them to anybody.

    `moved`: the party registers at another date in the same transaction.
    """
    if holds_places(registration.state):
        occurrence.taken -= registration.party
    else:
        occurrence.waiting -= 1
    if registration.state == State.OFFERED:
        due.unschedule(session, OFFER, registration.id)
    registration.state, registration.offer_expires_at = State.CANCELLED, None
    registration.cancelled_by, registration.cancelled_at = by, datetime.now(UTC)
    registration.version += 1
    tell(session, links, occurrence, registration, contracts.RegistrationCancelled, by=by, moved=moved)


MESSAGES: dict[str, type[contracts.RegistrationFacts]] = {
    State.CONFIRMED: contracts.RegistrationConfirmed,
    State.WAITING: contracts.RegistrationWaitlisted,
    State.OFFERED: contracts.RegistrationOffered,
}


def tell(
    session: Session,
    links: Links,
    occurrence: Occurrence,
    registration: Registration,
    message: type[contracts.RegistrationFacts] | None = None,
    **more: object,
) -> None:
    """Publish how the registration stands now, or the given message about it."""
    message = message or MESSAGES[registration.state]
    if message is contracts.RegistrationOffered:
        more["expires_at"] = registration.offer_expires_at
    if message is contracts.RegistrationWaitlisted:
        more["position"] = queries.position(session, occurrence.id, registration.turn)
    facts: dict[str, object] = {
        "registration_id": registration.id,
        "event_id": occurrence.event_id,
        "occurrence_id": occurrence.id,
        "party": registration.party,
        "code": registration.code,
        "link": links.address(registration.id),
        "contact": Contact(
            channel=registration.channel,
            phone=registration.phone,
            email=registration.email,
            language=registration.language,
            any_hour=registration.any_hour,
        ),
    }
    outbox.publish(session, message(**facts | more), subject=registration.id, version=registration.version)  # type: ignore[arg-type]
