import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from shared.database import Database, ring
from shared.errors import Conflict
from tests.support.postgres import EmbeddedPostgres, Postgres

RUNNING = threading.Event()
TABLE = text("CREATE TABLE seats (seat integer CONSTRAINT pk_seats PRIMARY KEY)")
TAKE = text("INSERT INTO seats VALUES (1)")
COUNT = text("SELECT count(*) FROM seats")


class SeatIsTaken(Conflict):
    """The rule that the constraint keeps."""


@pytest.fixture
def database(postgres: Postgres) -> Iterator[Database]:
    url = postgres.create("core")
    database = Database(url, conflicts={"pk_seats": SeatIsTaken})
    with database.transaction() as session:
        session.execute(TABLE)
    yield database
    database.close()
    postgres.drop(url)


def seats(database: Database) -> int:
    with database.reading() as session:
        return int(session.execute(COUNT).scalar_one())


def test_a_block_that_ends_well_is_committed_whole(database: Database) -> None:
    with database.transaction() as session:
        session.execute(TAKE)
    assert seats(database) == 1


def test_a_block_that_raises_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        session.execute(TAKE)
        raise ZeroDivisionError
    assert seats(database) == 0


def test_a_violated_constraint_becomes_the_rule_it_keeps(database: Database) -> None:
    with database.transaction() as session:
        session.execute(TAKE)
    with pytest.raises(SeatIsTaken), database.transaction() as session:
        session.execute(TAKE)
    assert seats(database) == 1


def test_a_constraint_without_a_rule_stays_an_integrity_error(database: Database) -> None:
    plain = Database(database.dsn)
    with pytest.raises(IntegrityError), plain.transaction() as session:
        session.execute(TAKE)
        session.execute(TAKE)
    plain.close()


def test_a_reading_session_sees_what_others_commit_meanwhile(database: Database) -> None:
    with database.reading() as reader:
        assert reader.execute(COUNT).scalar_one() == 0
        with database.transaction() as writer:
            writer.execute(TAKE)
        assert reader.execute(COUNT).scalar_one() == 1


def test_a_bell_wakes_the_listener_within_milliseconds_of_the_commit(database: Database) -> None:
    listener = database.listener("outbox")
    listener.wait(0.01, RUNNING)
    with database.transaction() as session:
        ring(session, "outbox")
    begun = time.perf_counter()
    listener.wait(10, RUNNING)
    assert time.perf_counter() - begun < 1
    listener.close()


def test_no_bell_is_rung_for_what_was_taken_back(database: Database) -> None:
    listener = database.listener("outbox")
    listener.wait(0.01, RUNNING)
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        ring(session, "outbox")
        raise ZeroDivisionError
    begun = time.perf_counter()
    listener.wait(0.3, RUNNING)
    assert time.perf_counter() - begun >= 0.3
    listener.close()


def test_everything_works_again_after_the_server_was_killed_and_restarted(
    restartable_postgres: EmbeddedPostgres,
) -> None:
    database = Database(restartable_postgres.create("core"))
    with database.transaction() as session:
        session.execute(TABLE)
    listener = database.listener("outbox")
    listener.wait(0.01, RUNNING)
    restartable_postgres.kill()
    with pytest.raises(OperationalError), database.transaction() as session:
        session.execute(TAKE)
    listener.wait(0.1, RUNNING)
    restartable_postgres.start()
    with database.transaction() as session:
        session.execute(TAKE)
        ring(session, "outbox")
    assert seats(database) == 1
    begun = time.perf_counter()
    listener.wait(0.01, RUNNING)
    with database.transaction() as session:
        ring(session, "outbox")
    listener.wait(10, RUNNING)
    assert time.perf_counter() - begun < 2
    listener.close()
    database.close()


def test_a_connection_that_the_server_has_closed_meanwhile_costs_nobody_an_answer(database: Database) -> None:
    with database.reading() as session:
        mine = session.scalar(text("SELECT pg_backend_pid()"))
    with psycopg.connect(database.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
    with database.reading() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != mine
