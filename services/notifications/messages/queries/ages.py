"""How long the oldest message has been waiting: to be sent, and for somebody who knows whether it was."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.notifications.messages.domain.states import State
from services.notifications.messages.models import Message


def oldest_unsent(session: Session) -> float:
    """Seconds since the oldest message could have been sent; zero if none waits longer than it must."""
    return _age(session, Message.next_attempt_at, Message.state == State.QUEUED)


def oldest_in_doubt(session: Session) -> float:
    """Seconds since the oldest message fell into doubt that is still of use and that nobody has told the person."""
    return _age(
        session,
        Message.changed_at,
        Message.state == State.UNCERTAIN,
        Message.told_at.is_(None),
        Message.useful_until > func.now(),
    )


def _age(session: Session, since: InstrumentedAttribute[datetime], *which: ColumnElement[bool]) -> float:
    age = select(func.extract("epoch", func.now() - func.min(since))).where(*which)
    return max(0.0, float(session.scalar(age) or 0))
