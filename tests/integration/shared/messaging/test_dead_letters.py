"""The operator's tools on a real dead queue."""

import pika
import pytest
from pika.exceptions import UnroutableError

from shared.messaging import dead_letters
from shared.messaging.publisher import declare
from shared.messaging.topology import Queue, queue_of
from tests.support.eventually import eventually
from tests.support.wire import Wire

BODIES = [b"one", b"two", b"three"]


@pytest.fixture
def queue(wire: Wire) -> Queue:
    """A work queue that gave up on three messages, as a consumer that keeps crashing makes it."""
    queue = queue_of("events", ())
    declare(wire.url, queue)
    connection = wire.connect()
    channel = connection.channel()
    for body in BODIES:
        properties = pika.BasicProperties(message_id=f"id of {body.decode()}", type="a.type", delivery_mode=2)
        channel.basic_publish("", queue.name, body, properties)
        eventually(lambda: wire.depth(queue.name) == 1)
        while wire.depth(queue.dead) <= BODIES.index(body):
            method, _, _ = channel.basic_get(queue.name)
            if method is not None and method.delivery_tag is not None:
                channel.basic_reject(method.delivery_tag)
    connection.close()
    return queue


def test_what_comes_back_too_often_ends_in_the_dead_queue(queue: Queue, wire: Wire) -> None:
    assert dead_letters.depth(wire.url, queue) == len(BODIES)
    assert wire.depth(queue.name) == 0


def test_looking_thirty_times_leaves_everything_as_it_is(queue: Queue, wire: Wire) -> None:
    for _ in range(30):
        letters = dead_letters.look(wire.url, queue, limit=2)
        assert [(letter.id, letter.type, letter.body, letter.reason) for letter in letters] == [
            ("id of one", "a.type", b"one", "delivery_limit"),
            ("id of two", "a.type", b"two", "delivery_limit"),
        ]
    assert dead_letters.depth(wire.url, queue) == len(BODIES)


def test_replaying_puts_the_oldest_back_as_they_were(queue: Queue, wire: Wire) -> None:
    assert dead_letters.replay(wire.url, queue, limit=2) == 2
    assert dead_letters.depth(wire.url, queue) == 1
    connection = wire.connect()
    _, properties, body = connection.channel().basic_get(queue.name)
    connection.close()
    assert properties is not None
    assert (body, properties.message_id, properties.type) == (b"one", "id of one", "a.type")
    assert not properties.headers or "x-death" not in properties.headers
    assert wire.take(queue.name) == [b"one", b"two"]


def test_what_cannot_be_put_back_stays(queue: Queue, wire: Wire) -> None:
    connection = wire.connect()
    connection.channel().queue_delete(queue.name)
    connection.close()
    with pytest.raises(UnroutableError):
        dead_letters.replay(wire.url, queue)
    eventually(lambda: dead_letters.depth(wire.url, queue) == len(BODIES))


def test_dropping_deletes_the_oldest(queue: Queue, wire: Wire) -> None:
    assert dead_letters.drop(wire.url, queue, limit=2) == 2
    assert wire.take(queue.dead) == [b"three"]
    assert dead_letters.drop(wire.url, queue) == 0
    assert dead_letters.look(wire.url, queue) == []
