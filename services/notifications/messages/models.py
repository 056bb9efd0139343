"""Copies of what messages are about (`occasions`, `audience`), and every message with its fate."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.messages.domain.states import State
from services.notifications.tables import Base

_MOMENT = DateTime(timezone=True)


class Occasion(Base):
    """Our copy of an occurrence or a shift.

    `version` counts changes of what people were told, `heard` is the version of the message it came by, `past` keeps
    the facts of former versions by their number, `clashes` the sign-ups whose person has another shift at its time.
    """

    __tablename__ = "occasions"
    __table_args__ = (
        CheckConstraint("kind IN ('occurrence', 'shift')", name="kind"),
        Index("ix_occasions_event_id", "event_id"),
        Index("ix_occasions_occurrence_id", "occurrence_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    occurrence_id: Mapped[UUID] = mapped_column()
    event_id: Mapped[UUID] = mapped_column()
    organisation_id: Mapped[UUID | None] = mapped_column()
    organisation: Mapped[str] = mapped_column(Text)
    title: Mapped[dict[str, str]] = mapped_column(JSONB)
    work: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=text("'{}'"))
    reason: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=text("'{}'"))
    starts_at: Mapped[datetime] = mapped_column(_MOMENT)
    ends_at: Mapped[datetime] = mapped_column(_MOMENT)
    zone: Mapped[str] = mapped_column(Text)
    venue: Mapped[str] = mapped_column(Text)
    on: Mapped[bool] = mapped_column("is_on", Boolean)
    version: Mapped[int] = mapped_column(Integer)
    heard: Mapped[int] = mapped_column(Integer)
    past: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    clashes: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=text("'{}'"))
    cause_at: Mapped[datetime] = mapped_column(_MOMENT)
    correlation_id: Mapped[str] = mapped_column(Text)


class Party(Base):
    """Our copy of a registration or a sign-up: who is concerned by an occasion.

    `told_version` is the version of the occasion that a message planned for them tells.
    """

    __tablename__ = "audience"
    __table_args__ = (
        CheckConstraint("about IN ('registration', 'sign_up')", name="about"),
        CheckConstraint("state IN ('confirmed', 'waiting', 'offered', 'cancelled')", name="state"),
        Index("ix_audience_occasion_id", "occasion_id", "subject_id"),
        Index("ix_audience_recipient_id", "recipient_id"),
    )

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(Text)
    occasion_id: Mapped[UUID] = mapped_column(ForeignKey("occasions.id"))
    recipient_id: Mapped[UUID | None] = mapped_column(ForeignKey("recipients.id"))
    party: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    any_hour: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    told_version: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime | None] = mapped_column(_MOMENT)


class Matter(Base):
    """What is told to a few people at most: a request, an offer, a referral, … `version` is the newest one heard.

    `organisation_id` is whose it is, where that was told.
    """

    __tablename__ = "matters"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    over: Mapped[bool] = mapped_column(Boolean)
    organisation_id: Mapped[UUID | None] = mapped_column()


class Concerned(Base):
    """Who is written to about a matter. Until `asks_until` a yes or a no of theirs answers what we asked them.

    `question` says in a line what we asked, or they have promised, by kind and time alone. `appointment` is what they
    alone are invited to; `visit_at` is when a visit begins that they have promised.
    """

    __tablename__ = "concerned"
    __table_args__ = (Index("ix_concerned_recipient_id", "recipient_id"),)

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipients.id"), primary_key=True)
    about: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(Text)
    any_hour: Mapped[bool] = mapped_column(Boolean)
    link: Mapped[str] = mapped_column(Text)
    asks_until: Mapped[datetime | None] = mapped_column(_MOMENT)
    question: Mapped[str] = mapped_column(Text, server_default=text("''"))
    visit_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    appointment: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


class Message(Base):
    """One text to one person.

    `note_id` is that of an organiser's note, or of the very message that raised an alarm; `occasion_version` is the
    version of the facts it tells, `attempts` counts the tries, `cause_at` is when that happened which it tells of;
    `told_by` is the staff member who told the person what the message did not bring.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint(
            "subject_id",
            "purpose",
            "subject_version",
            "recipient_id",
            "channel",
            "note_id",
            name="uq_messages_once",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint(f"state IN ({', '.join(repr(str(state)) for state in State)})", name="state"),
        Index("ix_messages_queued", "rush", "next_attempt_at", postgresql_where=text("state = 'queued'")),
        Index("ix_messages_claimed", "lease_until", postgresql_where=text("state = 'claimed'")),
        Index(
            "ix_messages_awaiting",
            "handed_over_at",
            postgresql_where=text("state IN ('accepted', 'buffered') AND channel = 'sms'"),
        ),
        Index("ix_messages_in_doubt", "changed_at", postgresql_where=text("state = 'uncertain' AND told_at IS NULL")),
        Index("ix_messages_occasion_id", "occasion_id", "id"),
        CheckConstraint("(told_by IS NULL) = (told_at IS NULL)", name="told"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipients.id"))
    channel: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID] = mapped_column()
    subject_version: Mapped[int] = mapped_column(Integer)
    occasion_id: Mapped[UUID | None] = mapped_column(ForeignKey("occasions.id"))
    occasion_version: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    note_id: Mapped[UUID | None] = mapped_column()
    language: Mapped[str] = mapped_column(Text)
    template_version: Mapped[int] = mapped_column(Integer)
    subject: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text)
    encoding: Mapped[str | None] = mapped_column(Text)
    units: Mapped[int | None] = mapped_column(Integer)
    parts: Mapped[int | None] = mapped_column(Integer)
    unit_price: Mapped[Decimal | None] = mapped_column(Numeric(12, 5))
    currency: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    rush: Mapped[int] = mapped_column(SmallInteger)
    secret: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    repeated: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    old_starts_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    not_before: Mapped[datetime] = mapped_column(_MOMENT)
    useful_until: Mapped[datetime] = mapped_column(_MOMENT)
    next_attempt_at: Mapped[datetime] = mapped_column(_MOMENT)
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    lease_until: Mapped[datetime | None] = mapped_column(_MOMENT)
    owner: Mapped[UUID | None] = mapped_column()
    cause_at: Mapped[datetime] = mapped_column(_MOMENT)
    correlation_id: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=func.now())
    handed_over_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    changed_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=func.now())
    told_by: Mapped[UUID | None] = mapped_column()
    told_at: Mapped[datetime | None] = mapped_column(_MOMENT)
