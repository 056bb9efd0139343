"""What evidence hears: that help was asked for, and how that ended."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from services.events.evidence import operations
from shared.contracts.envelope import Envelope, Message
from shared.contracts.volunteers import RequestClosed, RequestOpened


def subscriptions() -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {RequestOpened: _heard_opened, RequestClosed: _heard_closed}


def _heard_opened(session: Session, told: RequestOpened, envelope: Envelope) -> None:
    operations.note_opened(session, told, told.target_group, envelope.time)


def _heard_closed(session: Session, told: RequestClosed, envelope: Envelope) -> None:
    end = operations.End(outcome=told.outcome, reason=told.reason, helpers=told.helpers)
    operations.note_closed(session, told, end, at=envelope.time, version=envelope.version)
