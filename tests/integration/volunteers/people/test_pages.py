"""Joining, signing in and the profile as people use them: without JavaScript, each in their own language."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.models import Shift
from shared.contracts.envelope import decode
from shared.database import Database
from tests.support.factories.volunteers import a_volunteer, an_open_shift
from tests.support.visitor import hidden, send

JOIN = {
    "name": "Олена",
    "phone": "8 612 34567",
    "languages": ["uk", "lt"],
    "age_band": "adult",
    "language": "uk",
}


def last_code(database: Database) -> str:
    newest = text("SELECT body FROM outbox WHERE type LIKE '%sign_in_requested' ORDER BY seq DESC LIMIT 1")
    with database.transaction() as session:
        return str(decode(session.scalars(newest).one()).data["code"])


def test_a_newcomer_joins_signs_in_and_takes_a_place_in_three_short_screens(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        shift_id = an_open_shift(session)
    page = client.get(f"/volunteer/shifts/{shift_id}?lang=uk")
    assert "Зустріти гостей" in page.text
    joined = send(client, f"/volunteer/join?shift={shift_id}", "/join", **JOIN)
    assert joined.status_code == 303
    code_page = joined.headers["Location"]
    signed_in = send(client, code_page, "/sign-in/", code=last_code(database))
    assert (signed_in.status_code, signed_in.headers["Location"]) == (303, f"/volunteer/shifts/{shift_id}")
    taken = send(client, signed_in.headers["Location"], "sign-ups")
    assert taken.status_code == 303
    own = client.get(taken.headers["Location"]).text
    assert "Зустріти гостей" in own
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 1


def test_a_wrong_code_is_said_beside_the_field_and_can_be_typed_again(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    code_page = send(client, "/volunteer/sign-in?lang=en", "/sign-in", contact="8 612 34567").headers["Location"]
    code = last_code(database)
    wrong = send(client, code_page, "/sign-in/", code=f"{(int(code) + 1) % 10**6:06}")
    assert wrong.status_code == 422
    assert "This code is not right, used already or too old." in wrong.text
    assert send(client, code_page, "/sign-in/", code="12").status_code == 422
    assert send(client, code_page, "/sign-in/", code=code).headers["Location"] == "/volunteer/"


def test_five_wrong_codes_are_the_end_on_pages_too(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    code_page = send(client, "/volunteer/sign-in", "/sign-in", contact="8 612 34567").headers["Location"]
    code = last_code(database)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    answers = [send(client, code_page, "/sign-in/", code=typed).status_code for typed in [*[wrong] * 5, code]]
    assert answers == [422] * 5 + [429]


def test_a_link_with_the_code_signs_in_by_its_button_alone(client: FlaskClient, database: Database) -> None:
    """Programmes that look into mails open links; that must not use the code up."""
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    code_page = send(client, "/volunteer/sign-in", "/sign-in", contact="8 612 34567").headers["Location"]
    link = f"{code_page}?code={last_code(database)}"
    for _ in range(3):
        assert f'value="{last_code(database)}"' in client.get(link).text
    assert send(client, link, "/sign-in/", code=last_code(database)).status_code == 303


def test_wrong_details_are_shown_again_with_what_was_typed(client: FlaskClient, database: Database) -> None:
    answer = send(client, "/volunteer/join?lang=en", "/join", **JOIN | {"phone": "112", "languages": []})
    assert answer.status_code == 422
    assert 'value="112"' in answer.text
    assert 'href="#phone"' in answer.text
    assert 'href="#languages"' in answer.text
    assert send(client, "/volunteer/sign-in", "/sign-in", contact="112").status_code == 422
    with database.transaction() as session:
        assert session.scalars(select(Volunteer)).all() == []


def test_a_profile_is_changed_on_its_page_and_the_page_speaks_the_new_language(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]
) -> None:
    with database.transaction() as session:
        person = a_volunteer(session, email="olena@example.lt", skills=["music"], languages=["uk", "rom"])
    sign_in(person)
    assert 'value="rom" checked' in client.get("/volunteer/profile").text
    form = {"name": "Олена К.", "languages": ["uk", "en"], "age_band": "adult", "language": "en", "prefers": "email"}
    changed = send(client, "/volunteer/profile", "/profile", **form)
    assert changed.status_code == 303
    assert '<html lang="en"' in client.get(changed.headers["Location"]).text
    with database.transaction() as session:
        now = session.get_one(Volunteer, person.id)
        assert (now.name, now.languages, now.skills, now.prefers) == ("Олена К.", ["uk", "en"], [], "email")


def test_a_profile_changed_meanwhile_or_wrongly_is_not_overwritten(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]
) -> None:
    with database.transaction() as session:
        person = a_volunteer(session)
    sign_in(person)
    form = {"name": "Ona", "languages": ["lt"], "age_band": "adult", "language": "lt"}
    assert send(client, "/volunteer/profile", "/profile", **form | {"version": "7"}).status_code == 422
    assert send(client, "/volunteer/profile", "/profile", **form | {"name": ""}).status_code == 422
    with database.transaction() as session:
        assert session.get_one(Volunteer, person.id).version == 1


def test_signing_out_ends_it(client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None]) -> None:
    with database.transaction() as session:
        person = a_volunteer(session)
    sign_in(person)
    assert send(client, "/volunteer/my", "/sign-out").status_code == 303
    assert client.get("/volunteer/my").status_code == 401


def test_whoever_opens_their_shifts_signed_out_signs_in_there_and_lands_on_them(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    page = client.get("/volunteer/my?all=1&lang=en")
    assert page.status_code == 401
    assert "Please sign in to see this page." in page.text
    code_page = send(client, "/volunteer/my?all=1&lang=en", "/sign-in", contact="8 612 34567").headers["Location"]
    wrong = send(client, code_page, "/sign-in/", code="12").text
    address, _fields = hidden(wrong, "/sign-in/")
    signed_in = send(client, code_page, "/sign-in/", code=last_code(database))
    assert "to=/volunteer/my?all%3D1" in address.replace("%2F", "/").replace("%3F", "?")
    assert (signed_in.status_code, signed_in.headers["Location"]) == (303, "/volunteer/my?all=1")


def test_whoever_joins_on_the_way_to_a_page_lands_on_it_too(client: FlaskClient, database: Database) -> None:
    page = client.get("/volunteer/profile?lang=uk").text
    link = re.search(r'href="(/volunteer/join\?[^"]*)"', page)
    assert link
    code_page = send(client, unescape(link[1]), "/join", **JOIN).headers["Location"]
    signed_in = send(client, code_page, "/sign-in/", code=last_code(database))
    assert signed_in.headers["Location"] == "/volunteer/profile"


@pytest.mark.parametrize(
    "forged",
    [
        "https://evil.example/volunteer/my",
        "//evil.example/volunteer/my",
        "/volunteer//evil.example",
        "/volunteer/../organise/",
        "/volunteer/%2e%2e/organise/",
        "/volunteer/\\evil.example",
        "\\\\evil.example/volunteer/",
        "/volunteer/my\n",
        "/volunteer/my\r\nSet-Cookie: a=b",
        "/volunteer/my?to=//evil.example",
        "/volunteer/my#x",
        "/volunteers/my",
        "/organise/",
        "volunteer/my",
        "javascript:alert(1)",
        "/volunteer/" + "a" * 300,
    ],
)
def test_a_forged_way_on_leads_to_the_open_shifts(client: FlaskClient, database: Database, forged: str) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    code_page = send(client, "/volunteer/sign-in", "/sign-in", contact="8 612 34567").headers["Location"]
    address, fields = hidden(client.get(code_page).text, "/sign-in/")
    answer = client.post(address, query_string={"to": forged}, data=fields | {"code": last_code(database)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/volunteer/")
