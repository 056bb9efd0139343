"""Campaigns that were approved."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, Index, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.campaigns.domain import CampaignState
from services.notifications.tables import Base

_MOMENT = DateTime(timezone=True)


class Campaign(Base):
    """A campaign and how far it has come: `told_up_to` is the last address it was planned for.

    `expected` addresses were counted when it was approved; `merged` people share one with somebody of them.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(str(state)) for state in CampaignState)})", name="state"),
        Index("ix_campaigns_organisation_id", "organisation_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column()
    topic: Mapped[str] = mapped_column(Text)
    target_groups: Mapped[list[str]] = mapped_column(ARRAY(Text))
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    channel: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(Text)
    words: Mapped[dict[str, str]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text)
    expected: Mapped[int] = mapped_column(Integer)
    merged: Mapped[int] = mapped_column(Integer)
    written_by: Mapped[UUID] = mapped_column()
    written_at: Mapped[datetime] = mapped_column(_MOMENT)
    begins_at: Mapped[datetime] = mapped_column(_MOMENT)
    ended_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    told_up_to: Mapped[UUID | None] = mapped_column()
    correlation_id: Mapped[str] = mapped_column(Text)
