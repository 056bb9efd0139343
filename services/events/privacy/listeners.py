"""What privacy hears: a case is opened, an erasure is confirmed, a case is closed; where a helper was named."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from services.events.mediation.operations.erasing import erase_helper_names
from services.events.privacy import operations
from services.events.registrations.domain import Links
from shared.contracts.envelope import Envelope, Message
from shared.contracts.privacy import PersonCaseClosed, PersonDataAsked, PersonErasureAsked, VolunteerErased
from shared.messaging.erasing import wipe_messages


def subscriptions(links: Links) -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""

    def heard_asked(session: Session, asked: PersonDataAsked, _envelope: Envelope) -> None:
        operations.tell_held(session, asked.case_id, asked.whose)

    def heard_erasure(session: Session, asked: PersonErasureAsked, _envelope: Envelope) -> None:
        operations.erase(session, links, asked.case_id, asked.whose)

    return {
        PersonDataAsked: heard_asked,
        PersonErasureAsked: heard_erasure,
        VolunteerErased: _heard_helper,
        PersonCaseClosed: _heard_closed,
    }


def _heard_helper(session: Session, erased: VolunteerErased, _envelope: Envelope) -> None:
    erase_helper_names(session, erased.helped)


def _heard_closed(session: Session, closed: PersonCaseClosed, _envelope: Envelope) -> None:
    wipe_messages(session, closed.case_id)
