"""What invitations hear of their letters, and what they do when a moment has come."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.invitations import operations
from services.events.invitations.domain import REMINDER, InvitationLinks
from shared.contracts.envelope import Envelope, Message
from shared.contracts.notifications import MessageDelivered, MessageFailed

ABOUT = "invitation"


def subscriptions() -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {MessageFailed: partial(_heard, reached=False), MessageDelivered: partial(_heard, reached=True)}


def _heard(session: Session, told: MessageFailed | MessageDelivered, _envelope: Envelope, *, reached: bool) -> None:
    if told.about == ABOUT:
        operations.note_reached(session, told.subject_id, reached=reached)


def due(links: InvitationLinks) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come."""
    return {REMINDER: lambda session, invitation_id: operations.remind(session, links, invitation_id)}
