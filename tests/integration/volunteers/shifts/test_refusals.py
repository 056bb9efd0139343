"""What a second tab asks for once more, or too late, is answered on the volunteer's pages with the reason in place."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import update

from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.models import Shift, SignUp
from shared.database import Database
from tests.support.factories.volunteers import a_sign_up, a_volunteer, an_open_shift, tomorrow
from tests.support.visitor import hidden

SignIn = Callable[[Volunteer], None]


def main(page: str) -> str:
    return page.split("<main", maxsplit=1)[1]


def promised(database: Database) -> tuple[Volunteer, UUID, UUID]:
    """A volunteer, a shift, and their sign-up for it."""
    with database.transaction() as session:
        person, shift_id = a_volunteer(session, language="en"), an_open_shift(session)
        return person, shift_id, a_sign_up(session, shift_id, person.id)


def test_whoever_says_twice_that_they_come_sees_their_shifts_and_that_they_have_the_place(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        person, shift_id = a_volunteer(session, language="en"), an_open_shift(session)
    sign_in(person)
    tabs = [hidden(client.get(f"/volunteer/shifts/{shift_id}").text, "sign-ups") for _ in range(2)]
    answers = [client.post(address, data=fields) for address, fields in tabs]
    assert [answer.status_code for answer in answers] == [303, 409]
    page = main(answers[1].text)
    assert "You have a place in this shift already." in page
    assert "<h1>My shifts</h1>" in page
    assert page.count(f'href="/volunteer/shifts/{shift_id}"') == 2
    assert "I cannot come" in page
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 1


def test_a_refused_place_is_said_on_the_shifts_own_page(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        person, shift_id = a_volunteer(session, language="en"), an_open_shift(session, places=1)
    sign_in(person)
    address, fields = hidden(client.get(f"/volunteer/shifts/{shift_id}").text, "sign-ups")
    with database.transaction() as session:
        a_sign_up(session, shift_id, a_volunteer(session).id)
    page = main(client.post(address, data=fields).text)
    assert page.count("All places in this shift are taken (places: 1).") == 1
    assert "0 of 1 free" in page
    assert 'href="/volunteer/"' in page


def test_a_place_given_back_in_another_tab_is_not_given_back_twice(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    person, shift_id, _sign_up = promised(database)
    sign_in(person)
    tabs = [hidden(client.get("/volunteer/my").text, "/cancel") for _ in range(2)]
    pages = [client.get(client.post(address, data=fields).headers["Location"]).text for address, fields in tabs]
    assert "You gave your place back." in pages[0]
    assert "This place was given back before. Nothing has changed." in pages[1]
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 0


def test_a_place_given_back_too_late_is_refused_among_the_own_shifts(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    person, shift_id, sign_up = promised(database)
    sign_in(person)
    address, fields = hidden(client.get("/volunteer/my").text, "/cancel")
    with database.transaction() as session:
        past = {"starts_at": tomorrow() - timedelta(3), "ends_at": tomorrow() - timedelta(2)}
        session.execute(update(Shift).values(**past))
    refused = client.post(address, data=fields)
    assert refused.status_code == 409
    page = main(refused.text)
    assert "This shift is over and cannot be cancelled." in page
    assert f'href="/volunteer/shifts/{shift_id}"' in page
    assert "<h1>My shifts</h1>" in page
    with database.transaction() as session:
        assert session.get_one(SignUp, sign_up).state == "confirmed"


def test_a_long_list_after_a_refusal_leads_to_the_whole_one(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    """The refusal stands under the address of a form, from which no next page could be reached."""
    with database.transaction() as session:
        person = a_volunteer(session, language="en")
        shifts = [an_open_shift(session, starts_at=tomorrow() + timedelta(days=day)) for day in range(21)]
        for shift_id in shifts[1:]:
            a_sign_up(session, shift_id, person.id)
    sign_in(person)
    address, fields = hidden(client.get(f"/volunteer/shifts/{shifts[0]}").text, "sign-ups")
    with database.transaction() as session:
        a_sign_up(session, shifts[0], person.id)
    page = main(client.post(address, data=fields).text)
    assert "after=" not in page
    assert '<a href="/volunteer/my">What is ahead of me</a>' in page
