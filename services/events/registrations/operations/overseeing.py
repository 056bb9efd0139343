"""Staff look at people's data: each look is noted before anything is shown."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.organisations.domain import Person, entitle
from services.events.organisations.operations import audit
from services.events.registrations import queries
from services.events.registrations.operations.booking import HELPERS

People = tuple[list[dict[str, Any]], str | None]


def read_participants(
    session: Session, person: Person, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> People:
    """The parties that hold places, or whom a date's calling off concerns. Raises NotFound for a foreign one."""
    entitle(person, queries.organisation_of(session, occurrence_id), HELPERS)
    audit(session, person.id, "participants_read", occurrence_id)
    return queries.participants(session, occurrence_id, limit=limit, after=after)


def read_waiting_list(
    session: Session, person: Person, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> People:
    """The parties that wait, and why. Raises NotFound for a foreign organisation's occurrence."""
    entitle(person, queries.organisation_of(session, occurrence_id), HELPERS)
    audit(session, person.id, "waiting_list_read", occurrence_id)
    return queries.waiting_list(session, occurrence_id, limit=limit, after=after)


def read_choices(
    session: Session, person: Person, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """How free places were given away, newest first. Raises NotFound for a foreign organisation's occurrence."""
    entitle(person, queries.organisation_of(session, occurrence_id), HELPERS)
    return queries.choices(session, occurrence_id, limit=limit, after=after)
