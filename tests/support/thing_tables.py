"""The tables of the tiny service of things: its own one, and those that every service has."""

from uuid import UUID

from sqlalchemy import Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.answers import AnswerColumns
from shared.database import metadata
from shared.limits import LimitColumns
from shared.messaging.due import DueColumns
from shared.messaging.inbox import InboxColumns, ParkingColumns
from shared.messaging.outbox import OutboxColumns
from shared.rights import RightsColumns


class Base(DeclarativeBase):
    """Tables of the service of things."""

    metadata = metadata()


class Answer(AnswerColumns, Base):
    """Answers given."""


class Limit(LimitColumns, Base):
    """Tries counted."""


class OutboxMessage(OutboxColumns, Base):
    """Messages to be sent."""


class InboxMessage(InboxColumns, Base):
    """Messages received."""


class ParkedMessage(ParkingColumns, Base):
    """What nobody could read."""


class DueRow(DueColumns, Base):
    """What is due."""


class Rights(RightsColumns, Base):
    """How often the rights of staff changed."""


class Thing(Base):
    """A thing has a name of its own."""

    __tablename__ = "things"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
