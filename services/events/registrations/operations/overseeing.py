"""Staff look at people's data: each look is noted before anything is shown."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations.domain import HELPERS, Person, Role, entitle
from services.events.organisations.operations import note
from services.events.registrations import queries
from services.events.registrations.domain import Links
from shared.audit import NOTE, audit

READERS = tuple(Role)
People = tuple[list[dict[str, Any]], str | None]


def read_participants(
    session: Session, person: Person, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> People:
    """The parties that hold places, or whom a date's calling off concerns. Raises NotFound for a foreign one."""
    entitle(person, queries.organisation_of(session, occurrence_id), READERS)
    audit(session, person.id, "participants_read", occurrence_id)
    return queries.participants(session, occurrence_id, limit=limit, after=after)


def read_calls(
    session: Session, person: Person, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> People:
    """The parties whom our messages do not reach, who must be called. Raises NotFound for a foreign occurrence."""
    entitle(person, queries.organisation_of(session, occurrence_id), READERS)
    found, more = queries.parties_to_call(session, occurrence_id, limit=limit, after=after)
    if found:
        audit(session, person.id, "calls_read", occurrence_id)
    return found, more


def read_party(session: Session, links: Links, person: Person, registration_id: UUID) -> dict[str, Any]:
    """One party, to be changed for it. Raises NotFound for a foreign one."""
    occurrence_id = queries.occurrence_of(session, registration_id)
    entitle(person, queries.organisation_of(session, occurrence_id), HELPERS)
    audit(session, person.id, "party_read", occurrence_id)
    return queries.registration(session, links, registration_id)


def find_parties(
    session: Session, person: Person, occurrence_id: UUID, wanted: str, *, limit: int
) -> list[dict[str, Any]]:
    """The parties that come or wait and that are meant by a name, code or phone. Raises NotFound for a foreign one."""
    entitle(person, queries.organisation_of(session, occurrence_id), READERS)
    audit(session, person.id, "participants_searched", occurrence_id)
    return queries.parties_meant(session, occurrence_id, wanted, limit=limit)


def find_people(session: Session, person: Person, wanted: str, *, limit: int) -> tuple[list[dict[str, Any]], bool]:
    """The parties of all dates ahead of the person's organisations that are meant by a name, code or phone.

    The look is noted at each date whose people it shows, by one statement, and for the organisations whose dates these
    are. Also says whether there are more.
    """
    own = [organisation_id for organisation_id, role in person.roles.items() if role in READERS]
    found, more = queries.parties_ahead(session, own, wanted, limit=limit)
    seen = dict.fromkeys(one["occurrence_id"] for one in found)
    look = {"who": person.id, "what": "participants_searched"}
    if seen:
        for organisation_id in queries.organisations_of(session, seen):
            note(session, organisation_id, person.id, "people_searched", organisation_id)
        session.execute(NOTE, [look | {"id": uuid7(), "subject": occurrence_id} for occurrence_id in seen])
    return found, more


def read_waiting_list(
    session: Session, person: Person, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> People:
    """The parties that wait, and why. Raises NotFound for a foreign organisation's occurrence."""
    entitle(person, queries.organisation_of(session, occurrence_id), READERS)
    audit(session, person.id, "waiting_list_read", occurrence_id)
    return queries.waiting_list(session, occurrence_id, limit=limit, after=after)


def read_choices(
    session: Session, person: Person, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """How free places were given away, newest first. Raises NotFound for a foreign organisation's occurrence."""
    entitle(person, queries.organisation_of(session, occurrence_id), READERS)
    return queries.choices(session, occurrence_id, limit=limit, after=after)
