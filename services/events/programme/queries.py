"""Questions about the programme. The public list is in `programme`, one statement whose rows are JSON already."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from services.events.organisations.domain import Person
from services.events.organisations.models import Organisation
from services.events.programme.domain import Entry, State, Status, shift_span
from services.events.programme.domain import calendar as write_calendar
from services.events.programme.models import Event, Occurrence, PlannedShift, Venue
from shared.contracts import parts
from shared.errors import NotFound
from shared.languages import text_for

PROGRAMME = text("""
    SELECT o.starts_at, o.id, CAST(json_build_object(
        'occurrence_id', o.id, 'event_id', e.id, 'kind', e.kind, 'organisation', g.name,
        'language', told.language, 'title', e.title ->> told.language,
        'summary', coalesce(e.summary ->> told.language, e.summary ->> 'lt', e.summary ->> 'en', ''),
        'languages', (SELECT json_agg(code ORDER BY code) FROM jsonb_object_keys(e.title) AS code),
        'starts_at', o.starts_at, 'ends_at', o.ends_at, 'zone', o.zone,
        'venue', json_build_object(
            'name', v.name, 'address', v.address, 'municipality', v.municipality, 'access', v.access),
        'capacity', o.capacity, 'free', o.capacity - o.taken, 'waiting', o.waiting) AS text) AS item
    FROM occurrences AS o
    JOIN events AS e ON e.id = o.event_id
    JOIN organisations AS g ON g.id = e.organisation_id
    JOIN venues AS v ON v.id = o.venue_id
    CROSS JOIN LATERAL (SELECT CASE
        WHEN jsonb_exists(e.title, :language) THEN :language
        WHEN jsonb_exists(e.title, split_part(:language, '-', 1)) THEN split_part(:language, '-', 1)
        WHEN jsonb_exists(e.title, 'lt') THEN 'lt'
        WHEN jsonb_exists(e.title, 'en') THEN 'en'
        ELSE (SELECT min(code) FROM jsonb_object_keys(e.title) AS code) END AS language) AS told
    WHERE o.state = 'on' AND o.starts_at > now()
        AND (CAST(:after AS timestamptz) IS NULL OR (o.starts_at, o.id) > (:after, CAST(:after_id AS uuid)))
        AND (CAST(:kind AS text) IS NULL OR e.kind = :kind)
        AND (CAST(:first_day AS date) IS NULL OR o.starts_wall >= :first_day)
        AND (CAST(:last_day AS date) IS NULL OR o.starts_wall < CAST(:last_day AS date) + 1)
        AND (CAST(:municipality AS text) IS NULL OR lower(v.municipality) = lower(:municipality))
        AND (CAST(:spoken AS text) IS NULL OR jsonb_exists(e.title, :spoken))
        AND (NOT :step_free OR 'step_free' = ANY(v.access))
        AND (NOT :free OR o.taken < o.capacity)
    ORDER BY o.starts_at, o.id
    LIMIT :limit
""")
FILTERS: dict[str, object] = {
    "kind": None,
    "first_day": None,
    "last_day": None,
    "municipality": None,
    "spoken": None,
    "step_free": False,
    "free": False,
}


def programme(
    session: Session, language: str, *, limit: int, after: tuple[str, ...] | None = None, **filters: object
) -> tuple[list[str], tuple[datetime, UUID] | None]:
    """The occurrences people can register for, soonest first: each a JSON object with its texts in one language.

    Also says after which (start, id) the next page begins, None at the end. One statement: PostgreSQL writes the
    JSON where the rows are, since building objects in Python costs more than the query does. Filters: see FILTERS;
    days are wall days, `spoken` is a language the event has texts in.
    """
    begin, begin_id = after or (None, None)
    given = FILTERS | filters | {"language": language, "after": begin, "after_id": begin_id, "limit": limit + 1}
    rows = session.execute(PROGRAMME, given).all()
    more = (rows[limit - 1].starts_at, rows[limit - 1].id) if len(rows) > limit else None
    return [row.item for row in rows[:limit]], more


def event(session: Session, event_id: UUID, person: Person | None = None) -> dict[str, Any]:
    """An event with its occurrences, venues and planned shifts, by one statement.

    A draft is seen by its organisation's staff alone. Raises NotFound.
    """
    return _event(session, Event.id == event_id, person)


def event_of_occurrence(
    session: Session, occurrence_id: UUID, person: Person | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The event that an occurrence belongs to, as `event` gives it, and the occurrence. Raises NotFound."""
    id_ = select(Occurrence.event_id).where(Occurrence.id == occurrence_id).scalar_subquery()
    found = _event(session, Event.id == id_, person)
    return found, next(one for one in found["occurrences"] if one["id"] == occurrence_id)


def _event(session: Session, which: ColumnElement[bool], person: Person | None) -> dict[str, Any]:
    rows = session.execute(
        select(Event, Organisation.name, Occurrence, Venue, _SHIFTS)
        .join(Organisation, Organisation.id == Event.organisation_id)
        .join(Occurrence, Occurrence.event_id == Event.id)
        .join(Venue, Venue.id == Occurrence.venue_id)
        .where(which)
        .order_by(Occurrence.starts_at, Occurrence.id)
        .execution_options(populate_existing=True)
    ).all()
    if not rows or (rows[0].Event.state == State.DRAFT and not _belongs(person, rows[0].Event)):
        raise NotFound
    found, organisation = rows[0].Event, rows[0].name
    occurrences = [_occurrence(row.Occurrence, row.Venue, row.shifts) for row in rows]
    return _facts(found) | {"organisation": organisation, "occurrences": occurrences}


