"""A volunteer changes their phone or e-mail: a code proves the new one, and what is ahead of them is told there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from uuid_utils.compat import uuid7

from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.models import Shift, SignUp
from shared.contracts.envelope import decode
from shared.database import Database
from tests.support.factories.volunteers import a_sign_up, a_volunteer, an_open_shift, tomorrow
from tests.support.visitor import hidden, send

Bearer = Callable[[Volunteer], dict[str, str]]
SignIn = Callable[[Volunteer], None]
API = "/api/volunteers/v1"
NEW = "+37061111111"


def sent(database: Database, kind: str) -> list[dict[str, Any]]:
    """What was told of this kind, the oldest first."""
    told = text("SELECT body FROM outbox WHERE type = :kind ORDER BY seq")
    with database.transaction() as session:
        return [dict(decode(body).data) for body in session.scalars(told, {"kind": f"volunteers.{kind}"})]


def code(database: Database) -> str:
    return str(sent(database, "volunteer.sign_in_requested")[-1]["code"])


def a_person(database: Database, **facts: Any) -> Volunteer:
    with database.transaction() as session:
        return a_volunteer(session, language="en", **facts)


def known(database: Database, person: Volunteer) -> Volunteer:
    with database.transaction() as session:
        return session.get_one(Volunteer, person.id)


def asked(client: FlaskClient, headers: dict[str, str], contact: str = NEW) -> str:
    answer = client.post(f"{API}/me/contact", json={"contact": contact}, headers=headers)
    assert answer.status_code == 202, answer.text
    return str(answer.get_json()["sign_in_id"])


def proved(client: FlaskClient, headers: dict[str, str], sign_in_id: str, code: str, contact: str = NEW) -> Any:
    body = {"sign_in_id": sign_in_id, "code": code, "contact": contact}
    return client.post(f"{API}/me/contact/confirm", json=body, headers=headers)


def test_a_new_phone_is_given_on_the_profile_and_proved_by_a_code_that_went_there(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    person = a_person(database)
    sign_in(person)
    assert 'href="/volunteer/profile/contact"' in client.get("/volunteer/profile").text
    typing = send(client, "/volunteer/profile/contact", "/contact", contact="8 611 11111")
    (message,) = sent(database, "volunteer.sign_in_requested")
    assert (message["contact"]["channel"], message["contact"]["phone"]) == ("sms", NEW)
    assert known(database, person).phone == person.phone
    address, fields = hidden(typing.text, "/contact/code")
    wrong = client.post(address, data=fields | {"code": f"{(int(code(database)) + 1) % 10**6:06}"})
    assert (wrong.status_code, "This code is not right" in wrong.text) == (422, True)
    assert client.post(address, data=hidden(wrong.text, "/contact/code")[1]).status_code == 422
    address, fields = hidden(wrong.text, "/contact/code")
    done = client.post(address, data=fields | {"code": code(database)})
    assert done.status_code == 303
    page = client.get(done.headers["Location"]).text
    assert "From now on we write to the new one." in page
    assert NEW in page


def test_what_cannot_be_reached_is_said_beside_the_field(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    sign_in(a_person(database))
    for typed in ("112", "+1 202 555 0143", ""):
        refused = send(client, "/volunteer/profile/contact", "/contact", contact=typed)
        assert (refused.status_code, 'id="contact-error"' in refused.text) == (422, True)
    assert sent(database, "volunteer.sign_in_requested") == []


def test_a_new_email_is_proved_and_the_next_messages_about_shifts_go_where_they_are_wanted(
    client: FlaskClient, database: Database, bearer: Bearer
) -> None:
    person = a_person(database, email="old@example.lt", prefers="email", confirmed=["sms"])
    with database.transaction() as session:
        over, ahead, other = (an_open_shift(session, starts_at=tomorrow(hour)) for hour in (5, 10, 15))
        sign_ups = [a_sign_up(session, shift_id, person.id) for shift_id in (over, ahead, other)]
        past = {"starts_at": tomorrow() - timedelta(3), "ends_at": tomorrow() - timedelta(2)}
        session.execute(update(Shift).where(Shift.id == over).values(**past))
    headers = bearer(person)
    answer = proved(client, headers, asked(client, headers, "new@example.lt"), code(database), "new@example.lt")
    assert (answer.status_code, answer.get_json()["email"], answer.get_json()["version"]) == (200, "new@example.lt", 2)
    assert sorted(known(database, person).confirmed) == ["email", "sms"]
    again = sent(database, "sign_up.confirmed")[3:]
    assert [UUID(str(one["sign_up_id"])) for one in again] == sign_ups[1:]
    assert {one["contact"]["email"] for one in again} == {"new@example.lt"}
    with database.transaction() as session:
        assert [session.get_one(SignUp, one).version for one in sign_ups] == [1, 2, 2]


def test_the_old_address_hears_that_it_is_theirs_no_more_and_not_what_is(
    client: FlaskClient, database: Database, bearer: Bearer
) -> None:
    person = a_person(database, email="old@example.lt", confirmed=["sms"])
    headers, usual = bearer(person), person.phone
    for contact in ("new@example.lt", "newer@example.lt", NEW, NEW):
        assert proved(client, headers, asked(client, headers, contact), code(database), contact).status_code == 200
    told = [one["contact"] for one in sent(database, "volunteer.contact_changed")]
    assert [(one["channel"], one["email"], one["phone"]) for one in told] == [
        ("email", "new@example.lt", None),  # the first had never been proved to be theirs
        ("sms", None, usual),
    ]


def test_an_address_that_messages_do_not_go_to_confirms_nothing_again(
    client: FlaskClient, database: Database, bearer: Bearer
) -> None:
    person = a_person(database)
    with database.transaction() as session:
        a_sign_up(session, an_open_shift(session), person.id)
    headers = bearer(person)
    answer = proved(client, headers, asked(client, headers, "new@example.lt"), code(database), "new@example.lt")
    assert answer.status_code == 200
    assert len(sent(database, "sign_up.confirmed")) == 1


def test_a_code_proves_nothing_but_the_address_it_went_to_and_for_nobody_else(
    client: FlaskClient, database: Database, bearer: Bearer
) -> None:
    person, stranger = a_person(database), a_person(database)
    headers = bearer(person)
    sign_in_id = asked(client, headers)
    assert proved(client, headers, sign_in_id, code(database), "+37062222222").status_code == 401
    assert proved(client, bearer(stranger), sign_in_id, code(database)).status_code == 401
    signing_in = {"sign_in_id": sign_in_id, "code": code(database)}
    assert client.post(f"{API}/sign-in/confirm", json=signing_in).status_code == 401
    client.post(f"{API}/sign-in", json={"contact": person.phone})
    usual = str(sent(database, "volunteer.sign_in_requested")[0]["code"])
    assert proved(client, headers, sign_in_id, usual).status_code == 200
    assert proved(client, headers, sign_in_id, usual).status_code == 401
    assert [known(database, one).phone for one in (person, stranger)] == [NEW, stranger.phone]


def test_a_code_for_a_new_address_grows_old(client: FlaskClient, database: Database, bearer: Bearer) -> None:
    person = a_person(database)
    headers = bearer(person)
    sign_in_id = asked(client, headers)
    with time_machine.travel(tomorrow()):
        assert proved(client, bearer(person), sign_in_id, code(database)).status_code == 401
    assert known(database, person).phone == person.phone


@pytest.mark.parametrize(("confirmed", "status"), [(["sms"], 409), (["email"], 200), ([], 200)])
def test_an_address_is_taken_only_from_who_never_proved_it(
    client: FlaskClient, database: Database, bearer: Bearer, confirmed: list[str], status: int
) -> None:
    person = a_person(database)
    a_person(database, phone=NEW, email="other@example.lt", confirmed=confirmed)
    headers = bearer(person)
    assert proved(client, headers, asked(client, headers), code(database)).status_code == status
    with database.transaction() as session:
        holders = session.scalars(select(Volunteer.id).where(Volunteer.phone == NEW)).all()
    assert (holders == [person.id]) == (status == 200)


def test_an_address_of_another_volunteer_is_refused_on_the_page(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    a_person(database, phone=NEW)
    sign_in(a_person(database))
    typing = send(client, "/volunteer/profile/contact", "/contact", contact=NEW)
    address, fields = hidden(typing.text, "/contact/code")
    refused = client.post(address, data=fields | {"code": code(database)})
    assert (refused.status_code, "Another volunteer here has this phone" in refused.text) == (422, True)


def test_five_wrong_codes_are_the_end_for_a_new_address_too(
    client: FlaskClient, database: Database, bearer: Bearer
) -> None:
    headers = bearer(a_person(database))
    sign_in_id = asked(client, headers)
    wrong = f"{(int(code(database)) + 1) % 10**6:06}"
    tries = [*[wrong] * 5, code(database)]
    assert [proved(client, headers, sign_in_id, one).status_code for one in tries] == [401] * 5 + [429]


def test_nobody_signed_out_changes_an_address(client: FlaskClient) -> None:
    assert client.get("/volunteer/profile/contact").status_code == 401
    assert client.post(f"{API}/me/contact", json={"contact": NEW}).status_code == 401
    assert proved(client, {}, str(uuid7()), "123456").status_code == 401
