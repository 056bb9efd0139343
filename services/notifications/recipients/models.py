"""Addresses we write to, what their owners agreed to, and whom we may not write to any more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, ForeignKey, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import Base


class Recipient(Base):
    """One address of one channel. Language and wishes belong to the party, since two parties may share a phone."""

    __tablename__ = "recipients"
    __table_args__ = (UniqueConstraint("channel", "address"),)

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


class Suppression(Base):
    """An address nothing is sent to; only its keyed digest is kept, so that it outlives the recipient's erasure."""

    __tablename__ = "suppressions"

    address_hmac: Mapped[str] = mapped_column(Text, primary_key=True)
    channel: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