_SHIFTS = (
    select(
        func.coalesce(
            func.json_agg(
                func.json_build_object(
                    *("id", PlannedShift.id, "title", PlannedShift.title, "places", PlannedShift.places),
                    *("languages", PlannedShift.languages, "skills", PlannedShift.skills),
                    *("minutes_before", PlannedShift.minutes_before, "minutes_after", PlannedShift.minutes_after),
                )
            ),
            func.json_build_array(),
        )
    )
    .where(PlannedShift.occurrence_id == Occurrence.id)
    .correlate(Occurrence)
    .scalar_subquery()
    .label("shifts")
)


def _belongs(person: Person | None, event: Event) -> bool:
    return person is not None and event.organisation_id in person.roles


def _facts(found: Event) -> dict[str, Any]:
    names = (
        *("id", "organisation_id", "project_id", "kind", "title", "summary", "description"),
        *("offer_hours", "state", "reason", "version", "created_at"),
    )
    return {name: getattr(found, name) for name in names}


def _occurrence(found: Occurrence, venue: Venue, shifts: list[dict[str, Any]]) -> dict[str, Any]:
    names = ("id", "version", "state", "zone", "starts_at", "ends_at", "capacity", "taken", "waiting")
    place = ("id", "name", "address", "municipality", "access", "latitude", "longitude")
    return {name: getattr(found, name) for name in names} | {
        "starts": found.starts_wall,
        "ends": found.ends_wall,
        "free": found.capacity - found.taken,
        "venue": {name: getattr(venue, name) for name in place},
        "shifts": shifts,
    }


def told(event: dict[str, Any]) -> tuple[parts.Occurrence, ...]:
    """The occurrences of `event` as messages carry them."""
    return tuple(_told(occurrence) for occurrence in event["occurrences"])


def _told(occurrence: dict[str, Any]) -> parts.Occurrence:
    venue = occurrence["venue"]
    return parts.Occurrence(
        occurrence_id=occurrence["id"],
        version=occurrence["version"],
        state=occurrence["state"],
        starts_at=occurrence["starts_at"],
        ends_at=occurrence["ends_at"],
        zone=occurrence["zone"],
        venue=parts.Venue(name=venue["name"], address=venue["address"], access=tuple(venue["access"])),
        shifts=tuple(_told_shift(shift, occurrence) for shift in occurrence["shifts"]),
    )


def _told_shift(shift: dict[str, Any], occurrence: dict[str, Any]) -> parts.PlannedShift:
    around = (shift["minutes_before"], shift["minutes_after"])
    starts_at, ends_at = shift_span(occurrence["starts_at"], occurrence["ends_at"], *around)
    return parts.PlannedShift(
        shift_id=UUID(shift["id"]),
        title=shift["title"],
        places=shift["places"],
        languages=tuple(shift["languages"]),
        skills=tuple(shift["skills"]),
        starts_at=starts_at,
        ends_at=ends_at,
    )


def events_of(
    session: Session, organisation_ids: Collection[UUID], *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The organisations' events, drafts too, newest first, with how full they are; and where the next page begins."""
    ahead = func.min(Occurrence.starts_at).filter(Occurrence.starts_at > func.now())
    counted = select(
        *(Event.id, Event.title, Event.kind, Event.state, Event.version, ahead.label("next_at")),
        *(func.count(Occurrence.id).label("occurrences"), func.sum(Occurrence.capacity).label("capacity")),
        *(func.sum(Occurrence.taken).label("taken"), func.sum(Occurrence.waiting).label("waiting")),
    ).join(Occurrence, Occurrence.event_id == Event.id)
    wanted = counted.where(Event.organisation_id.in_(organisation_ids)).group_by(Event.id).order_by(Event.id.desc())
    if after is not None:
        wanted = wanted.where(Event.id < UUID(after[0]))
    rows = [dict(row) for row in session.execute(wanted.limit(limit + 1)).mappings()]
    return rows[:limit], str(rows[limit - 1]["id"]) if len(rows) > limit else None


def calendar(session: Session, event_id: UUID, language: str, public_url: str) -> bytes:
    """The dates of a published event as a calendar file in one language. Raises NotFound."""
    found = event(session, event_id)
    title = text_for(found["title"], language)[0]
    entries = (
        Entry(
            uid=f"{one['id']}@talka",
            sequence=one["version"] - 1,
            status=Status.CANCELLED if one["state"] == State.CANCELLED else Status.CONFIRMED,
            stamp=found["created_at"],
            starts_at=one["starts_at"],
            ends_at=one["ends_at"],
            summary=title,
            description=text_for(found["summary"], language)[0],
            location=f"{one['venue']['name']}, {one['venue']['address']}",
            url=f"{public_url}/events/{event_id}",
        )
        for one in found["occurrences"]
    )
    return write_calendar(title, entries)
