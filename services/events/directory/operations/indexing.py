"""The words by which entries are found, folded and noted beside them whenever an entry changes."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.events.directory.domain import grams, words
from services.events.directory.models import SERVICES, TABLES, WORDS
from services.events.directory.operations.comparing import among

SAID = ("name", "alternate_name", "description", "eligibility_description")


def index_organizations(session: Session, ids: Collection[UUID]) -> None:
    """Note the words of these organizations, and of their services, which bear their names."""
    if not ids:
        return
    table = TABLES["organization"]
    wanted = select(table.c.id, table.c.name, table.c.alternate_name, table.c.description).where(among(table.c.id, ids))
    _note(session, "organization", {id_: _words(texts) for id_, *texts in session.execute(wanted)})
    index_services(session, session.scalars(select(SERVICES.c.id).where(among(SERVICES.c.organization_id, ids))).all())


def index_services(session: Session, ids: Collection[UUID]) -> None:
    """Note the words of these services: their own, their organization's name, and what their terms are called."""
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
    found = {id_: _words([*(named or ()), *texts]) for id_, named, *texts in session.execute(wanted)}
    _note(session, "service", found)


def _words(texts: Iterable[dict[str, str] | None]) -> list[str]:
    return words(*(text for one in texts for text in (one or {}).values()))


def _note(session: Session, name: str, found: dict[UUID, list[str]]) -> None:
    table = TABLES[name]
    noted = update(table).where(table.c.id == bindparam("entry")).values(words=bindparam("found"))
    session.connection().execute(noted, [{"entry": id_, "found": said} for id_, said in found.items()])
    if new := sorted({word for said in found.values() for word in said}):
        known = upsert(WORDS).on_conflict_do_nothing()
        session.connection().execute(known, [{"word": word, "grams": grams(word)} for word in new])
