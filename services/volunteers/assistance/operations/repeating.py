"""A weekly request becomes single ones, some weeks ahead: each is asked, promised and cancelled by itself.

They are there early, so that whoever asked sees them and can cancel one. Volunteers are asked when a week has its turn.

The series is kept with its first, whatever becomes of that one, until a coordinator stops it.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.repeating import WEEK, Pattern, last_of, number_of, sought_from, weekly
from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import SOUGHT, Act, NotNow
from services.volunteers.assistance.domain.visits import forgotten_at
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.asking import REPEAT, enter
from services.volunteers.assistance.operations.closing import OF_SERIES, close
from services.volunteers.assistance.operations.forgetting import FORGET
from services.volunteers.assistance.operations.telling import free, locked, note
from services.volunteers.assistance.queries.requests import first_of, request_of
from services.volunteers.assistance.queries.weeks import pattern_of
from shared.audit import audit
from shared.database import moment
from shared.messaging.due import schedule, unschedule

SAME = (
    *("organisation_id", "referral_id", "kind", "by", "name", "person", "person_key", "asker"),
    *("place", "area", "destination", "languages", "prefers_gender", "companion", "wheelchair", "stairs"),
    *("load_minutes", "two_people", "target_group", "note", "blocked"),
)


def repeat(session: Session, links: Links, request_id: UUID) -> None:
    """Make the single requests of the coming weeks that are not there yet, and look again in a week.

    Only staff ask weekly, so none of them waits for a yes. A week that is cancelled, the first too, ends no series.
    """
    first = free(session, REPEAT, request_id)
    if first is None or first.weekly_until is None:
        return
    now, pattern = moment(session), pattern_of(session, first)
    made = session.execute(select(Request.week, Request.starts_at).where(Request.repeat_of == first.id))
    there = {number_of(week, starts_at, first.starts_at) for week, starts_at in made}
    for week in weekly(pattern.starts_at, first.weekly_until, first.zone, now):
        if week not in there:
            enter(session, links, _of_week(first, pattern, week), entered_here=True)
    if now.date() <= first.weekly_until:
        schedule(session, REPEAT, request_id, now + WEEK)


def _of_week(first: Request, pattern: Pattern, week: int) -> dict[str, Any]:
    same = {name: getattr(first, name) for name in SAME}
    there, back = pattern.there(week, first.zone), pattern.back(week, first.zone)
    turn = sought_from(there["starts_at"], first.zone)
    returns = {"return_at": back.get("starts_at"), "return_ends_at": back.get("ends_at")}
    return same | there | returns | {"id": uuid7(), "repeat_of": first.id, "week": week, "sought_from": turn}


def stop(
    session: Session, links: Links, who: UUID, request_id: UUID, organisations: Collection[UUID], reason: str
) -> None:
    """End the series to which a request belongs: no more weeks are made, and those still to come are cancelled.

    What has begun goes on with its way back. Whoever asked is told once, of the whole; helpers of what each promised.
    Raises NotFound, ReasonIsMissing, and NotNow if none goes on.
    """
    asked = request_of(session, request_id, organisations)
    first = locked(session, first_of(session, asked).id)
    if first.weekly_until is None:
        raise NotNow
    starts_at = pattern_of(session, first).starts_at
    told: Mapping[str, Any] = {"last_at": last_of(starts_at, first.weekly_until, first.zone)}
    first.weekly_until = None
    session.flush()
    unschedule(session, REPEAT, first.id)
    if first.closed_at:
        schedule(session, FORGET, first.id, forgotten_at(first.closed_at, None))
    note(session, first.id, "series_stopped", "coordinator")
    for week in series(session, first):
        if week.leg_of is None and week.state in SOUGHT and week.starts_at > moment(session):
            close(session, links, who, week.id, organisations, act=Act.CANCEL, reason=reason, series=told)
            told = OF_SERIES
    audit(session, who, "request_series_stopped", first.id)


def series(session: Session, first: Request) -> list[Request]:
    """A request with all weeks that repeat it and all ways back, locked in the order of their ids."""
    weeks = select(Request.id).where(or_(Request.id == first.id, Request.repeat_of == first.id))
    all_ = select(Request).where(or_(Request.id.in_(weeks), Request.leg_of.in_(weeks))).order_by(Request.id)
    return list(session.scalars(all_.with_for_update(key_share=True).execution_options(populate_existing=True)))
