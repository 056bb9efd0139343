"""Questions about the programme."""

from services.events.programme.queries.events import (
    event,
    event_of_occurrence,
    told,
)
from services.events.programme.queries.lists import (
    dates_ahead,
    events_of,
    events_of_project,
)
from services.events.programme.queries.plans import dates_meant, dates_to_call_off, move_planned, undo_until
from services.events.programme.queries.public import (
    calendar,
    municipalities,
    programme,
    programme_days,
)

__all__ = [
    "calendar",
    "dates_ahead",
    "dates_meant",
    "dates_to_call_off",
    "event",
    "event_of_occurrence",
    "events_of",
    "events_of_project",
    "move_planned",
    "municipalities",
    "programme",
    "programme_days",
    "told",
    "undo_until",
]
