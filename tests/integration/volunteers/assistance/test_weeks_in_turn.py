"""Weekly help floods nobody: each week is sought in its turn, and whoever helped the week before is asked first."""

from collections import Counter
from datetime import time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain import waves
from services.volunteers.assistance.domain.requests import REQUEST
from services.volunteers.assistance.models import Offer, Request, Step
from services.volunteers.assistance.operations.choosing import choose
from services.volunteers.assistance.operations.claims import accept, decline, drop_out
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.repeating import repeat, stop
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.assistance.queries.weeks import helpers_before
from services.volunteers.people.models import Volunteer
from shared.contracts.volunteers import RequestOffered, RequestOfferWithdrawn
from shared.database import Database
from tests.integration.volunteers.assistance.conftest import Staff
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, ahead, told
from tests.support.going_on import run
from tests.support.visitor import Visitor

DAY = timedelta(days=1)


def sms(session: Session, kind: type[RequestOffered | RequestOfferWithdrawn], volunteer: Volunteer) -> int:
    """How many messages of this kind a volunteer was written."""
    written = Counter(one.volunteer.phone for one in told(session) if isinstance(one, kind))
    return written[volunteer.phone]


def weeks_of(session: Session, first: UUID) -> list[Request]:
    """The weeks of a series after the first, without ways back."""
    return list(session.scalars(select(Request).where(Request.repeat_of == first).order_by(Request.starts_at)))


def open_offer(session: Session, request_id: UUID, volunteer: Volunteer) -> UUID:
    theirs = (Offer.request_id == request_id, Offer.volunteer_id == volunteer.id, Offer.state == "open")
    return session.scalars(select(Offer.id).where(*theirs)).one()


def test_a_weekly_ride_with_a_way_back_asks_a_volunteer_for_this_week_alone_and_its_end_writes_no_more(
    database: Database,
) -> None:
    with database.transaction() as session:
        helper = a_helper(session)
        first = a_request(session, return_at=ahead(hour=11), weekly_until=ahead(60).date()).id
    run(database, ahead(1))
    with database.transaction() as session:
        assert len(weeks_of(session, first)) == 3
        assert sms(session, RequestOffered, helper) == 2  # there and back, of the first week
        session.info["moment"] = ahead(1)
        stop(session, LINKS, COORDINATOR, first, [ROKISKIS], "ill")
    run(database, ahead(1))
    with database.reading() as session:
        assert sms(session, RequestOfferWithdrawn, helper) == 2  # of what was asked, and of no later week
        assert {one.state for one in weeks_of(session, first)} == {"cancelled"}


def test_one_week_alone_is_sought_at_a_time_and_two_days_are_left_when_coordinators_hear_that_nobody_helps(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waves, "NIGHT_BEGINS", time(21))  # nights count here
    monkeypatch.setattr(waves, "NIGHT_ENDS", time(8))
    with database.transaction() as session:
        familiar = a_helper(session)
        for area in ("Rokiškis",) * 14 + ("Obeliai",):
            a_helper(session, areas=[area])
        first = a_request(session, weekly_until=ahead(60).date())
        choose(session, LINKS, COORDINATOR, first.id, familiar.id, [ROKISKIS], said_yes=True)
    run(database, first.starts_at)
    with database.reading() as session:
        week, *others = weeks_of(session, first.id)
    run(database, week.starts_at - 2 * DAY)
    with database.reading() as session:
        steps = session.scalars(select(Step.what).where(Step.request_id == week.id).order_by(Step.id)).all()
        assert steps == [
            *("asked", "in_turn", "wave_familiar", "wave_1", "wave_2", "wave_3", "wave_wider", "alarm_nobody_helps")
        ]
        assert [one.wave for one in others] == [0] * len(others)


def test_whoever_helped_the_week_before_is_asked_alone_for_a_day_then_the_others(database: Database) -> None:
    with database.transaction() as session:
        familiar, *others = (a_helper(session) for _ in range(5))
        first = a_request(session, weekly_until=ahead(60).date())
        choose(session, LINKS, COORDINATOR, first.id, familiar.id, [ROKISKIS], said_yes=True)
    run(database, first.starts_at)
    with database.reading() as session:
        week = weeks_of(session, first.id)[0]
    assert week.sought_from is not None
    assert week.starts_at - week.sought_from == 5 * DAY
    run(database, week.sought_from + DAY - timedelta(minutes=1))
    with database.reading() as session:
        assert [sms(session, RequestOffered, one) for one in (familiar, *others)] == [1, 0, 0, 0, 0]
    run(database, week.sought_from + DAY)
    with database.reading() as session:
        assert [sms(session, RequestOffered, one) for one in (familiar, *others)] == [1, 1, 1, 1, 0]
        assert session.scalars(select(Step.what).where(Step.what.like("wave%")).order_by(Step.id)).all() == [
            *("wave_familiar", "wave_1")
        ]


def test_another_week_may_have_another_helper_and_that_one_is_familiar_by_then(database: Database) -> None:
    with database.transaction() as session:
        before, now = a_helper(session), a_helper(session)
        first = a_request(session, weekly_until=ahead(60).date())
        choose(session, LINKS, COORDINATOR, first.id, before.id, [ROKISKIS], said_yes=True)
    run(database, ahead(5))
    with database.transaction() as session:
        week = weeks_of(session, first.id)[0]
        session.info["moment"] = ahead(5)
        decline(session, open_offer(session, week.id, before), "reply")  # the others are asked at once
    run(database, ahead(5))
    with database.transaction() as session:
        session.info["moment"] = ahead(5)
        accept(session, LINKS, open_offer(session, week.id, now), "reply")
    run(database, ahead(12, hour=6))
    with database.reading() as session:
        later = weeks_of(session, first.id)[1]
        asked = session.scalars(select(Offer.volunteer_id).where(Offer.request_id == later.id)).all()
        assert asked == [now.id]


