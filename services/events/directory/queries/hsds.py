"""What the open interface answers: pages of lists by two statements, one thing with all under it by one.

Drafts, and entries that nobody has confirmed for long, are in none of them.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from services.events.directory.domain import GRACE_MONTHS, envelope, with_open_hours, with_pages
from services.events.directory.queries.nested import written
from services.events.directory.queries.searching import HAS_WORDS, has_words, sought
from shared.errors import NotFound

STREAMED = 200
"""Objects that are fetched at once where everything is asked for."""
SHOWN = f"""NOT s.is_draft AND s.status <> 'defunct'
    AND s.confirmed_at + make_interval(months => s.check_months + {GRACE_MONTHS}) > now()"""
"""What has ended, whether staff or an import says so, is shown no more. Some months after a check was due, an entry is
taken for gone."""
OVERDUE = "s.confirmed_at + make_interval(months => s.check_months) <= now()"
TERMS = """
    (CAST(:taxonomy_term_id AS uuid) IS NULL OR EXISTS (SELECT FROM directory_attributes AS a
        WHERE a.link_id = {id} AND a.taxonomy_term_id = :taxonomy_term_id))
    AND (CAST(:taxonomy_id AS uuid) IS NULL OR EXISTS (SELECT FROM directory_attributes AS a
        JOIN directory_taxonomy_terms AS t ON t.id = a.taxonomy_term_id
        WHERE a.link_id = {id} AND t.taxonomy_id = :taxonomy_id))
"""
NAMED = "(CAST(:named AS text) IS NULL OR strpos(lower(o.name ->> 'lt'), lower(:named)) > 0)"
OF_SERVICE = f"""{SHOWN}
    AND (CAST(:organization_id AS uuid) IS NULL OR s.organization_id = :organization_id)
    AND (CAST(:modified_after AS timestamptz) IS NULL OR s.last_modified >= :modified_after)
    AND {HAS_WORDS.format(row="s")} AND {TERMS.format(id="s.id")}
"""
NEAR = """
    (CAST(:postcode AS text) IS NULL OR CASE WHEN CAST(:proximity AS float) IS NULL
        THEN EXISTS (SELECT FROM directory_addresses AS a
            WHERE a.location_id = o.location_id AND regexp_replace(a.postal_code, '\\D', '', 'g') = :postcode)
        ELSE EXISTS (SELECT FROM directory_locations AS l CROSS JOIN (
            SELECT avg(c.latitude) AS latitude, avg(c.longitude) AS longitude FROM directory_locations AS c
            JOIN directory_addresses AS a ON a.location_id = c.id
            WHERE regexp_replace(a.postal_code, '\\D', '', 'g') = :postcode) AS m
            WHERE l.id = o.location_id AND 12742000 * asin(sqrt(power(sind((l.latitude - m.latitude) / 2), 2)
                + cosd(l.latitude) * cosd(m.latitude) * power(sind((l.longitude - m.longitude) / 2), 2))) <= :proximity)
    END)
