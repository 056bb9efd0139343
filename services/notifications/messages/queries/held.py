"""What messages keep of a recipient, for themselves."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from services.notifications.messages.models import Concerned, Message, Party
from services.notifications.recipients.domain import Purpose
from shared.contracts.parts import Thing
from shared.messaging.erasing import MOST, thing

PRIVACY = (Purpose.PRIVACY_CODE, Purpose.PRIVACY_READY, Purpose.PRIVACY_DONE)


def messages_held(session: Session, recipient_id: UUID) -> list[Thing]:
    """The messages to a recipient, the newest first, each as it was written."""
    found = select(Message).where(Message.recipient_id == recipient_id, Message.purpose.not_in(PRIVACY))
    return [
        thing(
            "message",
            kind=one.purpose,
            language=one.language,
            state=one.state,
            made_at=one.created_at,
            subject=one.subject,
            text=one.body,
        )
        for one in session.scalars(found.order_by(Message.id.desc()).limit(MOST))
    ]


def is_stranger(session: Session, recipient_id: UUID) -> bool:
    """Whether we know of an address only because somebody has typed it to get a code."""
    return not session.scalar(select(_written(recipient_id) | _concerned(recipient_id)))


def is_concerned(session: Session, recipient_id: UUID) -> bool:
    """Whether a recipient is concerned by anything, or was written to in words that are still kept."""
    return bool(session.scalar(select(_written(recipient_id, Message.body != "") | _concerned(recipient_id))))


def _written(recipient_id: UUID, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Message.recipient_id == recipient_id, Message.purpose.not_in(PRIVACY), *more)


def _concerned(recipient_id: UUID) -> ColumnElement[bool]:
    parties = exists().where(Party.recipient_id == recipient_id)
    return exists().where(Concerned.recipient_id == recipient_id) | parties
