"""What the directory hears of messages to providers; and what becomes due in it: checks, reminders, forgetting."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations
from services.events.directory.domain import CHECK, FORGET, FORGET_EDIT, FORGET_WORDS, INDEX, REMINDER
from shared.contracts.envelope import Envelope, Message
from shared.contracts.notifications import MessageDelivered, MessageFailed

ABOUT = "service"


def subscriptions() -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {MessageFailed: _heard_failure, MessageDelivered: _heard_delivery}


def _heard_failure(session: Session, failure: MessageFailed, _envelope: Envelope) -> None:
    if failure.about == ABOUT:
        operations.note_unreached(session, failure.subject_id, failure.subject_version)


def _heard_delivery(session: Session, delivery: MessageDelivered, _envelope: Envelope) -> None:
    if delivery.about == ABOUT:
        operations.note_reached(session, delivery.subject_id)


def due(public_url: str) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come; links begin with `public_url`."""
    return {
        CHECK: lambda session, service_id: operations.ask_check(session, public_url, service_id),
        REMINDER: lambda session, service_id: operations.remind_check(session, public_url, service_id),
        FORGET: operations.forget_contact,
        FORGET_WORDS: operations.forget_words,
        FORGET_EDIT: operations.forget_edit,
        INDEX: operations.index_again,
    }
