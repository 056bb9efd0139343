"""Documents of HSDS taken into the directory: what differs is written, what is missing of a whole is removed.

The same document twice changes nothing the second time.
"""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from services.events.directory.domain import OBJECTS, Document, Facts, check_sense
from services.events.directory.models import SERVICES, TABLES
from services.events.directory.operations.ancestry import check_parents
from services.events.directory.operations.checking import note_confirmed, schedule_checks
from services.events.directory.operations.comparing import Difference, among, compare, hung
from services.events.directory.operations.indexing import index_organizations, index_services
from services.events.directory.operations.sources import note_source
from services.events.organisations.domain import Person, Role, entitle
from shared.audit import audit
from shared.database import moment

EDITORS = (Role.OWNER, Role.ORGANISER)
LOCK = text("SELECT pg_advisory_xact_lock(7235009)")
"""One import at a time: each compares the document with what it finds."""


@dataclass(frozen=True)
class Outcome:
    """How many objects an import has added, changed and removed; `left_out` are entries that its source has no more."""

    added: int
    changed: int
    removed: int
    left_out: list[dict[str, Any]] = field(default_factory=list)


def import_document(session: Session, person: Person, organisation_id: UUID, document: Document) -> Outcome:
    """Take a document into the directory; what is new is kept by the organisation from now on.

    What the source that the document names has no more stays on show, and is named (decision 0050).
    Raises NotFound for a foreign organisation, Forbidden, and DocumentIsWrong where it points at nothing, says what
    makes no sense (`check_sense`) or would change what others keep; nothing is changed then.
    """
    entitle(person, organisation_id, EDITORS)
    check_sense(document, moment(session))
    outcome = take_in(session, organisation_id, document)
    if outcome != Outcome(0, 0, 0):
        audit(session, person.id, "directory_imported", organisation_id)
    return replace(outcome, left_out=note_source(session, organisation_id, document))


def lock_directory(session: Session) -> None:
    """Let nobody else change what stands in the directory until the transaction ends."""
    session.execute(LOCK)


def take_in(session: Session, keeper_id: UUID, document: Document) -> Outcome:
    """Write what the document says that differs; new entries are asked about when their first check is due.

    Raises DocumentIsWrong as `import_document` does.
    """
    lock_directory(session)
    found = compare(session, document, keeper_id)
    check_parents(session, found)
    removed = _missing(session, found)
    for name in OBJECTS:
        _write(session, found, name)
    for name in reversed(OBJECTS):
        session.execute(delete(TABLES[name]).where(among(TABLES[name].c.id, removed.get(name, {}))))
    services = _touch(session, found, removed)
    index_services(session, services)
    index_organizations(session, {*found.new.get("organization", {}), *found.changed.get("organization", {})})
    note_confirmed(session, found.new.get("service", {}))
    schedule_checks(session, found.new.get("service", {}))
    added, changed, gone = (sum(map(len, part.values())) for part in (found.new, found.changed, removed))
    return Outcome(added, changed, gone)


def _write(session: Session, found: Difference, name: str) -> None:
    table, one = TABLES[name], OBJECTS[name]
    more = {"keeper_id": found.keeper_id} if one.kept else {}
    empty = dict.fromkeys(each.name for each in one.fields)
    if rows := [{"id": id_} | empty | facts | more for id_, facts in found.new.get(name, {}).items()]:
        session.execute(insert(table), rows)
    for id_, facts in found.changed.get(name, {}).items():
        session.execute(update(table).where(table.c.id == id_).values(facts))


def _missing(session: Session, found: Difference) -> dict[str, dict[UUID, Facts]]:
    """What hangs under the document's own things here and is not in the document, with all that hangs under it."""
    document, removed = found.document, dict[str, dict[UUID, Facts]]()
    for name, one in OBJECTS.items():
        held = found.known[name].keys() & document.whole[name]
        above = {id_ for id_ in held if found.keeper(name, id_) == found.keeper_id} | removed.get(name, {}).keys()
        for way in one.lists if above else ():
            if not way.owned or way.object not in document.complete:
                continue
            table = TABLES[way.object]
            fits: list[ColumnElement[bool]] = [
                among(table.c[way.column], above),
                ~among(table.c.id, document.rows[way.object]),
            ]
            if way.column in {"link_id", "resource_id"}:
                fits.append(table.c["link_entity" if way.column == "link_id" else "resource_type"] == name)
            rows = session.execute(select(table).where(*fits)).mappings()
            removed.setdefault(way.object, {}).update({row["id"]: dict(row) for row in rows})
    return removed


def _touch(session: Session, found: Difference, removed: dict[str, dict[UUID, Facts]]) -> set[UUID]:
    """Note when a service was changed, itself or anything under it, unless the document says it; gives which were."""
    services: set[UUID] = set()
    locations: set[UUID] = set()
    for part in (found.new, found.changed, removed):
        for name, rows in part.items():
            for id_ in rows:
                _climb(found, removed, name, id_, services, locations)
    at = TABLES["service_at_location"].c
    if locations:
        services |= set(session.scalars(select(at.service_id).where(among(at.location_id, locations))))
    said = {id_ for id_, facts in found.document.rows["service"].items() if "last_modified" in facts}
    session.execute(update(SERVICES).where(among(SERVICES.c.id, services)).values(version=SERVICES.c.version + 1))
    if silent := services - said:
        now = func.date_trunc("second", func.now())
        session.execute(update(SERVICES).where(among(SERVICES.c.id, silent)).values(last_modified=now))
    return services


def _climb(
    found: Difference,
    removed: dict[str, dict[UUID, Facts]],
    name: str,
    id_: UUID,
    services: set[UUID],
    places: set[UUID],
) -> None:
    """Note the services and locations that a thing is, or hangs under."""
    if name in {"service", "location"}:
        (services if name == "service" else places).add(id_)
        return
    facts: Any = found.document.rows[name].get(id_) or removed.get(name, {}).get(id_) or found.known[name].get(id_, {})
    for above in hung(name, facts) if not OBJECTS[name].kept else ():
        _climb(found, removed, *above, services, places)
