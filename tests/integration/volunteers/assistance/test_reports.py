"""What helpers report is read by somebody, and nobody waits in vain for a way back."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import Offer, Request, Step
from services.volunteers.assistance.operations import claims, closing, visits
from services.volunteers.assistance.operations.reaching import note_called
from services.volunteers.assistance.queries.requests import board
from services.volunteers.people.models import Volunteer
from shared.contracts.volunteers import CoordinatorNeeded, HelperInformed
from shared.database import Database
from tests.integration.volunteers.assistance.conftest import Staff
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_helper,
    a_request,
    ahead,
    asked,
    begun,
    told,
)
from tests.support.visitor import send


def a_promise(session: Session, **facts: Any) -> tuple[Request, Offer, Volunteer]:
    """A ride that somebody has promised."""
    helper = a_helper(session, name="Ona Onaitė")
    request = a_request(session, **facts)
    (offer,) = asked(session, request)
    claims.accept(session, LINKS, offer.id, "volunteer")
    return request, offer, helper


def alarms(session: Session) -> list[str]:
    return [one.alarm for one in told(session) if isinstance(one, CoordinatorNeeded)]


def test_coordinators_are_called_to_a_report_which_stands_first_on_the_board_until_it_is_read(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    request, offer, helper = a_promise(session)
    a_request(session, starts_at=ahead(1))
    begun(session, request)
    visits.finish(session, LINKS, offer.id, helper.id)
    for _ in range(2):
        visits.report(session, LINKS, offer.id, helper.id, "Durys atrakintos")
    assert (alarms(session), request.unread) == (["incident"], True)
    assert "Durys" not in str(told(session))
    visits.report(session, LINKS, offer.id, helper.id, "Skambinau dukrai")
    assert alarms(session) == ["incident"] * 2
    rows, _more = board(session, [ROKISKIS], limit=20)
    assert (rows[0]["id"], rows[0]["unread"]) == (request.id, True)
    for _ in range(2):
        visits.read_report(session, COORDINATOR, request.id, [ROKISKIS])
    rows, _more = board(session, [ROKISKIS], limit=20)
    assert rows[-1]["id"] == request.id
    steps = session.scalars(select(Step.what).where(Step.what.like("incident%")).order_by(Step.at, Step.id)).all()
    assert steps == ["incident", "incident", "incident_read"]
    visits.report(session, LINKS, offer.id, helper.id, "Skambinau dukrai")
    assert request.unread  # said again after it was read: news


def test_a_report_is_read_on_the_page_of_the_request(client: FlaskClient, database: Database, staff: Staff) -> None:
    with database.transaction() as session:
        request, offer, helper = a_promise(session)
        visits.report(session, LINKS, offer.id, helper.id, "Durys atrakintos")
    staff(ROKISKIS)
    page, english = f"/volunteer/requests/{request.id}", {"lang": "en"}
    assert "A helper reports something." in client.get("/volunteer/requests/", query_string=english).text
    shown = client.get(page, query_string=english).text
    assert shown.count("Durys atrakintos") == 2  # above all, and in the history
    assert send(client, page, "/read").status_code == 303
    assert "A helper reports something." not in client.get("/volunteer/requests/", query_string=english).text
    assert client.get(page, query_string=english).text.count("Durys atrakintos") == 1


def test_when_nobody_was_there_coordinators_ask_about_the_way_back_and_its_helper_hears(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    there, offer, helper = a_promise(session, return_at=ahead(hour=14))
    back = session.scalars(select(Request).where(Request.leg_of == there.id)).one()
    (home,) = asked(session, back)
    claims.accept(session, LINKS, home.id, "volunteer")
    begun(session, there)
    visits.miss(session, LINKS, offer.id, helper.id)
    assert (back.state, back.alarm, alarms(session)) == ("assigned", "way_there_missed", ["way_there_missed"])
    news = told(session)[-1]
    assert isinstance(news, HelperInformed)
    assert (news.news, news.request_id, news.helper.phone) == ("way_there_missed", back.id, helper.phone)
    assert news.link == LINKS.helping(home.id)
    note_called(session, COORDINATOR, back.id, [ROKISKIS])
    assert (back.state, back.alarm) == ("assigned", None)


def test_a_way_back_that_is_called_off_already_is_left_alone(volunteers_session: Session) -> None:
    session = volunteers_session
    there, offer, helper = a_promise(session, return_at=ahead(hour=14))
    back = session.scalars(select(Request).where(Request.leg_of == there.id)).one()
    closing.cancel(session, LINKS, back.id)
    begun(session, there)
    visits.miss(session, LINKS, offer.id, helper.id)
    assert (back.state, back.alarm, alarms(session)) == ("cancelled", None, [])
