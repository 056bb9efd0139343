"""The words by which entries are found, and the keys they are sorted by, noted beside them whenever they change."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import bindparam, func, select, union_all, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.events.directory.domain import HOME, grams, sort_keys, words
from services.events.directory.models import SERVICES, TABLES, WORDS
from services.events.directory.operations.comparing import among

SAID = (
    *("name", "alternate_name", "description", "eligibility_description"),
    *("application_process", "fees_description", "interpretation_services"),
)
AT_PLACES = {
    "location": ("name", "alternate_name", "description", "transportation"),
    "accessibility": ("description", "details"),
}
"""What is said of the places of a service, in every language."""
ADDRESS = ("address_1", "city")


def index_organizations(session: Session, ids: Collection[UUID]) -> None:
    """Note the words of these organizations, and of their services, which bear their names."""
    if not ids:
        return
    table = TABLES["organization"]
    wanted = select(table.c.id, table.c.name, table.c.alternate_name, table.c.description).where(among(table.c.id, ids))
    _note(session, "organization", {id_: _words(texts) for id_, *texts in session.execute(wanted)})
    index_services(session, session.scalars(select(SERVICES.c.id).where(among(SERVICES.c.organization_id, ids))).all())


def index_services(session: Session, ids: Collection[UUID]) -> None:
    """Note the words of these services: their own, their organization's name, their terms', and those of their places.

    Also how they are sorted. Whoever calls this has the directory locked.
    """
    if not ids:
        return
    organization, term, tie = TABLES["organization"].c, TABLES["taxonomy_term"].c, TABLES["attribute"].c
    terms = (
        select(func.jsonb_agg(term.name))
        .where(tie.link_id == SERVICES.c.id, tie.taxonomy_term_id == term.id)
        .scalar_subquery()
    )
    own = [SERVICES.c[name] for name in SAID]
    wanted = select(SERVICES.c.id, terms, organization.name, *own).where(
        among(SERVICES.c.id, ids), SERVICES.c.organization_id == organization.id
    )
    there, found, keys = _there(session, ids), dict[UUID, list[str]](), dict[UUID, list[str]]()
    for id_, named, of, *texts in session.execute(wanted):
        found[id_] = _words([*(named or ()), *there.get(id_, ()), of, *texts])
        keys[id_] = sort_keys(texts[SAID.index("name")])
    if found:
        _note(session, "service", found)
        sorted_by = update(SERVICES).where(SERVICES.c.id == bindparam("entry")).values(sort_keys=bindparam("keys"))
        session.connection().execute(sorted_by, [{"entry": id_, "keys": each} for id_, each in keys.items()])


def _there(session: Session, ids: Collection[UUID]) -> dict[UUID, list[dict[str, str] | None]]:
    """Service -> the texts about its places and their addresses."""
    at, place, address, access = (
        TABLES[name].c for name in ("service_at_location", "location", "address", "accessibility")
    )
    parts = [select(at.service_id, place[name]).where(at.location_id == place.id) for name in AT_PLACES["location"]] + [
        select(at.service_id, access[name]).where(at.location_id == access.location_id)
        for name in AT_PLACES["accessibility"]
    ]
    parts += [
        select(at.service_id, func.jsonb_build_object(HOME, address[name])).where(at.location_id == address.location_id)
        for name in ADDRESS
    ]
    found: dict[UUID, list[dict[str, str] | None]] = {}
    for service_id, said in session.execute(union_all(*(part.where(among(at.service_id, ids)) for part in parts))):
        found.setdefault(service_id, []).append(said)
    return found


def _words(texts: Iterable[dict[str, str] | None]) -> list[str]:
    return words(*(text for one in texts for text in (one or {}).values()))


def _note(session: Session, name: str, found: dict[UUID, list[str]]) -> None:
    table = TABLES[name]
    noted = update(table).where(table.c.id == bindparam("entry")).values(words=bindparam("found"))
    session.connection().execute(noted, [{"entry": id_, "found": said} for id_, said in found.items()])
    if new := sorted({word for said in found.values() for word in said}):
        known = upsert(WORDS).on_conflict_do_nothing()
        session.connection().execute(known, [{"word": word, "grams": grams(word)} for word in new])