def test_when_somebody_drops_out_late_whoever_helped_the_week_before_is_asked_with_others(database: Database) -> None:
    with database.transaction() as session:
        familiar, helper, other = (a_helper(session) for _ in range(3))
        first = a_request(session, weekly_until=ahead(60).date())
        choose(session, LINKS, COORDINATOR, first.id, familiar.id, [ROKISKIS], said_yes=True)
        repeat(session, LINKS, first.id)
        week = weeks_of(session, first.id)[0]
        choose(session, LINKS, COORDINATOR, week.id, helper.id, [ROKISKIS], said_yes=True)
    late = week.starts_at - DAY
    with database.transaction() as session:
        session.info["moment"] = late
        drop_out(session, LINKS, session.scalars(select(Offer.id).where(Offer.request_id == week.id)).one(), "reply")
    run(database, late)
    with database.reading() as session:
        out = select(Offer.volunteer_id).where(Offer.request_id == week.id, Offer.state == "open")
        assert set(session.scalars(out)) == {familiar.id, other.id}


def test_on_the_way_back_whoever_drove_back_the_week_before_is_familiar(volunteers_session: Session) -> None:
    session = volunteers_session
    there, back = a_helper(session), a_helper(session)
    first = a_request(session, return_at=ahead(hour=14), weekly_until=ahead(60).date())
    legs = {there: first.id, back: session.scalars(select(Request.id).where(Request.leg_of == first.id)).one()}
    for helper, leg in legs.items():
        choose(session, LINKS, COORDINATOR, leg, helper.id, [ROKISKIS], said_yes=True)
    repeat(session, LINKS, first.id)
    week = weeks_of(session, first.id)[0]
    week_back = session.scalars(select(Request).where(Request.leg_of == week.id)).one()
    assert (helpers_before(session, week), helpers_before(session, week_back)) == ([there.id], [back.id])
    assert week_back.sought_from == week.sought_from


@pytest.mark.parametrize("keeps_out", ["blocked", "cancelled"])
def test_who_may_not_come_again_or_never_came_is_not_asked_alone(volunteers_session: Session, keeps_out: str) -> None:
    session = volunteers_session
    helper, other = a_helper(session), a_helper(session)
    first = a_request(session, weekly_until=ahead(60).date())
    choose(session, LINKS, COORDINATOR, first.id, helper.id, [ROKISKIS], said_yes=True)
    repeat(session, LINKS, first.id)
    week = weeks_of(session, first.id)[0]
    if keeps_out == "blocked":
        week.blocked = [helper.id]
    else:
        cancel(session, LINKS, first.id)
    session.flush()
    session.info["moment"] = week.sought_from
    ask_wave(session, LINKS, week.id)
    asked = session.scalars(select(Offer.volunteer_id).where(Offer.request_id == week.id)).all()
    assert set(asked) == {other.id} | ({helper.id} if keeps_out == "cancelled" else set())


def test_a_helper_by_hand_who_drops_out_early_lets_nobody_be_asked_before_the_week_has_its_turn(
    database: Database,
) -> None:
    with database.transaction() as session:
        chosen, other = a_helper(session), a_helper(session)
        first = a_request(session, weekly_until=ahead(60).date())
        repeat(session, LINKS, first.id)
        week = weeks_of(session, first.id)[0]
        choose(session, LINKS, COORDINATOR, week.id, chosen.id, [ROKISKIS], said_yes=True)
        drop_out(session, LINKS, session.scalars(select(Offer.id).where(Offer.request_id == week.id)).one(), "reply")
    asked = select(Offer.volunteer_id).where(Offer.request_id == week.id, Offer.state == "open")
    assert week.sought_from is not None
    run(database, week.sought_from - timedelta(hours=1))
    with database.reading() as session:
        assert session.scalars(asked).all() == []
    run(database, week.sought_from)
    with database.reading() as session:
        assert session.scalars(asked).all() == [other.id]


def test_a_week_that_waits_for_its_turn_says_so_to_staff_and_to_the_person_and_stands_below_what_is_sought(
    app: Flask, client: FlaskClient, database: Database, staff: Staff
) -> None:
    with database.transaction() as session:
        first = a_request(session, weekly_until=ahead(60).date())
        repeat(session, LINKS, first.id)
        sought = a_request(session, starts_at=ahead(30)).code
        week = weeks_of(session, first.id)[0]
    assert week.sought_from is not None
    day = f"{week.sought_from.astimezone(ZoneInfo(week.zone)):%-d %B %Y}"
    staff(ROKISKIS)
    board, page = "/volunteer/requests/?lang=en", f"/volunteer/requests/{week.id}?lang=en"
    persons = f"/volunteer/requests/{LINKS.token(REQUEST, week.id)}"
    assert f"Sought from {day}" in client.get(board).text
    assert f"Sought from {day}" in client.get(page).text
    assert "The search for somebody began" not in client.get(page).text
    assert f"From {day} on we look for somebody." in Visitor(app, lang="en").open(persons).page
    codes = [first.code, sought, week.code]
    assert sorted(codes, key=client.get(board).text.index) == codes
    with database.transaction() as session:
        session.execute(text("UPDATE requests SET sought_from = now()"))
    assert f"Sought from {day}" not in client.get(board).text + client.get(page).text
    assert "We are looking for somebody." in Visitor(app, lang="en").open(persons).page
    codes = [first.code, week.code, sought]
    assert sorted(codes, key=client.get(board).text.index) == codes
