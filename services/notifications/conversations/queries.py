"""Reads: our conversation with whoever sent a text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, null, select, union_all
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About
from services.notifications.messages.models import Message
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.queries import language_of, preferences
from services.notifications.replies.models import IncomingText
from services.notifications.replies.queries import concerns
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Line:
    """What was said at a moment (UTC): by us, with the state of that message, or by them, without one."""

    at: datetime
    text: str
    state: str | None
    language: str | None
    """The one in which we wrote it; nobody knows theirs."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one phone and we have said to each other, the oldest first, apart from what we write about events.

    `language` is the one its owner is written to in, None if we do not know it; not `wanted`: they have said stop.
    `answers` are those in our own words, also such as are older than the lines.
    """

    phone: str
    language: str | None
    wanted: bool
    waits: bool
    answers: int
    lines: Sequence[Line]


def answers_to(session: Session, recipient_id: UUID) -> int:
    """How many answers in our own words stand in their conversation."""
    ours = (Message.recipient_id == recipient_id, Message.purpose == Purpose.ANSWER)
    return session.scalar(select(func.count()).select_from(Message).where(*ours)) or 0


def conversation(session: Session, organisations: Collection[UUID], text_id: UUID, *, limit: int) -> Conversation:
    """The conversation in which this text stands, its newest lines. Raises NotFound for a text that is not theirs."""
    wanted = select(IncomingText.recipient_id, IncomingText.read_at).where(
        IncomingText.id == text_id, IncomingText.unclear, concerns(organisations)
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    owner = preferences(session, row.recipient_id)
    theirs = select(IncomingText.received_at, IncomingText.text, null().label("state"), null().label("language")).where(
        IncomingText.recipient_id == row.recipient_id
    )
    ours = select(Message.created_at, Message.body, Message.state, Message.language).where(
        Message.recipient_id == row.recipient_id, Message.about == About.REPLY
    )
    said = union_all(theirs, ours).subquery("said")
    lines = session.execute(select(said).order_by(said.c[0].desc()).limit(limit))
    return Conversation(
        phone=owner.address,
        language=language_of(session, row.recipient_id),
        wanted=owner.wanted,
        waits=row.read_at is None,
        answers=answers_to(session, row.recipient_id),
        lines=[Line(*line) for line in reversed(lines.all())],
    )
