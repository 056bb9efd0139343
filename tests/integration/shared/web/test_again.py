"""The page that answers a form has an address of its own: to load again, to come back to, in every language."""

import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from uuid_utils.compat import uuid7
from werkzeug.test import Cookie, TestResponse

from shared.database import Database
from tests.integration.shared.web.test_pages import names, opened
from tests.support.things import NewThing, token

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}


NOISE = "".join(chr(0x4E00 + number * 7 % 20000) for number in range(3000))
"""More than a cookie can hold, however it is pressed."""


def send(client: FlaskClient, page: str = "/form", **typed: str) -> TestResponse:
    return client.post("/form?from=here", data=opened(client, page) | typed, headers=BROWSER)


def refused(client: FlaskClient, page: str = "/form", **typed: str) -> str:
    """Where the browser is led with what could not be taken."""
    return urlsplit(send(client, page, **({"name": "box", "size": "99"} | typed)).headers["Location"]).path


def kept(client: FlaskClient, page: str) -> Cookie | None:
    return client.get_cookie("talka_again", path=page)


def test_what_is_wrong_is_shown_at_an_address_of_its_own_with_what_was_typed(
    client: FlaskClient, database: Database
) -> None:
    answer = send(client, name="box", size="99")
    assert answer.status_code == 303
    assert re.fullmatch(r"/form/again/[\w-]{16}\?from=here", answer.headers["Location"])
    for _time in range(2):
        page = client.get(answer.headers["Location"])
        assert (page.status_code, page.headers["Cache-Control"]) == (422, "no-store")
        assert 'value="box"' in page.text
        assert 'value="99"' in page.text
    assert names(database) == []


def test_it_is_shown_in_another_language_with_what_was_typed(client: FlaskClient) -> None:
    here = refused(client)
    page = client.get(f"{here}?lang=ar").text
    assert 'dir="rtl"' in page
    assert 'value="box"' in page
    assert f'href="{here}?lang=uk"' in page


def test_each_window_comes_back_to_what_was_typed_in_it(client: FlaskClient, database: Database) -> None:
    pages = {name: refused(client, name=name) for name in ("box", "tin")}
    for name, page in pages.items():
        assert f'value="{name}"' in client.get(f"{page}?lang=ar").text
    assert send(client, pages["tin"], name="tin", size="3").headers["Location"] == "/public"
    assert client.get(pages["tin"]).headers["Location"] == "/form"
    assert 'value="box"' in client.get(pages["box"]).text
    assert names(database) == ["tin"]


def test_what_is_wrong_once_more_stays_at_its_address(client: FlaskClient) -> None:
    page = refused(client)
    assert refused(client, page, name="tin") == page
    assert 'value="tin"' in client.get(page).text


def test_each_time_it_is_shown_the_form_can_be_sent(client: FlaskClient, database: Database) -> None:
    """Else whoever goes back to it and mends it anew would hear that this was sent before with other details."""
    page = refused(client)
    for name in ("box", "tin"):
        hidden = opened(client, page)
        answer = client.post("/form", data=hidden | {"name": name}, headers=BROWSER)
        assert answer.headers["Location"] == "/public"
        page = refused(client, name=name)
    assert names(database) == ["box", "tin"]


def test_once_it_was_taken_nothing_is_kept_and_going_back_leads_to_the_empty_form(client: FlaskClient) -> None:
    page = refused(client)
    assert kept(client, page)
    send(client, page, name="box", size="3")
    assert not kept(client, page)
    assert client.get(page).headers["Location"] == "/form"


