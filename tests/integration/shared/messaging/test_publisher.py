"""Publishing to a real RabbitMQ that refuses, forgets, stops or dies."""

import time
from collections.abc import Iterator
from uuid import uuid4

import pika.exceptions
import pytest
from pika.frame import Method
from pika.spec import Connection

from shared.messaging import publisher
from shared.messaging.publisher import Publisher, _Window, declare
from shared.messaging.relay import Row
from shared.messaging.topology import Queue, queue_of
from tests.support.eventually import eventually
from tests.support.wire import Wire

TYPE = "notifications.reply.received"
UNSAFE = 2.0
"""Seconds in which RabbitMQ 3.10 forgets a new quorum queue for good if it is killed."""


def rows(count: int, type: str = TYPE, size: int = 10) -> list[Row]:
    return [Row(uuid4(), type, "ą" * size) for _ in range(count)]


@pytest.fixture
def queue(wire: Wire) -> Queue:
    """The events service's queue, bound to replies."""
    queue = queue_of("events", (TYPE,))
    declare(wire.url, queue)
    return queue


@pytest.fixture
def to_rabbit(wire: Wire) -> Iterator[Publisher]:
    made = Publisher(wire.url)
    yield made
    made.close()


def test_what_is_confirmed_lies_in_the_queue_as_it_was_written(to_rabbit: Publisher, queue: Queue, wire: Wire) -> None:
    batch = rows(3)
    handed = to_rabbit.publish(batch)
    assert sorted(handed.sent) == sorted(row.id for row in batch)
    assert (handed.refused, handed.away) == ({}, "")
    connection = wire.connect()
    method, properties, body = connection.channel().basic_get(queue.name)
    connection.close()
    assert method is not None
    assert properties is not None
    assert (body, properties.message_id) == (batch[0].body.encode(), str(batch[0].id))
    assert (properties.type, properties.delivery_mode) == (TYPE, 2)
    assert properties.content_type == "application/cloudevents+json; charset=UTF-8"


def test_declaring_twice_changes_nothing(queue: Queue, wire: Wire, to_rabbit: Publisher) -> None:
    to_rabbit.publish(rows(2))
    declare(wire.url, queue)
    assert wire.depth(queue.name) == 2


def test_a_message_no_queue_wants_is_refused_and_costs_the_others_nothing(to_rabbit: Publisher, queue: Queue) -> None:
    good, bad = rows(50), rows(2, type="nobody.wants.this")
    handed = to_rabbit.publish([*good[:25], *bad, *good[25:]])
    assert sorted(handed.sent) == sorted(row.id for row in good)
    assert handed.refused == {row.id: "312 NO_ROUTE" for row in bad}


def test_a_full_queue_refuses_what_it_cannot_hold(to_rabbit: Publisher, wire: Wire) -> None:
    connection = wire.connect()
    channel = connection.channel()
    channel.exchange_declare("talka.events", "topic", durable=True)
    full = {"x-queue-type": "quorum", "x-max-length": 5, "x-overflow": "reject-publish"}
    channel.queue_declare("events.v1", durable=True, arguments=full)
    channel.queue_bind("events.v1", "talka.events", TYPE)
    connection.close()
    handed = [to_rabbit.publish(rows(10)) for _ in range(3)]
    assert handed[-1].refused
    assert set(handed[-1].refused.values()) == {publisher.REFUSED}
    assert sum(len(each.sent) for each in handed) == eventually(lambda: wire.depth("events.v1"))


def test_without_a_broker_it_says_so_and_works_again_as_soon_as_there_is_one(
    to_rabbit: Publisher, queue: Queue, wire: Wire
) -> None:
    to_rabbit.publish(rows(1))
    time.sleep(UNSAFE)
    wire.broker.kill()
    handed = to_rabbit.publish(rows(1))
    assert handed.away
    assert not handed.sent
    assert to_rabbit.publish(rows(1)).away
    wire.broker.start()
    assert len(to_rabbit.publish(rows(1)).sent) == 1


def test_an_exchange_that_was_deleted_is_made_again(to_rabbit: Publisher, queue: Queue, wire: Wire) -> None:
    to_rabbit.publish(rows(1))
    connection = wire.connect()
    connection.channel().exchange_delete("talka.events")
    connection.close()
    assert "NOT_FOUND" in to_rabbit.publish(rows(1)).away
    declare(wire.url, queue)
    assert len(to_rabbit.publish(rows(1)).sent) == 1


def test_the_connection_outlives_long_silence(
    queue: Queue, wire: Wire, to_rabbit: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_rabbit._parameters.heartbeat = 1
    to_rabbit.publish(rows(1))
    link = to_rabbit._link
    time.sleep(4)
    assert len(to_rabbit.publish(rows(1)).sent) == 1
    assert to_rabbit._link is link


def test_a_broker_that_takes_nothing_for_now_is_not_pressed(to_rabbit: Publisher, queue: Queue, wire: Wire) -> None:
    to_rabbit.publish(rows(1))
    link = to_rabbit._link
    assert link is not None
    link._on_blocked(None, Method(0, Connection.Blocked("low on memory")))
    assert to_rabbit.publish(rows(5)).away == "the broker takes nothing: low on memory"
    link._on_blocked(None, Method(0, Connection.Unblocked()))
    assert len(to_rabbit.publish(rows(5)).sent) == 5
    assert wire.depth(queue.name) == 6


def test_confirms_that_never_come_end_the_connection(
    to_rabbit: Publisher, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_rabbit.publish(rows(1))
    link = to_rabbit._link
    assert link is not None
    monkeypatch.setattr(publisher, "PATIENCE", 0.2)
    monkeypatch.setattr(link, "_send", lambda *_: None)
    assert "no answer" in to_rabbit.publish(rows(1)).away
    monkeypatch.setattr(publisher, "PATIENCE", 30.0)
    assert len(to_rabbit.publish(rows(1)).sent) == 1
    assert to_rabbit._link is not link


def test_a_failure_in_the_thread_of_the_connection_ends_the_connection(
    to_rabbit: Publisher, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_rabbit.publish(rows(1))
    link = to_rabbit._link
    assert link is not None

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(link, "_send", fail)
    assert "ZeroDivisionError" in to_rabbit.publish(rows(1)).away
    assert len(to_rabbit.publish(rows(1)).sent) == 1


def test_a_confirm_that_comes_too_late_changes_nothing() -> None:
    window, row = _Window(), uuid4()
    window.open[1] = row
    window.end("no answer")
    window.settle(1, multiple=False, confirmed=True)
    assert window.handed.sent == []
    assert window.handed.away == "no answer"


def test_one_confirm_can_settle_all_messages_up_to_it() -> None:
    window, all_rows = _Window(), [uuid4() for _ in range(4)]
    window.open.update(enumerate(all_rows, start=1))
    window.settle(2, multiple=False, confirmed=True)
    window.settle(3, multiple=True, confirmed=True)
    assert sorted(window.handed.sent) == sorted(all_rows[:3])
    assert not window.over.is_set()
    window.settle(4, multiple=False, confirmed=False)
    assert window.handed.refused == {all_rows[3]: publisher.REFUSED}
    assert window.over.is_set()


def test_other_arguments_for_an_existing_queue_are_an_error(wire: Wire) -> None:
    connection = wire.connect()
    connection.channel().queue_declare("events.v1", durable=True, arguments={"x-queue-type": "quorum"})
    connection.close()
    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="406"):
        declare(wire.url, queue_of("events", ()))
