"""Entries as the staff of their keeper see them: with all texts, with what waits to be done, with their history."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from services.events.directory.domain import AHEAD, GRACE_MONTHS, HOME, EditState, Term, sort_key
from services.events.directory.models import EDITS, REPORTS, TABLES
from services.events.directory.queries.nested import written
from services.events.directory.queries.searching import HAS_WORDS, sought
from services.events.organisations.domain import NOBODY
from services.events.organisations.models import Staff
from services.events.tables import AuditRow
from shared.errors import NotFound
from shared.languages import LANGUAGES, current, text_for

WHOLE = written("service", row="s", public=False, translated=True)
ENTRY = text(f"SELECT jsonb_strip_nulls({WHOLE} - 'last_modified') FROM directory_services AS s WHERE s.id = :id")  # noqa: S608 - our own words
DUE = "s.confirmed_at + make_interval(months => s.check_months)"
GONE = f"s.confirmed_at + make_interval(months => s.check_months + {GRACE_MONTHS})"
STATE = f"""s.id, s.keeper_id, s.version, s.name, s.sort_keys, o.name AS provider, s.status,
    s.is_draft OR s.status = 'defunct' AS is_draft, s.confirmed_at,
    s.unreached_at, s.source, s.left_out_at,
    s.left_out_at IS NOT NULL AND NOT s.is_draft AND s.status <> 'defunct' AS is_left_out,
    {DUE} AS due_at, {DUE} <= now() AS is_overdue, {GONE} <= now() AS is_hidden, {DUE} <= now() + :ahead AS is_near,
    EXISTS (SELECT FROM directory_edits AS e WHERE e.service_id = s.id AND e.state = 'waiting') AS has_edit,
    EXISTS (SELECT FROM directory_reports AS r WHERE r.service_id = s.id AND r.settled_at IS NULL) AS has_report
    FROM directory_services AS s JOIN directory_organizations AS o ON o.id = s.organization_id"""  # noqa: S608 - our own words
LIST = text(f"""
    SELECT * FROM (SELECT {STATE} WHERE s.keeper_id = ANY(:keepers) AND {HAS_WORDS.format(row="s")}) AS found
    ORDER BY has_edit OR has_report OR is_left_out DESC, is_overdue AND NOT is_draft DESC,
        is_draft AND status <> 'defunct' DESC, status = 'defunct', sort_keys[CAST(:reader AS int)] COLLATE "C", id
    LIMIT :limit OFFSET :after
""")  # noqa: S608 - our own words
SINGLE = text(f"SELECT {STATE} WHERE s.id = :id AND s.keeper_id = ANY(:keepers)")
PLACES_KNOWN = 200
TERMS = text("""
    SELECT CAST(m.id AS text) AS id, CAST(t.id AS text) AS taxonomy_id, coalesce(m.code, '') AS code, m.name,
        t.name AS taxonomy
    FROM directory_taxonomy_terms AS m JOIN directory_taxonomies AS t ON t.id = m.taxonomy_id
    ORDER BY t.name ->> 'lt', t.id, m.code, m.id LIMIT :most
