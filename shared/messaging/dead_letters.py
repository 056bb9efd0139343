"""The operator's view of a dead queue: what the broker gave up on before anyone could even store it (pika).

The reason that the broker knows is only ever `delivery_limit` or `rejected`; ours stands in the log of that time.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.spec import BasicProperties

from shared.messaging.topology import Queue


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A message in the dead queue, as it arrived; `reason` is why the broker gave up on it."""

    id: str
    type: str
    body: bytes
    reason: str


def depth(url: str, queue: Queue) -> int:
    """How many lie in the dead queue. Here as below: raises pika.exceptions.AMQPError or OSError without a broker."""
    with _channel(url) as channel:
        return int(channel.queue_declare(queue.dead, passive=True).method.message_count)


def look(url: str, queue: Queue, limit: int = 100) -> list[DeadLetter]:
    """The oldest ones; they stay where they are, in order."""
    with _channel(url) as channel:
        found = [
            DeadLetter(
                id=properties.message_id or "",
                type=properties.type or "",
                body=body,
                reason=str((properties.headers or {}).get("x-first-death-reason", "")),
            )
            for _, properties, body in islice(_all(channel, queue.dead), limit)
        ]
        if found:
            channel.basic_nack(0, multiple=True, requeue=True)
        return found


def replay(url: str, queue: Queue, limit: int = 100) -> int:
    """Put the oldest ones back into the work queue and return how many; the inbox knows those it already has.

    Raises pika.exceptions.NackError if the work queue is full, UnroutableError if it is gone; the rest stays then.
    """
    with _channel(url) as channel:
        channel.confirm_delivery()
        count = 0
        for tag, properties, body in islice(_all(channel, queue.dead), limit):
            fresh = BasicProperties(
                message_id=properties.message_id,
                type=properties.type,
                content_type=properties.content_type,
                delivery_mode=2,
            )
            channel.basic_publish("", queue.name, body, fresh, mandatory=True)
            channel.basic_ack(tag)
            count += 1
        return count


def drop(url: str, queue: Queue, limit: int = 100) -> int:
    """Delete the oldest ones and return how many."""
    with _channel(url) as channel:
        count = len(list(islice(_all(channel, queue.dead), limit)))
        if count:
            channel.basic_ack(0, multiple=True)
        return count


@contextmanager
def _channel(url: str) -> Iterator[BlockingChannel]:
    with closing(pika.BlockingConnection(pika.URLParameters(url))) as connection:
        yield connection.channel()


def _all(channel: BlockingChannel, queue: str) -> Iterator[tuple[int, BasicProperties, bytes]]:
    """Delivery tag, properties and body of one after the other, until the queue is empty."""
    while True:
        method, properties, body = channel.basic_get(queue)
        if method is None or method.delivery_tag is None or properties is None or body is None:
            return
        yield method.delivery_tag, properties, body
