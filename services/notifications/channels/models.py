"""Every try to send, every receipt, and the built-in phone and mailbox of the embedded run."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, LargeBinary, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import Base

_MOMENT = DateTime(timezone=True)


class Attempt(Base):
    """One try. It is committed before the gateway is called, so a row without `outcome` means: perhaps sent."""

    __tablename__ = "attempts"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    provider: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(_MOMENT)
    ended_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    outcome: Mapped[str | None] = mapped_column(Text)
    provider_ref: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str | None] = mapped_column(Text)


class ReceiptRow(Base):
    """What a gateway told us later.

    `message_id` is None for a message we do not know, `applied_at` if it came too late to change anything.
    """

    __tablename__ = "receipts"
    __table_args__ = (Index("ix_receipts_message_id", "message_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(Text)
    provider_ref: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    status: Mapped[str] = mapped_column(Text)
    raw: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(_MOMENT)
    applied_at: Mapped[datetime | None] = mapped_column(_MOMENT)


class MailboxItem(Base):
    """What arrived on the built-in phone or in the built-in mailbox, in no other run than the embedded one.

    The message's id is its key: however often a message is handed over, it arrives once.
    """

    __tablename__ = "mailbox"
    __table_args__ = (Index("ix_mailbox_address", "address", "arrived_at"),)

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    unsubscribe_url: Mapped[str | None] = mapped_column(Text)
    arrived_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=func.clock_timestamp())
