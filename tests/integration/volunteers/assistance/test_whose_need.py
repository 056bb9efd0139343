"""Whose need a request is: asked kindly, set by coordinators, what keeps children safe, and what reports count."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import Request, Step
from services.volunteers.assistance.operations.asking import approve
from services.volunteers.assistance.operations.checking import check_promises
from services.volunteers.assistance.operations.claims import accept
from services.volunteers.assistance.operations.correcting import correct
from shared.contracts.counting import RequestCounted
from shared.contracts.volunteers import RequestOpened
from shared.database import Database
from tests.integration.volunteers.assistance.conftest import RIDE, ZOFIJA, Staff
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_helper,
    a_request,
    ahead,
    asked,
    due_in,
    told,
)
from tests.support.visitor import Visitor

MAY_HELP_FAMILIES = ("driving_licence", "vaiku-qr")
SEND = "/volunteer/help/send"


def corrects(session: Session, request: Request, **facts: Any) -> None:
    correct(session, LINKS, COORDINATOR, request.id, [ROKISKIS], request.version, facts)
    session.flush()


def counted(session: Session) -> list[tuple[str, str]]:
    return [(one.target_group, one.language) for one in told(session) if isinstance(one, RequestCounted)]


def kept(database: Database) -> Request:
    with database.reading() as session:
        return session.scalars(select(Request).where(Request.leg_of.is_(None))).one()


@pytest.mark.parametrize("chosen", [None, "ar"])
def test_a_relative_is_written_to_in_the_language_of_their_page_unless_they_choose_another(
    app: Flask, database: Database, town: UUID, chosen: str | None
) -> None:
    relative = Visitor(app, "uk").open("/volunteer/help").send("/volunteer/help", **RIDE)
    typed: dict[str, Any] = ZOFIJA | {"by": "relative", "asker_phone": "8 612 88888"}
    relative.fill(SEND, **typed | ({"asker_language": chosen} if chosen else {}))
    request = kept(database)
    assert request.asker is not None
    assert (request.person["language"], request.asker["language"]) == ("ru", chosen or "uk")


def test_a_form_without_the_question_writes_to_a_relative_in_the_language_of_the_page(
    app: Flask, database: Database, town: UUID
) -> None:
    relative = Visitor(app, "uk").open("/volunteer/help").send("/volunteer/help", **RIDE)
    relative.send(SEND, by="relative", asker_phone="8 612 88888", **ZOFIJA)
    assert (kept(database).asker or {})["language"] == "uk"


def test_whoever_asks_may_say_their_group_and_need_not(app: Flask, database: Database, town: UUID) -> None:
    person = Visitor(app).open("/volunteer/help").send("/volunteer/help", **RIDE)
    assert "It helps us to find the right person." in person.text
    for option in ("Seniors", "Large families", "Refugees and newcomers"):
        assert option in person.text
    person.send(SEND, by="person", target_group="martians", **ZOFIJA)
    assert (person.status, 'href="#target_group"' in person.page) == (422, True)
    person.fill(SEND, by="person", target_group="large_family", **ZOFIJA)
    assert kept(database).target_group == "large_family"


def test_a_coordinator_sets_the_group_with_the_yes_and_only_who_may_is_asked_to_a_family(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    a_helper(session)
    may = a_helper(session, papers=MAY_HELP_FAMILIES)
    request = a_request(session, entered_here=False, by="person", return_at=ahead(hour=11))
    approve(session, LINKS, COORDINATOR, request.id, [ROKISKIS], "single_parent")
    opened = [one for one in told(session) if isinstance(one, RequestOpened)]
    assert [one.target_group for one in opened] == ["single_parent"] * 2
    assert [offer.volunteer_id for offer in asked(session, request)] == [may.id]
    noted = select(Step.what).where(Step.request_id == request.id).order_by(Step.id)
    assert session.scalars(noted).all() == ["asked", "corrected_group", "opened", "wave_1"]


@pytest.mark.parametrize("said", [None, "senior"])
def test_a_yes_that_names_no_other_group_leaves_what_was_said(volunteers_session: Session, said: str | None) -> None:
    session = volunteers_session
    request = a_request(session, entered_here=False, by="person", target_group="senior")
    approve(session, LINKS, COORDINATOR, request.id, [ROKISKIS], said)
    steps = select(Step.what).where(Step.request_id == request.id).order_by(Step.id)
    assert (request.target_group, session.scalars(steps).all()) == ("senior", ["asked", "opened"])


def test_on_the_page_the_group_stands_with_the_yes_and_in_the_correction(
    app: Flask, database: Database, town: UUID, staff: Staff, client: FlaskClient
) -> None:
    with database.transaction() as session:
        request_id = a_request(session, entered_here=False, by="person", target_group="large_family").id
    staff(town)
    cookie = client.get_cookie("talka_staff")
    assert cookie is not None
    page = f"/volunteer/requests/{request_id}"
    coordinator = Visitor(app, lang="en", talka_staff=cookie.value).open(page)
    assert '<option value="large_family" selected>' in coordinator.page
    assert coordinator.send(f"{page}/approve", target_group="martians").status == 422
    coordinator.open(page).fill(f"{page}/approve", target_group="senior")
    assert (kept(database).state, kept(database).target_group) == ("open", "senior")
    coordinator.open(f"{page}/correct").fill(f"{page}/correct", target_group="")
    assert kept(database).target_group == ""
    assert coordinator.text.count("The group was corrected") == 2


def test_a_programme_corrects_the_group_and_then_says_yes(
    client: FlaskClient, database: Database, staff_bearer: Callable[..., dict[str, str]]
) -> None:
    with database.transaction() as session:
        request = a_request(session, entered_here=False, by="person")
    staff, address = staff_bearer(ROKISKIS, "social_worker"), f"/api/volunteers/v1/requests/{request.id}"
    seen = staff | {"If-Match": f'"{request.version}"'}
    assert client.patch(address, json={"target_group": "martians"}, headers=seen).status_code == 422
    found = client.patch(address, json={"target_group": "large_family"}, headers=seen).get_json()
    assert client.post(f"{address}/approve", headers=staff).status_code == 204
    assert (found["target_group"], kept(database).target_group) == ("large_family", "large_family")


def test_who_may_not_help_a_family_is_asked_no_more_once_it_is_known_to_be_one(volunteers_session: Session) -> None:
    session = volunteers_session
    may_not, may = a_helper(session), a_helper(session, papers=MAY_HELP_FAMILIES)
    request = a_request(session, return_at=ahead(hour=11))
    offers = {offer.volunteer_id: offer for offer in asked(session, request)}
    corrects(session, request, target_group="large_family")
    assert (offers[may_not.id].state, offers[may.id].state) == ("withdrawn", "open")
    back = session.scalars(select(Request).where(Request.leg_of == request.id)).one()
    assert (back.target_group, request.state) == ("large_family", "open")


def test_a_promise_to_a_family_stays_and_coordinators_look_at_it(volunteers_session: Session) -> None:
    session = volunteers_session
    a_helper(session)
    request = a_request(session, target_group="senior")
    (offer,) = asked(session, request)
    accept(session, LINKS, offer.id, "volunteer")
    corrects(session, request, target_group="disability")
    check_promises(session, LINKS, request.id)
    assert (request.state, request.alarm) == ("assigned", None)
    corrects(session, request, target_group="single_parent")
    assert due_in(session, "promises_checked") is not None
    check_promises(session, LINKS, request.id)
    assert (request.state, request.alarm, offer.state) == ("assigned", "helper_unfit", "accepted")


def test_reports_hear_at_once_of_what_waits_and_of_what_is_corrected(volunteers_session: Session) -> None:
    session = volunteers_session
    request = a_request(session, entered_here=False, by="person", return_at=ahead(hour=11))
    assert counted(session) == [("", "lt")] * 2
    corrects(session, request, target_group="senior", place="Topolių g. 5")
    assert counted(session)[2:] == [("senior", "lt")] * 2
    corrects(session, request, note="Skambinti")
    corrects(session, request, person={"language": "uk"})
    assert counted(session)[4:] == [("senior", "uk")] * 2
