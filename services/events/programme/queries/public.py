"""What everybody asks. The list is in `programme`, one statement whose rows are JSON already."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.programme.domain import (
    MACHINE_MADE,
    OUTDATED,
    Entry,
    State,
    Status,
    told_by_machine,
    told_outdated,
)
from services.events.programme.domain import calendar as write_calendar
from services.events.programme.queries.events import event
from shared.languages import gettext, text_for, using

AHEAD = """
    FROM occurrences AS o
    JOIN events AS e ON e.id = o.event_id
    JOIN venues AS v ON v.id = o.venue_id
"""
FITS = """
    WHERE o.state = 'on' AND o.starts_at > now()
        AND (CAST(:kind AS text) IS NULL OR e.kind = :kind)
        AND (CAST(:first_day AS date) IS NULL OR o.starts_wall >= :first_day)
        AND (CAST(:last_day AS date) IS NULL OR o.starts_wall < CAST(:last_day AS date) + 1)
        AND (CAST(:municipality AS text) IS NULL OR lower(v.municipality) = lower(:municipality))
        AND (CAST(:spoken AS text) IS NULL OR split_part(:spoken, '-', 1) = ANY(e.languages_spoken)
            OR (e.languages_spoken = '{}' AND jsonb_exists(e.title, :spoken)))
        AND (NOT :step_free OR 'step_free' = ANY(v.access))
        AND (NOT :childcare OR 'childcare' = ANY(v.access))
        AND (NOT :free OR o.taken < o.capacity)
"""
PROGRAMME = text(f"""
    SELECT o.starts_at, o.id, CAST(json_build_object(
        'occurrence_id', o.id, 'event_id', e.id, 'kind', e.kind, 'organisation', g.name,
        'language', told.language, 'title', e.title ->> told.language,
        'summary', coalesce(e.summary ->> told.language, e.summary ->> 'lt', e.summary ->> 'en', ''),
        'machine_made', told.language = ANY(e.machine_made), 'outdated', told.language = ANY(e.outdated),
        'languages_spoken', e.languages_spoken,
        'languages', (SELECT json_agg(code ORDER BY code) FROM jsonb_object_keys(e.title) AS code),
        'starts_at', o.starts_at, 'ends_at', o.ends_at, 'zone', o.zone,
        'venue', json_build_object(
            'name', v.name, 'address', v.address, 'municipality', v.municipality, 'access', v.access),
        'capacity', o.capacity, 'free', o.capacity - o.taken, 'waiting', o.waiting) AS text) AS item
{AHEAD}    JOIN organisations AS g ON g.id = e.organisation_id
    CROSS JOIN LATERAL (SELECT CASE
        WHEN jsonb_exists(e.title, :language) THEN :language
        WHEN jsonb_exists(e.title, split_part(:language, '-', 1)) THEN split_part(:language, '-', 1)
        WHEN jsonb_exists(e.title, 'lt') THEN 'lt'
        WHEN jsonb_exists(e.title, 'en') THEN 'en'
        ELSE (SELECT min(code) FROM jsonb_object_keys(e.title) AS code) END AS language) AS told
{FITS}        AND (CAST(:after AS timestamptz) IS NULL OR (o.starts_at, o.id) > (:after, CAST(:after_id AS uuid)))
    ORDER BY o.starts_at, o.id
    LIMIT :limit
""")  # noqa: S608 - put together of our own words
DAYS = text(f"SELECT CAST(o.starts_wall AS date) AS day, count(*) AS dates {AHEAD} {FITS} GROUP BY 1")
PLACES = text(f"SELECT DISTINCT v.municipality {AHEAD} WHERE o.state = 'on' AND o.starts_at > now()")
FILTERS: dict[str, object] = {
    "kind": None,
    "first_day": None,
    "last_day": None,
    "municipality": None,
    "spoken": None,
    "step_free": False,
    "childcare": False,
    "free": False,
}


def programme(
    session: Session, language: str, *, limit: int, after: tuple[str, ...] | None = None, **filters: object
) -> tuple[list[str], tuple[datetime, UUID] | None]:
    """The occurrences people can register for, soonest first: each a JSON object with its texts in one language.

    Also says after which (start, id) the next page begins, None at the end. One statement: PostgreSQL writes the
    JSON where the rows are, since building objects in Python costs more than the query does. Filters: see FILTERS;
    days are wall days, `spoken` is a language that is spoken there.
    """
    begin, begin_id = after or (None, None)
    given = FILTERS | filters | {"language": language, "after": begin, "after_id": begin_id, "limit": limit + 1}
    rows = session.execute(PROGRAMME, given).all()
    more = (rows[limit - 1].starts_at, rows[limit - 1].id) if len(rows) > limit else None
    return [row.item for row in rows[:limit]], more


def programme_days(session: Session, **filters: object) -> dict[date, int]:
    """How many dates people can register for on each wall day; a day without any is not named. Filters: see FILTERS."""
    return {row.day: row.dates for row in session.execute(DAYS, FILTERS | filters)}


def municipalities(session: Session) -> list[str]:
    """Where something is still to come, by name."""
    return sorted(session.scalars(PLACES), key=str.casefold)


def calendar(session: Session, event_id: UUID, language: str, public_url: str) -> bytes:
    """The dates of a published event as a calendar file in one language. Raises NotFound."""
    found = event(session, event_id)
    title, summary = (text_for(found[name], language)[0] for name in ("title", "summary"))
    warnings = [(told_by_machine, MACHINE_MADE), (told_outdated, OUTDATED)]
    with using(language):
        said = [gettext(warning) for holds, warning in warnings if holds(found, language)]
    summary = " ".join([summary, *said]).strip()
    entries = (
        Entry(
            uid=f"{one['id']}@talka",
            sequence=one["version"],
            status=Status.CANCELLED if one["state"] == State.CANCELLED else Status.CONFIRMED,
            stamp=found["created_at"],
            starts_at=one["starts_at"],
            ends_at=one["ends_at"],
            summary=title,
            description=summary,
            location=f"{one['venue']['name']}, {one['venue']['address']}",
            url=f"{public_url}/events/{event_id}",
        )
        for one in found["occurrences"]
    )
    return write_calendar(title, entries)
