"""Another date for an event that people know of."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.organisations.domain import Person
from services.events.programme.domain import check_another, check_published, span
from services.events.programme.operations.drafting import add_date
from services.events.programme.operations.taking import Noted, changed, dates_taken, taken, venue_of


def add_occurrence(
    session: Session,
    person: Person,
    event_id: UUID,
    version: int,
    *,
    starts: datetime,
    ends: datetime,
    zone: str,
    venue: dict[str, Any] | None = None,
    **facts: Any,
) -> dict[str, Any]:
    """Offer another date of a published event to people, and its shifts to volunteers; `version` is the event's.

    `facts` are its capacity and its planned shifts; without a venue it is where the event's last date is. Whoever comes
    to other dates hears nothing of it, since those stay as they were. Raises NotFound, Forbidden, Stale,
    EventIsCancelled, NotPublished, TooManyDates, DateIsThere, and what is wrong with a time.
    """
    event = taken(session, person, event_id, version)
    check_published(event.state)
    when = span(starts, ends, zone, datetime.now(UTC))
    dates = dates_taken(session, event_id)
    check_another(when.starts_at, ((one.starts_at, one.state) for one in dates))
    last = max(dates, key=lambda one: (one.starts_at, one.id))
    place = venue_of(session, event.organisation_id, venue, last.venue_id) if venue else last.venue_id
    added = add_date(session, event_id, place, when, **facts)
    added.state = "on"
    return changed(session, person, event, "occurrence_added", noted=Noted(dates={added.id: None}))
