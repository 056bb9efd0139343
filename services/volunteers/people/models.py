"""Rows of people: volunteers, their one-use sign-ins, and the calendar of all they have promised."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.people.domain import AgeBand, Prefers
from services.volunteers.tables import Base


def _one_of(column: str, values: type[AgeBand | Prefers]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Volunteer(Base):
    """A person who helps. `no` stands for the person in ranges, which UUIDs cannot.

    `confirmed` are the channels whose address they have proved to be theirs, by using a code that was sent there.
    """

    __tablename__ = "volunteers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    no: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    state: Mapped[str] = mapped_column(Text, server_default=text("'active'"))
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text, unique=True)
    email: Mapped[str | None] = mapped_column(Text)
    prefers: Mapped[str] = mapped_column(Text)
    any_hour: Mapped[bool] = mapped_column(server_default=text("false"))
    language: Mapped[str] = mapped_column(Text)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    age_band: Mapped[str] = mapped_column(Text)
    confirmed: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    joined_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    __table_args__ = (
        CheckConstraint("state IN ('active', 'left')", name="state"),
        CheckConstraint(_one_of("age_band", AgeBand), name="age_band"),
        CheckConstraint(
            "state = 'left' OR (prefers = 'sms' AND phone IS NOT NULL) OR (prefers = 'email' AND email IS NOT NULL)",
            name="prefers",
        ),
        Index("uq_volunteers_email", func.lower(text("email")), unique=True),
    )


class SignIn(Base):
    """One request to sign in, good for one code, which went by `channel`.

    The code itself is kept nowhere; `no` puts requests in order.
    """

    __tablename__ = "sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    no: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteers.id"), index=True)
    channel: Mapped[str] = mapped_column(Text, server_default=text("'sms'"))
    code_digest: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Commitment(Base):
    """A stretch of time that a volunteer has promised to something. Half-open: one may begin when another ends.

    `clash` marks a promise that was moved onto another by somebody else; only such a one may overlap. The person
    is written as a range because btree_gist is not everywhere.
    """

    __tablename__ = "commitments"

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    volunteer_no: Mapped[int] = mapped_column(BigInteger, ForeignKey("volunteers.no"), index=True)
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    clash: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (
        ExcludeConstraint(
            (text("int8range(volunteer_no, volunteer_no, '[]')"), "&&"),
            ("during", "&&"),
            where=text("NOT clash"),
            using="gist",
            name="ex_commitments_during",
        ),
    )
