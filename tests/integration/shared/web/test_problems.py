"""Errors of every kind: the right status, in the asker's language, with nothing of ours in them."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import structlog
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from shared.database import Database
from shared.errors import Conflict, DomainError, Forbidden, Gone, Invalid, NotFound, Stale, TooMany, Unauthenticated
from tests.support import things
from tests.support.things import application, bearer

PATH = "/api/events/v1/things"
NOBODY = "/api/events/v1/things/01900000-0000-7000-8000-000000000009"


def raising(error: Exception) -> Callable[..., Any]:
    def operation(_session: Session, **_facts: object) -> None:
        raise error

    return operation


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Unauthenticated(), 401),
        (Forbidden(), 403),
        (NotFound(), 404),
        (Conflict(), 409),
        (things.ThingIsThere(), 409),
        (Gone(), 410),
        (Stale(), 412),
        (Invalid(), 422),
        (TooMany(retry_after=9), 429),
        (DomainError(), 500),
        (ZeroDivisionError(), 500),
        (OperationalError("SELECT", {}, psycopg.OperationalError()), 503),
    ],
)
def test_each_kind_of_error_has_its_status(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    monkeypatch.setattr(things, "create_thing", raising(error))
    answer = client.post(PATH, json={"name": "box"})
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    if isinstance(error, DomainError):
        assert answer.get_json()["type"] == f"/problems/{error.code}"


def test_the_facts_of_a_broken_rule_are_told_to_programmes(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(things, "create_thing", raising(things.ThingIsThere(free=2, thing=things.ORGANISATION)))
    answer = client.post(PATH, json={"name": "box"})
    assert answer.get_json()["facts"] == {"free": 2, "thing": str(things.ORGANISATION)}


def test_who_is_not_signed_in_hears_how_to(client: FlaskClient) -> None:
    assert client.get("/api/events/v1/me").headers["WWW-Authenticate"] == "Bearer"


def test_errors_of_a_rule_are_named_by_field_and_translated(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(things, "create_thing", raising(Invalid({"name": ["Please fill this in."]})))
    answer = client.post(f"{PATH}?lang=lt", json={"name": "box"})
    assert answer.get_json()["errors"] == {"name": ["Prašome užpildyti."]}


def test_a_broken_constraint_is_a_conflict_without_its_sql(client: FlaskClient) -> None:
    client.post(PATH, json={"name": "Ona Petraitienė"})
    with structlog.testing.capture_logs() as lines:
        answer = client.post(PATH, json={"name": "Ona Petraitienė"})
    assert answer.status_code == 409
    assert answer.get_json()["type"] == "/problems/conflict"
    for secret in ("Petraitien", "INSERT", "uq_things", "psycopg"):
        assert secret not in answer.text
    assert [line["constraint"] for line in lines if line["event"] == "database_refused"] == ["uq_things_name"]
    assert "Petraitien" not in str(lines)


def test_a_value_the_database_cannot_hold_is_invalid(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def overflow(session: Session, **_facts: object) -> None:
        session.execute(text("SELECT 99999999999::integer"))

    monkeypatch.setattr(things, "create_thing", overflow)
    answer = client.post(PATH, json={"name": "box"})
    assert answer.status_code == 422
    assert "99999999999" not in answer.text


def test_an_unexpected_error_is_noted_but_not_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(things, "create_thing", raising(RuntimeError("Ona Petraitienė, 861234567")))
    with structlog.testing.capture_logs() as lines:
        answer = client.post(PATH, json={"name": "box"}, headers={"X-Correlation-Id": "a-caller-s-id"})
    assert answer.status_code == 500
    assert "Petraitien" not in answer.text + str(lines)
    assert "RuntimeError" not in answer.text
    (noted,) = [line for line in lines if line["event"] == "unexpected_error"]
    assert noted["error"] == "RuntimeError"
    assert "in operation" in noted["traceback"]
    assert answer.get_json()["correlation_id"] == "a-caller-s-id"


def test_what_failed_half_way_is_undone(client: FlaskClient, database: Database) -> None:
    made = client.post(PATH, json={"name": "box"}).get_json()
    assert client.post(f"{PATH}/{made['id']}/fail", headers=bearer()).status_code == 409
    with database.reading() as session:
        assert session.scalars(text("SELECT name FROM things")).all() == ["box"]


def test_without_a_database_the_answer_is_to_come_again() -> None:
    nowhere = application(Database("postgresql://nobody@127.0.0.1:1/nowhere")).test_client()
    for answer in (nowhere.get(PATH), nowhere.post(PATH, json={"name": "box"})):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "2"
        assert "127.0.0.1" not in answer.text


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("lt", "Tokio puslapio ar įrašo neradome."),
        ("uk", "Ми цього не знайшли."),
        ("ar", "لم نجد هذا."),
    ],
)
def test_a_problem_speaks_the_askers_language(client: FlaskClient, language: str, title: str) -> None:
    said = client.get(NOBODY, headers={"Accept-Language": language}).get_json()["title"]
    assert said.startswith(title)


def test_under_pages_a_problem_is_a_page(client: FlaskClient) -> None:
    for path, status in (("/nowhere", 404), ("/gone/token", 410), ("/secret", 401)):
        answer = client.get(path, headers={"Accept-Language": "ar"})
        assert answer.status_code == status
        assert answer.mimetype == "text/html"
        assert '<html lang="ar" dir="rtl">' in answer.text
    assert 'href="/organise/sign-in"' in client.get("/secret").text


def test_a_page_that_fails_names_the_correlation_id(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(things, "render", raising(RuntimeError()))
    answer = client.get("/form")
    assert answer.status_code == 500
    assert answer.headers["X-Correlation-Id"] in answer.text


def test_in_tests_of_a_feature_an_unexpected_error_is_raised(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = application(database)
    app.testing = True
    monkeypatch.setattr(things, "create_thing", raising(RuntimeError("seen")))
    with pytest.raises(RuntimeError, match="seen"):
        app.test_client().post(PATH, json={"name": "box"})


@pytest.mark.parametrize(
    ("came_from", "back"),
    [("http://localhost/public?lang=lt", 'href="/public?lang=lt"'), ("https://elsewhere.test/form", 'href="/"')],
)
def test_a_form_that_is_too_old_leads_back_to_its_own_page_and_nowhere_else(
    client: FlaskClient, came_from: str, back: str
) -> None:
    page = client.post("/form", data={"name": "x"}, headers={"Referer": came_from}).text
    assert (back in page, "elsewhere" in page) == (True, False)
