"""Promises that must hold however many people and processes act at the same moment; everything here really commits."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.event import listen

from services.volunteers.people.domain import OverlappingShift
from services.volunteers.people.models import Commitment
from services.volunteers.shifts.domain import AlreadySignedUp, ShiftIsCancelled, ShiftIsFull
from services.volunteers.shifts.models import Shift, SignUp
from services.volunteers.shifts.operations.opening import follow_event
from services.volunteers.shifts.operations.signing_up import sign_up, withdraw
from shared.contracts.envelope import decode
from shared.contracts.volunteers import SignUpConfirmed
from shared.database import Database
from tests.support.factories.volunteers import (
    LINK,
    a_planned_shift,
    a_sign_up,
    a_volunteer,
    an_event,
    an_open_shift,
    called_off,
    tomorrow,
    with_shifts,
)
from tests.support.services import NewDatabase


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    made = Database(new_database("volunteers"), pool_size=30)
    yield made
    made.close()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of it at the same moment; what each came to: `done`, or the name of the error."""
    ready = Barrier(len(acts))

    def outcome(act: Callable[[], object]) -> str:
        ready.wait()
        try:
            act()
        except Exception as error:  # noqa: BLE001 - any error is the outcome
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(outcome, acts))


def signing_up(database: Database, shift_id: UUID, volunteer_id: UUID) -> Callable[[], object]:
    def act() -> None:
        with database.transaction() as session:
            sign_up(session, shift_id, volunteer_id, link=LINK)

    return act


def test_fifty_volunteers_race_for_three_places_and_exactly_three_get_one(database: Database) -> None:
    with database.transaction() as session:
        shift_id = an_open_shift(session, places=3)
        people = [a_volunteer(session).id for _ in range(50)]
    outcomes = at_once(*(signing_up(database, shift_id, person) for person in people))
    assert Counter(outcomes) == {"done": 3, ShiftIsFull.__name__: 47}
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 3
        assert session.scalar(select(func.count()).select_from(SignUp)) == 3
        assert session.scalar(select(func.count()).select_from(Commitment)) == 3
        assert session.scalar(text("SELECT count(*) FROM outbox WHERE type = 'volunteers.sign_up.confirmed'")) == 3


@pytest.mark.parametrize("round_", range(5))
def test_of_two_overlapping_shifts_one_volunteer_gets_exactly_one(database: Database, round_: int) -> None:
    with database.transaction() as session:
        person = a_volunteer(session).id
        first = an_open_shift(session, starts_at=tomorrow(10))
        second = an_open_shift(session, starts_at=tomorrow(11))
    outcomes = at_once(*(signing_up(database, shift_id, person) for shift_id in (first, second)))
    assert sorted(outcomes) == [OverlappingShift.__name__, "done"]
    with database.transaction() as session:
        assert sum(session.scalars(select(Shift.taken))) == 1


def test_one_volunteer_who_clicks_ten_times_takes_one_place(database: Database) -> None:
    with database.transaction() as session:
        person, shift_id = a_volunteer(session).id, an_open_shift(session, places=20)
    outcomes = at_once(*[signing_up(database, shift_id, person)] * 10)
    assert Counter(outcomes) == {"done": 1, AlreadySignedUp.__name__: 9}
    with database.transaction() as session:
        assert session.get_one(Shift, shift_id).taken == 1


def test_a_place_given_back_is_counted_once_and_taken_once(database: Database) -> None:
    with database.transaction() as session:
        shift_id = an_open_shift(session, places=2)
        holder, *others = [a_volunteer(session).id for _ in range(6)]
        place = a_sign_up(session, shift_id, holder)
        a_sign_up(session, shift_id, others.pop())

    def withdrawing() -> None:
        with database.transaction() as session:
            withdraw(session, place, holder, link=LINK)

    taking = [signing_up(database, shift_id, person) for person in others]
    assert at_once(*[withdrawing] * 8, *taking)[:8] == ["done"] * 8
    at_once(*taking)
    with database.transaction() as session:
        active = session.scalars(select(SignUp).where(SignUp.state == "confirmed")).all()
        assert session.get_one(Shift, shift_id).taken == len(active) == 2
        assert session.scalar(text("SELECT count(*) FROM outbox WHERE type = 'volunteers.sign_up.cancelled'")) == 1


