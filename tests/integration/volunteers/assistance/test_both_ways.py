"""Of a ride with a way back, whoever takes the one is asked first for the other: nobody needs two drivers."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.matching import Reason
from services.volunteers.assistance.domain.requests import OFFER
from services.volunteers.assistance.models import Offer, Request, Step
from services.volunteers.assistance.operations.choosing import choose
from services.volunteers.assistance.operations.claims import accept, decline, drop_out
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.people.models import Volunteer
from shared.contracts.volunteers import RequestOffered
from shared.database import Database, moment
from tests.integration.volunteers.assistance.test_races import at_once, saying
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, ahead, told
from tests.support.going_on import run

Legs = tuple[Request, Request]


def both_ways(session: Session) -> Legs:
    """A ride at nine and home at eleven, in two days."""
    there = a_request(session, return_at=ahead(hour=11))
    return there, session.scalars(select(Request).where(Request.leg_of == there.id)).one()


def offers(database: Database, request: Request) -> dict[UUID, Offer]:
    with database.reading() as session:
        found = session.scalars(select(Offer).where(Offer.request_id == request.id))
        return {one.volunteer_id: one for one in found}


def a_day(database: Database, helpers: int = 5) -> tuple[Legs, datetime]:
    """Five who fit, and both ways asked for; three of them are asked, for the way there."""
    with database.transaction() as session:
        for _ in range(helpers):
            a_helper(session)
        legs, now = both_ways(session), moment(session)
    run(database, now + timedelta(minutes=1))
    return legs, now + timedelta(minutes=1)


def say(database: Database, now: datetime, answer: object, *facts: object) -> None:
    with database.transaction() as session:
        session.info["moment"] = now
        answer(session, *facts)  # type: ignore[operator]
    run(database, now)


def test_whoever_takes_the_way_there_is_asked_for_the_way_back_at_once_and_alone_and_others_after_their_no(
    database: Database,
) -> None:
    (there, back), now = a_day(database)
    asked = offers(database, there)
    assert (len(asked), offers(database, back)) == (3, {})
    driver, offer = next(iter(asked.items()))
    say(database, now, accept, LINKS, offer.id, "reply")
    (way_back,) = offers(database, back).values()
    assert (way_back.volunteer_id, way_back.reasons[0], way_back.wave) == (driver, Reason.OTHER_WAY, 0)
    say(database, now, decline, way_back.id, "reply")
    assert len(offers(database, back)) == 1 + 3
    with database.reading() as session:
        steps = select(Step.what).where(Step.request_id == back.id).order_by(Step.id)
        assert session.scalars(steps).all() == ["asked", "after_way_there", "wave_other_way", "declined", "wave_1"]


def test_others_are_asked_for_the_way_back_when_the_driver_has_not_answered_for_as_long_as_a_wave_lasts(
    database: Database,
) -> None:
    (there, back), now = a_day(database)
    say(database, now, accept, LINKS, next(iter(offers(database, there).values())).id, "reply")
    run(database, now + timedelta(hours=4) - timedelta(minutes=2))
    assert len(offers(database, back)) == 1
    run(database, now + timedelta(hours=4))
    assert len(offers(database, back)) == 1 + 3


def test_a_driver_who_cannot_come_back_keeps_nobody_waiting(database: Database) -> None:
    (there, back), now = a_day(database)
    driver, offer = next(iter(offers(database, there).items()))
    with database.transaction() as session:
        other = a_request(session, starts_at=back.starts_at, name="Kita")
        choose(session, LINKS, COORDINATOR, other.id, driver, [ROKISKIS], said_yes=True)
    say(database, now, accept, LINKS, offer.id, "reply")
    assert len(offers(database, back)) == 3
    assert driver not in offers(database, back)


@pytest.mark.parametrize("helpers", [1, 14])
def test_the_way_back_waits_until_all_were_asked_for_the_way_there_and_no_longer(
    database: Database, helpers: int
) -> None:
    (there, back), now = a_day(database, helpers)
    run(database, now + timedelta(hours=3))
    assert (bool(offers(database, there)), offers(database, back)) == (True, {})
    run(database, now + timedelta(hours=8))
    assert len(offers(database, there)) == helpers  # and where that is one, coordinators were called
    assert len(offers(database, back)) == min(helpers, 3)


def test_who_has_promised_the_way_back_is_asked_first_when_nobody_drives_there_any_more(database: Database) -> None:
    (there, back), now = a_day(database)
    first, second, *_ = offers(database, there).items()
    say(database, now, accept, LINKS, first[1].id, "reply")
    say(database, now, decline, offers(database, back)[first[0]].id, "reply")
    homeward = next(one for one in offers(database, back).values() if one.volunteer_id not in offers(database, there))
    say(database, now, accept, LINKS, homeward.id, "reply")
    say(database, now, drop_out, LINKS, first[1].id, "reply")
    waiting = {who for who, one in offers(database, there).items() if one.state == "open"}
    assert waiting == {homeward.volunteer_id}
    assert offers(database, there)[second[0]].state == "withdrawn"


def test_who_asks_for_help_by_hand_is_not_kept_from_it_and_the_other_way_goes_on(database: Database) -> None:
    (there, back), now = a_day(database)
    asked, other = iter(offers(database, there)), next(iter(offers(database, there)))
    say(database, now, by_hand, back, other)
    driver = next(one for one in asked if one != other)
    say(database, now, accept, LINKS, offers(database, there)[driver].id, "reply")
    assert set(offers(database, back)) == {other, driver}


def by_hand(session: Session, request: Request, volunteer_id: UUID) -> None:
    choose(session, LINKS, COORDINATOR, request.id, volunteer_id, [ROKISKIS], said_yes=False)


def test_two_who_take_both_ways_at_the_same_moment_wait_for_nobody_in_a_circle(database: Database) -> None:
    (there, back), now = a_day(database)
    one, other, *_ = offers(database, there)
    say(database, now, by_hand, back, other)
    yes = (offers(database, there)[one].id, offers(database, back)[other].id)
    clocks = [saying(database, ask_wave, LINKS, leg.id) for leg in (there, back)]
    assert set(at_once(*(saying(database, accept, LINKS, id_, "reply") for id_ in yes), *clocks)) == {"done"}
    run(database, now)
    with database.reading() as session:
        assert set(session.scalars(select(Request.state))) == {"assigned"}


def test_who_is_asked_for_the_way_there_reads_when_it_goes_back_as_long_as_nobody_drives_then(
    database: Database, client: FlaskClient
) -> None:
    (there, back), now = a_day(database)
    (_who, asked), *_ = offers(database, there).items()
    page = f"/volunteer/offers/{LINKS.token(OFFER, asked.id)}?lang=en"
    assert "Whoever helps here is asked first for the way back" in client.get(page).text
    with database.transaction() as session:
        assert {one.return_at for one in told(session) if isinstance(one, RequestOffered)} == {back.starts_at}
        driver = session.scalars(select(Volunteer.id).where(Volunteer.id.not_in(offers(database, there)))).first()
        assert driver is not None
        choose(session, LINKS, COORDINATOR, back.id, driver, [ROKISKIS], said_yes=True)
    assert "way back" not in client.get(page).text
    assert now < there.starts_at
