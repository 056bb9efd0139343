"""What privacy hears: a case is opened, an erasure is confirmed, the events service has erased, a case is closed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import Links
from services.volunteers.privacy import operations
from shared.contracts.envelope import Envelope, Message
from shared.contracts.privacy import ParticipantErased, PersonCaseClosed, PersonDataAsked, PersonErasureAsked
from shared.messaging.erasing import known_erasure, wipe_messages


def subscriptions(links: Links, own_shifts: str) -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it; `own_shifts` is the page of the own shifts."""

    def heard_asked(session: Session, asked: PersonDataAsked, _envelope: Envelope) -> None:
        operations.tell_held(session, asked.case_id, asked.whose)

    def heard_erasure(session: Session, asked: PersonErasureAsked, _envelope: Envelope) -> None:
        operations.erase(session, links, asked.case_id, asked.whose, own_shifts=own_shifts)

    def heard_erased(session: Session, erased: ParticipantErased, _envelope: Envelope) -> None:
        """All that `events` has asked of us for the person was sent before this."""
        operations.erase_late(session, links, known_erasure(session, erased.case_id))

    return {
        PersonDataAsked: heard_asked,
        PersonErasureAsked: heard_erasure,
        ParticipantErased: heard_erased,
        PersonCaseClosed: _heard_closed,
    }


def _heard_closed(session: Session, closed: PersonCaseClosed, _envelope: Envelope) -> None:
    wipe_messages(session, closed.case_id)
