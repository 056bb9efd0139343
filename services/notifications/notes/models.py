"""Notes that were sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import Base


class Note(Base):
    """A note and how far it has been told: `told_up_to` is the last party it was planned for."""

    __tablename__ = "notes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occurrence_id: Mapped[UUID] = mapped_column()
    words: Mapped[dict[str, str]] = mapped_column(JSONB)
    to_waiting: Mapped[bool] = mapped_column(Boolean)
    to_volunteers: Mapped[bool] = mapped_column(Boolean)
    written_by: Mapped[UUID] = mapped_column()
    written_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    told_up_to: Mapped[UUID | None] = mapped_column()
    correlation_id: Mapped[str] = mapped_column(Text)
