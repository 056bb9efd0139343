"""Many at once, each on a connection of its own: one answer counts, and the clock never takes back an answer."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import text

from services.events.mediation import listeners, operations
from services.events.mediation.domain import REMINDER, AlreadyAnswered, HelpIsThere
from services.events.mediation.operations import Way
from shared.database import Database
from shared.errors import DomainError
from shared.messaging.due import process_due
from shared.messaging.service import Service
from shared.settings import Settings
from tests.support.factories.mediation import REFERRALS, a_referral, a_town, noon
from tests.support.ledger import told
from tests.support.services import NewDatabase, NewSettings

THREADS = 8


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    made = Database(new_database("events"), pool_size=THREADS)
    yield made
    made.close()


def begun(database: Database) -> UUID:
    with database.transaction() as session:
        return a_referral(session, *a_town(session))


def at_once(calls: Sequence[Callable[[], object]]) -> list[type[Exception] | None]:
    """What each call raised, all of them begun at the same moment."""
    together = Barrier(len(calls), timeout=30)

    def run(call: Callable[[], object]) -> type[Exception] | None:
        together.wait()
        try:
            call()
        except DomainError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def committing(database: Database, act: Callable[..., object], *more: object, **facts: object) -> Callable[[], None]:
    def call() -> None:
        with database.transaction() as session:
            act(session, *more, **facts)

    return call


def test_of_many_answers_at_once_the_first_counts(database: Database) -> None:
    for _ in range(5):
        id_ = begun(database)
        yes = [committing(database, operations.accept, REFERRALS, id_) for _ in range(THREADS // 2)]
        no = [committing(database, operations.refuse, REFERRALS, id_, reason="full") for _ in range(THREADS // 2)]
        raised = at_once([*yes, *no])
        assert sorted(raised, key=str) == sorted([*[AlreadyAnswered] * (THREADS - 1), None], key=str)
        with database.reading() as session:
            assert len([one for one in told(session, "events.referral.answered") if one.referral_id == id_]) == 1


def test_an_answer_and_the_clock_leave_one_end(database: Database) -> None:
    for _ in range(10):
        id_ = begun(database)
        at_once(
            [
                committing(database, operations.accept, REFERRALS, id_),
                committing(database, operations.expire, REFERRALS, id_),
                committing(database, operations.withdraw, REFERRALS, id_),
            ]
        )
        with database.reading() as session:
            ends = [one for one in told(session, "events.referral.") if one.referral_id == id_][1:]
            state = session.scalars(text("SELECT state FROM referrals WHERE id = :id"), {"id": id_}).one()
        said = [getattr(one, "answer", None) or getattr(one, "outcome", None) for one in ends]
        assert said in ([state], ["accepted", "withdrawn"])
        assert said[-1] == state


def test_one_ride_is_asked_for_however_often_the_button_is_pressed(database: Database) -> None:
    id_ = begun(database)
    with database.transaction() as session:
        operations.accept(session, REFERRALS, id_, appointment=noon())
    way = Way(kinds=("ride",), place="Topolių g. 5", area="Kavoliškis", starts=time(11, 20))
    raised = at_once([committing(database, operations.ask_for_help, id_, way)] * THREADS)
    assert sorted(raised, key=str) == sorted([*[HelpIsThere] * (THREADS - 1), None], key=str)
    with database.reading() as session:
        assert len(told(session, "events.assistance.")) == 1


def test_a_worker_that_reminds_and_an_answer_wait_for_each_other_in_no_circle(settings: NewSettings) -> None:
    """Two workers do what is due while answers come: each due row is done, and nobody is left in a deadlock."""
    made: Settings = settings("events")
    database = Database(made.database_url, pool_size=THREADS)
    service = Service(name="events", settings=made, database=database, due=listeners.due(REFERRALS))
    ids = [begun(database) for _ in range(6)]
    with database.transaction() as session:
        session.execute(text("UPDATE due SET due_at = now() WHERE kind = :kind"), {"kind": REMINDER})
    answers = [committing(database, operations.refuse, REFERRALS, id_, reason="full") for id_ in ids]
    raised = at_once([lambda: process_due(service), lambda: process_due(service), *answers])
    assert raised == [None] * (len(ids) + 2)
    with database.reading() as session:
        kept = "SELECT kind, attempts FROM due WHERE kind = :kind"
        assert session.execute(text(kept), {"kind": REMINDER}).all() == []
        assert {one.answer for one in told(session, "events.referral.answered")} == {"refused"}
    database.close()
