"""What keeps people safe holds until the visit: it is looked at when somebody says yes, and again when it changes."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.volunteers.assistance import listeners
from services.volunteers.assistance.domain.helping import Document
from services.volunteers.assistance.domain.matching import Unfit
from services.volunteers.assistance.domain.requests import OFFER, DoesNotFit, RequestIsOver
from services.volunteers.assistance.domain.safety import CannotBeYou
from services.volunteers.assistance.models import Block, Request, Step
from services.volunteers.assistance.operations.checking import check_promises
from services.volunteers.assistance.operations.claims import accept, drop_out
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.helping import record_document, say_help
from services.volunteers.people.models import Commitment, Volunteer
from shared.contracts.envelope import wrap
from shared.contracts.notifications import ReplyReceived
from shared.contracts.volunteers import CoordinatorNeeded, RequestOfferWithdrawn
from shared.database import Database
from tests.integration.volunteers.assistance.conftest import Staff
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_helper,
    a_request,
    asked,
    told,
)
from tests.support.visitor import Visitor

LOOKED_AT = date(2026, 1, 5)
HELPS: dict[str, Any] = {
    "kinds": ["ride"],
    "organisations": [ROKISKIS],
    "areas": [],
    "vehicle": "car",
    "gender": None,
    "can_lift": True,
}


def ends(session: Session, helper: Volunteer, last_day: date | None, kind: Document = Document.DRIVING_LICENCE) -> None:
    """A coordinator writes down until when a document holds."""
    seen: dict[str, Any] = {"kind": kind, "checked_on": LOOKED_AT, "valid_until": last_day}
    record_document(session, COORDINATOR, helper.id, [ROKISKIS], **seen)


def day_before(request: Request) -> date:
    starts_at: datetime = request.starts_at
    return (starts_at - timedelta(days=1)).date()


def looked_at(session: Session) -> list[str]:
    """The worker looks at all promises that are to be looked at; the alarms of all requests after it."""
    due = text("DELETE FROM due WHERE kind = 'promises_checked' RETURNING subject_id")
    for request_id in session.scalars(due).all():
        check_promises(session, LINKS, request_id)
    return [one.alarm for one in told(session) if isinstance(one, CoordinatorNeeded)]


def test_a_yes_of_whom_a_licence_ended_since_they_were_asked_is_refused_with_the_reason(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    helper, request = a_helper(session), a_request(session)
    (offer,) = asked(session, request)
    ends(session, helper, day_before(request))
    with pytest.raises(CannotBeYou) as refused:
        accept(session, LINKS, offer.id, "volunteer")
    assert refused.value.unfit == Unfit.LICENCE
    with pytest.raises(DoesNotFit):
        accept(session, LINKS, offer.id, "coordinator")
    session.refresh(request)
    session.refresh(offer)
    assert (request.state, request.taken, offer.state) == ("open", 0, "open")
    assert session.scalar(select(Commitment)) is None
    ends(session, helper, request.starts_at.date())
    accept(session, LINKS, offer.id, "volunteer")
    assert request.state == "assigned"


@pytest.mark.parametrize(
    ("facts", "change", "unfit"),
    [
        ({"kind": "home_visit", "target_group": "large_family"}, {"papers": False}, Unfit.CHILDREN),
        ({}, {"vehicle": "none"}, Unfit.VEHICLE),
        ({"wheelchair": True}, {"vehicle": "car"}, Unfit.VEHICLE),
        ({"stairs": True}, {"can_lift": False}, Unfit.LIFT),
        ({"prefers_gender": "woman"}, {"gender": None}, Unfit.GENDER),
        ({}, {"age_band": "16_17"}, Unfit.MINOR),
        ({}, {"state": "left"}, Unfit.GONE),
    ],
)
def test_every_rule_of_safety_is_looked_at_again(
    volunteers_session: Session, facts: dict[str, Any], change: dict[str, Any], unfit: Unfit
) -> None:
    session = volunteers_session
    both = ("driving_licence", "vaiku-qr")
    helper = a_helper(session, papers=both, vehicle="wheelchair", gender="woman")
    request = a_request(session, **facts)
    (offer,) = asked(session, request)
    if "papers" in change:
        ends(session, helper, day_before(request), Document.CHILDREN)
    elif change.keys() & {"age_band", "state"}:
        for name, value in change.items():
            setattr(helper, name, value)
        session.flush()
    else:
        say_help(session, helper.id, HELPS | {"vehicle": "wheelchair", "gender": "woman"} | change)
    with pytest.raises(CannotBeYou) as refused:
        accept(session, LINKS, offer.id, "volunteer")
    assert refused.value.unfit == unfit


def test_whom_the_person_does_not_want_hears_only_that_nobody_is_needed(volunteers_session: Session) -> None:
    session = volunteers_session
    helper, request = a_helper(session), a_request(session)
    (offer,) = asked(session, request)
    session.add(Block(person_key=request.person_key, volunteer_id=helper.id))  # at this moment, by another request
    session.flush()
    with pytest.raises(RequestIsOver):
        accept(session, LINKS, offer.id, "volunteer")


def test_a_yes_by_text_that_cannot_be_is_answered_with_the_reason_and_the_next_are_asked(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    helper, request = a_helper(session), a_request(session)
    (offer,) = asked(session, request)
    ends(session, helper, day_before(request))
    reply = ReplyReceived(about=OFFER, subject_id=offer.id, answer="yes")
    envelope = wrap("notifications", reply, subject=offer.id, version=1, correlation_id="c")
    listeners.subscriptions(LINKS)[ReplyReceived](session, reply, envelope)
    answer = told(session)[-1]
    assert isinstance(answer, RequestOfferWithdrawn)
    assert (answer.reason, offer.state) == ("licence", "withdrawn")


def test_the_page_says_in_the_volunteer_s_language_why_it_cannot_be_them(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        helper, request = a_helper(session, language="uk"), a_request(session)
        (offer,) = asked(session, request)
    page = Visitor(app).open(f"/volunteer/offers/{LINKS.token(OFFER, offer.id)}")
    with database.transaction() as session:
        ends(session, helper, day_before(request))
    page.send(f"{page.address}/yes")
    assert page.status == 409
    assert "водійського посвідчення" in page.text


def test_a_promise_against_which_a_document_speaks_by_now_is_an_alarm_until_somebody_has_acted(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    helper, request = a_helper(session), a_request(session)
    (offer,) = asked(session, request)
    accept(session, LINKS, offer.id, "volunteer")
    ends(session, helper, request.starts_at.date())
    assert looked_at(session) == []
    for _ in range(2):
        ends(session, helper, day_before(request))
        assert looked_at(session) == ["helper_unfit"]  # once
    assert (request.alarm, request.state, offer.state) == ("helper_unfit", "assigned", "accepted")
    ends(session, helper, None)
    assert looked_at(session) == ["helper_unfit"]
    assert request.alarm is None
    assert session.scalars(select(Step.what).order_by(Step.at.desc(), Step.id.desc())).first() == "fit_again"
    say_help(session, helper.id, HELPS | {"vehicle": "none"})
    assert looked_at(session) == ["helper_unfit"] * 2
    drop_out(session, LINKS, offer.id, "coordinator")
    assert looked_at(session) == ["helper_unfit"] * 2
    assert (request.alarm, request.state) == (None, "open")


def test_of_two_helpers_the_second_s_yes_does_not_hide_what_speaks_against_the_first(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    papers = ("vaiku-qr",)
    first, _second = a_helper(session, papers=papers), a_helper(session, papers=papers)
    request = a_request(session, kind="home_visit", two_people=True, target_group="large_family", destination="")
    offers = {offer.volunteer_id: offer for offer in asked(session, request)}
    mine = offers.pop(first.id)
    (other,) = offers.values()
    accept(session, LINKS, mine.id, "volunteer")
    ends(session, first, day_before(request), Document.CHILDREN)
    assert looked_at(session) == ["helper_unfit"]
    accept(session, LINKS, other.id, "volunteer")
    assert (request.state, request.alarm) == ("assigned", "helper_unfit")
    drop_out(session, LINKS, other.id, "volunteer")
    looked_at(session)
    assert (request.state, request.alarm) == ("open", "helper_unfit")


def test_a_worse_alarm_stays_and_what_has_ended_is_left_alone(volunteers_session: Session) -> None:
    session = volunteers_session
    helper, request = a_helper(session), a_request(session)
    (offer,) = asked(session, request)
    accept(session, LINKS, offer.id, "volunteer")
    request.alarm = "panic"
    ends(session, helper, day_before(request))
    assert (looked_at(session), request.alarm) == ([], "panic")
    cancel(session, LINKS, request.id)
    ends(session, helper, None)
    check_promises(session, LINKS, request.id)
    assert request.state == "cancelled"
    assert request.alarm is None


def test_coordinators_see_on_board_and_page_what_speaks_against_whom(
    client: FlaskClient, database: Database, staff: Staff
) -> None:
    with database.transaction() as session:
        helper, request = a_helper(session), a_request(session)
        (offer,) = asked(session, request)
        accept(session, LINKS, offer.id, "volunteer")
        ends(session, helper, day_before(request))
        looked_at(session)
    staff(ROKISKIS)
    english = {"lang": "en"}
    pages = (client.get(f"/volunteer/requests/{path}", query_string=english).text for path in ("", str(request.id)))
    board, page = pages
    assert "Something speaks against the helper by now." in board
    assert "no driving licence checked that holds that day" in page
    whole: Any = client.get(f"/api/volunteers/v1/requests/{request.id}").json
    assert whole["barred"] == {str(helper.id): "licence"}
