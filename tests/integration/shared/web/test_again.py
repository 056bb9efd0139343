"""The page that answers a form has an address of its own: to load again, to come back to, in every language."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from uuid_utils.compat import uuid7
from werkzeug.test import TestResponse

from shared.database import Database
from tests.integration.shared.web.test_pages import names, opened
from tests.support.things import NewThing, token

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}


NOISE = "".join(chr(0x4E00 + number * 7 % 20000) for number in range(3000))
"""More than a cookie can hold, however it is pressed."""


def send(client: FlaskClient, **typed: str) -> TestResponse:
    return client.post("/form?from=here", data=opened(client) | typed, headers=BROWSER)


def kept(client: FlaskClient) -> bool:
    return client.get_cookie("talka_again", path="/form/again") is not None


def test_what_is_wrong_is_shown_at_an_address_of_its_own_with_what_was_typed(
    client: FlaskClient, database: Database
) -> None:
    answer = send(client, name="box", size="99")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/form/again?from=here")
    for _time in range(2):
        page = client.get("/form/again")
        assert (page.status_code, page.headers["Cache-Control"]) == (422, "no-store")
        assert 'value="box"' in page.text
        assert 'value="99"' in page.text
    assert names(database) == []


def test_it_is_shown_in_another_language_with_what_was_typed(client: FlaskClient) -> None:
    send(client, name="box", size="99")
    page = client.get("/form/again?lang=ar").text
    assert 'dir="rtl"' in page
    assert 'value="box"' in page
    assert 'href="/form/again?lang=uk"' in page


def test_each_time_it_is_shown_the_form_can_be_sent(client: FlaskClient, database: Database) -> None:
    """Else whoever goes back to it and mends it anew would hear that this was sent before with other details."""
    send(client, name="box", size="99")
    for name in ("box", "tin"):
        hidden = opened(client, "/form/again")
        answer = client.post("/form", data=hidden | {"name": name}, headers=BROWSER)
        assert answer.headers["Location"] == "/public"
        send(client, name=name, size="99")
    assert names(database) == ["box", "tin"]


def test_once_it_was_taken_nothing_is_kept_and_going_back_leads_to_the_empty_form(client: FlaskClient) -> None:
    send(client, name="box", size="99")
    assert kept(client)
    send(client, name="box", size="3")
    assert not kept(client)
    assert client.get("/form/again").headers["Location"] == "/form"


def test_looking_at_it_changes_nothing_even_if_it_could_be_taken_by_now(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, name="box", size="9")
    monkeypatch.setattr(NewThing._declared_fields["size"], "validators", [])
    page = client.get("/form/again?lang=en")
    assert page.status_code == 409
    assert "send this once more" in page.text
    assert names(database) == []


def test_another_browser_finds_nothing(client: FlaskClient) -> None:
    send(client, name="box", size="99")
    stolen = client.get_cookie("talka_again", path="/form/again")
    assert stolen is not None
    other = client.application.test_client()
    opened(other)
    other.set_cookie(stolen.key, stolen.value, path="/form/again")
    assert other.get("/form/again").headers["Location"] == "/form"


@pytest.mark.parametrize(
    "headers", [{}, {"Accept": "*/*"}, BROWSER | {"Sec-Fetch-Mode": "cors"}, {"Accept": "application/json"}]
)
def test_a_script_and_what_is_no_browser_are_answered_at_once(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post("/form", data=opened(client) | {"name": "box", "size": "99"}, headers=headers)
    assert answer.status_code == 422
    assert 'value="box"' in answer.text
    assert not kept(client)


def test_what_no_cookie_can_hold_is_answered_to_a_stranger_at_once(client: FlaskClient, database: Database) -> None:
    answer = send(client, name=NOISE)
    assert answer.status_code == 422
    assert not kept(client)
    with database.transaction() as session:
        assert session.scalars(text("SELECT count(*) FROM answers")).one() == 0


@pytest.fixture
def worker(client: FlaskClient) -> FlaskClient:
    client.set_cookie("talka_staff", token())
    return client


def test_what_no_cookie_can_hold_lies_with_us_for_whoever_is_signed_in(worker: FlaskClient, database: Database) -> None:
    for typed in (NOISE, NOISE[::-1]):
        answer = send(worker, name=typed)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/form/again?from=here")
        for language in ("lt", "ar"):
            page = worker.get(f"/form/again?lang={language}")
            assert (page.status_code, f'value="{typed}"' in page.text) == (422, True)
    with database.transaction() as session:
        ((kept_for_it,),) = session.execute(text("SELECT answer FROM answers")).all()
    assert NOISE[:9] not in kept_for_it
    hidden = opened(worker, "/form/again")
    assert worker.post("/form", data=hidden | {"name": "box"}, headers=BROWSER).headers["Location"] == "/public"
    assert worker.get("/form/again").headers["Location"] == "/form"
    assert names(database) == ["box"]


@pytest.mark.parametrize("typed", ["box", NOISE])
def test_whoever_signs_in_next_at_the_same_computer_reads_nothing_of_what_was_typed(
    worker: FlaskClient, typed: str
) -> None:
    page = send(worker, name=typed, size="99").headers["Location"]
    worker.set_cookie("talka_staff", token(person=str(uuid7())))
    assert worker.get(page).headers["Location"] == "/form"
    worker.delete_cookie("talka_staff")
    assert worker.get(page).headers["Location"] == "/form"
    worker.set_cookie("talka_staff", token())
    assert f'value="{typed}"' in worker.get(page).text, "whose sign-in was over finds it again"


def test_what_somebody_typed_before_they_signed_in_is_theirs_afterwards(client: FlaskClient) -> None:
    page = send(client, name="box", size="99").headers["Location"]
    client.set_cookie("talka_staff", token())
    assert 'value="box"' in client.get(page).text


@pytest.mark.parametrize("before", [True, False])
def test_at_a_sign_out_the_browser_forgets_what_was_typed(client: FlaskClient, *, before: bool) -> None:
    if not before:
        client.set_cookie("talka_staff", token())
    page = send(client, name="box", size="99").headers["Location"]
    client.set_cookie("talka_staff", token())
    assert client.post("/sign-out", data=opened(client)).headers["Location"] == "/public"
    assert client.get(page).headers["Location"] == "/form"
    client.set_cookie("talka_staff", token())
    assert client.get(page).headers["Location"] == "/form"


def test_what_lies_with_us_is_found_by_no_other_browser_and_not_after_an_hour(
    worker: FlaskClient, database: Database
) -> None:
    send(worker, name=NOISE)
    mark = worker.get_cookie("talka_again", path="/form/again")
    assert mark is not None
    other = worker.application.test_client()
    other.set_cookie("talka_staff", token())
    opened(other)
    other.set_cookie(mark.key, mark.value, path="/form/again")
    assert other.get("/form/again").headers["Location"] == "/form"
    assert worker.get("/form/again").status_code == 422
    with database.transaction() as session:
        session.execute(text("UPDATE answers SET made_at = made_at - interval '61 minutes'"))
    assert worker.get("/form/again").headers["Location"] == "/form"
