"""The tables every service has: its metadata, and the rows of the mechanisms in `shared`."""

from sqlalchemy.orm import DeclarativeBase

from shared.answers import AnswerColumns
from shared.audit import AuditColumns
from shared.database import metadata
from shared.limits import LimitColumns
from shared.messaging.due import DueColumns
from shared.messaging.inbox import InboxColumns, ParkingColumns, SubscriptionColumns
from shared.messaging.outbox import OutboxColumns
from shared.rights import RightsColumns


class Base(DeclarativeBase):
    """All tables of this service."""

    metadata = metadata()


class OutboxMessage(OutboxColumns, Base):
    """What happened here and has to be told."""


class InboxMessage(InboxColumns, Base):
    """What the other services told us."""


class ParkedMessage(ParkingColumns, Base):
    """What nobody could read."""


class Subscription(SubscriptionColumns, Base):
    """What we listen to."""


class DueRow(DueColumns, Base):
    """What must happen at a moment."""


class Answer(AnswerColumns, Base):
    """What was answered to requests that may come again."""


class Limit(LimitColumns, Base):
    """How often something was tried."""


class AuditRow(AuditColumns, Base):
    """Which staff member did what to which thing."""


class Rights(RightsColumns, Base):
    """How often a staff member's rights have changed."""
