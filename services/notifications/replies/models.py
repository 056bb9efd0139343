"""Texts that people send us."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import Base


class IncomingText(Base):
    """One text from one phone. A gateway repeats what it is not sure of, under the same id.

    `unclear` is one that we could do nothing with, which somebody of us has to read.
    """

    __tablename__ = "incoming_texts"
    __table_args__ = (
        UniqueConstraint("provider", "provider_ref"),
        CheckConstraint("(read_by IS NULL) = (read_at IS NULL)", name="read"),
        Index("ix_incoming_texts_recipient_id", "recipient_id", "received_at"),
        Index("ix_incoming_texts_to_read", "id", postgresql_where=sql("unclear AND read_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(Text)
    provider_ref: Mapped[str] = mapped_column(Text)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipients.id"))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text)
    subject_id: Mapped[UUID | None] = mapped_column()
    correlation_id: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    unclear: Mapped[bool] = mapped_column(Boolean, server_default=sql("false"))
    read_by: Mapped[UUID | None] = mapped_column()
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
