"""Joining, signing in and the profile, as a programme meets them."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select, text

from services.volunteers.people.models import SignIn, Volunteer
from shared.contracts.envelope import decode
from shared.contracts.volunteers import VolunteerSignInRequested
from shared.database import Database
from tests.support.factories.volunteers import a_volunteer

API = "/api/volunteers/v1"
OLENA = {
    "name": " Олена   Шевченко ",
    "phone": "8 612 34567",
    "language": "uk",
    "languages": ["uk", "ru", "uk"],
    "age_band": "adult",
}


def messages(database: Database) -> list[VolunteerSignInRequested]:
    with database.transaction() as session:
        bodies = session.scalars(text("SELECT body FROM outbox ORDER BY seq")).all()
    return [VolunteerSignInRequested.load(decode(body).data) for body in bodies]


def ask(client: FlaskClient, contact: str = "+370 612 34567") -> str:
    answer = client.post(f"{API}/sign-in", json={"contact": contact})
    assert answer.status_code == 202
    return str(answer.get_json()["sign_in_id"])


def confirm(client: FlaskClient, sign_in_id: str, code: str) -> Any:
    return client.post(f"{API}/sign-in/confirm", json={"sign_in_id": sign_in_id, "code": code})


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_whoever_joins_gets_a_code_by_their_channel_and_is_signed_in_by_it(
    client: FlaskClient, database: Database
) -> None:
    joined = client.post(f"{API}/volunteers", json=OLENA)
    assert joined.status_code == 202
    (message,) = messages(database)
    assert (message.contact.channel, message.contact.phone, message.contact.language) == ("sms", "+37061234567", "uk")
    answer = confirm(client, joined.get_json()["sign_in_id"], message.code)
    assert answer.status_code == 200
    headers = {"Authorization": f"Bearer {answer.get_json()['token']}"}
    profile = client.get(f"{API}/me", headers=headers)
    assert profile.get_json() | {"id": ""} == {
        "id": "",
        "version": 1,
        "name": "Олена Шевченко",
        "phone": "+37061234567",
        "email": None,
        "prefers": "sms",
        "any_hour": False,
        "language": "uk",
        "languages": ["uk", "ru"],
        "skills": [],
        "age_band": "adult",
    }


def test_joining_twice_says_the_same_and_changes_nothing(client: FlaskClient, database: Database) -> None:
    first = client.post(f"{API}/volunteers", json=OLENA)
    confirm(client, first.get_json()["sign_in_id"], messages(database)[0].code)
    again = client.post(f"{API}/volunteers", json=OLENA | {"name": "Somebody else", "email": "new@example.lt"})
    assert (again.status_code, again.get_json().keys()) == (first.status_code, first.get_json().keys())
    with database.transaction() as session:
        (known,) = session.scalars(select(Volunteer)).all()
        assert (known.name, known.email, known.confirmed) == ("Олена Шевченко", None, ["sms"])
    assert len(messages(database)) == 2


def test_an_address_that_a_stranger_gave_as_his_own_goes_to_whoever_proves_it(
    client: FlaskClient, database: Database
) -> None:
    stranger = OLENA | {"name": "Stranger", "phone": "+37060000001", "email": "olena@example.lt"}
    started = client.post(f"{API}/volunteers", json=stranger).get_json()
    assert confirm(client, started["sign_in_id"], messages(database)[0].code).status_code == 200
    own = {name: value for name, value in OLENA.items() if name != "phone"} | {"email": "Olena@example.lt"}
    started = client.post(f"{API}/volunteers", json=own).get_json()
    code = messages(database)[1]
    assert (code.contact.channel, code.contact.email) == ("email", "Olena@example.lt")
    assert confirm(client, started["sign_in_id"], code.code).status_code == 200
    with database.transaction() as session:
        people = {one.name: (one.phone, one.email, one.confirmed) for one in session.scalars(select(Volunteer))}
    assert people == {
        "Stranger": ("+37060000001", None, ["sms"]),
        "Олена Шевченко": (None, "Olena@example.lt", ["email"]),
    }


def test_who_never_used_a_code_has_not_joined_and_keeps_no_address(client: FlaskClient, database: Database) -> None:
    for number, facts in enumerate(({"phone": "+37060000001"}, {"phone": "+37060000002"})):
        client.post(f"{API}/volunteers", json=OLENA | facts | {"name": f"Stranger {number}", "email": f"{number}@a.lt"})
    both = OLENA | {"phone": "+37060000001", "email": "1@a.lt"}
    started = client.post(f"{API}/volunteers", json=both).get_json()
    message = messages(database)[-1]
    assert (message.contact.channel, message.contact.phone) == ("sms", "+37060000001")
    assert confirm(client, started["sign_in_id"], message.code).status_code == 200
    with database.transaction() as session:
        (only,) = session.scalars(select(Volunteer)).all()
        assert (only.name, only.email, only.confirmed) == ("Олена Шевченко", "1@a.lt", ["sms"])


def test_somebody_known_by_the_second_address_gets_the_code_at_the_address_we_know(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone=None, email="ona@example.lt", prefers="email")
    client.post(f"{API}/volunteers", json=OLENA | {"email": "Ona@example.lt"})
    (message,) = messages(database)
    assert (message.contact.channel, message.contact.email) == ("email", "ona@example.lt")


def test_whoever_is_known_by_the_e_mail_alone_is_found_by_it(client: FlaskClient, database: Database) -> None:
    by_email = {name: value for name, value in OLENA.items() if name != "phone"} | {"email": "olena@example.lt"}
    for _ in range(2):
        assert client.post(f"{API}/volunteers", json=by_email).status_code == 202
    assert [message.contact.channel for message in messages(database)] == ["email", "email"]


def test_a_sign_in_of_a_stranger_is_answered_like_any_other_and_sends_nothing(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    known = client.post(f"{API}/sign-in", json={"contact": "+37061234567"})
    unknown = client.post(f"{API}/sign-in", json={"contact": "+37061234568"})
    assert (unknown.status_code, unknown.get_json().keys()) == (known.status_code, known.get_json().keys())
    assert len(messages(database)) == 1
    assert confirm(client, unknown.get_json()["sign_in_id"], "123456").status_code == 401


def test_a_code_goes_to_the_address_that_was_typed(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567", email="ona@example.lt", prefers="sms")
    ask(client, "Ona@Example.LT")
    assert messages(database)[0].contact.channel == "email"


def test_a_code_is_good_once(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    sign_in_id = ask(client)
    code = messages(database)[0].code
    assert [confirm(client, sign_in_id, code).status_code for _ in range(2)] == [200, 401]


def test_a_code_typed_in_arabic_digits_and_groups_is_understood(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    sign_in_id = ask(client)
    code = messages(database)[0].code
    typed = "".join(chr(0x660 + int(digit)) for digit in code)
    assert confirm(client, sign_in_id, f"{typed[:3]} {typed[3:]}").status_code == 200


def test_a_code_is_of_no_use_after_a_quarter_of_an_hour(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    sign_in_id = ask(client)
    message = messages(database)[0]
    with time_machine.travel(message.expires_at, tick=False):
        assert confirm(client, sign_in_id, message.code).status_code == 401


def test_five_wrong_codes_use_up_the_sign_in(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    sign_in_id = ask(client)
    code = messages(database)[0].code
    assert [confirm(client, sign_in_id, another(code)).status_code for _ in range(5)] == [401] * 5
    refused = confirm(client, sign_in_id.upper(), code)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    with database.transaction() as session:
        assert session.scalars(select(SignIn.used_at)).one() is None


def test_a_sign_in_is_named_in_one_way_only(client: FlaskClient) -> None:
    sign_in_id = ask(client)
    answer = confirm(client, sign_in_id.replace("-", ""), "123456")
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["sign_in_id"])


def test_the_sixth_request_for_a_code_within_a_quarter_of_an_hour_is_refused(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        a_volunteer(session, phone="+37061234567")
    contacts = ["+37061234567", "8 612 34567", "861234567", "0 612 34567", "061234567", "37061234567"]
    answers = [client.post(f"{API}/sign-in", json={"contact": contact}).status_code for contact in contacts]
    assert answers == [202] * 5 + [429]
    assert len(messages(database)) == 5


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "112"}, "phone"),
        ({"phone": "(8-37) 123456"}, "phone"),
        ({"phone": "+1 202 555 0123"}, "phone"),
        ({"phone": None, "email": "nobody"}, "email"),
        ({"phone": None}, "phone"),
        ({"prefers": "email"}, "email"),
        ({"prefers": "pigeon"}, "prefers"),
        ({"language": "de"}, "language"),
        ({"languages": []}, "languages"),
        ({"languages": ["klingon"]}, "languages.0"),
        ({"skills": ["DROP TABLE"]}, "skills.0"),
        ({"age_band": "old"}, "age_band"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"birthday": "1990-01-01"}, "birthday"),
    ],
)
def test_wrong_details_are_named_and_nothing_is_written(
    client: FlaskClient, database: Database, change: dict[str, Any], field: str
) -> None:
    answer = client.post(f"{API}/volunteers", json=OLENA | change)
    assert answer.status_code == 422
    assert field in answer.get_json()["errors"]
    with database.transaction() as session:
        assert session.scalars(select(Volunteer)).all() == []


def test_a_profile_is_changed_by_whoever_read_it_last(
    client: FlaskClient, database: Database, bearer: Callable[[Volunteer], dict[str, str]]
) -> None:
    with database.transaction() as session:
        headers = bearer(a_volunteer(session))
    tag = client.get(f"{API}/me", headers=headers).headers["ETag"]
    changed = client.patch(f"{API}/me", json={"languages": ["en"]}, headers=headers | {"If-Match": tag})
    assert (changed.status_code, changed.get_json()["languages"], changed.get_json()["version"]) == (200, ["en"], 2)
    late = client.patch(f"{API}/me", json={"name": "Ona"}, headers=headers | {"If-Match": tag})
    assert late.status_code == 412
    assert client.patch(f"{API}/me", json={"name": "Ona"}, headers=headers).status_code == 428
    unread = client.get(f"{API}/me", headers=headers | {"If-None-Match": changed.headers["ETag"]})
    assert unread.status_code == 304


def test_a_channel_without_address_cannot_be_preferred(
    client: FlaskClient, database: Database, bearer: Callable[[Volunteer], dict[str, str]]
) -> None:
    with database.transaction() as session:
        headers = bearer(a_volunteer(session)) | {"If-Match": '"1"'}
    answer = client.patch(f"{API}/me", json={"prefers": "email"}, headers=headers)
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["prefers"])


def test_whoever_has_left_is_nobody(
    client: FlaskClient, database: Database, bearer: Callable[[Volunteer], dict[str, str]]
) -> None:
    with database.transaction() as session:
        person = a_volunteer(session, phone="+37061234567")
    sign_in_id = ask(client)
    code = messages(database)[0].code
    with database.transaction() as session:
        session.get_one(Volunteer, person.id).state = "left"
    assert client.get(f"{API}/me", headers=bearer(person)).status_code == 401
    assert confirm(client, sign_in_id, code).status_code == 401
    ask(client)
    assert len(messages(database)) == 1


@pytest.mark.parametrize("path", ["/me", "/me/sign-ups"])
def test_nobody_sees_a_profile_without_signing_in(client: FlaskClient, path: str) -> None:
    assert client.get(f"{API}{path}").status_code == 401
