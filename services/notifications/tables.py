"""The tables every service has; a feature's own are in its `models`."""

from typing import ClassVar

from sqlalchemy import MetaData
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
    """Every table of notifications."""

    metadata: ClassVar[MetaData] = metadata()


class OutboxMessage(OutboxColumns, Base):
    """What happened here and is to be told."""


class InboxMessage(InboxColumns, Base):
    """What happened elsewhere."""


class ParkedMessage(ParkingColumns, Base):
    """What nobody could read."""


class Subscription(SubscriptionColumns, Base):
    """What we listen to."""


class DueRow(DueColumns, Base):
    """What is to happen at a moment."""


class Answer(AnswerColumns, Base):
    """Answers to requests that may be repeated."""


class Limit(LimitColumns, Base):
    """Tries, counted."""


class AuditRow(AuditColumns, Base):
    """Which staff member did what to which thing."""


class Rights(RightsColumns, Base):
    """How often a staff member's rights have changed."""
