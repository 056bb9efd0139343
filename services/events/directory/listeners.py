"""What the directory hears of messages to providers; and what becomes due in it: checks, reminders, forgetting."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations
from services.events.directory.domain import CHECK, FORGET, REMINDER
from shared.contracts.envelope import Envelope, Message
from shared.contracts.notifications import MessageDelivered, MessageFailed

ABOUT = "service"


def subscriptions() -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {MessageFailed: partial(_heard, reached=False), MessageDelivered: partial(_heard, reached=True)}


def _heard(session: Session, told: MessageFailed | MessageDelivered, _envelope: Envelope, *, reached: bool) -> None:
    if told.about == ABOUT:
        operations.note_reached(session, told.subject_id, reached=reached)


def due(public_url: str) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come; links begin with `public_url`."""
    return {
        CHECK: lambda session, service_id: operations.ask_check(session, public_url, service_id),
        REMINDER: lambda session, service_id: operations.remind_check(session, public_url, service_id),
        FORGET: operations.forget_contact,
    }
