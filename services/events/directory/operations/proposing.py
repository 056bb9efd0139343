"""What providers correct by their link waits until somebody of the keeper approves it, fact by fact, or rejects it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.directory import queries
from services.events.directory.domain import (
    CHECK,
    CORRECTED,
    FORGET_EDIT,
    REMINDED_AFTER,
    SETTLED_KEPT,
    CheckIsOver,
    DocumentIsWrong,
    EditIsDecided,
    EditState,
    NothingHasChanged,
    NothingIsChosen,
    as_corrected,
    by_fact,
    by_field,
    changes,
    hours_changes,
    not_as,
)
from services.events.directory.models import EDITS
from services.events.directory.operations.checking import kept, locked, note_check, use_link
from services.events.directory.operations.comparing import FOREIGN
from services.events.directory.operations.editing import end, new_id
from services.events.directory.operations.importing import lock_directory, take_in
from services.events.organisations.domain import Person, Wait
from services.events.organisations.operations import await_staff, wait_no_more
from shared.audit import audit
from shared.database import moment
from shared.errors import Invalid, NotFound
from shared.messaging import due


def propose_edit(session: Session, token: str, sent: dict[str, Any]) -> None:
    """Keep what a provider has corrected, hours of places too; a correction that waits already is added to.

    Raises NotFound and CheckIsOver for the link, NothingHasChanged, and Invalid by field for what approval could never
    take over.
    """
    service_id = queries.check_by_token(session, token)["service_id"]
    keeper_id = locked(session, service_id).keeper_id
    if not queries.check_by_token(session, token)["is_open"]:
        raise CheckIsOver
    entry = queries.entry(session, service_id)
    facts: dict[str, Any] = changes(entry, sent) | hours_changes(entry, sent)
    if not facts:
        raise NothingHasChanged
    try:
        as_corrected(entry, facts, new_id)
    except DocumentIsWrong as error:
        raise Invalid(by_field(error.errors)) from error
    waiting = (EDITS.c.service_id == service_id, EDITS.c.state == EditState.WAITING)
    more = update(EDITS).where(*waiting).values(facts=EDITS.c.facts.concat(facts), proposed_at=func.now())
    edit_id = session.scalar(more.returning(EDITS.c.id))
    if edit_id is None:
        edit_id = uuid7()
        session.execute(insert(EDITS).values(id=edit_id, service_id=service_id, facts=facts, state=EditState.WAITING))
    use_link(session, token, CORRECTED, edit_id)
    await_staff(session, keeper_id, Wait.EDIT, edit_id)
    audit(session, service_id, "edit_proposed", service_id)


def approve_edit(session: Session, person: Person, edit_id: UUID, chosen: Collection[str]) -> UUID:
    """Take over the facts that were chosen, which checks the entry too; gives the entry's id.

    Raises NotFound, Forbidden, EditIsDecided, NothingIsChosen, and Invalid by fact: DocumentIsWrong where others keep a
    place.
    """
    lock_directory(session)
    keeper_id, edit = _waiting(session, person, edit_id)
    facts = {name: said for name, said in edit.facts.items() if name in chosen}
    if not facts:
        raise NothingIsChosen
    _decide(session, edit_id, EditState.APPROVED, taken=sorted(facts))
    entry = queries.entry(session, edit.service_id)
    document = as_corrected(entry, facts, new_id)
    try:
        take_in(session, keeper_id, document)
    except DocumentIsWrong as error:
        raise DocumentIsWrong(by_fact(entry, facts, error.errors)) from error
    if left := not_as(queries.entry(session, edit.service_id), facts):  # rows that go from a place of others stay there
        raise DocumentIsWrong({fact: [FOREIGN] for fact in left})
    note_check(session, edit.service_id)
    if facts.get("status") == "defunct":
        end(session, edit.service_id)
    audit(session, person.id, "edit_approved", edit.service_id)
    service_id: UUID = edit.service_id
    return service_id


def reject_edit(session: Session, person: Person, edit_id: UUID, reason: str) -> UUID:
    """Leave the entry as it is; whoever corrected it reads why by their link, and is asked anew a week later.

    Raises as `approve_edit`.
    """
    _keeper_id, edit = _waiting(session, person, edit_id)
    _decide(session, edit_id, EditState.REJECTED, reason=reason)
    again = moment(session) + REMINDED_AFTER
    due.schedule(session, CHECK, edit.service_id, max(again, locked(session, edit.service_id).due_at))
    audit(session, person.id, "edit_rejected", edit.service_id)
    service_id: UUID = edit.service_id
    return service_id


def _waiting(session: Session, person: Person, edit_id: UUID) -> tuple[UUID, Row[*tuple[Any, ...]]]:
    """Who keeps the entry, and the correction, on which nobody else decides meanwhile."""
    service_id = session.scalar(select(EDITS.c.service_id).where(EDITS.c.id == edit_id))
    if service_id is None:
        raise NotFound
    keeper_id = kept(session, person, service_id).keeper_id
    waiting = (EDITS.c.id == edit_id, EDITS.c.state == EditState.WAITING)
    found = session.execute(select(EDITS.c.service_id, EDITS.c.facts).where(*waiting)).one_or_none()
    if found is None:
        raise EditIsDecided
    return keeper_id, found


def forget_edit(session: Session, edit_id: UUID) -> None:
    """Forget what was proposed and why it was rejected, 90 days after it was decided; that it was stays."""
    session.execute(update(EDITS).where(EDITS.c.id == edit_id).values(facts={}, reason=None))


def _decide(session: Session, edit_id: UUID, state: EditState, **facts: Any) -> None:
    decided = {"state": state, "decided_at": func.now()} | facts
    session.execute(update(EDITS).where(EDITS.c.id == edit_id).values(decided))
    wait_no_more(session, edit_id)
    due.schedule(session, FORGET_EDIT, edit_id, moment(session) + SETTLED_KEPT)
