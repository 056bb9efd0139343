"""What an operator can do with a service from the command line."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from shared import logs
from shared.database import Database
from shared.messaging import worker
from shared.messaging.service import Service
from tests.support.postgres import Postgres
from tests.support.things import application
from tests.support.wire import Wire

STRANGER = "01900000-0000-7000-8000-000000000009"


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


@pytest.fixture
def parked_id(database: Database) -> Iterator[UUID]:
    """A message that could not be heard."""
    with database.transaction() as session:
        found: UUID = session.execute(
            text(
                "INSERT INTO inbox (source, event_id, type, body, state, attempts, last_error) VALUES "
                "('/talka/events', gen_random_uuid(), 'events.x', '{}', 'parked', 10, 'ZeroDivisionError') "
                "RETURNING event_id"
            )
        ).scalar_one()
    yield found
    with database.transaction() as session:
        session.execute(text("TRUNCATE inbox"))


def state(database: Database) -> str:
    with database.reading() as session:
        return str(session.execute(text("SELECT state FROM inbox")).scalar_one())


def test_migrate_makes_a_new_database_ready(postgres: Postgres) -> None:
    url = postgres.create("commands")
    database = Database(url)
    app = application(database)
    assert app.test_client().get("/readyz").status_code == 503
    done = run(app, "migrate")
    assert done.exit_code == 0, done.output
    assert app.test_client().get("/readyz").status_code == 200
    database.close()
    postgres.drop(url)


def test_without_anything_parked_the_list_says_so(app: Flask, database: Database) -> None:
    assert run(app, "parked").output == "Nothing is parked.\n"


def test_parked_messages_are_listed_and_replayed(app: Flask, database: Database, parked_id: UUID) -> None:
    listed = run(app, "parked").output
    for part in (str(parked_id), "events.x", "ZeroDivisionError"):
        assert part in listed
    assert run(app, "replay", str(parked_id)).exit_code == 0
    assert state(database) == "new"
    assert run(app, "parked").output == "Nothing is parked.\n"


def test_a_parked_message_can_be_let_be(app: Flask, database: Database, parked_id: UUID) -> None:
    assert run(app, "drop", str(parked_id)).exit_code == 0
    assert state(database) == "done"


@pytest.mark.parametrize("command", ["replay", "drop"])
def test_what_is_not_parked_is_said_to_be_none(app: Flask, database: Database, command: str) -> None:
    result = run(app, command, STRANGER)
    assert result.exit_code == 1
    assert STRANGER in result.output
    assert run(app, command, "x").exit_code == 2


def test_settings_are_shown_without_secrets(app: Flask) -> None:
    shown = run(app, "settings").output
    assert "public_url = http://talka.test" in shown
    assert "secret_key = (hidden)" in shown
    assert "in the open" not in shown
    assert "PRIVATE" not in shown


def test_without_a_broker_there_is_no_dead_queue(app: Flask) -> None:
    result = run(app, "dead")
    assert result.exit_code == 1
    assert "parked" in result.output


def test_dead_letters_are_listed_put_back_and_deleted(database: Database, wire: Wire) -> None:
    app = application(database, TALKA_TRANSPORT="amqp", TALKA_AMQP_URL=wire.url)
    assert run(app, "subscribe").exit_code == 0
    wire.put("events.v1.dead", b"{}")
    assert "2 bytes" in run(app, "dead").output
    assert wire.depth("events.v1.dead") == 1
    assert run(app, "dead", "--replay").output == "1 messages: replay\n"
    assert wire.take("events.v1") == [b"{}"]
    wire.put("events.v1.dead", b"{}")
    assert run(app, "dead", "--drop").exit_code == 0
    assert wire.depth("events.v1.dead") == wire.depth("events.v1") == 0


@pytest.fixture
def _handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_handlers")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_work_goes_on_until_it_is_told_to_end(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: signal.Signals
) -> None:
    ended = []

    def work(service: Service, stop: threading.Event, pulse: Callable[[], None]) -> None:
        assert not stop.is_set()
        pulse()
        os.kill(os.getpid(), number)
        ended.append((service.name, stop.wait(5)))

    monkeypatch.setattr(worker, "run", work)
    monkeypatch.setattr(logs, "configure", lambda _service: None)
    assert run(app, "work").exit_code == 0
    assert run(app, "work", "--pulse", str(tmp_path / "pulse")).exit_code == 0
    assert ended == [("events", True)] * 2
    assert (tmp_path / "pulse").exists()


def test_prepare_migrates_and_subscribes(postgres: Postgres, wire: Wire) -> None:
    url = postgres.create("prepared")
    database = Database(url)
    app = application(database, TALKA_TRANSPORT="amqp", TALKA_AMQP_URL=wire.url)
    assert run(app, "prepare").output == "events: the database is up to date.\n"
    assert app.test_client().get("/readyz").status_code == 200
    assert wire.depth("events.v1") == 0
    database.close()
    postgres.drop(url)
