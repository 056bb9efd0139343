"""Many at once, each on a connection of its own, committing for real: nobody oversold, nobody lost, nothing twice."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier, Lock
from typing import Any, TypeVar
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.programme import operations as programme
from services.events.programme.domain import Scope
from services.events.registrations import operations
from services.events.registrations.domain import AlreadyCancelled, By, OfferIsOver, PlacesAreGone
from shared.database import Database
from shared.errors import DomainError, Stale
from tests.support.factories.events import (
    LINKS,
    a_booking,
    a_party,
    a_worker,
    an_evening,
    an_event,
    an_occurrence,
    an_organisation,
    wall,
)
from tests.support.ledger import broken_promises, told
from tests.support.services import NewDatabase

THREADS = 32
Answer = TypeVar("Answer")


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    made = Database(new_database("events"), pool_size=THREADS)
    yield made
    made.close()


def at_once(calls: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Run the calls in parallel, the first ones starting at the same moment."""
    together = Barrier(min(THREADS, len(calls)), timeout=30)

    def run(number: int, call: Callable[[], Answer]) -> Answer:
        if number < together.parties:
            together.wait()
        return call()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(run, range(len(calls)), calls))


def evening(database: Database, capacity: int, **facts: Any) -> UUID:
    with database.transaction() as session:
        return an_evening(session, capacity=capacity, **facts)


def registering(database: Database, occurrence_id: UUID, party: int) -> Callable[[], dict[str, Any]]:
    def call() -> dict[str, Any]:
        with database.transaction() as session:
            return operations.register(session, LINKS, occurrence_id, a_booking(party))

    return call


def cancelling(database: Database, party: dict[str, Any]) -> Callable[[], None]:
    def call() -> None:
        with database.transaction() as session:
            operations.cancel(session, LINKS, party["id"], By.PARTICIPANT)

    return call


def resizing(database: Database, party: dict[str, Any], size: int) -> Callable[[], None]:
    def call() -> None:
        try:
            with database.transaction() as session:
                operations.change_party(session, LINKS, party["id"], party=size)
        except (AlreadyCancelled, PlacesAreGone):
            return

    return call


def kept(database: Database) -> None:
    """Every counter tells the truth, and no party that fits is left waiting."""
    with database.transaction() as session:
        assert broken_promises(session) == []
        left = text("""
            SELECT r.id FROM registrations AS r JOIN occurrences AS o ON o.id = r.occurrence_id
            WHERE r.state = 'waiting' AND r.party <= o.capacity - o.taken""")
        assert session.execute(left).all() == []


def test_200_parallel_registrations_on_30_places_take_exactly_30_and_lose_nobody(database: Database) -> None:
    occurrence_id = evening(database, 30)
    answers = at_once([registering(database, occurrence_id, 1)] * 200)
    assert Counter(answer["state"] for answer in answers) == {"confirmed": 30, "waiting": 170}
    assert sorted(answer["position"] for answer in answers if answer["position"]) == list(range(1, 171))
    with database.transaction() as session:
        assert session.scalars(text("SELECT taken FROM occurrences")).one() == 30
        stored = session.execute(text("SELECT id, state FROM registrations")).all()
        assert {(row.id, row.state) for row in stored} == {(answer["id"], answer["state"]) for answer in answers}
        assert {message.registration_id for message in told(session)} == {answer["id"] for answer in answers}
        assert len(told(session)) == 200
    kept(database)


def test_parallel_households_of_every_size_get_all_their_places_or_none(database: Database) -> None:
    occurrence_id = evening(database, 30)
    sizes = [1 + number % 8 for number in range(96)]
    answers = at_once([registering(database, occurrence_id, size) for size in sizes])
    confirmed = sum(answer["party"] for answer in answers if answer["state"] == "confirmed")
    assert confirmed <= 30
    assert len({answer["id"] for answer in answers}) == 96
    kept(database)


def test_cancellations_and_registrations_at_once_leave_no_place_and_no_fitting_party_behind(database: Database) -> None:
    occurrence_id = evening(database, 20)
    chance = random.Random(2026)
    with database.transaction() as session:
        parties = [a_party(session, occurrence_id, chance.randint(1, 5)) for _ in range(24)]
    calls: list[Callable[[], Any]] = [cancelling(database, party) for party in parties[:16]]
    calls += [resizing(database, party, chance.randint(1, 6)) for party in parties[8:]]
    calls += [registering(database, occurrence_id, chance.randint(1, 5)) for _ in range(40)]
    chance.shuffle(calls)
    at_once(calls)
    kept(database)
    with database.transaction() as session:
        everybody = session.scalars(text("SELECT count(*) FROM registrations")).one()
        promoted = text(
            "SELECT count(*) FROM outbox WHERE type = 'events.registration.promoted' GROUP BY body::json ->> 'subject'"
        )
        assert everybody == 64
        assert set(session.scalars(promoted)) <= {1}


def test_one_party_cancelled_from_many_sides_frees_its_places_once(database: Database) -> None:
    occurrence_id = evening(database, 8)
    with database.transaction() as session:
        party, _other = a_party(session, occurrence_id, 4), a_party(session, occurrence_id, 4)
        for _ in range(3):
            a_party(session, occurrence_id, 2)
    at_once([cancelling(database, party)] * 16)
    kept(database)
    with database.transaction() as session:
        assert [message.by for message in told(session, "events.registration.cancelled")] == ["participant"]
        assert len(told(session, "events.registration.promoted")) == 2


