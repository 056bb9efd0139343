"""Reads of occasions and messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.notifications.messages.domain.facts import OccasionFacts, PartyState, Place
from services.notifications.messages.models import Message, Occasion, Party


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
    """A registration or a sign-up that somebody has been written to about."""

    about: str
    subject_id: UUID
    version: int
    occasion_id: UUID
    offered: bool


def live_subject(session: Session, recipient_id: UUID, now: datetime, *, offered_first: bool) -> Subject | None:
    """What we last wrote to this recipient about, of all that is still to come; with `offered_first` an open offer."""
    written = func.max(Message.handed_over_at).label("written")
    offered = Party.state == PartyState.OFFERED
    row = session.execute(
        select(Party.about, Party.subject_id, Party.version, Party.occasion_id, offered)
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
        .order_by(*([offered.desc()] if offered_first else []), written.desc())
        .limit(1)
    ).first()
    return Subject(*row) if row else None
