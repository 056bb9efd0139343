"""Tables of organisations: who they are, who works there, what they are funded for, and who did what."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.events.organisations.domain import Part, Role, Wait
from services.events.tables import MOMENT, Base, one_of
from shared.languages import LANGUAGES


class Organisation(Base):
    """A lead, a partner or a local action group; `language` is the one its staff work in.

    `duty_phone` (E.164) gets an SMS when somebody may be in need. `staff_told_at` is when they last heard what waits
    for them.
    """

    __tablename__ = "organisations"
    __table_args__ = (one_of("language", LANGUAGES), CheckConstraint("name <> ''", name="name"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    municipality: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, server_default=text("'lt'"))
    duty_phone: Mapped[str | None] = mapped_column(Text)
    staff_told_at: Mapped[datetime | None] = mapped_column(MOMENT)


class Staff(Base):
    """A person who works for organisations. `sign_ins` counts the links asked for, so that each is its own message."""

    __tablename__ = "staff"
    __table_args__ = (one_of("language", LANGUAGES), CheckConstraint("email = lower(email)", name="email"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, server_default=text("'lt'"))
    sign_ins: Mapped[int] = mapped_column(server_default=text("0"))


class Membership(Base):
    """A staff member's role in one organisation."""

    __tablename__ = "memberships"
    __table_args__ = (one_of("role", tuple(Role)), Index("ix_memberships_staff_id", "staff_id"))

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Text)


class Project(Base):
    """A funded programme, led by one organisation; a period has both days included.

    `version` counts the changes of who takes part, of which other services are told.
    """

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index("ix_projects_organisation_id", "organisation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    number: Mapped[str] = mapped_column(Text)
    funder: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))


class Partner(Base):
    """An organisation that takes part in a project another one leads."""

    __tablename__ = "partners"
    __table_args__ = (one_of("part", tuple(Part)),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    part: Mapped[str] = mapped_column(Text)


class FormerPartner(Base):
    """An organisation that took part in a project until this day: what was counted by then stays in reports."""

    __tablename__ = "former_partners"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    ended_on: Mapped[date]


class SignInLink(Base):
    """A one-use link; only the digest of its token is kept."""

    __tablename__ = "sign_in_links"
    __table_args__ = (Index("ix_sign_in_links_staff_id", "staff_id"),)

    token_digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[datetime] = mapped_column(MOMENT)
    used_at: Mapped[datetime | None] = mapped_column(MOMENT)


class StaffAlert(Base):
    """Who was alerted of what, so that nobody is woken twice by one alarm; `version` is the request's when it came."""

    __tablename__ = "staff_alerts"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    alarm: Mapped[str] = mapped_column(Text, primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, server_default=text("0"))
    at: Mapped[datetime] = mapped_column(MOMENT, server_default=func.now())


class StaffWait(Base):
    """Something that waits for an organisation's staff; the row goes when they have seen to it."""

    __tablename__ = "staff_waits"
    __table_args__ = (
        one_of("what", tuple(Wait)),
        UniqueConstraint("subject_id", "organisation_id"),
        Index("ix_staff_waits_organisation_id", "organisation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    what: Mapped[str] = mapped_column(Text)
