"""Rows of privacy: cases, and what each service has answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.privacy.domain.cases import State
from services.notifications.tables import Base

_MOMENT = DateTime(timezone=True)


class PrivacyCase(Base):
    """Somebody with this address asks what is kept about them; `channel` is `sms` also for a landline.

    `staff_id` is who opened it for a caller. The address goes when the case is closed; what was erased stays counted.
    """

    __tablename__ = "privacy_cases"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(str(state)) for state in State)})", name="state"),
        CheckConstraint("(closed_at IS NULL) = (address IS NOT NULL)", name="closed"),
        CheckConstraint("(code_digest IS NULL) = (code_until IS NULL)", name="code"),
        Index("ix_privacy_cases_address", "address", postgresql_where=sql("address IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    code_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_until: Mapped[datetime | None] = mapped_column(_MOMENT)
    staff_id: Mapped[UUID | None] = mapped_column()
    ready_told: Mapped[bool] = mapped_column(Boolean, server_default=sql("false"))
    asked_at: Mapped[datetime] = mapped_column(_MOMENT)
    opened_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    erasure_asked_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)


class PrivacyPart(Base):
    """What one service has answered: the things it keeps, until the case is closed; what it ended and left."""

    __tablename__ = "privacy_parts"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("privacy_cases.id"), primary_key=True)
    service: Mapped[str] = mapped_column(Text, primary_key=True)
    things: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    ended: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    left: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
