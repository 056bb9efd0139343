"""JSON routes of the programme."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.programme import operations, queries
from services.events.programme.schemas import (
    AnotherDate,
    Copy,
    EventItem,
    EventPatch,
    EventView,
    NewEvent,
    ProgrammeFilter,
    ProgrammeItem,
    Version,
)
from shared.languages import current
from shared.web import tokens
from shared.web.reading import cursor
from shared.web.rest import Api, Page
from shared.web.rules import anyone, staff

api = Api("programme", url_prefix="/api/events/v1")
EDITORS = staff(*operations.EDITORS)


@api.get("/programme", allow=anyone, takes=ProgrammeFilter, gives=ProgrammeItem, paged=True)
def programme(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> bytes:
    """What people can register for, soonest first, with texts in the asker's language."""
    items, more = queries.programme(session, current(), after=after, **query)
    return f'{{"items":[{",".join(items)}],"next":{json.dumps(cursor(more))}}}'.encode()


@api.get("/events/<uuid:event_id>", allow=anyone, gives=EventView, versioned=True)
def event(session: Session, event_id: UUID) -> Any:
    """An event with its occurrences; a draft is seen by its organisation's staff alone."""
    return queries.event(session, event_id, tokens.current())


@api.get("/events", allow=staff(), gives=EventItem, paged=True)
def own_events(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """The events of the asker's organisations, drafts too, newest first."""
    return Page(*queries.events_of(session, tokens.asker().roles, limit=query["limit"], after=after))


@api.post("/events", allow=EDITORS, takes=NewEvent, gives=EventView, status=201)
def create_event(session: Session, body: dict[str, Any]) -> Any:
    """Draft an event with its occurrences, venue and planned shifts."""
    return operations.create_event(session, tokens.asker(), **body)


@api.patch("/events/<uuid:event_id>", allow=EDITORS, takes=EventPatch, gives=EventView)
def change_event(session: Session, body: dict[str, Any], event_id: UUID, version: int) -> Any:
    """Change texts, kind, project or offer hours."""
    return operations.change_event(session, tokens.asker(), event_id, version, **body)


@api.post("/events/<uuid:event_id>/copies", allow=EDITORS, takes=Copy, gives=EventView, status=201)
def copy_event(session: Session, body: dict[str, Any], event_id: UUID) -> Any:
    """Draft the event again, from another day on."""
    return operations.copy_event(session, tokens.asker(), event_id, first_day=body["first_day"])


@api.post("/events/<uuid:event_id>/occurrences", allow=EDITORS, takes=AnotherDate, gives=EventView, status=201)
def add_occurrence(session: Session, body: dict[str, Any], event_id: UUID) -> Any:
    """Offer another date of a published event to people, and its shifts to volunteers; nobody is written to."""
    return operations.add_occurrence(session, tokens.asker(), event_id, **body)


@api.post("/events/<uuid:event_id>/publish", allow=EDITORS, takes=Version, gives=EventView)
def publish_event(session: Session, body: dict[str, Any], event_id: UUID) -> Any:
    """Offer a draft to people, and its shifts to volunteers."""
    return operations.publish_event(session, tokens.asker(), event_id, body["version"])