""")
TERMS_KNOWN = 500


def entry(session: Session, service_id: UUID) -> dict[str, Any]:
    """An entry as its document says it, in all languages; whoever sends it back changes nothing. Raises NotFound."""
    found: dict[str, Any] | None = session.scalars(ENTRY, {"id": service_id, "language": HOME}).one_or_none()
    if found is None:
        raise NotFound
    return found


def entries_kept(
    session: Session, keepers: Collection[UUID], *, search: str | None, page: int, per_page: int
) -> tuple[list[dict[str, Any]], bool]:
    """A page of what these organisations keep: what waits for somebody first. Also says whether more follow."""
    given = sought(session, search) | {
        "keepers": list(keepers),
        "ahead": AHEAD,
        "reader": LANGUAGES.index(current()) + 1,
    }
    rows = session.execute(LIST, given | {"limit": per_page + 1, "after": (page - 1) * per_page}).mappings()
    found = [dict(row) for row in rows]
    return found[:per_page], len(found) > per_page


def entry_kept(session: Session, keepers: Collection[UUID], service_id: UUID) -> dict[str, Any]:
    """Where one entry of these organisations stands. Raises NotFound, also for what others keep."""
    given = {"id": service_id, "keepers": list(keepers), "ahead": AHEAD}
    found = session.execute(SINGLE, given).mappings().one_or_none()
    if found is None:
        raise NotFound
    return dict(found)


def waiting_edit(session: Session, service_id: UUID) -> dict[str, Any] | None:
    """What its provider has corrected and nobody has decided on."""
    waiting = (EDITS.c.service_id == service_id, EDITS.c.state == EditState.WAITING)
    found = session.execute(select(EDITS.c.id, EDITS.c.facts, EDITS.c.proposed_at).where(*waiting)).mappings()
    row = found.one_or_none()
    return dict(row) if row else None


def open_reports(session: Session, service_id: UUID) -> list[dict[str, Any]]:
    """Errors that people have found in an entry and nobody has settled, the oldest first."""
    own = (REPORTS.c.id, REPORTS.c.kind, REPORTS.c.said, REPORTS.c.contact, REPORTS.c.reported_at)
    wanted = select(*own).where(REPORTS.c.service_id == service_id, REPORTS.c.settled_at.is_(None))
    return [dict(row) for row in session.execute(wanted.order_by(REPORTS.c.id).limit(50)).mappings()]


def entry_history(
    session: Session, service_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """What was done to an entry, newest first; `by_provider` where it was by a link. Also says how to go on."""
    name, by_provider = func.nullif(Staff.name, NOBODY).label("name"), (AuditRow.who == service_id).label("by_provider")

    wanted = select(AuditRow.id, AuditRow.at, AuditRow.what, name, by_provider)
    wanted = wanted.outerjoin(Staff, Staff.id == AuditRow.who).where(AuditRow.subject == service_id)
    if after is not None:
        wanted = wanted.where(AuditRow.id < UUID(after[0]))
    rows = session.execute(wanted.order_by(AuditRow.id.desc()).limit(limit + 1)).mappings()
    found = [dict(row) for row in rows]
    return found[:limit], str(found[limit - 1]["id"]) if len(found) > limit else None


def providers(session: Session, keepers: Collection[UUID]) -> list[tuple[UUID, dict[str, str]]]:
    """Who offers services, of all that these organisations keep, to choose from."""
    known = TABLES["organization"].c
    wanted = select(known.id, known.name).where(known.keeper_id.in_(keepers)).order_by(known.name[HOME].astext)
    found = [(row.id, row.name) for row in session.execute(wanted.limit(PLACES_KNOWN))]
    return sorted(found, key=lambda one: sort_key(text_for(one[1], current())[0], current()))


def places(session: Session, keeper_id: UUID) -> list[dict[str, Any]]:
    """The places that an organisation keeps, each with its first address, to choose from."""
    place, address = TABLES["location"].c, TABLES["address"].c
    first = (
        select(func.jsonb_build_object("street", address.address_1, "city", address.city))
        .where(address.location_id == place.id)
        .order_by(address.id)
        .limit(1)
        .scalar_subquery()
    )
    wanted = select(place.id, place.name, first.label("address")).where(place.keeper_id == keeper_id)
    return [dict(row) for row in session.execute(wanted.order_by(place.id).limit(PLACES_KNOWN)).mappings()]


def terms(session: Session) -> list[Term]:
    """The terms that entries can have, in the order of taxonomies and codes; of very many, the first 500."""
    rows = session.execute(TERMS, {"most": TERMS_KNOWN}).mappings()
    return [Term(**row) for row in rows]


def others_there(session: Session, service_id: UUID, location_id: UUID) -> int:
    """How many other services are at a location, and change with it."""
    at = TABLES["service_at_location"].c
    wanted = select(func.count(at.service_id.distinct())).where(at.location_id == location_id)
    return session.scalars(wanted.where(at.service_id != service_id)).one()


def others_at(session: Session, service_id: UUID, location_ids: Collection[str]) -> dict[str, int]:
    """The same for several locations: id -> how many others."""
    at = TABLES["service_at_location"].c
    wanted = select(at.location_id, func.count(at.service_id.distinct())).group_by(at.location_id)
    there = wanted.where(at.location_id.in_(map(UUID, location_ids)), at.service_id != service_id)
    return {str(place): others for place, others in session.execute(there)} if location_ids else {}
