"""Staff go from a way there to its way back and from week to week, and whoever helps already is not called unfit."""

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations import claims
from services.volunteers.assistance.operations.choosing import choose
from services.volunteers.assistance.operations.repeating import repeat
from services.volunteers.assistance.queries.requests import whole
from shared.database import Database
from tests.integration.volunteers.assistance.conftest import Staff
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, ahead, asked


def test_the_ways_and_the_weeks_of_one_wish_lead_to_one_another(volunteers_session: Session) -> None:
    session = volunteers_session
    first = a_request(session, return_at=ahead(hour=11), weekly_until=ahead(20).date())
    repeat(session, LINKS, first.id)
    a_request(session, starts_at=ahead(5))
    theres = session.scalars(select(Request).where(Request.repeat_of == first.id).order_by(Request.starts_at)).all()
    backs = {
        there.id: session.scalars(select(Request).where(Request.leg_of == there.id)).one() for there in (first, *theres)
    }
    assert len(theres) >= 2
    for there in (first, *theres):
        back = backs[there.id]
        for one, other in ((there, back), (back, there)):
            beside = whole(session, one.id, [ROKISKIS]).siblings
            assert beside.other_way is not None
            assert beside.other_way["id"] == other.id
        same_way = [one.id for one in (first, *theres) if one is not there]
        assert [one["id"] for one in whole(session, there.id, [ROKISKIS]).siblings.weeks] == same_way
        assert [one["id"] for one in whole(session, back.id, [ROKISKIS]).siblings.weeks] == [
            backs[id_].id for id_ in same_way
        ]


def test_what_has_one_way_and_no_weeks_leads_nowhere(volunteers_session: Session) -> None:
    beside = whole(volunteers_session, a_request(volunteers_session).id, [ROKISKIS]).siblings
    assert (beside.other_way, list(beside.weeks)) == (None, [])


def test_the_page_links_to_the_way_back_and_to_the_other_weeks(
    client: FlaskClient, database: Database, staff: Staff
) -> None:
    with database.transaction() as session:
        first = a_request(session, return_at=ahead(hour=11), weekly_until=ahead(13).date())
        repeat(session, LINKS, first.id)
        others = session.scalars(select(Request).where(Request.id != first.id)).all()
        (back,) = [one for one in others if one.leg_of == first.id]
        (week,) = [one for one in others if one.repeat_of == first.id]
    staff(ROKISKIS)
    shown = client.get(f"/volunteer/requests/{first.id}", query_string={"lang": "en"}).text
    assert shown.index("The way back") < shown.index(f'href="/volunteer/requests/{back.id}"')
    assert shown.index("The other weeks") < shown.index(f'href="/volunteer/requests/{week.id}"')
    shown = client.get(f"/volunteer/requests/{back.id}", query_string={"lang": "en"}).text
    assert shown.index("The way there") < shown.index(f'href="/volunteer/requests/{first.id}"')


def test_whoever_helps_already_is_said_so_and_a_yes_of_theirs_noted_again_changes_nothing(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    helper, other = a_helper(session), a_helper(session)
    request = a_request(session, kind="home_visit", two_people=True)
    offers = {offer.volunteer_id: offer for offer in asked(session, request)}
    claims.accept(session, LINKS, offers[helper.id].id, "volunteer")
    unfit = {who.id: reason for who, reason in whole(session, request.id, [ROKISKIS]).unfit}
    assert unfit == {helper.id: "helps", other.id: "asked"}
    choose(session, LINKS, COORDINATOR, request.id, helper.id, [ROKISKIS], said_yes=True)
    assert (request.taken, request.state) == (1, "open")
