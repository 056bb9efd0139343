"""Sample entries of the directory out of readable files (`services/events/samples/directory`)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.directory.domain import read_json, spelled_out
from services.events.directory.models import SERVICES
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
    return True
