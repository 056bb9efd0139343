"""What is kept of whoever asked at a kiosk goes in time, and nobody waits for what is gone."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.kiosk import operations
from services.events.kiosk.domain import FORGET_HELP, Call
from services.events.kiosk.listeners import due
from services.events.kiosk.operations.erasing import erase_calls
from shared.contracts.parts import Remains, Whose
from shared.database import Database
from shared.messaging.due import process_due
from tests.integration.events.kiosk.test_asking import CALL, ask
from tests.support.eventually import eventually
from tests.support.factories.events import Worker
from tests.support.visitor import Visitor

ZONE = "Europe/Vilnius"
BLOCKED = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"


def rows(database: Database, query: str) -> list[object]:
    with database.reading() as session:
        return list(session.scalars(text(query)))


@pytest.fixture
def call_id(kiosk: Visitor, database: Database) -> UUID:
    """Somebody wants to be called."""
    ask(kiosk, "call", **CALL)
    with database.reading() as session:
        found: UUID = session.scalars(text("SELECT id FROM kiosk_calls")).one()
    return found


def waiting(database: Database) -> list[object]:
    return rows(database, "SELECT what FROM staff_waits")


def test_nobody_calls_whoever_was_erased(database: Database, call_id: UUID) -> None:
    assert waiting(database) == ["kiosk_call"]
    with database.transaction() as session:
        done = erase_calls(session, Whose(phone="+37061234567"))
        assert done == ((), (Remains(what="call", number=1, why="number_alone"),))
    with database.transaction() as session:
        operations.tell_again(session, ZONE, call_id)
    assert waiting(database) == []
    assert rows(database, "SELECT state || name || phone FROM kiosk_calls") == ["not_reached"]


def test_a_call_that_is_answered_while_staff_are_told_again_does_not_go_on_waiting(
    database: Database, worker: Worker, call_id: UUID
) -> None:
    def tell_again() -> None:
        with database.transaction() as session:
            operations.tell_again(session, ZONE, call_id)

    with ThreadPoolExecutor(1) as clock:
        with database.transaction() as session:
            operations.answer_call(session, worker, call_id, Call.DONE)
            told = clock.submit(tell_again)
            eventually(lambda: told.done() or rows(database, BLOCKED) != [0])
        told.result()
    assert waiting(database) == []


def test_a_day_later_nothing_is_kept_of_whoever_waited_at_the_screen(
    app: Flask, kiosk: Visitor, database: Database
) -> None:
    ask(kiosk, "helper", reach="here", spoken="lt")
    kind = f"kind = '{FORGET_HELP}'"
    assert rows(database, f"SELECT due_at - created_at > interval '23 hours' FROM due WHERE {kind}") == [True]  # noqa: S608
    with database.transaction() as session:
        session.execute(text("UPDATE due SET due_at = now() WHERE kind = :kind"), {"kind": FORGET_HELP})
    process_due(app.extensions["talka"].service)
    assert rows(database, "SELECT id FROM kiosk_helps") == []


def test_what_was_kept_before_there_was_a_time_for_it_goes_with_the_next(kiosk: Visitor, database: Database) -> None:
    for _ in range(3):
        ask(kiosk, "helper", reach="here", spoken="lt")
    first, second, third = rows(database, "SELECT id FROM kiosk_helps ORDER BY id")
    with database.transaction() as session:
        old = "UPDATE kiosk_helps SET asked_at = now() - interval '25 hours' WHERE id = :id"
        session.execute(text(old), {"id": first})
        due(ZONE)[FORGET_HELP](session, UUID(str(second)))
    assert rows(database, "SELECT id FROM kiosk_helps") == [third]
