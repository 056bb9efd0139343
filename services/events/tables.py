"""The metadata of this service's tables, and the tables that every service has."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.answers import AnswerColumns
from shared.audit import AuditColumns
from shared.database import metadata
from shared.limits import LimitColumns
from shared.messaging.due import DueColumns
from shared.messaging.inbox import InboxColumns, ParkingColumns, SubscriptionColumns
from shared.messaging.outbox import OutboxColumns
from shared.rights import RightsColumns

MOMENT = DateTime(timezone=True)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A column that takes these values alone; the constraint bears the column's name."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Base(DeclarativeBase):
    """Every table of the service."""

    metadata: ClassVar[MetaData] = metadata()


class OutboxMessage(OutboxColumns, Base):
    """What happened here and is to be told."""


class InboxMessage(InboxColumns, Base):
    """What others told us."""


class ParkedMessage(ParkingColumns, Base):
    """What nobody could read."""


class Subscription(SubscriptionColumns, Base):
    """What we listen to."""


class DueRow(DueColumns, Base):
    """What must happen at a moment: offers that run out."""


class Answer(AnswerColumns, Base):
    """Answers given to requests with a key."""


class Limit(LimitColumns, Base):
    """Tries counted."""


class AuditRow(AuditColumns, Base):
    """Who did what to which thing.

    What belongs to the history of an organisation as a whole names it; `detail` is what cannot be read from the thing
    later: a role, the name of a project, a number, what became of dates. It is never about a person.
    """

    __table_args__ = (
        Index("ix_audit_subject_at", "subject", "at"),
        Index(
            "ix_audit_organisation_id_id",
            *("organisation_id", "id"),
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
    )

    organisation_id: Mapped[UUID | None]
    detail: Mapped[str] = mapped_column(Text, server_default=text("''"))


class Rights(RightsColumns, Base):
    """How often a staff member's rights have changed."""
