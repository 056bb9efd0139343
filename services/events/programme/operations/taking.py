"""What each change of the programme begins and ends with.

The event's row is taken first and its occurrences' after it; the change is counted, noted in the audit, and told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations.domain import Person, Role, entitle
from services.events.organisations.operations import note
from services.events.programme import queries
from services.events.programme.domain import (
    DateDeed,
    Standing,
    State,
    check_ahead,
    check_open,
    check_version,
    dates_written,
)
from services.events.programme.models import Event, FormerFacts, Occurrence, Venue
from shared.contracts.events import EventCancelled, EventChanged
from shared.errors import NotFound
from shared.messaging import outbox

EDITORS = (Role.OWNER, Role.ORGANISER)


def taken(session: Session, person: Person, event_id: UUID, version: int) -> Event:
    """The event, locked, for somebody who may change it and has read its present version."""
    event = session.get(Event, event_id, with_for_update={"key_share": True}, populate_existing=True)
    if event is None:
        raise NotFound
    entitle(person, event.organisation_id, EDITORS)
    check_version(event.version, version)
    check_open(event.state)
    return event


def date_taken(
    session: Session, person: Person, occurrence_id: UUID, version: int
) -> tuple[Event, Occurrence, list[Occurrence]]:
    """An event, its occurrence and all of them, locked; what is cancelled or, once published, over stays so."""
    event_id = session.scalar(select(Occurrence.event_id).where(Occurrence.id == occurrence_id))
    if event_id is None:
        raise NotFound
    event = taken(session, person, event_id, version)
    dates = dates_taken(session, event_id)
    occurrence = next(one for one in dates if one.id == occurrence_id)
    check_open(occurrence.state)
    if event.state == State.PUBLISHED:
        check_ahead(occurrence.ends_at, datetime.now(UTC))
    return event, occurrence, dates


def dates_taken(session: Session, event_id: UUID) -> list[Occurrence]:
    """The event's occurrences, locked in one order, so that two who take several never wait for each other."""
    wanted = select(Occurrence).where(Occurrence.event_id == event_id).order_by(Occurrence.id)
    return list(session.scalars(wanted.with_for_update(key_share=True).execution_options(populate_existing=True)))


def venue_of(session: Session, organisation_id: UUID, facts: dict[str, Any], present: UUID | None = None) -> UUID:
    """The organisation's venue with exactly these facts, so that those of other events never change with it.

    Of several that are alike the present one, so that whoever stays there is not told of a move.
    """
    same = [Venue.organisation_id == organisation_id, *(getattr(Venue, name) == fact for name, fact in facts.items())]
    found = session.scalar(select(Venue.id).where(*same).order_by(Venue.id != present, Venue.id).limit(1))
    if found is not None:
        return found
    venue = Venue(id=uuid7(), organisation_id=organisation_id, **facts)
    session.add(venue)
    session.flush()
    return venue.id


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What the history says of a change beside its name: which dates it concerned, and which change it took back.

    `dates` is how they stood before, by id, or None where nothing was replaced: a new date, one called off.
    """

    dates: Mapping[UUID, Standing | None] = field(default_factory=dict)
    undone: str = ""


NOTHING_MORE = Noted()


def standing(session: Session, dates: Iterable[Occurrence]) -> dict[UUID, Standing | None]:
    """How these dates stand, to be noted once they are changed."""
    dates = list(dates)
    wanted = select(Venue.id, Venue.name).where(Venue.id.in_({one.venue_id for one in dates}))
    names = {row.id: row.name for row in session.execute(wanted)}
    return {
        one.id: Standing(starts_at=one.starts_at, ends_at=one.ends_at, venue=names[one.venue_id], capacity=one.capacity)
        for one in dates
    }


def _detail(facts: dict[str, Any], noted: Noted) -> str:
    dates = [
        DateDeed(
            zone=one["zone"],
            before=noted.dates[one["id"]],
            after=Standing(
                starts_at=one["starts_at"],
                ends_at=one["ends_at"],
                venue=one["venue"]["name"],
                capacity=one["capacity"],
            ),
        )
        for one in facts["occurrences"]
        if one["id"] in noted.dates
    ]
    return dates_written(dates, noted.undone)


def changed(
    session: Session,
    person: Person,
    event: Event,
    what: str,
    message: type[Any] | None = EventChanged,
    *,
    noted: Noted = NOTHING_MORE,
) -> dict[str, Any]:
    """Count the change, note who made it and what it was, and tell the others if they know of the event."""
    event.version += 1
    session.flush()
    facts = queries.event(session, event.id, person)
    note(session, None, person.id, what, event.id, detail=_detail(facts, noted))
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


def remember(session: Session, event: Event, what: str, facts: dict[str, Any]) -> None:
    """Keep what the change that was just counted has replaced, in place of what an earlier one had."""
    kept = {"version": event.version, "what": what, "facts": facts, "changed_at": func.now()}
    written = insert(FormerFacts).values(event_id=event.id, **kept)
    session.execute(written.on_conflict_do_update(index_elements=[FormerFacts.event_id], set_=kept))
