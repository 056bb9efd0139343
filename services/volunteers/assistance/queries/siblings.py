"""What belongs to the same wish: the other of two ways, and the other weeks of a series."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import Request

MOST = 60
"""More than the weeks of a year; no more of them are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Siblings:
    """The way back of a way there, or the other way round; and the other weeks on the same way, the earliest first."""

    other_way: RowMapping | None
    weeks: Sequence[RowMapping]


def siblings(session: Session, request: Request, first: Request) -> Siblings:
    """What belongs to a request, `first` of whose series is this (itself, or its way there, if it is in none)."""
    shown = select(
        *(Request.id, Request.starts_at, Request.ends_at, Request.zone, Request.kind, Request.state),
        *(Request.sought_from, Request.closed_by, Request.leg_of),
    )
    other = Request.id == request.leg_of if request.leg_of else Request.leg_of == request.id
    there = select(Request.id).where(or_(Request.id == first.id, Request.repeat_of == first.id))
    same_way = Request.leg_of.in_(there) if request.leg_of else Request.id.in_(there)
    weeks = shown.where(same_way, Request.id != request.id).order_by(Request.starts_at, Request.id).limit(MOST)
    return Siblings(
        other_way=session.execute(shown.where(other)).mappings().one_or_none(),
        weeks=session.execute(weeks).mappings().all(),
    )
