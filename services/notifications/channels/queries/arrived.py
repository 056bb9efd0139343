"""Reads: what arrived in the built-in phone and mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from services.notifications.channels.models import MailboxItem
from services.notifications.messages.models import Message, Occasion


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message that has arrived. `caused_at` is when that happened which it tells of."""

    message_id: UUID
    channel: str
    address: str
    language: str
    purpose: str
    about: str
    subject_id: UUID
    occasion_id: UUID | None
    caused_at: datetime
    handed_over_at: datetime
    subject: str | None
    body: str
    ics: bytes | None
    unsubscribe_url: str | None

    @property
    def milliseconds(self) -> int:
        """From the cause to the arrival."""
        return round((self.handed_over_at - self.caused_at).total_seconds() * 1000)

    @property
    def calendar(self) -> str | None:
        """The calendar entry as text."""
        return self.ics.decode() if self.ics else None


_ARRIVED = select(
    MailboxItem.message_id,
    MailboxItem.channel,
    MailboxItem.address,
    Message.language,
    Message.purpose,
    Message.about,
    Message.subject_id,
    Message.occasion_id,
    Message.cause_at,
    MailboxItem.arrived_at,
    MailboxItem.subject,
    MailboxItem.body,
    MailboxItem.calendar,
    MailboxItem.unsubscribe_url,
).join(Message, Message.id == MailboxItem.message_id)


def arrived(
    session: Session,
    *,
    address: str | None = None,
    event_id: UUID | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 100,
) -> Sequence[Arrived]:
    """What has arrived, oldest first: at one address, about one event, or all of it."""
    statement: Select[*tuple[Any, ...]] = _ARRIVED
    if address:
        statement = statement.where(func.lower(MailboxItem.address) == address.lower())
    if event_id:
        of_event = select(Occasion.id).where(Occasion.event_id == event_id)
        statement = statement.where(Message.occasion_id.in_(of_event))
    if after:
        statement = statement.where(tuple_(MailboxItem.arrived_at, MailboxItem.message_id) > after)
    rows = session.execute(statement.order_by(MailboxItem.arrived_at, MailboxItem.message_id).limit(limit))
    return [Arrived(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Box:
    """A phone or mailbox to which something has arrived."""

    channel: str
    address: str
    count: int
    last_at: datetime


def boxes(session: Session) -> Sequence[Box]:
    """Every phone and mailbox, the one with the newest message first."""
    last = func.max(MailboxItem.arrived_at)
    rows = session.execute(
        select(MailboxItem.channel, MailboxItem.address, func.count(), last)
        .group_by(MailboxItem.channel, MailboxItem.address)
        .order_by(last.desc())
        .limit(500)
    )
    return [Box(*row) for row in rows]
