"""The pages of help to one person, as a browser without scripts meets them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from services.volunteers.assistance.domain.requests import OFFER, REQUEST
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.claims import accept
from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from shared.languages import LANGUAGES
from tests.integration.volunteers.assistance.conftest import PRIVATE, RIDE, ZOFIJA, Staff
from tests.support.factories.assistance import LINKS, a_helper, a_request, ahead, asked, begun, names
from tests.support.factories.volunteers import an_event
from tests.support.visitor import Visitor, send

SignIn = Callable[[Volunteer], None]


def a_ride(database: Database, **facts: Any) -> tuple[Request, Offer, Volunteer]:
    """A ride for which one volunteer is asked."""
    with database.transaction() as session:
        helper = a_helper(session, name="Ольга Петренко", language="uk")
        request = a_request(session, note="Skambinti du kartus", **facts)
        (offer,) = asked(session, request)
    return request, offer, helper


def state(database: Database, request: Request) -> str:
    with database.reading() as session:
        return session.scalars(select(Request.state).where(Request.id == request.id)).one()


def test_whoever_needs_help_asks_on_two_screens_and_sees_how_it_stands(
    app: Flask, database: Database, town: UUID, staff: Staff, client: FlaskClient
) -> None:
    person = Visitor(app)
    person.open("/volunteer/help").send("/volunteer/help", **RIDE)
    assert "Name of whoever needs help" in person.page
    person.send("/volunteer/help/send", by="person", **ZOFIJA)
    assert person.address.startswith("/volunteer/requests/")
    assert "Мы рассматриваем Вашу заявку." in person.text  # in the person's language, whoever asks
    assert "Дорога назад" in person.text
    with database.reading() as session:
        there, back = session.scalars(select(Request).order_by(Request.id)).all()
        assert (there.state, back.state, back.leg_of) == ("asked", "asked", there.id)
        assert (there.person["channel"], there.person["phone"]) == ("none", "+37045852123")
        # staff hear of a stranger's request, and nobody else; that it counts names nobody
        assert names(session) == ["request.counted"] * 2 + ["request.asked"]
    staff(town)
    assert send(client, f"/volunteer/requests/{there.id}", "/approve").status_code == 303
    assert "Мы ищем волонтёра." in person.open(person.address).text
    with database.reading() as session:
        assert names(session)[3:] == ["request.opened"] * 2


def test_what_is_missing_is_said_in_the_order_of_the_questions(app: Flask, town: UUID) -> None:
    person = Visitor(app, lang="en").open("/volunteer/help").send("/volunteer/help")
    said = re.findall(r'<li><a href="#(\w+)">([^<]+)</a>', person.page)
    assert said[0] == ("kind", "What do you need? Please fill this in.")
    assert said[-1] == ("area", "Town and part of town, or village: Please fill this in.")
    assert [id_ for id_, _said in said] == [id_ for id_ in re.findall(r' id="(\w+)"', person.page) if id_ in dict(said)]


def test_of_several_organisations_none_is_chosen_for_the_person(app: Flask, database: Database, town: UUID) -> None:
    with database.transaction() as session:
        follow_event(session, an_event(organisation_id=uuid4(), organisation="Kita"), 1)
    person = Visitor(app, lang="en").open("/volunteer/help")
    assert '<option value="" selected>' in person.page
    person.send("/volunteer/help", **RIDE, organisation_id="")
    assert (person.status, "Please fill this in." in person.text) == (422, True)


def test_an_organisation_that_is_not_here_is_refused(app: Flask, database: Database, town: UUID) -> None:
    person = Visitor(app, lang="en")
    elsewhere = {"organisation_id": str(uuid4())}
    person.open("/volunteer/help").send("/volunteer/help", **RIDE, **elsewhere)
    person.send("/volunteer/help/send", by="person", **ZOFIJA, **elsewhere)
    assert (person.status, "Choose one of the organisations that help here." in person.text) == (422, True)
    with database.reading() as session:
        assert session.scalars(select(Request)).all() == []


def test_what_is_missing_is_asked_where_it_stands_and_going_back_loses_nothing(app: Flask, town: UUID) -> None:
    person = Visitor(app, lang="en")
    person.open("/volunteer/help").send("/volunteer/help", **RIDE | {"day": ""})
    assert (person.status, "Please fill this in." in person.text) == (422, True)
    person.send("/volunteer/help", **RIDE)
    person.send("/volunteer/help/send", by="person", name="Zofija", language="lt", place="Kavoliškio g. 3")
    assert (person.status, "Give a phone or an e-mail" in person.text) == (422, True)
    person.send("/volunteer/help", back="true", name="Zofija")
    assert 'value="Rokiškis, Kavoliškis"' in person.page
    assert '<input type="hidden" name="name" value="Zofija">' in person.page
    person.send("/volunteer/help", **RIDE | {"day": "2020-01-05"})
    person.send("/volunteer/help/send", by="person", **ZOFIJA)
    assert (person.status, "This moment is over." in person.text) == (422, True)


def test_the_person_cancels_by_the_link_and_the_way_back_goes_along(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        request = a_request(session, return_at=ahead(hour=11))
    page = f"/volunteer/requests/{LINKS.token(REQUEST, request.id)}"
    person, relative = Visitor(app, lang="en").open(page), Visitor(app, lang="en").open(page)
    assert "The way back is cancelled too." in person.text
    person.send(f"{page}/cancel", reason="ill")
    assert "This is cancelled. Nobody comes." in person.text
    with database.reading() as session:
        assert session.execute(select(Request.state, Request.reason)).all() == [("cancelled", "ill")] * 2
    assert relative.send(f"{page}/cancel", reason="ill").status == 200
    assert Visitor(app, lang="en").open("/volunteer/requests/AAAAAAAAAAAAAAAA").status == 404


def test_what_has_begun_cannot_be_cancelled_by_the_link(app: Flask, database: Database) -> None:
    request, offer, _helper = a_ride(database)
    page = f"/volunteer/requests/{LINKS.token(REQUEST, request.id)}"
    with database.transaction() as session:
        accept(session, LINKS, offer.id, "volunteer")
    person = Visitor(app, lang="en").open(page)
    assert "Ольга" in person.text
    assert "Петренко" not in person.text
    with database.transaction() as session:
        session.execute(text("UPDATE requests SET state = 'under_way'"))
    person.send(f"{page}/cancel", reason="ill")
    assert (person.status, "the request has changed" in person.text) == (409, True)


def test_a_question_shows_the_errand_and_nothing_private_and_looking_changes_nothing(
    app: Flask, database: Database
) -> None:
    request, offer, _helper = a_ride(database)
    page = f"/volunteer/offers/{LINKS.token(OFFER, offer.id)}"
    volunteer = Visitor(app, lang="en").open(page)
    assert "Kavoliškis" in volunteer.text
    assert [word for word in (*PRIVATE, "Rokiškio poliklinika") if word in volunteer.page] == []
    assert state(database, request) == "open"
    volunteer.send(f"{page}/no")
    assert "You said no." in volunteer.text
    volunteer.send(f"{page}/yes")
    assert "Thank you! You help." in volunteer.text
    assert [word for word in PRIVATE if word in volunteer.page] == []
    assert state(database, request) == "assigned"


def test_who_answers_second_by_link_is_thanked(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        for _ in range(2):
            a_helper(session)
        first, second = asked(session, a_request(session))
    page = f"/volunteer/offers/{LINKS.token(OFFER, second.id)}"
    late = Visitor(app, lang="en").open(page)
    with database.transaction() as session:
        accept(session, LINKS, first.id, "volunteer")
    late.send(f"{page}/yes")
    assert (late.status, "Somebody else already helps." in late.text) == (409, True)
    assert "Somebody else already helps." in Visitor(app, lang="en").open(page).text


def test_a_helper_sees_whom_and_where_from_the_yes_to_a_day_after_the_end(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    request, offer, helper = a_ride(database)
    sign_in(helper)
    page = f"/volunteer/requests/mine/{offer.id}"
    details = (*PRIVATE, "Rokiškio poliklinika")
    assert [word for word in details if word in client.get(page).text] == []
    assert [word for word in details if word in client.get("/volunteer/requests/mine").text] == []
    assert send(client, page, "/yes").status_code == 303
    shown = client.get(page).text
    assert [word for word in details if word not in shown] == []
    with database.transaction() as session:
        begun(session, session.get_one(Request, request.id), minutes=26 * 60)
    assert [word for word in PRIVATE if word in client.get(page).text] == []


def test_a_visit_is_one_tap_at_its_beginning_and_one_at_its_end(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    request, offer, helper = a_ride(database)
    sign_in(helper)
    page = f"/volunteer/requests/mine/{offer.id}?lang=en"
    send(client, page, "/yes")
    early = send(client, page, "/arrive")
    assert (early.status_code, "It is too early for this." in early.text) == (409, True)
    with database.transaction() as session:
        begun(session, session.get_one(Request, request.id))
    assert send(client, page, "/arrive").status_code == 303
    assert send(client, page, "/panic").status_code == 303
    assert send(client, page, "/incidents", note="").status_code == 422
    assert send(client, page, "/incidents", note="Sulūžęs liftas").status_code == 303
    assert send(client, page, "/finish").status_code == 303
    assert state(database, request) == "done"
    with database.reading() as session:
        assert names(session)[-2:] == ["coordinator.needed", "request.closed"]
    assert client.get("/volunteer/requests/mine?lang=en").text.count("You help") == 1


def test_who_calls_for_help_reads_that_it_was_written_and_whom_to_call(
    app: Flask, client: FlaskClient, database: Database, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _request, offer, helper = a_ride(database)
    sign_in(helper)
    talka = app.extensions["talka"]
    settings = replace(talka.service.settings, help_phone="+370 346 20000")
    monkeypatch.setitem(app.extensions, "talka", replace(talka, service=replace(talka.service, settings=settings)))
    page = f"/volunteer/requests/mine/{offer.id}?lang=en"
    send(client, page, "/yes")
    send(client, page, "/panic")
    said = client.get(f"{page}&said=panic").text
    assert "We have written to the coordinators." in said
    assert said.count('href="tel:+37034620000"') == 3  # beside what is said, beside the button, in the foot
    assert "being called" not in said


@pytest.mark.parametrize(("button", "after"), [("/drop-out", "open"), ("/nobody-there", "no_show")])
def test_a_helper_who_cannot_come_or_finds_nobody_says_so(
    client: FlaskClient, database: Database, sign_in: SignIn, button: str, after: str
) -> None:
    request, offer, helper = a_ride(database)
    sign_in(helper)
    page = f"/volunteer/requests/mine/{offer.id}"
    send(client, page, "/yes")
    with database.transaction() as session:
        begun(session, session.get_one(Request, request.id))
    assert send(client, page, button).status_code == 303
    assert state(database, request) == after


def test_another_volunteer_sees_nothing_of_it(client: FlaskClient, database: Database, sign_in: SignIn) -> None:
    _request, offer, _helper = a_ride(database)
    with database.transaction() as session:
        stranger = a_helper(session)
    sign_in(stranger)
    assert client.get(f"/volunteer/requests/mine/{offer.id}").status_code == 404


def test_a_volunteer_says_how_they_help(client: FlaskClient, database: Database, town: UUID, sign_in: SignIn) -> None:
    _request, _offer, helper = a_ride(database)
    sign_in(helper)
    page = "/volunteer/profile/help?lang=en"
    refused = send(client, page, "/profile/help", kinds="ride", organisations=[])
    assert (refused.status_code, "Choose at least one organisation" in refused.text) == (422, True)
    said = {
        "kinds": ["ride", "home_visit"],
        "organisations": str(town),
        "areas": "Obeliai , Rokiškis,",
        "vehicle": "car",
    }
    assert send(client, page, "/profile/help", **said).status_code == 303
    shown = client.get(page).text
    assert 'value="Obeliai, Rokiškis"' in shown
    assert shown.count(" checked") == 5  # two kinds, one organisation, the car, and no gender


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_every_language(
    client: FlaskClient, database: Database, town: UUID, staff: Staff, sign_in: SignIn, language: str
) -> None:
    request, offer, helper = a_ride(database, wheelchair=False, stairs=True)
    with database.transaction() as session:
        accept(session, LINKS, offer.id, "volunteer")
        a_request(session, starts_at=request.starts_at + timedelta(days=1), two_people=True)
    staff(town)
    sign_in(helper)
    pages = [
        *("help", "profile/help", "requests/mine", f"requests/mine/{offer.id}", "requests/", "requests/new"),
        *(f"requests/{request.id}", f"helpers/{helper.id}", f"requests/{LINKS.token(REQUEST, request.id)}"),
        f"offers/{LINKS.token(OFFER, offer.id)}",
    ]
    for page in pages:
        answer = client.get(f"/volunteer/{page}?lang={language}")
        assert (page, answer.status_code) == (page, 200)
        assert f'<html lang="{language}"' in answer.text
