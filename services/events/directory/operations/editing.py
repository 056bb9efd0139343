"""Changes that the staff of its keeper make to an entry: what it says, whether it is shown, when it is checked."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.directory import queries
from services.events.directory.domain import read_json
from services.events.directory.models import CONFIRMATIONS, SERVICES, TABLES
from services.events.directory.operations.checking import forget_checks, kept, note_check, schedule_checks
from services.events.directory.operations.importing import lock_directory, take_in
from services.events.organisations.domain import HELPERS, Person, entitle
from shared.audit import audit
from shared.errors import NotFound, Stale

ACTIVE, CLOSED, ENDED = "active", "temporarily closed", "defunct"
ORGANIZATIONS = TABLES["organization"]


def new_id() -> str:
    """The id of a part that is new; later ones sort behind earlier ones."""
    return str(uuid7())


def change_entry(session: Session, person: Person, service_id: UUID, version: int, entry: dict[str, Any]) -> None:
    """Let an entry say this. Raises NotFound, Forbidden, Stale, and DocumentIsWrong as an import does."""
    lock_directory(session)
    found = kept(session, person, service_id)
    if found.version != version:
        raise Stale
    take_in(session, found.keeper_id, read_json({"services": [entry]}))
    audit(session, person.id, "entry_changed", service_id)


def add_entry(session: Session, person: Person, keeper_id: UUID, entry: dict[str, Any]) -> UUID:
    """Add an entry that nobody sees before it is shown. Its provider is one we know, or is described with it.

    Raises NotFound, Forbidden, and DocumentIsWrong as an import does.
    """
    entitle(person, keeper_id, HELPERS)
    service_id = uuid7()
    take_in(session, keeper_id, read_json({"services": [entry | {"id": str(service_id), "status": ACTIVE}]}))
    session.execute(update(SERVICES).where(SERVICES.c.id == service_id).values(is_draft=True))
    session.execute(delete(CONFIRMATIONS).where(CONFIRMATIONS.c.service_id == service_id))
    forget_checks(session, service_id)
    audit(session, person.id, "entry_added", service_id)
    return service_id


def show_entry(session: Session, person: Person, service_id: UUID) -> None:
    """Show a draft, or what was paused or ended; whoever does so has looked at it. Raises NotFound or Forbidden."""
    lock_directory(session)
    kept(session, person, service_id)
    _become(session, service_id, ACTIVE, is_draft=False)
    note_check(session, service_id)
    audit(session, person.id, "entry_shown", service_id)


def pause_entry(session: Session, person: Person, service_id: UUID) -> None:
    """Say of an entry that it is not offered just now. Raises NotFound or Forbidden."""
    lock_directory(session)
    found = kept(session, person, service_id)
    _become(session, service_id, CLOSED, is_draft=found.is_draft)
    audit(session, person.id, "entry_paused", service_id)


def end_entry(session: Session, person: Person, service_id: UUID) -> None:
    """Take an entry off the directory; it can be shown again. Raises NotFound or Forbidden."""
    lock_directory(session)
    kept(session, person, service_id)
    end(session, service_id)
    audit(session, person.id, "entry_ended", service_id)


def end(session: Session, service_id: UUID) -> None:
    """The same, for whoever has already been let in."""
    _become(session, service_id, ENDED, is_draft=True)
    forget_checks(session, service_id)


def set_checks(
    session: Session, person: Person, service_id: UUID, months: int, *, for_all: bool, **office: Any
) -> None:
    """Set how often an entry is checked and whom to ask: `email`, `phone` and `language`, each may be missing.

    `for_all` keeps them for every entry of this provider that has no contact of its own, as this one then has none.
    Raises NotFound or Forbidden, also if somebody else keeps the provider.
    """
    lock_directory(session)
    found = kept(session, person, service_id)
    contact = {f"check_{name}": office.get(name) for name in ("email", "phone", "language")}
    if for_all:
        of_service = select(SERVICES.c.organization_id).where(SERVICES.c.id == service_id).scalar_subquery()
        own = (ORGANIZATIONS.c.id == of_service, ORGANIZATIONS.c.keeper_id == found.keeper_id)
        if session.scalar(update(ORGANIZATIONS).where(*own).values(contact).returning(ORGANIZATIONS.c.id)) is None:
            raise NotFound
        contact = dict.fromkeys(contact)
    session.execute(update(SERVICES).where(SERVICES.c.id == service_id).values(contact | {"check_months": months}))
    schedule_checks(session, [service_id])
    audit(session, person.id, "checks_set", service_id)


def _become(session: Session, service_id: UUID, status: str, *, is_draft: bool) -> None:
    """Change whether it is offered and shown, in the document as well."""
    session.execute(update(SERVICES).where(SERVICES.c.id == service_id).values(is_draft=is_draft))
    entry = queries.entry(session, service_id) | {"status": status}
    keeper_id = session.scalars(select(SERVICES.c.keeper_id).where(SERVICES.c.id == service_id)).one()
    take_in(session, keeper_id, read_json({"services": [entry]}))
