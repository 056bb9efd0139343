"""Dates moved, called off, or with another number of places.

What people were told is counted in an occurrence's version; every change of anything is counted in the event's.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.organisations.domain import Person
from services.events.programme.domain import Planned, Scope, Span, State, check_ahead, check_capacity, meant, plan_move
from services.events.programme.models import Occurrence
from services.events.programme.operations.taking import (
    Noted,
    changed,
    date_taken,
    dates_taken,
    remember,
    standing,
    taken,
    venue_of,
)
from shared.contracts.events import EventCancelled


def move_occurrence(
    session: Session,
    person: Person,
    occurrence_id: UUID,
    version: int,
    *,
    starts: datetime | None = None,
    ends: datetime | None = None,
    venue: dict[str, Any] | None = None,
    scope: Scope = Scope.THIS,
) -> dict[str, Any]:
    """Move an occurrence in time, to another venue, or both, and in a wider `scope` others by as much.

    `version` is the event's; times are wall times in the occurrence's zone; planned shifts move along. Beside the
    event's facts `touched` says which dates have moved; whoever calls this shortens offers of places. Raises
    NotFound, Forbidden, Stale, EventIsCancelled, DateIsOver, AnotherDateDoesNotFit, and what is wrong with a time.
    """
    event, occurrence, dates = date_taken(session, person, occurrence_id, version)
    first, last = starts or occurrence.starts_wall, ends or occurrence.ends_wall
    spans = plan_move(map(_planned, dates), occurrence_id, scope, first, last, datetime.now(UTC))
    present = occurrence.venue_id
    venue_id = venue_of(session, event.organisation_id, venue, present) if venue else present
    former, moved = {}, []
    before = standing(session, [one for one in dates if one.id in spans])
    for one in dates:
        if one.id in spans:
            former[str(one.id)] = {
                "starts": one.starts_wall.isoformat(),
                "ends": one.ends_wall.isoformat(),
                "venue_id": str(one.venue_id),
            }
            if move_to(one, spans[one.id], one.venue_id if venue_id == present else venue_id):
                moved.append(one.id)
    facts = changed(session, person, event, "occurrence_moved", noted=Noted(dates=before))
    remember(session, event, "occurrence_moved", former)
    return facts | {"touched": moved}


def move_to(occurrence: Occurrence, when: Span, venue_id: UUID) -> bool:
    """Put a locked occurrence there; says whether that is another time or place, and so news to those who come."""
    was = (occurrence.starts_at, occurrence.ends_at, occurrence.venue_id)
    moved = (when.starts_at, when.ends_at, venue_id) != was
    if moved:
        occurrence.version += 1
    occurrence.venue_id = venue_id
    for name, fact in vars(when).items():
        setattr(occurrence, name, fact)
    return moved


def _planned(occurrence: Occurrence) -> Planned:
    times = (occurrence.starts_wall, occurrence.ends_wall, occurrence.zone, occurrence.starts_at)
    return Planned(occurrence.id, *times, occurrence.state)


def _meant(occurrence_id: UUID, dates: list[Occurrence], scope: Scope) -> list[Occurrence]:
    ids = [one.id for one in meant(map(_planned, dates), occurrence_id, scope, datetime.now(UTC))]
    return [one for one in dates if one.id in ids]


def set_capacity(
    session: Session, person: Person, occurrence_id: UUID, version: int, *, capacity: int, scope: Scope = Scope.THIS
) -> dict[str, Any]:
    """Offer more places or fewer, but none that people have already; `version` is the event's.

    Beside the event's facts `touched` says at which dates; who waits for them is served by whoever calls this. Raises
    NotFound, Forbidden, Stale, EventIsCancelled, DateIsOver and CapacityBelowTaken.
    """
    event, _occurrence, dates = date_taken(session, person, occurrence_id, version)
    wanted = _meant(occurrence_id, dates, scope)
    check_capacity(capacity, max(one.taken for one in wanted))
    former = {str(one.id): one.capacity for one in wanted}
    before = standing(session, wanted)
    for one in wanted:
        one.capacity = capacity
    facts = changed(session, person, event, "capacity_changed", noted=Noted(dates=before))
    remember(session, event, "capacity_changed", former)
    return facts | {"touched": [one.id for one in wanted]}


def cancel_occurrence(
    session: Session, person: Person, occurrence_id: UUID, version: int, *, scope: Scope = Scope.THIS
) -> dict[str, Any]:
    """Call one date off, or in a wider `scope` others too; `version` is the event's. It cannot be undone.

    Beside the event's facts `touched` says which dates. Raises NotFound, Forbidden, Stale, EventIsCancelled and
    DateIsOver.
    """
    event, _occurrence, dates = date_taken(session, person, occurrence_id, version)
    wanted = _meant(occurrence_id, dates, scope)
    for one in wanted:
        _call_off(one)
    off = Noted(dates=dict.fromkeys([one.id for one in wanted]))
    facts = changed(session, person, event, "occurrence_cancelled", noted=off)
    return facts | {"touched": [one.id for one in wanted]}


def cancel_event(
    session: Session, person: Person, event_id: UUID, version: int, *, reason: dict[str, str]
) -> dict[str, Any]:
    """Call off the event with all that is still to come of it; `reason` may be empty.

    Beside the event's facts `touched` says which dates. Raises NotFound, Forbidden, Stale, EventIsCancelled, and
    DateIsOver if nothing is still to come.
    """
    event = taken(session, person, event_id, version)
    told, now = event.state == State.PUBLISHED, datetime.now(UTC)
    dates = [occurrence for occurrence in dates_taken(session, event.id) if occurrence.state != "cancelled"]
    if told and dates:
        check_ahead(max(occurrence.ends_at for occurrence in dates), now)
    event.state, event.reason = State.CANCELLED, reason
    off = [occurrence for occurrence in dates if occurrence.ends_at > now or not told]
    for occurrence in off:
        _call_off(occurrence)
    facts = changed(session, person, event, "event_cancelled", EventCancelled if told else None)
    return facts | {"touched": [occurrence.id for occurrence in off]}


def _call_off(occurrence: Occurrence) -> None:
    occurrence.state = "cancelled"
    occurrence.version += 1
