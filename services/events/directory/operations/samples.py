"""Sample entries of the directory out of readable files (`services/events/samples/directory`)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Interval, func, select, update
from sqlalchemy.orm import Session

from services.events.directory.domain import HOME, id_of, read_json, spelled_out
from services.events.directory.models import SERVICES
from services.events.directory.operations.checking import HERE, note_confirmed, schedule_checks
from services.events.directory.operations.importing import import_document
from services.events.organisations.queries import an_owner


def load_directory(session: Session, facts: dict[str, Any]) -> bool:
    """Import the entries of a sample file for the organisation it names, which the sample programmes have founded.

    Nothing happens, and False is returned, if the organisation has entries already.
    """
    person = an_owner(session, facts["keeper"])
    (keeper_id,) = person.roles
    if session.scalar(select(SERVICES.c.id).where(SERVICES.c.keeper_id == keeper_id).limit(1)) is not None:
        return False
    import_document(session, person, keeper_id, read_json(spelled_out(facts)))
    for one in facts.get("checks", ()):
        _was_checked(session, UUID(id_of(f"service:{one['service']}")), one["months_ago"], one.get("email"))
    return True


def _was_checked(session: Session, service_id: UUID, months_ago: int, email: str | None) -> None:
    """Let an entry have been checked so long ago too, and its provider be asked at this address, if there is one."""
    here = func.timezone(HERE, func.now()) - func.make_interval(0, months_ago, type_=Interval())  # a month by its wall
    then = func.timezone(HERE, here)
    facts = {"confirmed_at": then} | ({"check_email": email, "check_language": HOME} if email else {})
    session.execute(update(SERVICES).where(SERVICES.c.id == service_id).values(facts))
    note_confirmed(session, [service_id])
    schedule_checks(session, [service_id])
