"""Reads: a conversation, as the built-in phone shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.messages.models import Message
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.models import Recipient
from services.notifications.replies.models import IncomingText


def had_help(session: Session, recipient_id: UUID, since: datetime) -> bool:
    """Whether a text of theirs was answered with help since then."""
    found = (
        select(IncomingText.id)
        .join(Message, Message.subject_id == IncomingText.id)
        .where(
            IncomingText.recipient_id == recipient_id,
            IncomingText.received_at >= since,
            Message.purpose == Purpose.HELP_ANSWER,
        )
    )
    return session.scalar(found.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that somebody sent us."""

    text: str
    at: datetime
    answer: str


def texts_from(session: Session, phone: str) -> Sequence[Sent]:
    """What came from this phone, oldest first."""
    rows = session.execute(
        select(IncomingText.text, IncomingText.received_at, IncomingText.answer)
        .join(Recipient, Recipient.id == IncomingText.recipient_id)
        .where(Recipient.channel == "sms", Recipient.address == phone)
        .order_by(IncomingText.received_at, IncomingText.id)
        .limit(500)
    )
    return [Sent(*row) for row in rows]
