"""A helper's call for help is heard by name, answered at once, and stands until a coordinator says what was done."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import VISIT
from services.volunteers.assistance.domain.states import Act, NotNow
from services.volunteers.assistance.listeners import subscriptions
from services.volunteers.assistance.models import Offer, Request, Step
from services.volunteers.assistance.operations import calling, claims, closing, visits
from services.volunteers.assistance.operations.forgetting import forget
from services.volunteers.assistance.queries.requests import board, whole
from services.volunteers.people.models import Volunteer
from shared.contracts.envelope import wrap
from shared.contracts.notifications import ReplyReceived
from shared.contracts.visits import HelpCalled
from shared.database import Database
from shared.errors import NotFound
from tests.integration.volunteers.assistance.conftest import Staff
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, asked, begun, told
from tests.support.visitor import send

Two = tuple[Request, dict[str, tuple[Offer, Volunteer]]]


def a_visit_of_two(session: Session) -> Two:
    """Ona and Petras visit somebody together; it should be over by now."""
    helpers = {one.id: one for one in (a_helper(session, name=name) for name in ("Ona Onaitė", "Petras Petraitis"))}
    request = a_request(session, kind="home_visit", two_people=True)
    offers = asked(session, request)
    for offer in offers:
        claims.accept(session, LINKS, offer.id, "volunteer")
    begun(session, request, minutes=120)
    both = {helpers[offer.volunteer_id].name.split()[0]: (offer, helpers[offer.volunteer_id]) for offer in offers}
    return request, both


def texted(session: Session, request: Request, answer: str, phone: str | None = "") -> None:
    reply = ReplyReceived(answer=answer, about=VISIT, subject_id=request.id, phone=phone or "")
    envelope = wrap("notifications", reply, subject=request.id, version=1, correlation_id="text")
    subscriptions(LINKS)[ReplyReceived](session, reply, envelope)
    session.refresh(request)


def first(session: Session) -> Any:
    return board(session, [ROKISKIS], limit=20)[0][0]


def steps(session: Session, what: str) -> list[UUID | None]:
    return list(session.scalars(select(Step.volunteer_id).where(Step.what == what).order_by(Step.at, Step.id)))


@pytest.mark.parametrize("who", ["Petras", "Ona"])
def test_that_all_is_well_ends_the_visit_but_not_a_call_for_help(volunteers_session: Session, who: str) -> None:
    session = volunteers_session
    request, both = a_visit_of_two(session)
    texted(session, request, "no", both["Ona"][1].phone)
    texted(session, request, "yes", both[who][1].phone)
    assert request.state == "done"
    a_request(session)
    row = first(session)
    assert (row["id"], row["alarm"], row["calling"]) == (request.id, "panic", ["Ona Onaitė"])
    for _ in range(2):
        calling.answer_call(session, COORDINATOR, request.id, [ROKISKIS], "Paskambinau, Ona jau namie")
    assert first(session)["id"] != request.id
    assert request.alarm is None
    answered = select(Step.note).where(Step.what == "call_answered")
    assert session.scalars(answered).all() == ["Paskambinau, Ona jau namie"]
    assert session.scalar(text("SELECT count(*) FROM audit WHERE what = 'request_call_answered'")) == 1


def test_no_other_end_and_no_other_alarm_takes_a_call_off_the_board(volunteers_session: Session) -> None:
    session = volunteers_session
    request, both = a_visit_of_two(session)
    offer, ona = both["Ona"]
    calling.call_for_help(session, LINKS, offer.id, ona.id)
    visits.call_coordinator(session, LINKS, request.id)
    assert first(session)["alarm"] == "panic"
    closing.close(session, LINKS, COORDINATOR, request.id, [ROKISKIS], act=Act.MISS, reason="person")
    assert (request.state, first(session)["alarm"], whole(session, request.id, [ROKISKIS]).calling[0]["name"]) == (
        "no_show",
        "panic",
        "Ona Onaitė",
    )
    with pytest.raises(NotFound):
        calling.answer_call(session, COORDINATOR, request.id, [], "Nieko")
    forget(session, request.id)
    assert first(session)["alarm"] is None


def test_a_helper_who_calls_and_then_cannot_come_is_still_looked_for(volunteers_session: Session) -> None:
    session = volunteers_session
    helper, request = a_helper(session), a_request(session)
    (offer,) = asked(session, request)
    claims.accept(session, LINKS, offer.id, "volunteer")
    calling.call_for_help(session, LINKS, offer.id, helper.id)
    claims.drop_out(session, LINKS, offer.id, "volunteer")
    assert asked(session, request) == []
    assert (request.alarm, request.called_for) == ("nobody_helps", "panic")
    calling.answer_call(session, COORDINATOR, request.id, [ROKISKIS], "Skambinta 112")
    assert request.called_for == "nobody_helps"


def test_what_is_answered_and_called_again_is_news_and_names_the_new_caller_alone(volunteers_session: Session) -> None:
    session = volunteers_session
    request, both = a_visit_of_two(session)
    for name in ("Ona", "Petras"):
        offer, helper = both[name]
        calling.call_for_help(session, LINKS, offer.id, helper.id)
        assert first(session)["calling"] == [helper.name]
        calling.answer_call(session, COORDINATOR, request.id, [ROKISKIS], "Paskambinta")
    assert steps(session, "alarm_panic") == [both["Ona"][1].id, both["Petras"][1].id]


def test_whoever_calls_by_text_hears_at_once_that_it_was_heard_and_once_in_some_minutes(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    request, both = a_visit_of_two(session)
    (offer, ona), (_, petras) = both["Ona"], both["Petras"]

    def heard() -> list[str | None]:
        return [one.helper.phone for one in told(session) if isinstance(one, HelpCalled)]

    calling.call_for_help(session, LINKS, offer.id, ona.id)  # the page itself says that it was heard
    assert heard() == []
    for _ in range(2):
        texted(session, request, "no", ona.phone)
    assert heard() == [ona.phone]
    texted(session, request, "yes", petras.phone)
    texted(session, request, "no", petras.phone)
    assert heard() == [ona.phone, petras.phone]
    assert all(one.helper.channel == "sms" for one in told(session) if isinstance(one, HelpCalled))
    session.execute(text("UPDATE request_steps SET at = at - interval '6 minutes'"))
    texted(session, request, "no", ona.phone)
    assert heard() == [ona.phone, petras.phone, ona.phone]


def test_of_two_helpers_a_text_names_nobody_if_its_phone_is_neither_s(volunteers_session: Session) -> None:
    session = volunteers_session
    request, both = a_visit_of_two(session)
    texted(session, request, "no")
    assert (first(session)["alarm"], first(session)["calling"]) == ("panic", [])
    texted(session, request, "arrived", both["Petras"][1].phone)
    assert (steps(session, "alarm_panic"), steps(session, "arrived")) == ([None], [both["Petras"][1].id])


def test_a_call_counts_while_the_helper_sees_whom_they_help_and_no_longer(volunteers_session: Session) -> None:
    session = volunteers_session
    request, both = a_visit_of_two(session)
    offer, ona = both["Ona"]
    texted(session, request, "yes", both["Petras"][1].phone)
    calling.call_for_help(session, LINKS, offer.id, ona.id)
    assert request.called_for == "panic"
    calling.answer_call(session, COORDINATOR, request.id, [ROKISKIS], "Viskas gerai")
    begun(session, request, minutes=26 * 60)
    texted(session, request, "no", ona.phone)
    with pytest.raises(NotNow):
        calling.call_for_help(session, LINKS, offer.id, ona.id)
    assert request.called_for is None


def test_staff_read_who_calls_and_say_what_they_did(client: FlaskClient, database: Database, staff: Staff) -> None:
    with database.transaction() as session:
        request, both = a_visit_of_two(session)
        offer, ona = both["Ona"]
        calling.call_for_help(session, LINKS, offer.id, ona.id)
        visits.finish(session, LINKS, offer.id, ona.id)
    staff(ROKISKIS)
    page, english = f"/volunteer/requests/{request.id}", {"lang": "en"}
    on_board = client.get("/volunteer/requests/", query_string=english).text
    assert "The helper calls for help." in on_board
    assert "Ona Onaitė" in on_board
    shown = client.get(page, query_string=english).text
    assert f"tel:{ona.phone}" in shown
    assert "the helper needs help: <bdi>Ona Onaitė</bdi>" in shown
    refused = send(client, page, "/call-answered", note=" ")
    assert refused.status_code == 422
    assert "The helper calls for help." in client.get("/volunteer/requests/", query_string=english).text
    assert send(client, page, "/call-answered", note="Nuvažiavau pas ją").status_code == 303
    assert "The helper calls for help." not in client.get("/volunteer/requests/", query_string=english).text
    assert "Nuvažiavau pas ją" in client.get(page, query_string=english).text
