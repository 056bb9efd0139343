"""One event with all that belongs to it, as pages show it and as messages carry it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.events.organisations.domain import Person
from services.events.organisations.models import Organisation
from services.events.programme.domain import TEXTS, State, shift_span, spoken_by_default
from services.events.programme.models import Event, Occurrence, PlannedShift, Venue
from shared.contracts import parts
from shared.errors import NotFound


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
                    *("at_screen", PlannedShift.at_screen),
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
        *("id", "organisation_id", "project_id", "kind", *TEXTS, "machine_made", "outdated"),
        *("offer_hours", "state", "reason", "version", "created_at"),
    )
    spoken = found.languages_spoken or spoken_by_default(found.title, found.machine_made)
    return {name: getattr(found, name) for name in names} | {"languages_spoken": spoken}


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
        at_screen=shift["at_screen"],
        starts_at=starts_at,
        ends_at=ends_at,
    )
