"""Lists of events and dates for their organisers."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from services.events.programme.domain import State
from services.events.programme.models import Event, Occurrence, Venue


def events_of(
    session: Session, organisation_ids: Collection[UUID], *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The organisations' events, drafts too, newest first, with how full they are; and where the next page begins."""
    return _filled(session, Event.organisation_id.in_(organisation_ids), limit, after)


def events_of_project(
    session: Session, project_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The same of all that counts towards a project, whoever carries it out; drafts are their organisation's alone."""
    theirs = and_(Event.project_id == project_id, Event.state != State.DRAFT)
    return _filled(session, theirs, limit, after)


def _filled(
    session: Session, which: ColumnElement[bool], limit: int, after: tuple[str, ...] | None
) -> tuple[list[dict[str, Any]], str | None]:
    ahead = func.min(Occurrence.starts_at).filter(Occurrence.starts_at > func.now())
    counted = select(
        *(Event.id, Event.organisation_id, Event.title, Event.machine_made, Event.outdated),
        *(Event.kind, Event.state, Event.version),
        ahead.label("next_at"),
        *(func.count(Occurrence.id).label("occurrences"), func.sum(Occurrence.capacity).label("capacity")),
        *(func.sum(Occurrence.taken).label("taken"), func.sum(Occurrence.waiting).label("waiting")),
    ).join(Occurrence, Occurrence.event_id == Event.id)
    wanted = counted.where(which).group_by(Event.id).order_by(Event.id.desc())
    if after is not None:
        wanted = wanted.where(Event.id < UUID(after[0]))
    rows = [dict(row) for row in session.execute(wanted.limit(limit + 1)).mappings()]
    return rows[:limit], str(rows[limit - 1]["id"]) if len(rows) > limit else None


def dates_ahead(session: Session, organisation_ids: Collection[UUID], until: datetime) -> list[dict[str, Any]]:
    """The organisations' dates that are not over and begin before `until`, soonest first, with how full they are."""
    wanted = (
        select(
            *(Occurrence.id, Occurrence.event_id, Event.title, Venue.name.label("venue"), Occurrence.zone),
            *(Occurrence.starts_at, Occurrence.ends_at, Occurrence.capacity, Occurrence.taken, Occurrence.waiting),
            Event.organisation_id,
        )
        .join(Event, Event.id == Occurrence.event_id)
        .join(Venue, Venue.id == Occurrence.venue_id)
        .where(Event.organisation_id.in_(organisation_ids), Occurrence.state == "on")
        .where(Occurrence.ends_at > func.now(), Occurrence.starts_at < until)
    )
    return [dict(row) for row in session.execute(wanted.order_by(Occurrence.starts_at, Occurrence.id)).mappings()]
