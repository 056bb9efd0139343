"""Reads: the dates one can write about, and the people of a date."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About, PartyState
from services.notifications.messages.models import Occasion, Party
from services.notifications.notes.domain import NoteIsTooLate
from shared.errors import NotFound


def dates_to_write_about(session: Session, organisations: Collection[UUID], event_id: UUID) -> Sequence[Occasion]:
    """The dates of an event of these organisations that are not called off. Raises NotFound for any other event."""
    own = select(Occasion).where(
        Occasion.event_id == event_id, Occasion.kind == "occurrence", Occasion.organisation_id.in_(organisations)
    )
    found = session.scalars(own.order_by(Occasion.starts_at)).all()
    if not found:
        raise NotFound
    return [date for date in found if date.on]


def date_to_write_about(
    session: Session, organisations: Collection[UUID], occurrence_id: UUID, now: datetime
) -> Occasion:
    """A date of these organisations. Raises NotFound for any other, NoteIsTooLate for one that is over or off."""
    own = select(Occasion).where(
        Occasion.id == occurrence_id, Occasion.kind == "occurrence", Occasion.organisation_id.in_(organisations)
    )
    date = session.scalars(own).one_or_none()
    if date is None:
        raise NotFound
    if not date.on or date.ends_at <= now:
        raise NoteIsTooLate
    return date


def people_of(occurrence_id: UUID, *, waiting: bool, volunteers: bool) -> ColumnElement[bool]:
    """Whether a party is among those whom a note about this date goes to; wants `audience` joined with `occasions`."""
    coming = [PartyState.CONFIRMED, *([PartyState.WAITING, PartyState.OFFERED] if waiting else [])]
    registered = and_(Party.about == About.REGISTRATION, Party.occasion_id == occurrence_id, Party.state.in_(coming))
    helping = and_(
        Party.about == About.SIGN_UP,
        Occasion.occurrence_id == occurrence_id,
        Occasion.on,
        Party.state == PartyState.CONFIRMED,
    )
    return or_(registered, helping) if volunteers else registered
