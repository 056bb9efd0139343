"""What the public pages of the directory show: services with all that hangs under them, in every language they have."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.directory.domain import HOME, id_of
from services.events.directory.queries.hsds import FILTERS, OF_SERVICE, OVERDUE, SHOWN
from services.events.directory.queries.nested import written
from services.events.directory.queries.searching import sought
from shared.errors import NotFound

PLACED = "directory_services_at_locations AS p WHERE p.service_id = s.id"
NARROWED = f"""{OF_SERVICE}
    AND (CAST(:city AS text) IS NULL OR EXISTS (SELECT FROM directory_addresses AS a
        WHERE a.city = :city AND a.location_id IN (SELECT p.location_id FROM {PLACED})))
    AND (CAST(:spoken AS text) IS NULL OR EXISTS (SELECT FROM directory_languages AS l
        WHERE l.code = :spoken AND (l.service_id = s.id OR l.location_id IN (SELECT p.location_id FROM {PLACED}))))
    AND (CAST(:groups AS uuid[]) IS NULL OR EXISTS (SELECT FROM directory_attributes AS a
        WHERE a.link_id = s.id AND a.taxonomy_term_id = ANY(CAST(:groups AS uuid[]))))
"""  # noqa: S608 - our own words
FRESH = f"""jsonb_build_object('x_overdue', {OVERDUE},
    'x_checked_on', to_char(s.confirmed_at AT TIME ZONE 'Europe/Vilnius', 'YYYY-MM-DD'))"""
ITEM = f"jsonb_strip_nulls({written('service', row='s', translated=True, tied=('service',))} || {FRESH})"
"""A service with all under it but what terms say of its parts, which no page tells and each of which is a look-up more.

Beside HSDS's keys stand the day of its last check, and whether the next one is overdue.
"""
UNNARROWED: dict[str, Any] = FILTERS | {"city": None, "spoken": None, "groups": None, "language": HOME}
FOUND = text(
    f"SELECT s.id FROM directory_services AS s WHERE {NARROWED} "  # noqa: S608 - our own words
    f"ORDER BY s.name ->> '{HOME}', s.id LIMIT :limit OFFSET :after"
)
"""Which services pass every filter. Planned anew for each question, so it holds nothing else."""
ITEMS = text(
    f"SELECT {ITEM} FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS f(id, place) "  # noqa: S608 - our own words
    "JOIN directory_services AS s ON s.id = f.id ORDER BY f.place"
)
"""What they say. Planning it takes much longer than running it, so it must be planned once for each connection."""
SINGLE = text(f"SELECT {ITEM} FROM directory_services AS s WHERE s.id = :id AND {SHOWN}")  # noqa: S608 - our own words
TARGETS = text("SELECT code, name FROM directory_taxonomy_terms WHERE taxonomy_id = :taxonomy ORDER BY code")
CITIES = text("SELECT DISTINCT city FROM directory_addresses")
SPOKEN = text("SELECT DISTINCT code FROM directory_languages WHERE code <> ''")


def services_shown(
    session: Session,
    *,
    page: int,
    per_page: int,
    search: str | None = None,
    target: str | None = None,
    targets: Collection[str] = (),
    city: str | None = None,
    spoken: str | None = None,
) -> tuple[list[dict[str, Any]], bool]:
    """A page of the services that pass every filter, by name, and whether more follow.

    Of `targets` it is enough that a service is for one of them.
    """
    term = id_of(f"target:{target}") if target else None
    given = UNNARROWED | sought(session, search) | {"city": city, "spoken": spoken}
    given |= {"groups": [id_of(f"target:{one}") for one in targets] or None}
    given |= {"taxonomy_term_id": term, "limit": per_page + 1, "after": (page - 1) * per_page}
    found = list(session.scalars(FOUND, given))
    told = session.scalars(ITEMS, {"ids": found[:per_page], "language": HOME}) if found else ()
    return list(told), len(found) > per_page


def service_shown(session: Session, service_id: UUID) -> dict[str, Any]:
    """One service. Raises NotFound, also for a draft and for what nobody has confirmed for long."""
    found: dict[str, Any] | None = session.scalars(SINGLE, {"id": service_id, "language": HOME}).one_or_none()
    if found is None:
        raise NotFound
    return found


def narrowing(session: Session) -> tuple[list[tuple[str, dict[str, str]]], list[str], list[str]]:
    """What the list can be narrowed to: target groups with their names, places, and languages spoken there."""
    targets = [(row.code, row.name) for row in session.execute(TARGETS, {"taxonomy": id_of("target")})]
    cities, spoken = (sorted(session.scalars(statement), key=str.casefold) for statement in (CITIES, SPOKEN))
    return targets, cities, spoken
