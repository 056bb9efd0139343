"""Of weekly help one week is moved, or this and all following; each stays the week it was, and all concerned hear."""

from datetime import datetime, timedelta
from pathlib import Path
from runpy import run_path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.correcting import Reach
from services.volunteers.assistance.domain.repeating import later, sought_from
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations import closing
from services.volunteers.assistance.operations.choosing import choose
from services.volunteers.assistance.operations.correcting import correct
from services.volunteers.assistance.operations.repeating import repeat, stop
from shared.contracts.volunteers import RequestClosed, RequestMoved
from tests.integration.volunteers.assistance.test_following import hear
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, ahead, told

ZONE = "Europe/Vilnius"
MIGRATION = Path(__file__).parents[4] / "services/volunteers/migrations/versions/0013_weeks_moved.py"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FOLLOWING = Reach(following=True)


def a_series(session: Session, **facts: Any) -> tuple[Request, list[Request]]:
    """A ride each week, and back two hours later: the first, and those that are there after it."""
    first = a_request(session, return_at=ahead(hour=11), weekly_until=ahead(60).date(), **facts)
    repeat(session, LINKS, first.id)
    return first, weeks_of(session, first)


def weeks_of(session: Session, first: Request) -> list[Request]:
    weeks = select(Request).where(Request.repeat_of == first.id).order_by(Request.week)
    return list(session.scalars(weeks.execution_options(populate_existing=True)))


def back_of(session: Session, request: Request) -> Request:
    return session.scalars(select(Request).where(Request.leg_of == request.id)).one()


def move(session: Session, request: Request, by: timedelta, reach: Reach = Reach()) -> None:  # noqa: B008 - frozen
    moments = {"starts_at": request.starts_at + by, "ends_at": request.ends_at + by}
    correct(session, LINKS, COORDINATOR, request.id, [ROKISKIS], request.version, moments, reach)
    session.flush()


def starts(requests: list[Request]) -> list[datetime]:
    return [one.starts_at for one in requests]


def wall(moments: list[datetime]) -> list[datetime]:
    """By the clocks of Lithuania, which may have changed in between."""
    return [one.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None) for one in moments]


def made_later(session: Session, first: Request) -> Request:
    """The week that is made when the clock goes on by one."""
    session.info["moment"] = ahead(7)
    repeat(session, LINKS, first.id)
    return weeks_of(session, first)[-1]


def test_one_week_is_moved_alone_and_is_not_made_a_second_time(volunteers_session: Session) -> None:
    session = volunteers_session
    first, weeks = a_series(session)
    driver = a_helper(session)
    choose(session, LINKS, COORDINATOR, weeks[1].id, driver.id, [ROKISKIS], said_yes=True)
    before = starts([first, *weeks])
    move(session, weeks[1], DAY)
    assert starts([first, *weeks_of(session, first)]) == [before[0], before[1], before[2] + DAY, before[3]]
    assert weeks[1].sought_from == sought_from(weeks[1].starts_at, ZONE)
    (news,) = (one for one in told(session) if isinstance(one, RequestMoved))
    assert (news.helper and news.helper.phone, news.of_series, news.last_at) == (driver.phone, False, None)
    assert news.was is not None
    assert news.was.starts_at == before[2]
    repeat(session, LINKS, first.id)
    assert len(weeks_of(session, first)) == 3
    assert made_later(session, first).starts_at == later(before[0], 4, ZONE)


def test_the_first_is_moved_alone_and_the_weeks_after_it_are_made_as_they_were(volunteers_session: Session) -> None:
    session = volunteers_session
    first, weeks = a_series(session)
    before, home = starts([first, *weeks]), back_of(session, first).starts_at
    move(session, first, HOUR)
    move(session, back_of(session, first), HOUR)
    new = made_later(session, first)
    assert starts(weeks_of(session, first)[:3]) == before[1:]
    assert (new.starts_at, back_of(session, new).starts_at) == (later(before[0], 4, ZONE), later(home, 4, ZONE))


def test_this_week_and_all_after_it_are_moved_those_not_yet_made_too_and_the_person_hears_once(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    first, weeks = a_series(session)
    before, home = starts([first, *weeks]), back_of(session, first).starts_at
    closing.cancel(session, LINKS, weeks[2].id)
    session.expire_all()
    move(session, weeks[0], DAY + HOUR, FOLLOWING)
    moved = starts([first, *weeks_of(session, first)])
    assert moved == [before[0], before[1] + DAY + HOUR, later(before[1] + DAY + HOUR, 1, ZONE), before[3]]
    whole, *others = (one for one in told(session) if isinstance(one, RequestMoved))
    assert (whole.request_id, whole.of_series, [one.of_series for one in others]) == (weeks[0].id, False, [True])
    new = made_later(session, first)
    assert new.starts_at == later(before[1] + DAY + HOUR, 3, ZONE)
    assert new.ends_at - new.starts_at == HOUR
    assert back_of(session, new).starts_at == later(home, 4, ZONE)  # each way is moved by itself
    assert whole.last_at is not None
    assert whole.last_at.astimezone(ZoneInfo(ZONE)).weekday() == new.starts_at.astimezone(ZoneInfo(ZONE)).weekday()
    stop(session, LINKS, COORDINATOR, first.id, [ROKISKIS], "ill")
    end = next(one for one in told(session) if isinstance(one, RequestClosed) and one.last_at)
    assert end.last_at == whole.last_at


def test_ways_back_are_moved_with_all_that_follow_as_well(volunteers_session: Session) -> None:
    session = volunteers_session
    first, weeks = a_series(session, appointment_at=ahead())
    before, home = starts([first, *weeks]), starts([back_of(session, one) for one in weeks])
    move(session, back_of(session, weeks[0]), HOUR, FOLLOWING)
    assert wall(starts([back_of(session, one) for one in weeks])) == [one + HOUR for one in wall(home)]
    assert starts([first, *weeks_of(session, first)]) == before
    new = made_later(session, first)
    assert back_of(session, new).starts_at == later(home[0] + HOUR, 3, ZONE)
    assert new.appointment_at == new.starts_at


def test_a_week_that_code_of_before_has_made_without_a_number_is_known_by_its_time(volunteers_session: Session) -> None:
    session = volunteers_session
    first, weeks = a_series(session)
    session.execute(text("UPDATE requests SET week = NULL"))
    repeat(session, LINKS, first.id)
    assert len(weeks_of(session, first)) == len(weeks)
    session.execute(text(run_path(str(MIGRATION))["NUMBERS"]))
    assert [one.week for one in weeks_of(session, first)] == [1, 2, 3]


def test_each_week_follows_an_appointment_as_far_as_it_was_moved(volunteers_session: Session) -> None:
    session, referral_id = volunteers_session, uuid7()
    first, weeks = a_series(session, appointment_at=ahead(hour=10), referral_id=referral_id)
    before, home = starts([first, *weeks]), starts([back_of(session, one) for one in weeks])
    for _ in range(2):
        hear(session, referral_id, appointment_at=ahead(3, hour=11), venue="14 kab.")
    moved = weeks_of(session, first)
    assert wall(starts([first, *moved])) == [one + DAY + HOUR for one in wall(before)]
    assert wall(starts([back_of(session, one) for one in moved])) == [one + DAY + HOUR for one in wall(home)]
    assert [one.appointment_at for one in moved] == [later(ahead(3, hour=11), week, ZONE) for week in (1, 2, 3)]
    assert {one.destination for one in moved} == {"14 kab."}
    new = made_later(session, first)
    assert (new.starts_at, new.destination) == (later(before[0] + DAY + HOUR, 4, ZONE), "14 kab.")
