"""Tables of the programme. People's texts are JSONB, one text per language."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.events.programme.domain import LARGEST, LONGEST_OFFER, Kind
from services.events.tables import MOMENT, Base, one_of

WALL = DateTime(timezone=False)
NONE_YET = text("'{}'")


class Venue(Base):
    """Where people come to; `access` holds codes of what they can rely on there."""

    __tablename__ = "venues"
    __table_args__ = (Index("ix_venues_organisation_id", "organisation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    municipality: Mapped[str] = mapped_column(Text)
    access: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NONE_YET)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Event(Base):
    """What an organisation offers; `version` counts its changes, `offer_hours` 0 promotes waiting parties at once.

    `machine_made` are the languages whose texts nobody has checked since a machine wrote them, `outdated` those whose
    texts nobody has checked since the Lithuanian ones changed; without any
    `languages_spoken`, which a version before 0015 leaves out, those of the title count.
    """

    __tablename__ = "events"
    __table_args__ = (
        one_of("kind", tuple(Kind)),
        one_of("state", ("draft", "published", "cancelled")),
        CheckConstraint(f"offer_hours BETWEEN 0 AND {LONGEST_OFFER}", name="offer_hours"),
        CheckConstraint("title <> '{}'", name="title"),
        Index("ix_events_organisation_id_id", "organisation_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("projects.id"))
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[dict[str, str]] = mapped_column(JSONB)
    summary: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=NONE_YET)
    description: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=NONE_YET)
    machine_made: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NONE_YET)
    outdated: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NONE_YET)
    languages_spoken: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NONE_YET)
    offer_hours: Mapped[int] = mapped_column(server_default=text("0"))
    state: Mapped[str] = mapped_column(Text, server_default=text("'draft'"))
    reason: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=NONE_YET)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())


class Occurrence(Base):
    """One date of an event.

    `version` counts changes of what people were told: time, place, state. `taken` places, `waiting` parties and
    `turns`, the number of registrations so far, are written by registrations alone, always under this row's lock.
    `fitted` says whether the party that registered last got its places.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        one_of("state", ("draft", "on", "cancelled")),
        CheckConstraint("ends_at > starts_at", name="ends"),
        CheckConstraint(f"capacity BETWEEN 1 AND {LARGEST}", name="capacity"),
        CheckConstraint("taken BETWEEN 0 AND capacity", name="taken"),
        CheckConstraint("waiting >= 0", name="waiting"),
        Index("ix_occurrences_event_id", "event_id"),
        Index("ix_occurrences_starts_at_id", "starts_at", "id", postgresql_where=text("state = 'on'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venues.id"))
    starts_wall: Mapped[datetime] = mapped_column(WALL)
    ends_wall: Mapped[datetime] = mapped_column(WALL)
    zone: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(MOMENT)
    ends_at: Mapped[datetime] = mapped_column(MOMENT)
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(server_default=text("0"))
    waiting: Mapped[int] = mapped_column(server_default=text("0"))
    turns: Mapped[int] = mapped_column(server_default=text("0"))
    fitted: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[str] = mapped_column(Text, server_default=text("'draft'"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class PlannedShift(Base):
    """Work that volunteers are asked for at an occurrence, from some minutes before it to some after.

    `at_screen`: whoever has it is rung when somebody asks for help at the information screen.
    """

    __tablename__ = "planned_shifts"
    __table_args__ = (
        CheckConstraint("places BETWEEN 1 AND 100", name="places"),
        CheckConstraint("minutes_before >= 0 AND minutes_after >= 0", name="minutes"),
        Index("ix_planned_shifts_occurrence_id", "occurrence_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("occurrences.id"))
    title: Mapped[dict[str, str]] = mapped_column(JSONB)
    places: Mapped[int]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NONE_YET)
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=NONE_YET)
    minutes_before: Mapped[int] = mapped_column(server_default=text("0"))
    minutes_after: Mapped[int] = mapped_column(server_default=text("0"))
    at_screen: Mapped[bool] = mapped_column(server_default=text("false"))


class FormerFacts(Base):
    """What the last change of an event replaced, so that it can be undone while the event has this `version`.

    `what` is the change as the audit calls it. `facts` holds texts and the like by name, or by date the wall times
    and venue, or the places, that were before. Nothing in it is about people.
    """

    __tablename__ = "former_facts"
    __table_args__ = (one_of("what", ("event_changed", "occurrence_moved", "capacity_changed")),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), primary_key=True)
    version: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changed_at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())
