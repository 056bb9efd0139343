"""Sample help of the time before the samples were loaded, of which only the facts are left."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.evidence.models import AssistanceFact
from services.events.organisations.operations import sample_day
from services.events.organisations.queries import an_owner


def load_evidence(session: Session, facts: dict[str, Any]) -> bool:
    """Note the help that a sample file tells of, each so many `times`; what is kept of it are the facts alone.

    Nothing happens, and False is returned, if any of the organisation's is noted already.
    """
    (own,) = an_owner(session, facts["organisation"]).roles
    if session.scalar(select(AssistanceFact.id).where(AssistanceFact.organisation_id == own).limit(1)) is not None:
        return False
    told = ("kind", "target_group", "language", "outcome", "reason", "minutes")
    for one in facts["help"]:
        said = {name: one[name] for name in told if name in one}
        for _time in range(one.get("times", 1)):
            fact = AssistanceFact(id=uuid7(), organisation_id=own, asked_on=sample_day(session, one), **said)
            session.add(fact)
    session.flush()
    return True
