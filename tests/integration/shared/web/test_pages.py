"""Forms: only ours, only once, and shown again with what was typed."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from shared.database import Database
from tests.support import things
from tests.support.things import application, token


def opened(client: FlaskClient, path: str = "/form") -> dict[str, str]:
    """The hidden fields of a freshly loaded form."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', client.get(path).text))


def send(client: FlaskClient, hidden: dict[str, str], **typed: str) -> TestResponse:
    return client.post("/form", data=hidden | typed)


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(text("SELECT name FROM things ORDER BY id")))


def test_a_form_that_we_gave_is_worked_off(client: FlaskClient, database: Database) -> None:
    answer = send(client, opened(client), name=" box ", size="3")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/public")
    assert answer.headers.get("Content-Length", "0") == str(len(answer.data)), "a browser waits for what was promised"
    assert names(database) == ["box"]


@pytest.mark.parametrize("forged", ["", "forged", "x.y", None])
def test_a_form_without_our_token_changes_nothing(client: FlaskClient, database: Database, forged: str | None) -> None:
    hidden = opened(client)
    who, _, signature = hidden.pop("csrf_token").rpartition(".")
    sent = {"csrf_token": forged or f"{who}.{signature[::-1]}"} if forged != "" else {}
    answer = send(client, hidden | sent, name="box")
    assert answer.status_code == 403
    assert names(database) == []


def test_a_form_of_another_browser_changes_nothing(app: Flask, client: FlaskClient, database: Database) -> None:
    stolen = opened(app.test_client())
    opened(client)
    assert send(client, stolen, name="box").status_code == 403
    assert send(app.test_client(), stolen, name="box").status_code == 403
    assert names(database) == []


def test_a_form_sent_twice_is_worked_off_once(client: FlaskClient, database: Database) -> None:
    hidden = opened(client)
    first, second = send(client, hidden, name="box"), send(client, hidden, name="box")
    assert first.status_code == second.status_code == 303
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert names(database) == ["box"]


def test_of_many_clicks_at_once_each_gets_the_answer_of_the_first(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    hidden = opened(client)
    cookie = client.get_cookie("talka_visitor")
    assert cookie is not None

    def click(_number: int) -> tuple[int, str]:
        same_browser = app.test_client()
        same_browser.set_cookie(cookie.key, cookie.value)
        answer = send(same_browser, hidden, name="box")
        return answer.status_code, answer.headers["Location"]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(click, range(8))) == {(303, "/public")}
    assert names(database) == ["box"]


def test_a_sent_form_is_not_taken_for_another(client: FlaskClient, database: Database) -> None:
    hidden = opened(client)
    send(client, hidden, name="box")
    assert send(client, hidden, name="crate").status_code == 422
    assert names(database) == ["box"]


def test_a_form_with_mistakes_comes_back_with_what_was_typed(client: FlaskClient, database: Database) -> None:
    hidden = opened(client)
    answer = send(client, hidden, name="<b>box</b>", size="99")
    assert answer.status_code == 422
    assert 'value="&lt;b&gt;box&lt;/b&gt;"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'aria-describedby="size-error"' in answer.text
    assert '<a href="#size">' in answer.text
    assert send(client, hidden, name="box", size="3").status_code == 303, "the same form may be sent again, corrected"
    assert names(database) == ["box"]


def test_characters_that_cannot_be_stored_are_refused(client: FlaskClient, database: Database) -> None:
    for name in ("b\x00x", "b\x07x", "\u202eox"):
        assert send(client, opened(client), name=name).status_code == 422
    assert names(database) == []


def test_a_sign_in_sent_twice_signs_in_twice(client: FlaskClient) -> None:
    hidden = opened(client)
    assert client.get("/secret").status_code == 401
    client.post("/sign-in", data=hidden)
    assert client.get("/secret").status_code == 200
    for _signed_in in (True, False):
        again = client.post("/sign-in", data=hidden)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert client.get("/secret").status_code == 200
        client.delete_cookie("talka_staff")


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data=opened(client))
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_tls_cookies_never_travel_in_the_open(database: Database) -> None:
    client = application(database, TALKA_PUBLIC_URL="https://talka.test").test_client()
    answer = client.get("/form", base_url="https://talka.test")
    assert answer.headers["Set-Cookie"].startswith("__Host-talka_visitor=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_signing_out_forgets_the_person(client: FlaskClient) -> None:
    client.set_cookie("talka_staff", token())
    client.post("/sign-out", data=opened(client))
    assert client.get("/secret").status_code == 401


def test_a_personal_page_is_kept_nowhere(client: FlaskClient) -> None:
    client.set_cookie("talka_staff", token())
    for path in ("/secret", "/form", "/nowhere"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_public_page_is_not_sent_again_unchanged(client: FlaskClient) -> None:
    answer = client.get("/public")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert client.get("/public", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    other = client.get("/public", headers={"If-None-Match": answer.headers["ETag"], "Accept-Language": "uk"})
    assert other.status_code == 200


def test_a_page_that_answers_with_an_error_leaves_nothing_behind(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = opened(client)
    monkeypatch.setattr(things, "redirect", lambda _url: ("written, but no", 422))
    assert send(client, hidden, name="box").status_code == 422
    assert names(database) == []