@pytest.mark.parametrize("_round", range(5))
def test_a_yes_and_the_end_of_an_offer_at_the_same_moment_end_in_one_of_both(database: Database, _round: int) -> None:
    occurrence_id = evening(database, 1, offer_hours=1)
    with database.transaction() as session:
        party, offered, _next = (a_party(session, occurrence_id) for _ in range(3))
        operations.cancel(session, LINKS, party["id"], By.PARTICIPANT)
    with database.transaction() as session:
        soon = text("UPDATE registrations SET offer_expires_at = clock_timestamp() + interval '15 ms' WHERE id = :id")
        session.execute(soon, {"id": offered["id"]})

    def accept() -> str:
        try:
            with database.transaction() as session:
                operations.accept(session, LINKS, offered["id"])
        except OfferIsOver:
            return "over"
        return "accepted"

    def expire() -> str:
        with database.transaction() as session:
            operations.expire(session, LINKS, offered["id"])
        return "expired"

    answers = at_once([accept, *[expire] * 8, accept, *[expire] * 8])
    while answers.count("accepted") == 0 and expire_left(database, offered["id"]):
        expire()
    kept(database)
    with database.transaction() as session:
        state = session.scalars(text("SELECT state FROM registrations WHERE id = :id"), {"id": offered["id"]}).one()
        assert state == ("confirmed" if "accepted" in answers else "cancelled")
        assert len(told(session, "events.registration.offered")) == (1 if state == "confirmed" else 2)


def expire_left(database: Database, registration_id: UUID) -> bool:
    with database.transaction() as session:
        held = text("SELECT state = 'offered' FROM registrations WHERE id = :id")
        return bool(session.scalars(held, {"id": registration_id}).one())


def test_cancelling_the_event_while_people_register_leaves_nobody_confirmed(database: Database) -> None:
    with database.transaction() as session:
        person = a_worker(session, an_organisation(session))
        event = an_event(session, person)
    occurrence_id = event["occurrences"][0]["id"]

    def register() -> str:
        try:
            return str(registering(database, occurrence_id, 2)()["state"])
        except DomainError as error:
            return error.code

    def call_off() -> str:
        with database.transaction() as session:
            operations.cancel_event(session, LINKS, person, event["id"], event["version"], reason={})
        return "called off"

    answers = at_once([*[register] * 20, call_off, *[register] * 20])
    assert set(answers) <= {"confirmed", "waiting", "registration-closed", "called off"}
    with database.transaction() as session:
        assert set(session.scalars(text("SELECT DISTINCT state FROM registrations"))) <= {"cancelled"}
        assert session.execute(text("SELECT taken, waiting FROM occurrences")).one() == (0, 0)


def test_planning_a_date_while_people_come_and_go_waits_its_turn_and_refuses_nobody(database: Database) -> None:
    """A second change of an occurrence in one transaction makes PostgreSQL look at its event's row too."""
    with database.transaction() as session:
        person = a_worker(session, an_organisation(session))
        event = an_event(session, person, occurrences=[an_occurrence(capacity=20)])
        occurrence_id = event["occurrences"][0]["id"]
        parties = [a_party(session, occurrence_id, 1 + number % 3) for number in range(40)]
    version = count(event["version"])
    turns = Lock()

    def plan(change: Callable[[Session, int], Any]) -> Callable[[], None]:
        def call() -> None:
            with turns, database.transaction() as session:  # one organiser, who has read the newest version
                change(session, next(version))

        return call

    def move(session: Session, known: int) -> None:
        starts, ends = wall(8 + known % 5), wall(8 + known % 5, 20)
        programme.move_occurrence(session, person, occurrence_id, known, starts=starts, ends=ends)

    def resize(session: Session, known: int) -> None:
        operations.change_capacity(session, LINKS, person, occurrence_id, known, capacity=80 + known)

    calls: list[Callable[[], Any]] = [cancelling(database, party) for party in parties]
    calls += [resizing(database, party, 3) for party in parties[::2]]
    calls += [registering(database, occurrence_id, 2) for _ in range(60)]
    calls += [plan(move) for _ in range(20)] + [plan(resize) for _ in range(20)]
    random.Random(2026).shuffle(calls)
    at_once(calls)
    kept(database)


def test_of_those_who_undo_and_change_at_once_one_gets_through(database: Database) -> None:
    with database.transaction() as session:
        person = a_worker(session, an_organisation(session))
        event = an_event(session, person, occurrences=[an_occurrence(days) for days in (7, 14)])
        event_id, occurrence_id = event["id"], event["occurrences"][0]["id"]
        when = {"starts": wall(9), "ends": wall(9, 20)}
        known = operations.move_occurrence(
            session, LINKS, person, occurrence_id, event["version"], **when, scope=Scope.ALL
        )["version"]

    def undo(session: Session) -> None:
        operations.undo_change(session, LINKS, person, event_id, known)

    def resize(session: Session) -> None:
        operations.change_capacity(session, LINKS, person, occurrence_id, known, capacity=99, scope=Scope.ALL)

    def plan(change: Callable[[Session], None]) -> Callable[[], str]:
        def call() -> str:
            try:
                with database.transaction() as session:
                    change(session)
            except Stale:
                return "stale"
            return "done"

        return call

    answers = at_once([plan(undo), plan(resize)] * 8)
    assert Counter(answers) == {"done": 1, "stale": 15}
    with database.transaction() as session:
        assert [len(message.occurrences) for message in told(session, "events.event.changed")] == [2, 2]
