"""Addresses we write to, what their owners agreed to, and whom we may not write to any more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, CheckConstraint, DateTime, ForeignKey, Index, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import Base


class Recipient(Base):
    """One address of one channel. Language and wishes belong to the party, since two parties may share a phone."""

    __tablename__ = "recipients"
    __table_args__ = (UniqueConstraint("channel", "address"), Index("ix_recipients_address_hmac", "address_hmac"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    address_hmac: Mapped[str] = mapped_column(Text)
    country: Mapped[str] = mapped_column(Text)
    fault: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Consent(Base):
    """What the owner of an address said about being written to, and by which act; the newest row of a purpose holds."""

    __tablename__ = "consents"

    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipients.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(Text, primary_key=True)
    evidence: Mapped[str] = mapped_column(Text, primary_key=True)
    given: Mapped[bool] = mapped_column(Boolean, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Listed(Base):
    """Somebody behind an address who agreed to hear of topics, as far as they said who they are.

    A household that shares a phone is several of these. What is agreed now stands here, its history in `consents`.
    """

    __tablename__ = "listed"
    __table_args__ = (
        UniqueConstraint("recipient_id", "language", "target_group", "area"),
        CheckConstraint("topics <> '{}'", name="topics"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipients.id"))
    language: Mapped[str] = mapped_column(Text)
    target_group: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(Text)
    topics: Mapped[list[str]] = mapped_column(ARRAY(Text))
    how: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[UUID | None] = mapped_column()
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Suppression(Base):
    """An address nothing is sent to; only its keyed digest is kept, so that it outlives the recipient's erasure."""

    __tablename__ = "suppressions"

    address_hmac: Mapped[str] = mapped_column(Text, primary_key=True)
    channel: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
