"""Who has tried a form too often finds what was typed on a page of its own, and sends it from there later."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from shared.database import Database
from tests.integration.shared.web.test_again import BROWSER, NOISE
from tests.integration.shared.web.test_pages import names, opened
from tests.support.things import token
from tests.support.visitor import hidden


def send(client: FlaskClient, **typed: str) -> TestResponse:
    return client.post("/often?from=here", data=opened(client, "/often") | {"size": "99"} | typed, headers=BROWSER)


def refused(client: FlaskClient, **typed: str) -> str:
    """Where the third try leads."""
    return [send(client, name="box", **typed) for _try in range(3)][-1].headers["Location"]


def end_of_wait(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE limits SET until = now() - interval '1 second'"))
    monkeypatch.setattr("shared.web.again.time.time", lambda: 4e9)


def test_what_was_typed_stays_on_a_page_that_says_when_to_try_again(client: FlaskClient, database: Database) -> None:
    here = refused(client, size="3")
    assert re.fullmatch(r"/often/again/[\w-]{16}\?from=here", here)
    for language, words in (("en", "in 15 minutes"), ("lt", "15"), ("ar", "15")):
        page = client.get(f"{here}&lang={language}")
        assert (page.status_code, page.headers["Cache-Control"]) == (429, "no-store")
        assert 0 < int(page.headers["Retry-After"]) <= 900
        assert words in page.text
        action, fields = hidden(page.text, "/often")
        assert unescape(action).startswith("/often?from=here")
        assert (fields["name"], fields["size"]) == ("box", "3")
    assert names(database) == ["box"]


def test_looking_at_it_is_no_try_and_tells_nothing_of_what_would_be_found(
    client: FlaskClient, database: Database
) -> None:
    here = refused(client)
    for _look in range(3):
        assert "correct this" not in client.get(f"{here}&lang=en").text
    with database.transaction() as session:
        assert session.scalars(text("SELECT used FROM limits")).all() == [3]


def test_it_is_sent_from_there_once_the_wait_is_over_and_then_nothing_is_kept(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = refused(client, size="x")
    _action, fields = hidden(client.get(here).text, "/often")
    assert send(client, **fields).headers["Location"] == here, "too soon"
    end_of_wait(database, monkeypatch)
    page = client.get(f"{here}&lang=en")
    assert (page.status_code, "You can try again now." in page.text) == (200, True)
    _action, fields = hidden(page.text, "/often")
    taken = client.post("/often", data=fields | {"size": "3"}, headers=BROWSER)
    assert taken.headers["Location"] == "/public"
    assert client.get(here).headers["Location"] == "/often"
    assert names(database) == ["box"]


def test_what_is_wrong_with_it_is_then_shown_in_its_fields(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = refused(client)
    end_of_wait(database, monkeypatch)
    _action, fields = hidden(client.get(here).text, "/often")
    again = client.post("/often?from=here", data=fields, headers=BROWSER)
    assert again.headers["Location"] == here
    page = client.get(here)
    assert (page.status_code, 'value="99"' in page.text) == (422, True)


def test_another_browser_finds_nothing_of_it(client: FlaskClient) -> None:
    here = refused(client)
    assert client.application.test_client().get(here).headers["Location"] == "/often"


def test_a_script_is_answered_at_once_and_so_is_a_stranger_with_more_than_a_cookie_holds(client: FlaskClient) -> None:
    send(client, name=NOISE)
    send(client, name=NOISE)
    answer = send(client, name=NOISE)
    assert answer.status_code == 429
    assert hidden(answer.text, "/often")[1]["name"] == NOISE
    refused(client)
    assert client.post("/often", data=opened(client) | {"name": "box"}).status_code == 429
    client.set_cookie("talka_staff", token())
    here = send(client, name=NOISE).headers["Location"]
    assert hidden(client.get(here).text, "/often")[1]["name"] == NOISE
