"""Weekly requests go on, each week by itself, until their last day or until somebody stops them."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import REQUEST
from services.volunteers.assistance.domain.states import Act, NotNow
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations import closing, repeating
from shared.contracts.volunteers import RequestClosed, RequestOpened
from shared.database import Database
from shared.errors import NotFound
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_contact,
    a_request,
    ahead,
    begun,
    told,
)
from tests.support.visitor import Visitor


def test_a_weekly_request_makes_single_ones_ahead_and_each_week_one_more(volunteers_session: Session) -> None:
    session = volunteers_session
    first = a_request(session, return_at=ahead(hour=11), appointment_at=ahead(), weekly_until=ahead(60).date())
    for _ in range(2):
        repeating.repeat(session, LINKS, first.id)
    later = session.scalars(select(Request).where(Request.repeat_of == first.id).order_by(Request.starts_at)).all()
    assert [(one.starts_at - first.starts_at).days for one in later[:2]] in ([7, 14], [6, 13])
    assert len(later) == 3
    assert all(one.state == "open" and one.appointment_at == one.starts_at for one in later)
    assert len(session.scalars(select(Request.id).where(Request.leg_of.in_([one.id for one in later]))).all()) == 3
    due = session.scalar(text("SELECT due_at - now() FROM due WHERE kind = 'request_repeat'"))
    assert due == timedelta(weeks=1)


def test_a_weekly_request_ends_with_its_last_day_not_with_a_week_that_is_cancelled(volunteers_session: Session) -> None:
    session = volunteers_session
    first = a_request(session, weekly_until=ahead(60).date())
    closing.cancel(session, LINKS, first.id)
    repeating.repeat(session, LINKS, first.id)
    weeks = session.scalars(select(Request.state).where(Request.repeat_of == first.id)).all()
    assert (first.state, len(weeks), set(weeks)) == ("cancelled", 3, {"open"})
    assert session.scalar(text("SELECT count(*) FROM due WHERE kind = 'request_repeat'")) == 1
    over = a_request(session, weekly_until=ahead(20).date())
    over.weekly_until = ahead(-1).date()
    repeating.repeat(session, LINKS, over.id)
    single = a_request(session)
    repeating.repeat(session, LINKS, single.id)
    assert len(session.scalars(select(Request)).all()) == 6


@pytest.mark.parametrize("week_before", [date(2026, 10, 18), date(2027, 3, 21)])
def test_a_weekly_request_in_a_night_when_the_clocks_change_makes_each_week_once(
    volunteers_session: Session, week_before: date
) -> None:
    session = volunteers_session
    wall = datetime.combine(week_before, time(3, 30), ZoneInfo("Europe/Vilnius"))
    first = a_request(session, weekly_until=ahead(60).date())
    first.starts_at, first.ends_at = wall, wall + timedelta(minutes=45)
    first.weekly_until = wall.date() + timedelta(weeks=1)
    session.flush()
    moments = select(Request.starts_at, Request.ends_at).where(Request.repeat_of == first.id)
    session.info["moment"] = wall + timedelta(days=1)
    for _ in range(2):
        repeating.repeat(session, LINKS, first.id)
        ((starts_at, ends_at),) = session.execute(moments).all()
    assert ends_at > starts_at


def test_a_series_is_stopped_from_any_of_its_weeks_even_when_the_first_is_done(volunteers_session: Session) -> None:
    session = volunteers_session
    first = a_request(session, return_at=ahead(hour=11), weekly_until=ahead(60).date())
    repeating.repeat(session, LINKS, first.id)
    begun(session, first)
    closing.close(session, LINKS, COORDINATOR, first.id, [ROKISKIS], act=Act.CANCEL, reason="ill")
    begun_week, *_, last = session.scalars(select(Request).where(Request.repeat_of == first.id).order_by(Request.id))
    begun(session, begun_week)
    back = session.scalars(select(Request).where(Request.leg_of == last.id)).one()
    with pytest.raises(NotFound):
        repeating.stop(session, LINKS, COORDINATOR, back.id, [], "other")
    repeating.stop(session, LINKS, COORDINATOR, back.id, [ROKISKIS], "other")
    states = {one.id: one.state for one in session.scalars(select(Request))}
    assert (last.state, back.state) == ("cancelled", "cancelled")
    assert (last.reason, last.closed_by) == ("other", "coordinator")
    assert [states.pop(id_) for id_ in _with_back(session, begun_week)] == ["open"] * 2
    assert (first.reason, set(states.values()), first.weekly_until) == ("ill", {"cancelled"}, None)
    assert session.scalar(text("SELECT count(*) FROM due WHERE kind = 'request_repeat'")) == 0
    repeating.repeat(session, LINKS, first.id)
    assert len(session.scalars(select(Request)).all()) == 8
    kept = text("SELECT due_at - now() FROM due WHERE kind = 'request_forgotten' AND subject_id = :id")
    assert session.scalar(kept, {"id": first.id}) == timedelta(days=90)
    with pytest.raises(NotNow):
        repeating.stop(session, LINKS, COORDINATOR, first.id, [ROKISKIS], "other")


def opened(session: Session) -> list[RequestOpened]:
    return [message for message in told(session) if isinstance(message, RequestOpened)]


def test_whoever_needs_help_each_week_is_told_once_of_the_whole_and_once_of_its_end(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    first = a_request(session, return_at=ahead(hour=11), weekly_until=ahead(60).date())
    repeating.repeat(session, LINKS, first.id)
    whole, *others = opened(session)
    last = session.scalars(select(Request.starts_at).where(Request.repeat_of == first.id)).all()[-1]
    assert (whole.return_at, whole.last_at and whole.last_at > last, whole.of_series) == (ahead(hour=11), True, False)
    assert [(one.of_series, one.last_at) for one in others] == [(True, None)] * 7
    repeating.stop(session, LINKS, COORDINATOR, first.id, [ROKISKIS], "ill")
    end, *ends = [message for message in told(session) if isinstance(message, RequestClosed)]
    assert (end.request_id, end.last_at, end.of_series) == (first.id, whole.last_at, False)
    assert [(one.of_series, one.last_at) for one in ends] == [(True, None)] * 7


def test_whoever_is_called_is_called_once_when_a_series_ends(volunteers_session: Session) -> None:
    session = volunteers_session
    first = a_request(session, person=a_contact(channel="none"), weekly_until=ahead(60).date())
    repeating.repeat(session, LINKS, first.id)
    repeating.stop(session, LINKS, COORDINATOR, first.id, [ROKISKIS], "ill")
    assert [one.unreached for one in session.scalars(select(Request).order_by(Request.id))] == [True, *[False] * 3]


def test_the_page_of_the_one_link_leads_to_each_week_that_is_to_come(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        first = a_request(session, weekly_until=ahead(60).date())
        repeating.repeat(session, LINKS, first.id)
        weeks = session.scalars(select(Request.id).where(Request.repeat_of == first.id)).all()
    page = Visitor(app, lang="en").open(f"/volunteer/requests/{LINKS.token(REQUEST, first.id)}").page
    assert [f"/volunteer/requests/{LINKS.token(REQUEST, id_)}" in page for id_ in weeks] == [True] * 3


def _with_back(session: Session, there: Request) -> list[UUID]:
    return [there.id, session.scalars(select(Request.id).where(Request.leg_of == there.id)).one()]