"""
SOURCES = {
    "service": ("directory_services AS o JOIN directory_services AS s ON s.id = o.id", OF_SERVICE),
    "service_at_location": (
        "directory_services_at_locations AS o JOIN directory_services AS s ON s.id = o.service_id",
        f"{OF_SERVICE} AND {NEAR}",
    ),
    "organization": (
        "directory_organizations AS o",
        f"{has_words('o', 'directory_organizations')} AND {TERMS.format(id='o.id')}",
    ),
    "taxonomy": ("directory_taxonomies AS o", NAMED),
    "taxonomy_term": (
        "directory_taxonomy_terms AS o",
        f"""{NAMED}
            AND (CAST(:taxonomy_id AS uuid) IS NULL OR o.taxonomy_id = :taxonomy_id)
            AND (CAST(:parent_id AS uuid) IS NULL OR o.parent_id = :parent_id)
            AND (NOT :top_only OR o.parent_id IS NULL)""",
    ),
}
"""Object -> where its rows, called `o`, come from, and which of them are meant."""
SERVICE_OF = written("service", "organization", "program", row="s", lists=False)
SERVICE_FULL = written("service", "service_at_locations", row="s", lists=False)
SERVICES_OF = f"""(SELECT jsonb_agg({written("service", "organization", row="s")} ORDER BY s.id)
    FROM directory_services AS s WHERE s.organization_id = o.id AND {SHOWN})"""  # noqa: S608 - our own words
PLACE = "jsonb_build_object('service_id', o.service_id, 'location_id', o.location_id, 'service', {service})"
MODIFIED = "to_char(o.last_modified AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
SHAPES = {
    ("service", "item"): written("service", lists=False),
    ("service", "full"): written("service"),
    ("service", "minimal"): f"jsonb_build_object('id', o.id, 'last_modified', {MODIFIED})",
    ("organization", "item"): written("organization", lists=False),
    ("organization", "full"): written("organization"),
    ("organization", "full_service"): f"{written('organization')} || jsonb_build_object('services', {SERVICES_OF})",
    ("service_at_location", "item"): written("service_at_location", lists=False)
    + f" || {PLACE.format(service=SERVICE_OF)}",
    ("service_at_location", "full"): written("service_at_location") + f" || {PLACE.format(service=SERVICE_FULL)}",
    ("taxonomy", "item"): written("taxonomy"),
    ("taxonomy", "full"): written("taxonomy"),
    ("taxonomy_term", "item"): written("taxonomy_term"),
    ("taxonomy_term", "full"): written("taxonomy_term"),
}
"""An object and how much of it is wanted -> its JSON."""
FILTERS: dict[str, Any] = dict.fromkeys(
    ("organization_id", "modified_after", "taxonomy_term_id", "taxonomy_id", "postcode", "proximity", "parent_id")
) | {"top_only": False}


def listed(
    session: Session, name: str, depth: str, language: str, site: str, *, page: int, per_page: int, **filters: Any
) -> dict[str, Any]:
    """A page of all objects of a kind that pass every filter, in HSDS's envelope; addresses begin with `site`."""
    source, fits = SOURCES[name]
    given = _given(session, language, filters)
    total = session.execute(text(f"SELECT count(*) FROM {source} WHERE {fits}"), given).scalar_one()  # noqa: S608 - our own words
    whole = depth == "minimal"
    limit = {"limit": None if whole else per_page, "after": 0 if whole else (page - 1) * per_page}
    items = list(session.scalars(_selected(name, depth, "LIMIT :limit OFFSET :after"), given | limit))
    return envelope(_told(items, site), total, 1 if whole else page, max(total, 1) if whole else per_page)


def streamed(session: Session, name: str, depth: str, language: str, site: str, **filters: Any) -> Iterator[bytes]:
    """All of them, one on each line, fetched some at a time."""
    given = _given(session, language, filters) | {"limit": STREAMED, "after": None}
    statement = _selected(name, depth, "LIMIT :limit", "(CAST(:after AS uuid) IS NULL OR o.id > :after)")
    while some := list(session.scalars(statement, given)):
        yield b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in _told(some, site))
        given["after"] = some[-1]["id"]


def one(session: Session, name: str, id_: UUID, depth: str, language: str, site: str) -> dict[str, Any]:
    """One of them with all that hangs under it. Raises NotFound."""
    source, fits = SOURCES[name]
    wanted = text(f"SELECT jsonb_strip_nulls({SHAPES[name, depth]}) FROM {source} WHERE o.id = :id AND {fits}")  # noqa: S608 - our own words
    found = session.scalars(wanted, _given(session, language, {}) | {"id": id_}).one_or_none()
    if found is None:
        raise NotFound
    told: dict[str, Any] = _told(found, site)
    return told


def _selected(name: str, depth: str, part: str, more: str = "true") -> TextClause:
    source, fits = SOURCES[name]
    item = f"jsonb_strip_nulls({SHAPES[name, depth]})"
    return text(f"SELECT {item} FROM {source} WHERE {fits} AND {more} ORDER BY o.id {part}")  # noqa: S608 - our own words


def _given(session: Session, language: str, filters: dict[str, Any]) -> dict[str, Any]:
    """Every parameter of the statements."""
    search = filters.pop("search", None)
    digits = re.sub(r"\D", "", filters.get("postcode") or "")
    given = FILTERS | filters | {"language": language, "named": search}
    return given | sought(session, search) | ({"postcode": digits} if filters.get("postcode") else {})


def _told(found: Any, site: str) -> Any:
    return with_pages(with_open_hours(found, datetime.now(UTC)), site)
