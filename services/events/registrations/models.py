"""Tables of registrations: parties, their members, and how free places were given to those who waited."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.events.registrations.domain import LARGEST_PARTY, By, Cause, State
from services.events.tables import MOMENT, Base, one_of
from shared.languages import LANGUAGES


class Registration(Base):
    """A party that comes to an occurrence, or waits to.

    `turn` is its place in the order of registering, given under the occurrence's lock. `booked_by` is the staff
    member who helped. `unreached` says that a message failed, that nobody knows whether it arrived, or that it was
    withdrawn because the party wants none; `stopped` that it wants none, as it last said at `wish_at`.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        one_of("state", tuple(State)),
        one_of("channel", ("sms", "email", "none")),
        one_of("language", LANGUAGES),
        one_of("cancelled_by", tuple(By)),
        one_of("unreached", ("failed", "uncertain", "withdrawn")),
        CheckConstraint(f"party BETWEEN 1 AND {LARGEST_PARTY}", name="party"),
        CheckConstraint("(state = 'cancelled') = (cancelled_by IS NOT NULL)", name="cancelled"),
        CheckConstraint("(state = 'offered') = (offer_expires_at IS NOT NULL)", name="offered"),
        CheckConstraint("(channel <> 'sms' OR phone <> '') AND (channel <> 'email' OR email <> '')", name="contact"),
        UniqueConstraint("token_digest"),
        UniqueConstraint("code", "occurrence_id"),
        UniqueConstraint("occurrence_id", "turn"),
        Index("ix_registrations_waiting", "occurrence_id", "turn", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("occurrences.id"))
    turn: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    party: Mapped[int]
    code: Mapped[str] = mapped_column(Text)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary)
    channel: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    any_hour: Mapped[bool] = mapped_column(server_default=text("false"))
    needs: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    booked_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
    offer_expires_at: Mapped[datetime | None] = mapped_column(MOMENT)
    cancelled_by: Mapped[str | None] = mapped_column(Text)
    cancelled_at: Mapped[datetime | None] = mapped_column(MOMENT)
    unreached: Mapped[str | None] = mapped_column(Text)
    stopped: Mapped[bool] = mapped_column(server_default=text("false"))
    wish_at: Mapped[datetime | None] = mapped_column(MOMENT)


class Member(Base):
    """A named person of a party, counted from 1."""

    __tablename__ = "members"
    __table_args__ = (CheckConstraint(f"number BETWEEN 1 AND {LARGEST_PARTY}", name="number"),)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class Choice(Base):
    """How `free` places were given to the waiting list: whom we looked at, in order, and what became of each.

    `considered` is a list of `{registration_id, party, outcome}`; whoever is not in it came after the last free place.
    """

    __tablename__ = "choices"
    __table_args__ = (one_of("cause", tuple(Cause)), Index("ix_choices_occurrence_id_id", "occurrence_id", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("occurrences.id"))
    at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
    cause: Mapped[str] = mapped_column(Text)
    free: Mapped[int]
    considered: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
