import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.messaging.due import process_due, schedule, unschedule
from tests.support.eventually import eventually
from tests.support.town import HEAR, Side, Town

HOUR = timedelta(hours=1)


def ring_bell(session: Session, subject_id: UUID) -> None:
    session.execute(HEAR, {"subject": subject_id, "answer": "rang"})


def fail(session: Session, subject_id: UUID) -> None:
    ring_bell(session, subject_id)
    raise ZeroDivisionError


def again_in_an_hour(session: Session, subject_id: UUID) -> None:
    ring_bell(session, subject_id)
    schedule(session, "again", subject_id, datetime.now(UTC) + HOUR)


def plan(side: Side, kind: str, after: timedelta = -HOUR, subject: UUID | None = None) -> UUID:
    """Let something be due so long after now."""
    subject = subject or uuid4()
    with side.database.transaction() as session:
        schedule(session, kind, subject, datetime.now(UTC) + after)
    return subject


@pytest.fixture
def side(local_town: Town) -> Side:
    return local_town.hearer.having(due={"bell": ring_bell, "fails": fail, "again": again_in_an_hour})


def waiting(side: Side) -> int:
    return int(side.ask("SELECT count(*) FROM due"))


def test_what_is_due_is_done_once_and_what_is_not_waits(side: Side) -> None:
    plan(side, "bell")
    plan(side, "bell", after=HOUR)
    assert process_due(side.service) == 1
    assert process_due(side.service) == 0
    assert side.heard() == ["rang"]
    assert waiting(side) == 1


def test_the_longest_overdue_comes_first(side: Side) -> None:
    later, earlier = plan(side, "bell", after=-HOUR), plan(side, "bell", after=-2 * HOUR)
    process_due(side.service)
    assert side.ask("SELECT array_agg(subject ORDER BY seq) FROM heard") == [earlier, later]


def test_scheduling_again_moves_the_moment(side: Side) -> None:
    subject = plan(side, "bell")
    plan(side, "bell", after=HOUR, subject=subject)
    assert process_due(side.service) == 0
    assert waiting(side) == 1


def test_what_is_unscheduled_never_happens(side: Side) -> None:
    subject = plan(side, "bell")
    with side.database.transaction() as session:
        unschedule(session, "bell", subject)
    assert process_due(side.service) == 0


def test_what_a_worker_has_begun_is_not_waited_for_while_it_waits(side: Side) -> None:
    """As when somebody accepts an offer at the moment at which it expires: both need the same row."""
    side.change("INSERT INTO heard (subject, answer) VALUES (gen_random_uuid(), 'locked')")
    row = text("SELECT 1 FROM heard WHERE answer = 'locked' FOR UPDATE")
    began = threading.Event()

    def wait_for_it(session: Session, subject_id: UUID) -> None:
        began.set()
        session.execute(row)
        ring_bell(session, subject_id)

    waits = side.having(due={"waits": wait_for_it})
    subject = plan(waits, "waits")
    with ThreadPoolExecutor() as pool:
        with waits.database.transaction() as session:
            session.execute(row)
            worker = pool.submit(process_due, waits.service)
            assert began.wait(10)
            unschedule(session, "waits", subject)
        assert worker.result(timeout=10) == 1
    assert sorted(waits.heard()) == ["locked", "rang"]
    assert waiting(waits) == 0


def test_a_handler_may_schedule_the_next_time(side: Side) -> None:
    plan(side, "again")
    assert process_due(side.service) == 1
    assert process_due(side.service) == 0
    assert side.ask("SELECT due_at > now() + interval '50 minutes' FROM due")


def test_a_failure_costs_only_itself_and_is_tried_again_later_for_ever(side: Side) -> None:
    plan(side, "bell")
    plan(side, "fails", after=-2 * HOUR)
    for attempts in range(1, 13):
        process_due(side.service)
        assert side.ask("SELECT attempts FROM due") == attempts
        assert side.ask("SELECT due_at BETWEEN now() AND now() + interval '601 seconds' FROM due")
        side.change("UPDATE due SET due_at = now() - interval '1 second'")
    assert side.heard() == ["rang"]
    assert side.ask("SELECT last_error FROM due").startswith("ZeroDivisionError")


def test_a_kind_that_nobody_handles_stays_and_says_so(side: Side) -> None:
    plan(side, "unheard-of")
    process_due(side.service)
    assert side.ask("SELECT last_error FROM due") == "NobodyDoesThis: unheard-of"


def test_two_workers_never_do_the_same_thing(side: Side) -> None:
    for _ in range(120):
        plan(side, "bell")
    together = threading.Barrier(2)

    def work(_: int) -> int:
        together.wait()
        return sum(iter(lambda: process_due(side.service, limit=7), 0))

    with ThreadPoolExecutor() as pool:
        assert sum(pool.map(work, range(2))) == 120
    assert len(side.heard()) == 120


def test_the_worker_is_there_within_moments_of_the_time(side: Side) -> None:
    with side.working():
        plan(side, "bell", after=timedelta(seconds=1.5))
        eventually(lambda: side.heard() == ["rang"], seconds=10, every=0.01)
        late = side.ask("SELECT count(*) FROM due")
    assert late == 0
