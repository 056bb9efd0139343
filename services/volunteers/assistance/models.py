"""Rows of assistance: requests, whom we asked, what happened; what volunteers say of their help, and their documents.

Contacts are stored as messages carry them.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, LargeBinary, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.assistance.domain.helping import VEHICLES, Document
from services.volunteers.assistance.domain.partners import Answer
from services.volunteers.assistance.domain.requests import By, Kind
from services.volunteers.assistance.domain.states import ALARMS, PANIC, State
from services.volunteers.tables import Base

_NO = text("false")
_NOTHING = text("''")
_NONE = text("'{}'")
_STANDS = text("state <> 'withdrawn'")
_MOMENT = DateTime(timezone=True)


def _one_of(column: str, values: Any) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Helper(Base):
    """How a volunteer helps single persons, and the organisations that may ask them."""

    __tablename__ = "helpers"

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteers.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=_NONE)
    organisations: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=_NONE)
    areas: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=_NONE)
    vehicle: Mapped[str] = mapped_column(Text, server_default=text("'none'"))
    gender: Mapped[str | None] = mapped_column(Text)
    can_lift: Mapped[bool] = mapped_column(server_default=_NO)

    __table_args__ = (
        CheckConstraint(_one_of("vehicle", VEHICLES), name="vehicle"),
        CheckConstraint("gender IN ('woman', 'man')", name="gender"),
        Index("ix_helpers_organisations", "organisations", postgresql_using="gin"),
    )


class DocumentRow(Base):
    """A document that a coordinator has looked at. There is no copy, and nothing of what stands in it."""

    __tablename__ = "documents"

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteers.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    checked_on: Mapped[date]
    valid_until: Mapped[date | None]
    checked_by: Mapped[UUID]

    __table_args__ = (CheckConstraint(_one_of("kind", Document), name="kind"),)


class Request(Base):
    """Help that somebody asked for. `wanted` helpers are needed, `taken` have promised.

    `wave` counts the waves in which volunteers were asked. `leg_of` is the way there, of a way back; `repeat_of` the
    first of a weekly request, which has `weekly_until`, and `pattern` if weeks have been moved (`repeating.Pattern`);
    later weeks have a number (`week`, from 1) and are sought from `sought_from` on. `person_key` knows a person again.
    `unread`: a helper reports something, and no coordinator has read it yet; `unanswered`: one calls for help, and no
    coordinator has said yet what was done, whatever has become of the request.
    """

    __tablename__ = "requests"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    state: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    organisation_id: Mapped[UUID]
    referral_id: Mapped[UUID | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    person: Mapped[dict[str, Any]] = mapped_column(JSONB)
    asker: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    person_key: Mapped[bytes] = mapped_column(LargeBinary)
    starts_at: Mapped[datetime] = mapped_column(_MOMENT)
    ends_at: Mapped[datetime] = mapped_column(_MOMENT)
    appointment_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    zone: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(Text)
    destination: Mapped[str] = mapped_column(Text, server_default=_NOTHING)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=_NONE)
    prefers_gender: Mapped[str] = mapped_column(Text, server_default=text("'none'"))
    companion: Mapped[bool] = mapped_column(server_default=_NO)
    wheelchair: Mapped[bool] = mapped_column(server_default=_NO)
    stairs: Mapped[bool] = mapped_column(server_default=_NO)
    load_minutes: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    two_people: Mapped[bool] = mapped_column(server_default=_NO)
    target_group: Mapped[str] = mapped_column(Text, server_default=_NOTHING)
    note: Mapped[str] = mapped_column(Text, server_default=_NOTHING)
    blocked: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=_NONE)
    leg_of: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"), index=True)
    repeat_of: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"))
    weekly_until: Mapped[date | None]
    sought_from: Mapped[datetime | None] = mapped_column(_MOMENT)
    week: Mapped[int | None] = mapped_column(Integer)
    pattern: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))
    wanted: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    taken: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    wave: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    gives_up_at: Mapped[datetime] = mapped_column(_MOMENT)
    asked_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=func.now())
    arrived_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    overdue_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    closed_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    closed_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, server_default=_NOTHING)
    late: Mapped[bool] = mapped_column(server_default=_NO)
    alarm: Mapped[str | None] = mapped_column(Text)
    unreached: Mapped[bool] = mapped_column(server_default=_NO)
    unread: Mapped[bool] = mapped_column(server_default=_NO)
    unanswered: Mapped[bool] = mapped_column(server_default=_NO)

    @property
    def called_for(self) -> str | None:
        """Why coordinators are called now: a call for help weighs more than any other alarm."""
        return PANIC if self.unanswered else self.alarm

    __table_args__ = (
        CheckConstraint(_one_of("state", State), name="state"),
        CheckConstraint(_one_of("kind", Kind), name="kind"),
        CheckConstraint(_one_of("by", By), name="by"),
        CheckConstraint("ends_at > starts_at", name="ends_at"),
        CheckConstraint("taken BETWEEN 0 AND wanted", name="taken"),
        CheckConstraint(
            "(state IN ('done', 'unmet', 'cancelled', 'no_show')) = (closed_at IS NOT NULL)", name="closed"
        ),
        CheckConstraint(_one_of("alarm", ALARMS), name="alarm"),
        Index("ix_requests_board", "organisation_id", "starts_at", "id"),
        Index("ix_requests_person_key", "person_key"),
        Index("uq_requests_repeat_of_week", "repeat_of", "week", unique=True),
    )


class Block(Base):
    """A volunteer whom a person, known by their key, never wants to come again; as long as anything of theirs is known.

    What is still to come holds it in `blocked` as well.
    """

    __tablename__ = "blocks"

    person_key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteers.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(_MOMENT, server_default=func.now())


class HeardReferral(Base):
    """What the events service has told of a mediation: `closed` once nothing may be asked for on its way any more.

    `version` is the referral's when its appointment was moved to `appointment_at` at `destination`; 0 if it never was.
    """

    __tablename__ = "heard_referrals"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    closed: Mapped[bool] = mapped_column(server_default=_NO)
    version: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    appointment_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    destination: Mapped[str] = mapped_column(Text, server_default=_NOTHING)


class HeardProject(Base):
    """A project of which the events service has told who takes part in it; `version` is that of the newest news."""

    __tablename__ = "heard_projects"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


class ProjectMember(Base):
    """An organisation that leads a project or takes part in it: all members of one are partners of one another."""

    __tablename__ = "project_members"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("heard_projects.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_project_members_organisation_id", "organisation_id"),)


class PartnerAsk(Base):
    """The question to a partner whether their volunteers may be asked for a request, and their answer.

    `name` is the partner's and `asking` that of the organisation whose request it is, as they were then. The answer is
    waited for until `answer_by`; a later one still counts. To `written` people a mail went about it, None until that is
    known; `lost` are those mails that did not arrive.
    """

    __tablename__ = "partner_asks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"))
    organisation_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    asking: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default=text("'asked'"))
    asked_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=func.now())
    answer_by: Mapped[datetime] = mapped_column(_MOMENT)
    answered_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    written: Mapped[int | None] = mapped_column(Integer)
    lost: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=_NONE)

    @property
    def unreached(self) -> bool:
        """Whether nobody there has heard of it: no mail went out, or none arrived."""
        return self.written is not None and len(self.lost) >= self.written

    __table_args__ = (
        CheckConstraint(_one_of("state", Answer), name="state"),
        Index("uq_partner_asks_asked", "request_id", "organisation_id", unique=True, postgresql_where=_STANDS),
        Index("ix_partner_asks_organisation_id", "organisation_id"),
    )


class Offer(Base):
    """The question to a volunteer whether they can help, and their answer. `reasons` say why they were chosen.

    `by` is how the answer came: `volunteer`, `reply` or `coordinator`. `ask_id` says in which partner's name.
    """

    __tablename__ = "offers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    state: Mapped[str] = mapped_column(Text, server_default=text("'open'"))
    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteers.id"))
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    wave: Mapped[int] = mapped_column(Integer)
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=_NONE)
    asked_at: Mapped[datetime] = mapped_column(_MOMENT, server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(_MOMENT)
    answered_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    by: Mapped[str | None] = mapped_column(Text)
    unreached: Mapped[bool] = mapped_column(server_default=_NO)
    ask_id: Mapped[UUID | None] = mapped_column(ForeignKey("partner_asks.id"), index=True)

    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'declined', 'withdrawn', 'released')", name="state"),
        CheckConstraint("by IN ('volunteer', 'reply', 'coordinator')", name="by"),
        Index(
            "uq_offers_asked",
            "request_id",
            "volunteer_id",
            unique=True,
            postgresql_where=text("state IN ('open', 'accepted')"),
        ),
        Index("ix_offers_volunteer_id_asked_at", "volunteer_id", "asked_at"),
    )


class Step(Base):
    """Something that happened to a request. `note` is for coordinators alone: what a helper reports of a visit."""

    __tablename__ = "request_steps"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    at: Mapped[datetime] = mapped_column(_MOMENT, server_default=func.now())
    what: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteers.id"))
    note: Mapped[str] = mapped_column(Text, server_default=_NOTHING)
