"""What became of an event's messages, for those who organise it. No text; whom they are for is told by `whom`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, func, null, or_, select, tuple_
from sqlalchemy.orm import Session

from services.notifications.messages.domain.states import State
from services.notifications.messages.models import Message, Occasion
from shared.errors import NotFound

_NEVER_LEFT = or_(
    Message.state == State.WITHDRAWN, and_(Message.state == State.FAILED, Message.handed_over_at.is_(None))
)
_PRICE = case((_NEVER_LEFT, null()), else_=Message.unit_price * Message.parts)
_COLUMNS = (
    Message.id,
    Message.purpose,
    Message.channel,
    Message.language,
    Message.about,
    Message.subject_id,
    Message.occasion_id,
    Message.state,
    Message.reason,
    Message.repeated,
    Message.attempts,
    Message.parts,
    _PRICE.label("price"),
    Message.currency,
    Message.not_before,
    Message.handed_over_at,
    Message.created_at,
    Message.told_at,
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages share a state and a reason, and what their parts cost."""

    state: str
    reason: str | None
    messages: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class EventFates:
    """An event and what became of the messages about it."""

    event_id: UUID
    title: dict[str, str]
    starts_at: datetime
    zone: str
    messages: int


def events_with_messages(
    session: Session, organisations: Collection[UUID], *, after: tuple[str, ...] | None = None, limit: int
) -> Sequence[EventFates]:
    """The events of these organisations, the newest start first, those after a `place` if one is given."""
    starts_at = func.min(Occasion.starts_at)
    statement = (
        select(
            Occasion.event_id,
            starts_at.label("starts_at"),
            func.min(Occasion.zone).label("zone"),
            func.count(Message.id).label("messages"),
            func.array_agg(Occasion.title).label("titles"),
        )
        .outerjoin(Message, Message.occasion_id == Occasion.id)
        .where(Occasion.event_id.in_(_own_events(organisations)))
        .group_by(Occasion.event_id)
        .order_by(starts_at.desc(), Occasion.event_id.desc())
        .limit(limit)
    )
    if after:
        here = (datetime.fromisoformat(after[0]), UUID(after[1]))
        statement = statement.having(tuple_(starts_at, Occasion.event_id) < here)
    rows = session.execute(statement)
    return [EventFates(row.event_id, row.titles[0], row.starts_at, row.zone, row.messages) for row in rows]


def _own_events(organisations: Collection[UUID]) -> Any:
    return select(Occasion.event_id).where(Occasion.organisation_id.in_(organisations))


def of_organisations(organisations: Collection[UUID]) -> ColumnElement[bool]:
    """Whether a message is about an event of one of these organisations."""
    theirs = select(Occasion.id).where(Occasion.event_id.in_(_own_events(organisations)))
    return Message.occasion_id.in_(theirs)


def event_title(session: Session, organisations: Collection[UUID], event_id: UUID) -> dict[str, str]:
    """The title of an event of one of these organisations. Raises NotFound for any other."""
    title = session.scalar(
        select(Occasion.title)
        .where(Occasion.event_id == event_id, Occasion.organisation_id.in_(organisations))
        .order_by(Occasion.heard.desc())
        .limit(1)
    )
    if title is None:
        raise NotFound
    return title


def title_if_heard_of(session: Session, organisations: Collection[UUID], event_id: UUID) -> dict[str, str] | None:
    """The title of an event of one of these organisations; None for one that no message was ever about.

    Whose that is nobody here knows, nor is there anything to hide. Raises NotFound for another organisation's.
    """
    if session.scalar(_occasions(event_id).limit(1)) is None:
        return None
    return event_title(session, organisations, event_id)


def event_of(session: Session, message_id: UUID) -> UUID:
    """The event that a message is about. Raises NotFound."""
    wanted = select(Occasion.event_id).join(Message, Message.occasion_id == Occasion.id).where(Message.id == message_id)
    event_id = session.scalar(wanted)
    if event_id is None:
        raise NotFound
    return event_id


def counts(session: Session, event_id: UUID) -> Sequence[Count]:
    """How many of the event's messages came how far, with the reason where they did not, and their price.

    Only what has left, or is still to leave, costs anything: not what was withdrawn, nor what no gateway took.
    """
    price = func.sum(_PRICE)
    rows = session.execute(
        select(Message.state, Message.reason, func.count(), price)
        .where(Message.occasion_id.in_(_occasions(event_id)))
        .group_by(Message.state, Message.reason)
        .order_by(Message.state, Message.reason)
    )
    return [Count(state, reason, messages, price or Decimal(0)) for state, reason, messages, price in rows]


def messages_of_event(
    session: Session, event_id: UUID, *, state: State | None = None, before: UUID | None = None, limit: int = 50
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The event's messages, the newest first; those in one state, if one is named."""
    statement = select(*_COLUMNS).where(Message.occasion_id.in_(_occasions(event_id)))
    if state:
        statement = statement.where(Message.state == state)
    if before:
        statement = statement.where(Message.id < before)
    return session.execute(statement.order_by(Message.id.desc()).limit(limit)).all()


def _occasions(event_id: UUID) -> Any:
    return select(Occasion.id).where(Occasion.event_id == event_id)
