"""Reads: whom a message is for, as staff know them who tell them by phone what it did not bring."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from services.notifications.messages.models import Message, Occasion, Party
from services.notifications.recipients.domain import ERASED
from services.notifications.recipients.models import Recipient


@dataclass(frozen=True, slots=True)
class Whom:
    """The code of a party (a volunteer has none), the address written to, and the date or shift it is about.

    `starts_at` carries an offset, `zone` is where it takes place; an address that was erased is empty.
    """

    code: str | None
    channel: str
    address: str
    starts_at: datetime
    zone: str
    work: dict[str, str]


def whom(session: Session, messages: Collection[UUID]) -> Mapping[UUID, Whom]:
    """Of each of these messages about an event, whom it is for. The asker's right to see them was looked at before."""
    shown = case((Recipient.fault == ERASED, ""), else_=Recipient.address)
    rows = session.execute(
        select(Message.id, Party.code, Recipient.channel, shown, Occasion.starts_at, Occasion.zone, Occasion.work)
        .join(Recipient, Recipient.id == Message.recipient_id)
        .join(Occasion, Occasion.id == Message.occasion_id)
        .outerjoin(Party, Party.subject_id == Message.subject_id)
        .where(Message.id.in_(messages))
    )
    return {message_id: Whom(code or None, *rest) for message_id, code, *rest in rows}
