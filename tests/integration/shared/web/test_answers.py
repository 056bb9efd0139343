"""A request that comes twice under one Idempotency-Key is done once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shared import answers
from shared.database import Database
from tests.support import things
from tests.support.thing_tables import Thing
from tests.support.things import bearer

PATH = "/api/events/v1/things"


def post(client: FlaskClient, key: str = "a-key", name: str = "box", **headers: str) -> TestResponse:
    return client.post(PATH, json={"name": name}, headers={"Idempotency-Key": key, **headers})


def rows(database: Database, table: str = "things") -> int:
    with database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - our own names


def test_the_second_request_gets_the_first_answer_and_changes_nothing(client: FlaskClient, database: Database) -> None:
    first, second = post(client), post(client)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert second.headers["Content-Type"] == "application/json"
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert rows(database) == 1


def test_a_key_with_another_body_is_refused(client: FlaskClient, database: Database) -> None:
    post(client)
    refused = post(client, name="another")
    assert refused.status_code == 422
    assert refused.get_json()["type"] == "/problems/key-used-otherwise"
    assert rows(database) == 1


def test_a_key_belongs_to_the_person_who_used_it(client: FlaskClient, database: Database) -> None:
    post(client)
    assert post(client, name="other", **bearer()).status_code == 201
    assert rows(database) == 2


def test_two_requests_at_once_are_done_once(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on = threading.Event(), threading.Event()
    create_thing = things.create_thing

    def slow(session: Session, **facts: Any) -> Thing:
        inside.set()
        assert go_on.wait(10)
        return create_thing(session, **facts)

    monkeypatch.setattr(things, "create_thing", slow)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(post, app.test_client())
        assert inside.wait(10)
        meanwhile = post(app.test_client())
        go_on.set()
        assert first.result().status_code == 201
    assert meanwhile.status_code == 409
    assert meanwhile.get_json()["type"] == "/problems/still-working"
    assert meanwhile.headers["Retry-After"] == "1"
    assert post(app.test_client()).headers["Idempotent-Replayed"] == "true"
    assert rows(database) == 1


def test_many_requests_at_once_are_done_once(app: Flask, database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = [answer.status_code for answer in pool.map(lambda _: post(app.test_client()), range(24))]
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert rows(database) == rows(database, "answers") == 1


def test_an_answer_stored_between_look_and_lock_is_never_overwritten(database: Database) -> None:
    """The other's commit can fall between our statement's snapshot and our lock; the primary key decides."""
    with database.transaction() as session:
        assert answers.find(session, b"scope" * 2, b"body", patient=False) is None
        with database.transaction() as other:
            answers.keep(other, b"scope" * 2, b"body", "first")
        with pytest.raises(answers.StillWorking):
            answers.keep(session, b"scope" * 2, b"body", "second")


def test_a_refusal_is_not_kept_so_that_it_may_be_tried_again(client: FlaskClient, database: Database) -> None:
    made = client.post(PATH, json={"name": "half done"}).get_json()
    failing = f"{PATH}/{made['id']}/fail"
    refused = client.post(failing, headers={"Idempotency-Key": "again", **bearer()})
    assert refused.status_code == 409
    assert rows(database, "answers") == 0


def test_after_a_day_the_key_may_be_used_for_something_new(client: FlaskClient, database: Database) -> None:
    post(client)
    with database.transaction() as session:
        session.execute(text("UPDATE answers SET made_at = now() - interval '25 hours'"))
    assert "Idempotent-Replayed" not in post(client, name="another").headers
    assert rows(database) == 2
    assert post(client, name="another").headers["Idempotent-Replayed"] == "true"


def test_old_answers_are_forgotten_and_young_ones_kept(client: FlaskClient, database: Database) -> None:
    post(client, "old")
    with database.transaction() as session:
        session.execute(text("UPDATE answers SET made_at = now() - interval '25 hours'"))
    post(client, "young", "another")
    with database.transaction() as session:
        answers.forget_old(session)
    assert rows(database, "answers") == 1
    assert post(client, "young", "another").headers["Idempotent-Replayed"] == "true"


def test_the_table_tells_neither_key_nor_answer(client: FlaskClient, database: Database) -> None:
    post(client, "my-secret-key", "Ona Petraitienė")
    with database.reading() as session:
        row = str(session.execute(text("SELECT * FROM answers")).one())
    assert "my-secret-key" not in row
    assert "Petraitien" not in row
    assert "name" not in row


@pytest.mark.parametrize("key", ["", " ", "with space", "x" * 256, "ąč", "tab\tin"])
def test_a_key_that_is_none_is_refused(client: FlaskClient, database: Database, key: str) -> None:
    answer = post(client, key)
    assert answer.status_code == 422
    assert answer.get_json()["type"] == "/problems/bad-key"
    assert rows(database) == 0


def test_a_large_answer_is_given_again_whole(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    large = b'"' + b"x" * 300_000 + b'"'
    monkeypatch.setattr(things, "create_thing", lambda _session, **_facts: large)
    assert post(client).data == post(client).data == large
