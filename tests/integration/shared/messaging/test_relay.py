"""The relay between a real outbox and a transport that does as it is told."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.messaging import relay
from shared.messaging.relay import Handed, Row
from tests.support.eventually import eventually
from tests.support.town import Side, Town

END_THE_OLDEST = """
SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
AND objid = 7235002 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def accept(rows: Sequence[Row]) -> Handed:
    return Handed(sent=[row.id for row in rows])


@dataclass
class Recorder:
    """A transport that remembers what it was handed and answers as told."""

    answer: Callable[[Sequence[Row]], Handed] = accept
    seen: list[UUID] = field(default_factory=list)

    def publish(self, rows: Sequence[Row]) -> Handed:
        self.seen += [row.id for row in rows]
        return self.answer(rows)

    def close(self) -> None:
        """It has nothing to give back."""


@contextmanager
def relaying(side: Side, *transports: Recorder) -> Iterator[None]:
    """A relay for each transport, all on the same database."""
    stop = threading.Event()

    def keep_relaying(transport: Recorder) -> None:
        while not stop.is_set():
            try:
                relay.run(side.database, transport, stop)
            except Exception:  # noqa: BLE001 - as the worker would
                stop.wait(0.1)

    threads = [threading.Thread(target=keep_relaying, args=(transport,)) for transport in transports]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)


@pytest.fixture
def teller(local_town: Town) -> Side:
    return local_town.teller


def tried(side: Side, times: int) -> bool:
    return bool(side.ask("SELECT max(attempts) FROM outbox") == times)


def in_order(side: Side) -> list[UUID]:
    found: list[UUID] = side.ask("SELECT array_agg(id ORDER BY seq) FROM outbox")
    return found


def test_of_two_relays_on_one_database_one_works_and_one_waits(teller: Side) -> None:
    first, second = Recorder(), Recorder()
    with relaying(teller, first, second):
        for number in range(40):
            teller.tell(f"{number}a", f"{number}b")
        eventually(lambda: teller.unsent() == 0)
    assert [] in (first.seen, second.seen)
    assert first.seen + second.seen == in_order(teller)


def test_the_waiting_relay_takes_over_when_the_other_loses_its_connection(teller: Side) -> None:
    first, second = Recorder(), Recorder()
    with relaying(teller, first, second):
        teller.tell("one")
        eventually(lambda: teller.unsent() == 0)
        teller.ask(END_THE_OLDEST)
        teller.tell("two")
        eventually(lambda: teller.unsent() == 0)
    assert sorted(first.seen + second.seen) == sorted(in_order(teller))


def test_a_refused_row_waits_longer_each_time_and_keeps_no_other_from_going(teller: Side) -> None:
    def refuse_the_first(rows: Sequence[Row]) -> Handed:
        bad = in_order(teller)[0]
        return Handed(
            sent=[row.id for row in rows if row.id != bad],
            refused={row.id: "312 NO_ROUTE" for row in rows if row.id == bad},
        )

    teller.tell("bad", "good")
    waits = []
    with relaying(teller, Recorder(refuse_the_first)):
        for attempts in range(1, 11):
            eventually(partial(tried, teller, attempts))
            waits.append(float(teller.ask("SELECT max(extract(epoch FROM next_at - now())) FROM outbox")))
            teller.change("UPDATE outbox SET next_at = now() WHERE published_at IS NULL")
    assert teller.unsent() == 1
    assert teller.ask("SELECT last_error FROM outbox WHERE published_at IS NULL") == "312 NO_ROUTE"
    assert waits == sorted(waits)
    assert 290 < waits[-1] <= 300


def test_while_the_transport_is_away_no_row_is_blamed(teller: Side) -> None:
    transport = Recorder(lambda _: Handed(away="nobody answers"))
    teller.tell("one", "two")
    with relaying(teller, transport):
        eventually(lambda: len(transport.seen) >= 4)
        assert teller.ask("SELECT max(attempts) FROM outbox") == 0
        transport.answer = accept
        eventually(lambda: teller.unsent() == 0)


def test_what_was_sent_before_the_transport_went_away_is_marked(teller: Side) -> None:
    transport = Recorder(lambda rows: Handed(sent=[rows[0].id], away="the connection was lost"))
    teller.tell("one", "two")
    with relaying(teller, transport):
        eventually(lambda: teller.unsent() == 1)
    assert transport.seen[:2] == in_order(teller)


def test_more_rows_than_a_window_are_carried_without_a_pause(teller: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "WINDOW", 10)
    teller.tell(*[str(number) for number in range(95)])
    transport = Recorder()
    with relaying(teller, transport):
        eventually(lambda: teller.unsent() == 0, seconds=5)
    assert transport.seen == in_order(teller)


def test_a_row_committed_after_a_younger_one_is_not_passed_over(teller: Side) -> None:
    transport = Recorder()
    with relaying(teller, transport):
        with teller.database.transaction() as slow:
            slow.execute(text("INSERT INTO outbox (id, type, body) VALUES (gen_random_uuid(), 'slow', '{}')"))
            teller.tell("quick")
            eventually(lambda: len(transport.seen) == 1)
        eventually(lambda: len(transport.seen) == 2)
    assert teller.unsent() == 0
