"""Changes of the programme. Each takes the event's row first and its occurrences' after it, and leaves an audit row.

What people were told is counted in an occurrence's version; every change of anything is counted in the event's.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations.domain import Person, Role, entitle
from services.events.organisations.operations import audit
from services.events.organisations.queries import takes_part
from services.events.programme import queries
from services.events.programme.domain import (
    Span,
    State,
    check_capacity,
    check_open,
    check_publishable,
    check_version,
    moved,
    span,
)
from services.events.programme.models import Event, Occurrence, PlannedShift, Venue
from shared.contracts.events import EventCancelled, EventChanged, EventPublished
from shared.errors import NotFound
from shared.messaging import outbox

EDITORS = (Role.OWNER, Role.ORGANISER)


def create_event(
    session: Session,
    person: Person,
    *,
    organisation_id: UUID,
    occurrences: list[dict[str, Any]],
    venue: dict[str, Any],
    project_id: UUID | None = None,
    **facts: Any,
) -> dict[str, Any]:
    """Draft an event with all its occurrences and planned shifts; one without a venue of its own is at `venue`.

    Raises NotFound for a foreign organisation or project, Forbidden, and what is wrong with a time (see `domain.span`).
    """
    entitle(person, organisation_id, EDITORS)
    if project_id is not None and not takes_part(session, organisation_id, project_id):
        raise NotFound
    event = Event(id=uuid7(), organisation_id=organisation_id, project_id=project_id, **facts)
    session.add(event)
    session.flush()
    for facts_ in occurrences:
        place = _venue(session, organisation_id, facts_.get("venue") or venue)
        when = span(facts_["starts"], facts_["ends"], facts_["zone"], datetime.now(UTC))
        _add_occurrence(session, event.id, place, when, facts_["capacity"], facts_["shifts"])
    audit(session, person.id, "event_created", event.id)
    return queries.event(session, event.id, person)


def _venue(session: Session, organisation_id: UUID, facts: dict[str, Any]) -> UUID:
    """The organisation's venue with exactly these facts, so that those of other events never change with it."""
    same = [Venue.organisation_id == organisation_id, *(getattr(Venue, name) == fact for name, fact in facts.items())]
    found = session.scalar(select(Venue.id).where(*same).limit(1))
    if found is not None:
        return found
    venue = Venue(id=uuid7(), organisation_id=organisation_id, **facts)
    session.add(venue)
    session.flush()
    return venue.id


def _add_occurrence(
    session: Session, event_id: UUID, venue_id: UUID, when: Span, capacity: int, shifts: list[dict[str, Any]]
) -> None:
    occurrence = Occurrence(id=uuid7(), event_id=event_id, venue_id=venue_id, capacity=capacity, **vars(when))
    session.add(occurrence)
    session.flush()
    session.add_all(PlannedShift(id=uuid7(), occurrence_id=occurrence.id, **shift) for shift in shifts)
    session.flush()


def copy_event(session: Session, person: Person, event_id: UUID, *, first_day: date) -> dict[str, Any]:
    """Draft the event again so that its first occurrence is on `first_day`; the others keep their distance in days.

    Raises NotFound, Forbidden, and what is wrong with a time.
    """
    event = queries.event(session, event_id, person)
    first = event["occurrences"][0]["starts"]
    occurrences = [
        {
            "starts": moved(old["starts"], first, first_day),
            "ends": moved(old["ends"], first, first_day),
            "zone": old["zone"],
            "capacity": old["capacity"],
            "venue": {name: fact for name, fact in old["venue"].items() if name != "id"},
            "shifts": [{name: fact for name, fact in shift.items() if name != "id"} for shift in old["shifts"]],
        }
        for old in event["occurrences"]
    ]
    kept = ("organisation_id", "project_id", "kind", "title", "summary", "description", "offer_hours")
    facts = {name: event[name] for name in kept}
    return create_event(session, person, occurrences=occurrences, venue=occurrences[0]["venue"], **facts)


def change_event(session: Session, person: Person, event_id: UUID, version: int, **facts: Any) -> dict[str, Any]:
    """Change texts, kind, project or offer hours. The people who come hear nothing of it: time and place are the same.

    Raises NotFound, Forbidden, Stale and EventIsCancelled.
    """
    event = _taken(session, person, event_id, version)
    project_id = facts.get("project_id")
    if project_id is not None and not takes_part(session, event.organisation_id, project_id):
        raise NotFound
    for name, fact in facts.items():
        setattr(event, name, fact)
    return _changed(session, person, event, "event_changed")


def publish_event(session: Session, person: Person, event_id: UUID, version: int) -> dict[str, Any]:
    """Offer a draft to people, and its shifts to volunteers.

    Raises NotFound, Forbidden, Stale, EventIsCancelled, AlreadyPublished and NoDateAhead.
    """
    event = _taken(session, person, event_id, version)
    occurrences = _occurrences(session, event.id)
    check_publishable(event.state, (occurrence.starts_at for occurrence in occurrences), datetime.now(UTC))
    event.state = State.PUBLISHED
    for occurrence in occurrences:
        occurrence.state = "on" if occurrence.state == "draft" else occurrence.state
    return _changed(session, person, event, "event_published", EventPublished)


