"""What the service tells whoever runs it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client import values
from sqlalchemy import text

from shared.database import Database
from shared.migrations import head
from tests.support.things import application

NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"


def metrics(client: FlaskClient) -> dict[str, float]:
    lines = (line for line in client.get("/metrics").text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_a_living_process_says_so_even_without_a_database() -> None:
    answer = application(Database(NOWHERE)).test_client().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_without_a_database_it_is_not_ready() -> None:
    answer = application(Database(NOWHERE)).test_client().get("/readyz")
    assert answer.status_code == 503
    assert "database" in answer.text


@pytest.mark.parametrize(
    ("revision", "status"),
    [("0001", 503), (head("events"), 200), ("9999_of_a_version_that_takes_over", 200)],
    ids=["behind", "as the code says", "ahead"],
)
def test_it_is_ready_unless_the_database_lacks_a_migration(
    client: FlaskClient, database: Database, revision: str, status: int
) -> None:
    with database.transaction() as session:
        session.execute(text("CREATE TABLE alembic_version (version_num text)"))
        session.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
    answer = client.get("/readyz").status_code
    with database.transaction() as session:
        session.execute(text("DROP TABLE alembic_version"))
    assert answer == status


def test_requests_are_counted_by_route_and_status_and_never_by_path(client: FlaskClient) -> None:
    name = 'talka_request_seconds_count{method="GET",route="/gone/<token>",service="events",status="410"}'
    before = metrics(client).get(name, 0.0)
    client.get("/gone/a-secret-token")
    client.get("/gone/another-token")
    after = metrics(client)
    assert after[name] == before + 2
    assert "token}" not in str(after)
    assert "a-secret-token" not in str(after)


def test_methods_nobody_knows_do_not_fill_the_counts(client: FlaskClient) -> None:
    client.open("/public", method="BREW")
    assert 'method="BREW"' not in client.get("/metrics").text
    assert 'method="other"' in client.get("/metrics").text


def test_the_age_of_what_waits_is_told(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO outbox (id, type, body, created_at) "
                "VALUES (gen_random_uuid(), 'x', '{}', now() - interval '1 minute')"
            )
        )
    waiting = metrics(client)
    assert waiting['talka_oldest_seconds{kind="outbox",service="events"}'] == pytest.approx(60, abs=30)
    assert waiting['talka_oldest_seconds{kind="inbox",service="events"}'] == 0
    assert waiting['talka_oldest_seconds{kind="parked",service="events"}'] == 0
    with database.transaction() as session:
        session.execute(text("TRUNCATE outbox"))


def test_several_worker_processes_are_counted_together(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    in_process = values.MultiProcessValue(lambda: 4711)  # type: ignore[no-untyped-call]
    counted = in_process("counter", "hits", "hits_total", (), (), "Hits.")
    counted.inc(3)
    assert metrics(client)["hits_total"] == 3
