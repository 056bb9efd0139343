"""What invitations do when a moment has come."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.invitations import operations
from services.events.invitations.domain import REMINDER, WIPING, InvitationLinks


def due(links: InvitationLinks) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come."""
    return {
        REMINDER: lambda session, invitation_id: operations.remind(session, links, invitation_id),
        WIPING: operations.wipe,
    }
