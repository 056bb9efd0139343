"""Sample consultations that have taken place, with who came: how many and in which language, and nobody's name."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations.queries import an_owner
from services.events.programme.models import Event, Occurrence
from services.events.programme.operations import hold_event
from services.events.registrations.domain import Links, State
from services.events.registrations.models import Registration
from shared.links import digest


def load_held(session: Session, links: Links, facts: dict[str, Any]) -> bool:
    """Write the event of a sample file as one that was held, and the parties that came to each of its dates.

    Nothing happens, and False is returned, if the organisation has an event of that name.
    """
    (own,) = an_owner(session, facts["organisation"]).roles
    same = (Event.organisation_id == own, Event.title["lt"].astext == facts["event"]["title"]["lt"])
    if session.scalar(select(Event.id).where(*same).limit(1)) is not None:
        return False
    parties = [one["parties"] for one in facts["event"]["occurrences"]]
    dates = hold_event(session, facts["event"], facts["organisation"])
    for occurrence_id, came in zip(dates, parties, strict=True):
        _come(session, links, occurrence_id, came)
    return True


def _come(session: Session, links: Links, occurrence_id: UUID, parties: list[dict[str, Any]]) -> None:
    """Each party was registered by a helper, so that no address of theirs was ever kept."""
    for turn, one in enumerate(parties, 1):
        id_ = uuid7()
        token = digest(links.token(id_))
        party = Registration(id=id_, occurrence_id=occurrence_id, turn=turn, token_digest=token, code=links.code(id_))
        party.state, party.channel = State.CONFIRMED, "none"
        party.party, party.language = one["people"], one["language"]
        session.add(party)
    session.flush()
    counted = {"taken": sum(one["people"] for one in parties), "turns": len(parties)}
    session.execute(update(Occurrence).where(Occurrence.id == occurrence_id).values(counted))
