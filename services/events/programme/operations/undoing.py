"""Taking the last change of an event back, for ten minutes and while nothing else has changed.

The former facts are written like any change: counted, noted and told. What was called off stays so, since people
were told that it does not take place.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.organisations.domain import Person
from services.events.programme.domain import (
    NothingToUndo,
    UndoDoesNotFit,
    check_ahead,
    check_capacity,
    check_undo,
    span,
)
from services.events.programme.models import Event, FormerFacts, Occurrence
from services.events.programme.operations.dates import move_to
from services.events.programme.operations.drafting import set_facts
from services.events.programme.operations.taking import Noted, changed, dates_taken, standing, taken
from shared.errors import Invalid, NotFound


def undo_change(session: Session, person: Person, event_id: UUID, version: int) -> dict[str, Any]:
    """Bring back what the last change of texts, of dates or of places replaced; `version` is the event's.

    Beside the event's facts it says in `undone` what the change was, and in `touched` which dates it concerned: who
    waits for them is served by whoever calls this. Raises NotFound, Forbidden, Stale, EventIsCancelled, NothingToUndo,
    TooLateToUndo, UndoDoesNotFit, DateIsOver and CapacityBelowTaken.
    """
    event = taken(session, person, event_id, version)
    former = session.get(FormerFacts, event_id, populate_existing=True)
    if former is None or former.version != event.version:
        raise NothingToUndo
    now = datetime.now(UTC)
    check_undo(former.changed_at, now)
    dates = {str(one.id): one for one in dates_taken(session, event_id)}
    concerned = standing(session, [] if former.what == "event_changed" else [dates[id_] for id_ in former.facts])
    touched = BACK[former.what](session, event, dates, former.facts, now)
    session.delete(former)
    noted = Noted(dates=concerned, undone=former.what)
    facts = changed(session, person, event, "change_undone", noted=noted)
    return facts | {"touched": touched, "undone": former.what}


def _texts_back(
    session: Session, event: Event, _dates: dict[str, Occurrence], facts: dict[str, Any], _now: datetime
) -> list[UUID]:
    if facts.get("project_id"):
        facts = facts | {"project_id": UUID(facts["project_id"])}
    try:
        set_facts(session, event, facts, as_they_were=True)
    except NotFound as error:  # the organisation takes part in that project no more
        raise UndoDoesNotFit from error
    return []


def _dates_back(
    _session: Session, _event: Event, dates: dict[str, Occurrence], facts: dict[str, Any], now: datetime
) -> list[UUID]:
    moved = []
    for id_, was in facts.items():
        check_ahead(dates[id_].ends_at, now)
        starts, ends = (datetime.fromisoformat(was[name]) for name in ("starts", "ends"))
        try:
            when = span(starts, ends, dates[id_].zone, now)
        except Invalid as error:
            raise UndoDoesNotFit from error
        if move_to(dates[id_], when, UUID(was["venue_id"])):
            moved.append(dates[id_].id)
    return moved


def _places_back(
    _session: Session, _event: Event, dates: dict[str, Occurrence], facts: dict[str, Any], now: datetime
) -> list[UUID]:
    for id_ in facts:
        check_ahead(dates[id_].ends_at, now)
    for id_, capacity in facts.items():
        check_capacity(capacity, dates[id_].taken)
        dates[id_].capacity = capacity
    return [dates[id_].id for id_ in facts]


Back = Callable[[Session, Event, dict[str, Occurrence], dict[str, Any], datetime], list[UUID]]
BACK: dict[str, Back] = {
    "event_changed": _texts_back,
    "occurrence_moved": _dates_back,
    "capacity_changed": _places_back,
}
"""What the audit calls a change -> what brings the former facts back, and says which dates they concern."""
