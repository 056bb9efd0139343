"""Writes: a text that waits for one of us is read; what somebody has texted us is erased."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.notifications.replies.models import IncomingText
from services.notifications.replies.queries import concerns
from shared.audit import audit
from shared.errors import NotFound


def read_text(session: Session, who: UUID, organisations: Collection[UUID], text_id: UUID, now: datetime) -> None:
    """Note that `who` has read a text that waits for it and done what it asks; twice changes nothing.

    Raises NotFound for a text that does not concern these organisations.
    """
    tick_off(session, who, text_to_read(session, organisations, text_id), now)


def text_to_read(session: Session, organisations: Collection[UUID], text_id: UUID) -> IncomingText:
    """A text for these organisations to read, held still. Raises NotFound for any other."""
    wanted = select(IncomingText).where(IncomingText.id == text_id, IncomingText.unclear, concerns(organisations))
    text = session.scalars(wanted.with_for_update(of=IncomingText, key_share=True)).one_or_none()
    if text is None:
        raise NotFound
    return text


def tick_off(session: Session, who: UUID, text: IncomingText, now: datetime) -> None:
    """Note that `who` has read this text, unless somebody else was first."""
    if text.read_at is None:
        text.read_by, text.read_at = who, now
        audit(session, who, "text_read", text.id)


def erase_texts(session: Session, recipient_id: UUID) -> None:
    """Delete what somebody has texted us."""
    session.execute(delete(IncomingText).where(IncomingText.recipient_id == recipient_id))
