"""A weekly request becomes single ones, some weeks ahead: each is asked, promised and cancelled by itself."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.repeating import WEEK, later, weekly
from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.asking import REPEAT, enter
from services.volunteers.assistance.operations.telling import free
from shared.database import moment
from shared.messaging.due import schedule

SAME = (
    *("organisation_id", "referral_id", "kind", "by", "name", "person", "asker", "place", "area", "destination"),
    *("languages", "prefers_gender", "companion", "wheelchair", "stairs", "load_minutes", "two_people"),
    *("target_group", "note", "blocked"),
)


def repeat(session: Session, links: Links, request_id: UUID) -> None:
    """Make the single requests of the coming weeks that are not there yet, and look again in a week.

    Only staff ask weekly, so none of them waits for a yes. One that was cancelled makes no more.
    """
    first = free(session, REPEAT, request_id)
    if first is None or first.weekly_until is None or first.state == "cancelled":
        return
    now = moment(session)
    back = session.scalar(select(Request.starts_at).where(Request.leg_of == first.id))
    there = set(session.scalars(select(Request.starts_at).where(Request.repeat_of == first.id)))
    for week in weekly(first.starts_at, first.weekly_until, first.zone, now):
        if later(first.starts_at, week, first.zone) not in there:
            return_at = later(back, week, first.zone) if back else None
            enter(session, links, _of_week(first, week) | {"return_at": return_at}, entered_here=True)
    if now.date() <= first.weekly_until:
        schedule(session, REPEAT, request_id, now + WEEK)


def _of_week(first: Request, week: int) -> dict[str, Any]:
    same = {name: getattr(first, name) for name in SAME}
    known = {name: getattr(first, name) for name in ("starts_at", "ends_at", "appointment_at")}
    moved = {name: later(value, week, first.zone) for name, value in known.items() if value}
    return same | moved | {"id": uuid7(), "repeat_of": first.id}