def move_occurrence(
    session: Session,
    person: Person,
    occurrence_id: UUID,
    version: int,
    *,
    starts: datetime | None = None,
    ends: datetime | None = None,
    venue: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Move an occurrence in time, to another venue, or both; its planned shifts move along. `version` is the event's.

    Times are wall times in the occurrence's zone. Raises NotFound, Forbidden, Stale, EventIsCancelled, and what is
    wrong with a time.
    """
    event, occurrence = _occurrence_taken(session, person, occurrence_id, version)
    when = span(starts or occurrence.starts_wall, ends or occurrence.ends_wall, occurrence.zone, datetime.now(UTC))
    venue_id = _venue(session, event.organisation_id, venue) if venue else occurrence.venue_id
    if (when.starts_at, when.ends_at, venue_id) != (occurrence.starts_at, occurrence.ends_at, occurrence.venue_id):
        occurrence.version += 1
    occurrence.venue_id = venue_id
    for name, fact in vars(when).items():
        setattr(occurrence, name, fact)
    return _changed(session, person, event, "occurrence_moved")


def set_capacity(
    session: Session, person: Person, occurrence_id: UUID, version: int, *, capacity: int
) -> dict[str, Any]:
    """Offer more places or fewer, but none that people have already; `version` is the event's.

    Who waits is served by whoever calls this. Raises NotFound, Forbidden, Stale, EventIsCancelled, CapacityBelowTaken.
    """
    event, occurrence = _occurrence_taken(session, person, occurrence_id, version)
    check_capacity(capacity, occurrence.taken)
    occurrence.capacity = capacity
    return _changed(session, person, event, "capacity_changed")


def cancel_occurrence(session: Session, person: Person, occurrence_id: UUID, version: int) -> dict[str, Any]:
    """Call one date off; `version` is the event's. Raises NotFound, Forbidden, Stale and EventIsCancelled."""
    event, occurrence = _occurrence_taken(session, person, occurrence_id, version)
    _call_off(occurrence)
    return _changed(session, person, event, "occurrence_cancelled")


def cancel_event(
    session: Session, person: Person, event_id: UUID, version: int, *, reason: dict[str, str]
) -> dict[str, Any]:
    """Call the whole event off; `reason` may be empty. Raises NotFound, Forbidden, Stale and EventIsCancelled."""
    event = _taken(session, person, event_id, version)
    told = event.state == State.PUBLISHED
    event.state, event.reason = State.CANCELLED, reason
    for occurrence in _occurrences(session, event.id):
        if occurrence.state != "cancelled":
            _call_off(occurrence)
    return _changed(session, person, event, "event_cancelled", EventCancelled if told else None)


def _call_off(occurrence: Occurrence) -> None:
    occurrence.state = "cancelled"
    occurrence.version += 1


def _taken(session: Session, person: Person, event_id: UUID, version: int) -> Event:
    """The event, locked, for somebody who may change it and has read its present version."""
    event = session.get(Event, event_id, with_for_update=True, populate_existing=True)
    if event is None:
        raise NotFound
    entitle(person, event.organisation_id, EDITORS)
    check_version(event.version, version)
    check_open(event.state)
    return event


def _occurrence_taken(session: Session, person: Person, occurrence_id: UUID, version: int) -> tuple[Event, Occurrence]:
    event_id = session.scalar(select(Occurrence.event_id).where(Occurrence.id == occurrence_id))
    if event_id is None:
        raise NotFound
    event = _taken(session, person, event_id, version)
    occurrence = next(one for one in _occurrences(session, event_id) if one.id == occurrence_id)
    check_open(occurrence.state)
    return event, occurrence


def _occurrences(session: Session, event_id: UUID) -> list[Occurrence]:
    """The event's occurrences, locked in one order, so that two who take several never wait for each other."""
    wanted = select(Occurrence).where(Occurrence.event_id == event_id).order_by(Occurrence.id)
    return list(session.scalars(wanted.with_for_update().execution_options(populate_existing=True)))


def _changed(
    session: Session, person: Person, event: Event, what: str, message: type[Any] | None = EventChanged
) -> dict[str, Any]:
    """Count the change, note who made it, and tell the others if they know of the event."""
    event.version += 1
    session.flush()
    audit(session, person.id, what, event.id)
    facts = queries.event(session, event.id, person)
    if message is not None and event.state != State.DRAFT:
        more = {"reason": event.reason} if message is EventCancelled else {}
        told = message(
            event_id=event.id,
            organisation_id=event.organisation_id,
            organisation=facts["organisation"],
            kind=event.kind,
            title=event.title,
            occurrences=queries.told(facts),
            **more,
        )
        outbox.publish(session, told, subject=event.id, version=event.version)
    return facts
