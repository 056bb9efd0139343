"""Rows of shifts: what we have heard of events, the shifts in them, and who signed up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.tables import Base


class Event(Base):
    """What the events service last told of an event. `version` is the event's, so that older news is recognised."""

    __tablename__ = "events"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    organisation_id: Mapped[UUID]
    organisation: Mapped[str] = mapped_column(Text)
    title: Mapped[dict[str, str]] = mapped_column(JSONB)


class Shift(Base):
    """Work at one occurrence. `taken` counts the active sign-ups; it may exceed places that were reduced later.

    `at_screen`: whoever has it is rung when somebody asks for help at the information screen.
    """

    __tablename__ = "shifts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    state: Mapped[str] = mapped_column(Text, server_default=text("'open'"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), index=True)
    occurrence_id: Mapped[UUID]
    title: Mapped[dict[str, str]] = mapped_column(JSONB)
    places: Mapped[int] = mapped_column(Integer)
    taken: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text))
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    zone: Mapped[str] = mapped_column(Text)
    venue: Mapped[dict[str, Any]] = mapped_column(JSONB)
    at_screen: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (
        CheckConstraint("state IN ('open', 'cancelled')", name="state"),
        CheckConstraint("taken >= 0", name="taken"),
        CheckConstraint("ends_at > starts_at", name="ends_at"),
        Index("ix_shifts_open", "starts_at", "id", postgresql_where=text("state = 'open'")),
    )


class SignUp(Base):
    """A volunteer's place in a shift. `unreached`: a message about it did not arrive, somebody should call."""

    __tablename__ = "sign_ups"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    state: Mapped[str] = mapped_column(Text, server_default=text("'confirmed'"))
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shifts.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteers.id"), index=True)
    unreached: Mapped[bool] = mapped_column(server_default=text("false"))
    signed_up_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cancelled_by: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("state IN ('confirmed', 'cancelled')", name="state"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_at"),
        CheckConstraint("cancelled_by IN ('volunteer', 'coordinator', 'reply', 'shift')", name="cancelled_by"),
        Index(
            "uq_sign_ups_active", "shift_id", "volunteer_id", unique=True, postgresql_where=text("state = 'confirmed'")
        ),
    )