def test_looking_at_it_changes_nothing_even_if_it_could_be_taken_by_now(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = refused(client, size="9")
    monkeypatch.setattr(NewThing._declared_fields["size"], "validators", [])
    page = client.get(f"{here}?lang=en")
    assert page.status_code == 409
    assert "send this once more" in page.text
    assert names(database) == []


def test_another_browser_finds_nothing(client: FlaskClient) -> None:
    page = refused(client)
    stolen = kept(client, page)
    assert stolen is not None
    other = client.application.test_client()
    opened(other)
    other.set_cookie(stolen.key, stolen.value, path=page)
    assert other.get(page).headers["Location"] == "/form"


@pytest.mark.parametrize(
    "headers", [{}, {"Accept": "*/*"}, BROWSER | {"Sec-Fetch-Mode": "cors"}, {"Accept": "application/json"}]
)
def test_a_script_and_what_is_no_browser_are_answered_at_once(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post("/form", data=opened(client) | {"name": "box", "size": "99"}, headers=headers)
    assert answer.status_code == 422
    assert 'value="box"' in answer.text
    assert "talka_again" not in str(answer.headers)


def test_what_no_cookie_can_hold_is_answered_to_a_stranger_at_once(client: FlaskClient, database: Database) -> None:
    answer = send(client, name=NOISE)
    assert answer.status_code == 422
    assert "talka_again" not in str(answer.headers)
    with database.transaction() as session:
        assert session.scalars(text("SELECT count(*) FROM answers")).one() == 0


@pytest.fixture
def worker(client: FlaskClient) -> FlaskClient:
    client.set_cookie("talka_staff", token())
    return client


def test_what_no_cookie_can_hold_lies_with_us_for_whoever_is_signed_in(worker: FlaskClient, database: Database) -> None:
    here = "/form"
    for typed in (NOISE, NOISE[::-1]):
        here = refused(worker, here, name=typed)
        for language in ("lt", "ar"):
            page = worker.get(f"{here}?lang={language}")
            assert (page.status_code, f'value="{typed}"' in page.text) == (422, True)
    with database.transaction() as session:
        ((kept_for_it,),) = session.execute(text("SELECT answer FROM answers")).all()
    assert NOISE[:9] not in kept_for_it
    hidden = opened(worker, here)
    assert worker.post("/form", data=hidden | {"name": "box"}, headers=BROWSER).headers["Location"] == "/public"
    assert worker.get(here).headers["Location"] == "/form"
    assert names(database) == ["box"]


@pytest.mark.parametrize("typed", ["box", NOISE])
def test_whoever_signs_in_next_at_the_same_computer_reads_nothing_of_what_was_typed(
    worker: FlaskClient, typed: str
) -> None:
    page = refused(worker, name=typed)
    worker.set_cookie("talka_staff", token(person=str(uuid7())))
    assert worker.get(page).headers["Location"] == "/form"
    worker.delete_cookie("talka_staff")
    assert worker.get(page).headers["Location"] == "/form"
    worker.set_cookie("talka_staff", token())
    assert f'value="{typed}"' in worker.get(page).text, "whose sign-in was over finds it again"


def test_what_somebody_typed_before_they_signed_in_is_theirs_afterwards(client: FlaskClient) -> None:
    page = refused(client)
    client.set_cookie("talka_staff", token())
    assert 'value="box"' in client.get(page).text


@pytest.mark.parametrize("before", [True, False])
def test_at_a_sign_out_the_browser_forgets_what_was_typed(client: FlaskClient, *, before: bool) -> None:
    if not before:
        client.set_cookie("talka_staff", token())
    page = refused(client)
    client.set_cookie("talka_staff", token())
    assert client.post("/sign-out", data=opened(client)).headers["Location"] == "/public"
    assert client.get(page).headers["Location"] == "/form"
    client.set_cookie("talka_staff", token())
    assert client.get(page).headers["Location"] == "/form"


def test_what_lies_with_us_is_found_by_no_other_browser_and_not_after_an_hour(
    worker: FlaskClient, database: Database
) -> None:
    page = refused(worker, name=NOISE)
    mark = kept(worker, page)
    assert mark is not None
    other = worker.application.test_client()
    other.set_cookie("talka_staff", token())
    opened(other)
    other.set_cookie(mark.key, mark.value, path=page)
    assert other.get(page).headers["Location"] == "/form"
    assert worker.get(page).status_code == 422
    with database.transaction() as session:
        session.execute(text("UPDATE answers SET made_at = made_at - interval '61 minutes'"))
    assert worker.get(page).headers["Location"] == "/form"
