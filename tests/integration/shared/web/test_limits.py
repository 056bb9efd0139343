"""Limits of tries hold however many processes count them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from shared import limits
from shared.database import Database
from shared.errors import TooMany

PATH = "/api/events/v1/limited"


def attempt(client: FlaskClient, name: str, address: str = "10.0.0.1") -> TestResponse:
    return client.post(PATH, json={"name": name}, environ_base={"REMOTE_ADDR": address})


def spend(database: Database, who: bytes = b"who", most: int = 3, seconds: int = 60) -> int | None:
    with database.transaction() as session:
        return limits.spend(session, "try", who, most=most, seconds=seconds)


def test_the_try_after_the_last_is_refused_with_the_time_to_wait(client: FlaskClient) -> None:
    assert [attempt(client, name).status_code for name in ("box", "box", "box")] == [200, 409, 429]
    refused = attempt(client, "box")
    assert refused.get_json()["type"] == "/problems/too-many-tries"
    assert 0 < int(refused.headers["Retry-After"]) <= 900


def test_a_refused_operation_counts_as_a_try(client: FlaskClient) -> None:
    attempt(client, "box")
    assert attempt(client, "box").status_code == 409
    assert attempt(client, "box").status_code == 429


def test_a_limit_by_field_does_not_care_for_case_and_spaces(client: FlaskClient) -> None:
    for name in ("Box", " box"):
        attempt(client, name)
    assert attempt(client, "BOX ").status_code == 429


def test_a_limit_by_address_counts_all_its_tries(client: FlaskClient) -> None:
    assert [attempt(client, f"box {number}").status_code for number in range(5)] == [200, 200, 200, 200, 429]
    assert attempt(client, "box 9", "10.0.0.2").status_code == 200


def test_forwarded_addresses_are_believed_only_behind_a_proxy(client: FlaskClient) -> None:
    def forwarded(number: int) -> int:
        headers = {"X-Forwarded-For": f"192.0.2.{number}"}
        return client.post(PATH, json={"name": f"box {number}"}, headers=headers).status_code

    assert [forwarded(number) for number in range(5)][-1] == 429


def test_many_at_once_get_no_more_than_the_limit(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: spend(database, most=5), range(40)))
    assert waits.count(None) == 5


def test_a_new_window_begins_when_the_last_has_ended(database: Database) -> None:
    assert [spend(database, most=1) for _ in range(2)] == [None, 60]
    with database.transaction() as session:
        session.execute(text("UPDATE limits SET until = now() - interval '1 second'"))
    assert spend(database, most=1) is None


def test_ended_windows_are_forgotten(database: Database) -> None:
    spend(database, b"ended")
    with database.transaction() as session:
        session.execute(text("UPDATE limits SET until = now()"))
    spend(database, b"running")
    with database.transaction() as session:
        limits.forget_old(session)
    with database.reading() as session:
        assert session.scalars(text("SELECT who FROM limits")).all() == [b"running"]


def test_no_address_and_no_name_can_be_read_from_the_table(client: FlaskClient, database: Database) -> None:
    attempt(client, "ona@example.lt")
    with database.reading() as session:
        rows = session.execute(text("SELECT name, who FROM limits ORDER BY name")).all()
    assert [(row.name, len(row.who)) for row in rows] == [("try", 32), ("try-address", 32)]


def test_refusing_says_when_to_come_again() -> None:
    with pytest.raises(TooMany) as refused:
        limits.refuse(30)
    assert refused.value.retry_after == 30
    limits.refuse(None)
