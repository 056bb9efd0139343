"""From a real queue into the inbox, with poison, and with either server away."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

import pika.exceptions
import pytest
from structlog.testing import capture_logs

from shared.contracts.envelope import wrap
from shared.contracts.notifications import ReplyReceived
from shared.messaging import consumer
from shared.messaging.worker import _receive, subscribe
from tests.support.eventually import eventually
from tests.support.postgres import EmbeddedPostgres
from tests.support.town import Side, Town, town
from tests.support.wire import Wire

QUEUE = "events.v1"
UNSAFE = 2.0
"""Seconds in which RabbitMQ 3.10 forgets a new quorum queue for good if it is killed."""
REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF new.body LIKE '%poison%' THEN RAISE EXCEPTION 'not this one'; END IF; RETURN new; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION refuse()
"""


class Killed(BaseException):
    """The end of a process, as far as its thread can tell."""


def reply(answer: str) -> bytes:
    message = ReplyReceived(answer=answer, about="registration", subject_id=uuid4())
    return wrap("notifications", message, subject=uuid4(), version=1, correlation_id="x").encode().encode()


def put(wire: Wire, *bodies: bytes, **properties: object) -> None:
    """Put many messages into the queue over one connection."""
    connection = wire.connect()
    channel = connection.channel()
    channel.confirm_delivery()
    for body in bodies:
        channel.basic_publish("", QUEUE, body, pika.BasicProperties(delivery_mode=2, **properties))  # type: ignore[arg-type]
    connection.close()


@contextmanager
def receiving(side: Side) -> Iterator[threading.Thread]:
    """Its consumer runs, without any worker."""
    stop = threading.Event()

    def receive() -> None:
        with suppress(Killed):
            _receive(side.service, stop)

    thread = threading.Thread(target=receive)
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(10)


@pytest.fixture
def hearer(amqp_town: Town) -> Side:
    subscribe(amqp_town.hearer.service)
    return amqp_town.hearer


def test_everything_in_the_queue_is_stored_in_order_and_acknowledged(hearer: Side, wire: Wire) -> None:
    put(wire, *[reply(str(number)) for number in range(700)])
    with receiving(hearer):
        eventually(lambda: hearer.inbox("new") == 700)
    assert wire.depth(QUEUE) == 0
    answers = hearer.ask("SELECT array_agg(body::json -> 'data' ->> 'answer' ORDER BY seq) FROM inbox")
    assert answers == [str(number) for number in range(700)]


def test_poison_is_parked_with_its_reason_and_acknowledged(hearer: Side, wire: Wire) -> None:
    put(wire, reply("before"), b"\xff\xfe", b"{}", b"", b'{"specversion": "0.3"}')
    put(wire, reply("in another encoding"), content_encoding="utf-8", content_type="text/html")
    put(wire, b"\x00 no archive", headers={"compression": "application/x-gzip"})
    put(wire, reply("after"))
    with receiving(hearer):
        eventually(lambda: hearer.inbox("new") == 3)
    assert hearer.ask("SELECT count(*) FROM parking") == 5
    assert (wire.depth(QUEUE), wire.depth(f"{QUEUE}.dead")) == (0, 0)


def test_a_message_the_database_refuses_is_parked_and_costs_the_others_nothing(hearer: Side, wire: Wire) -> None:
    hearer.change(REFUSE)
    put(wire, reply("one"), reply("poison"), reply("two"))
    with receiving(hearer):
        eventually(lambda: hearer.inbox("new") == 2)
        eventually(lambda: "not this one" in (hearer.ask("SELECT reason FROM parking") or ""))
    assert wire.depth(QUEUE) == 0


def test_a_consumer_killed_before_it_acknowledged_stores_nothing_twice(
    hearer: Side, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(wire, reply("once"))
    store = consumer.store

    def store_and_die(*arguments: object) -> None:
        store(*arguments)  # type: ignore[arg-type]
        raise Killed

    monkeypatch.setattr(consumer, "store", store_and_die)
    with receiving(hearer) as thread:
        thread.join(10)
    assert hearer.inbox("new") == 1
    eventually(lambda: wire.depth(QUEUE) == 1)
    monkeypatch.setattr(consumer, "store", store)
    with receiving(hearer):
        eventually(lambda: wire.depth(QUEUE) == 0)
    assert hearer.inbox("new") == 1


def test_a_queue_that_was_deleted_is_used_again_once_it_is_declared(hearer: Side, wire: Wire) -> None:
    """By whoever may: a worker's own rights end at its queue.

    Not before the worker knows: RabbitMQ 3.10 takes a quorum queue that comes back within milliseconds for the old
    one, numbers its messages from the beginning, and keeps from a consumer of before what seems to be known to it.
    """
    with capture_logs() as lines, hearer.working():
        put(wire, reply("before"))
        eventually(lambda: hearer.heard() == ["before"])
        wire.clear()
        eventually(lambda: [line for line in lines if line.get("error") == "ConsumerCancelled"])
        subscribe(hearer.service)
        put(wire, reply("after"))
        eventually(lambda: hearer.heard() == ["before", "after"])


def test_two_services_are_not_disturbed_by_a_broker_that_is_killed_under_load(amqp_town: Town, wire: Wire) -> None:
    subscribe(amqp_town.hearer.service)
    answers = [str(number) for number in range(1500)]
    time.sleep(UNSAFE)
    with amqp_town.teller.working(), amqp_town.hearer.working():
        for start in range(0, len(answers), 30):
            amqp_town.teller.tell(*answers[start : start + 30])
            if start == 600:
                wire.broker.kill()
        assert amqp_town.teller.unsent() > 0
        wire.broker.start()
        eventually(lambda: amqp_town.hearer.inbox("done") == len(answers), seconds=60)
    assert sorted(amqp_town.hearer.heard()) == sorted(answers)
    assert wire.depth(f"{QUEUE}.dead") == 0


def test_while_the_database_is_away_messages_are_held_and_none_is_given_back(
    restartable_postgres: EmbeddedPostgres, wire: Wire
) -> None:
    with town(restartable_postgres, wire.url) as made:
        subscribe(made.hearer.service)
        with receiving(made.hearer) as thread:
            put(wire, reply("before"))
            eventually(lambda: made.hearer.inbox("new") == 1)
            restartable_postgres.kill()
            put(wire, *[reply(str(number)) for number in range(1200)])
            eventually(lambda: wire.depth(QUEUE) == 1200 - consumer.PREFETCH)
            time.sleep(2.5)
            assert thread.is_alive()
            assert wire.depth(QUEUE) == 1200 - consumer.PREFETCH
            restartable_postgres.start()
            eventually(lambda: made.hearer.inbox("new") == 1201, seconds=30)
        assert (wire.depth(QUEUE), wire.depth(f"{QUEUE}.dead")) == (0, 0)


def test_a_database_away_for_too_long_sends_the_messages_back_once(
    restartable_postgres: EmbeddedPostgres, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "GIVE_UP", 1.0)
    with town(restartable_postgres, wire.url) as made:
        subscribe(made.hearer.service)
        with made.hearer.working():
            put(wire, reply("before"))
            eventually(lambda: made.hearer.heard() == ["before"])
            restartable_postgres.kill()
            put(wire, reply("patience"))
            eventually(lambda: wire.depth(QUEUE) == 1, seconds=10)
            time.sleep(3)
            assert wire.depth(QUEUE) == 1
            restartable_postgres.start()
            eventually(lambda: made.hearer.heard() == ["before", "patience"], seconds=60)
        assert wire.depth(f"{QUEUE}.dead") == 0
