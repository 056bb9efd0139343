"""What invitations hear of their letters, and what they do when a moment has come."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.invitations import operations
from services.events.invitations.domain import REMINDER, WIPING, InvitationLinks
from shared.contracts.envelope import Envelope, Message
from shared.contracts.notifications import MessageDelivered, MessageFailed

ABOUT = "invitation"


def subscriptions() -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {MessageFailed: _heard_failure, MessageDelivered: _heard_delivery}


def _heard_failure(session: Session, failure: MessageFailed, _envelope: Envelope) -> None:
    if failure.about == ABOUT:
        operations.note_unreached(session, failure.subject_id, failure.subject_version)


def _heard_delivery(session: Session, delivery: MessageDelivered, _envelope: Envelope) -> None:
    if delivery.about == ABOUT:
        operations.note_reached(session, delivery.subject_id)


def due(links: InvitationLinks) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come."""
    return {
        REMINDER: lambda session, invitation_id: operations.remind(session, links, invitation_id),
        WIPING: operations.wipe,
    }
