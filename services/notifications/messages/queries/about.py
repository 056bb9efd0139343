"""Reads of occasions and messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, and_, any_, cast, false, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.notifications.messages.domain.facts import OccasionFacts, PartyState, Place
from services.notifications.messages.models import Concerned, Message, Occasion, Party


def among(column: InstrumentedAttribute[UUID], ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Whether the column is one of these: a single parameter, where IN would be parsed anew for each number of them."""
    return column == any_(cast(list(ids), ARRAY(Uuid)))


def place_of(occasion: Occasion) -> Place:
    """When and where the occasion is now."""
    return Place(occasion.starts_at, occasion.ends_at, occasion.venue, occasion.on)


def facts_of(occasion: Occasion) -> OccasionFacts:
    """Everything we hold of the occasion."""
    return OccasionFacts(
        id=occasion.id,
        kind=occasion.kind,
        occurrence_id=occasion.occurrence_id,
        event_id=occasion.event_id,
        organisation_id=occasion.organisation_id,
        organisation=occasion.organisation,
        title=occasion.title,
        work=occasion.work,
        reason=occasion.reason,
        place=place_of(occasion),
        zone=occasion.zone,
        version=occasion.version,
        heard=occasion.heard,
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody has been written to about. An `offered` one may be accepted, a `declinable` one declined."""

    about: str
    subject_id: UUID
    version: int
    offered: bool
    declinable: bool
    written: datetime


def live_subject(session: Session, recipient_id: UUID, now: datetime) -> Subject | None:
    """What we last wrote to this recipient about, of all that is still to come."""
    rows = (_party(session, recipient_id, now), _matter(session, recipient_id, now))
    return max((Subject(*row) for row in rows if row), key=lambda subject: subject.written, default=None)


_WRITTEN = func.max(Message.handed_over_at).label("written")


def _party(session: Session, recipient_id: UUID, now: datetime) -> Sequence[Any] | None:
    """The registration or sign-up among these."""
    offered = Party.state == PartyState.OFFERED
    return session.execute(
        select(Party.about, Party.subject_id, Party.version, offered, true(), _WRITTEN)
        .join(Message, Message.subject_id == Party.subject_id)
        .join(Occasion, Occasion.id == Party.occasion_id)
        .where(
            Party.recipient_id == recipient_id,
            Party.state != PartyState.CANCELLED,
            Occasion.on,
            Occasion.ends_at > now,
            Message.handed_over_at.is_not(None),
        )
        .group_by(Party.subject_id)
        .order_by(_WRITTEN.desc())
        .limit(1)
    ).first()


def _matter(session: Session, recipient_id: UUID, now: datetime) -> Sequence[Any] | None:
    """The matter among these: only a question that waits for its answer takes one."""
    open_ = func.coalesce(Concerned.asks_until > now, false())
    return session.execute(
        select(Concerned.about, Concerned.subject_id, Concerned.version, open_, open_, _WRITTEN)
        .join(
            Message,
            and_(
                Message.subject_id == Concerned.subject_id,
                Message.about == Concerned.about,
                Message.recipient_id == Concerned.recipient_id,
            ),
        )
        .where(Concerned.recipient_id == recipient_id, Message.handed_over_at.is_not(None))
        .group_by(Concerned.subject_id, Concerned.recipient_id)
        .order_by(_WRITTEN.desc())
        .limit(1)
    ).first()
