"""The coordinators' board: every shift of an event and how far it is covered. Two statements, however many shifts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, case, cast, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from services.volunteers.shifts import models
from services.volunteers.shifts.domain import OPEN, Shift, Standing
from services.volunteers.shifts.models import Event
from services.volunteers.shifts.queries.shifts import COLUMNS, as_shift
from shared.errors import NotFound

ORDER = list(Standing)
Place = tuple[int, datetime, UUID]
"""Where a page ends: how its last shift stands, when it starts, and its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """An event with some of its shifts by how they stand; `more` is where the next page begins."""

    event_id: UUID
    title: Mapping[str, str]
    organisation_id: UUID
    shifts: Mapping[Standing, Sequence[Shift]]
    more: Place | None


def board(
    session: Session,
    event_id: UUID,
    organisations: Collection[UUID],
    now: datetime,
    *,
    limit: int,
    after: Sequence[str] | None = None,
) -> Board:
    """The shifts of an event: first those that lack people, then the covered, then what is past; each soonest first.

    Raises NotFound unless the event belongs to one of the organisations.
    """
    own = (Event.id == event_id, Event.organisation_id.in_(organisations))
    event = session.execute(select(Event.title, Event.organisation_id).where(*own)).one_or_none()
    if event is None:
        raise NotFound
    stands = _standing(now)
    place: tuple[ColumnElement[Any], ...] = (stands, models.Shift.starts_at, models.Shift.id)  # type: ignore[assignment]
    theirs = select(*COLUMNS, stands.label("stands")).join(Event, Event.id == models.Shift.event_id)
    theirs = theirs.where(models.Shift.event_id == event_id).order_by(*place)
    if after:
        last = (int(after[0]), datetime.fromisoformat(after[1]), UUID(after[2]))
        theirs = theirs.where(tuple_(*place) > last)
    rows = session.execute(theirs.limit(limit + 1)).all()
    end = rows[limit - 1] if len(rows) > limit else None
    shown = rows[:limit]
    return Board(
        event_id=event_id,
        title=event.title,
        organisation_id=event.organisation_id,
        shifts={
            standing: found
            for number, standing in enumerate(ORDER)
            if (found := [as_shift(row) for row in shown if row.stands == number])
        },
        more=(end.stands, end.starts_at, end.id) if end else None,
    )


def _standing(now: datetime) -> ColumnElement[int]:
    """The number of its standing in ORDER. A shift that has begun lacks people until it is over."""
    past = or_(models.Shift.state != OPEN, models.Shift.ends_at <= now)
    numbers = {standing: cast(literal(number), Integer) for number, standing in enumerate(ORDER)}
    covered = (models.Shift.taken >= models.Shift.places, numbers[Standing.COVERED])
    return case((past, numbers[Standing.PAST]), covered, else_=numbers[Standing.WANTED])