def test_nobody_slips_into_a_shift_while_it_is_cancelled(database: Database) -> None:
    """The sign-up is tried at the worst moment: when those who come have been read and are not yet cancelled."""
    shift = a_planned_shift()
    event = an_event(shift)
    with database.transaction() as session:
        follow_event(session, event, 1)
        people = [a_volunteer(session).id for _ in range(2)]
        a_sign_up(session, shift.shift_id, people[0])
    with ThreadPoolExecutor() as pool:
        tried: list[Future[object]] = []

        def try_to_slip_in(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.startswith("UPDATE sign_ups") and not tried:
                tried.append(pool.submit(signing_up(database, shift.shift_id, people[1])))
                wait(tried, timeout=0.5)

        listen(database.engine, "before_cursor_execute", try_to_slip_in)
        with database.transaction() as session:
            follow_event(session, called_off(event), 2)
        assert isinstance(tried[0].exception(), ShiftIsCancelled)
    with database.transaction() as session:
        assert session.scalars(select(SignUp.state)).all() == ["cancelled"]
        assert session.scalars(select(Commitment)).all() == []


def test_a_shift_that_moves_between_the_look_and_the_write_is_looked_at_again(database: Database) -> None:
    """The message tells the time that the volunteer has promised, not the one that was read first."""
    shift = a_planned_shift()
    event = an_event(shift)
    with database.transaction() as session:
        follow_event(session, event, 1)
        person = a_volunteer(session).id
    moves = iter([replace(shift, starts_at=tomorrow(18), ends_at=tomorrow(20))])

    def move_before_the_first_write(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "WITH place AS" in statement and (moved := next(moves, None)):
            with database.transaction() as session:
                follow_event(session, with_shifts(event, [moved]), 2)

    listen(database.engine, "before_cursor_execute", move_before_the_first_write)
    signing_up(database, shift.shift_id, person)()
    with database.transaction() as session:
        body = session.scalars(text("SELECT body FROM outbox WHERE type = 'volunteers.sign_up.confirmed'")).one()
        promised = session.scalars(select(Commitment.during)).one().lower
    told = SignUpConfirmed.load(decode(body).data).shift
    assert (told.version, told.starts_at, promised) == (2, tomorrow(18), tomorrow(18))


@pytest.mark.parametrize("round_", range(5))
def test_whoever_signs_up_while_a_shift_moves_is_promised_its_new_time(database: Database, round_: int) -> None:
    planned = [a_planned_shift(places=20, starts_at=tomorrow(hour)) for hour in (8, 12)]
    event = an_event(*planned)
    later = [
        replace(s, starts_at=s.starts_at + timedelta(hours=6), ends_at=s.ends_at + timedelta(hours=6)) for s in planned
    ]
    with database.transaction() as session:
        follow_event(session, event, 1)
        people = [a_volunteer(session).id for _ in range(12)]

    def moving() -> None:
        with database.transaction() as session:
            follow_event(session, with_shifts(event, later), 2)

    shifts = [shift.shift_id for shift in planned]
    acts = [signing_up(database, shifts[place % 2], person) for place, person in enumerate(people)]
    assert Counter(at_once(*acts[:6], moving, *acts[6:])) == {"done": 13}
    with database.transaction() as session:
        promised = session.execute(
            select(Commitment.during, Shift.starts_at, Shift.ends_at)
            .join(SignUp, SignUp.id == Commitment.subject_id)
            .join(Shift, Shift.id == SignUp.shift_id)
        ).all()
        assert len(promised) == 12
        assert all((row.during.lower, row.during.upper) == (row.starts_at, row.ends_at) for row in promised)


def test_a_volunteer_of_two_events_that_move_at_once_holds_nobody_up(database: Database) -> None:
    """Each event moves onto the other's old time; both changes come through, without a deadlock."""
    first, second = a_planned_shift(starts_at=tomorrow(8)), a_planned_shift(starts_at=tomorrow(14))
    events = [an_event(first), an_event(second)]
    moved = [
        replace(first, starts_at=tomorrow(11), ends_at=tomorrow(15)),
        replace(second, starts_at=tomorrow(10), ends_at=tomorrow(13)),
    ]
    with database.transaction() as session:
        for event in events:
            follow_event(session, event, 1)
        for _ in range(10):
            person = a_volunteer(session).id
            for shift in (first, second):
                if session.get_one(Shift, shift.shift_id, populate_existing=True).taken < 3:
                    a_sign_up(session, shift.shift_id, person)

    def moving(place: int) -> Callable[[], None]:
        def act() -> None:
            with database.transaction() as session:
                follow_event(session, with_shifts(events[place], [moved[place]]), 2)

        return act

    assert at_once(moving(0), moving(1)) == ["done", "done"]
    with database.transaction() as session:
        clashes = session.scalars(select(Commitment.clash)).all()
        assert Counter(clashes) == {True: 3, False: 3}
