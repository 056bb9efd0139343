"""The transport: outbox rows to the broker, confirmed, by one relay; from its queue to inbox rows by one consumer.

The limits are the bare libraries on the same queue: pika with windows of confirms, kombu acknowledging in batches.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from uuid import UUID

import pika
import psycopg
from uuid_utils.compat import uuid7

from bench.bare_broker import Publishing, consume
from bench.ground import Ground, settled
from bench.report import Line, compared
from bench.rounds import Sample, take_turns
from shared.contracts.envelope import wrap
from shared.contracts.events import RegistrationConfirmed
from shared.contracts.parts import Contact
from shared.database import Database
from shared.messaging import consumer, relay
from shared.messaging.publisher import Publisher, declare
from shared.messaging.topology import queue_of
from tests.support.eventually import eventually

MANY = 10_000
QUEUE = queue_of("notifications", (RegistrationConfirmed.type,))


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """Both halves of the way; every row that leaves is in the inbox in the end, once."""
    url, source = ground.broker.url, ground.database("events")
    declare(url, QUEUE)
    database, inbox = ground.opened(source), ground.opened(ground.database("notifications"))
    run = take_turns(
        {
            "pika": lambda: _bare_publishing(url),
            "kombu": lambda: Sample(MANY / consume(url, QUEUE.name, MANY)),
            "relay": lambda: _relay(database, url),
            "consumer": lambda: _consumer(inbox, url),
        },
        rounds,
    )
    yield compared("outbox row to broker, confirmed", run, "relay", "pika", 0.50)
    yield compared("broker to inbox row", run, "consumer", "kombu", 0.50)


def _bodies() -> list[tuple[UUID, str]]:
    told = RegistrationConfirmed(
        registration_id=uuid7(),
        event_id=uuid7(),
        occurrence_id=uuid7(),
        party=2,
        code="K7M2PX",
        link="http://talka.test/r/abcdefghijklmnop",
        contact=Contact(channel="sms", phone="+37061234567", language="lt", any_hour=False),
    )
    envelopes = (wrap("events", told, subject=uuid7(), version=1, correlation_id="bench") for _ in range(MANY))
    return [(envelope.id, envelope.encode()) for envelope in envelopes]


def _bare_publishing(url: str) -> Sample:
    return Sample(MANY / Publishing(url, QUEUE.name, [body.encode() for _, body in _bodies()]).run())


def _relay(database: Database, url: str) -> Sample:
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        with connection.cursor() as cursor, cursor.copy("COPY outbox (id, type, body) FROM STDIN") as copy:
            for id_, body in _bodies():
                copy.write_row((id_, RegistrationConfirmed.type, body))
        settled(database.dsn)
        with closing(Publisher(url)) as publisher:
            began = time.perf_counter()
            with _running(partial(relay.run, database, publisher)):
                _until_none(connection, "SELECT FROM outbox WHERE published_at IS NULL LIMIT 1")
                return Sample(MANY / (time.perf_counter() - began))


def _consumer(database: Database, url: str) -> Sample:
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        connection.execute("TRUNCATE inbox")
        settled(database.dsn)
        began = time.perf_counter()
        with _running(partial(consumer.run, url, QUEUE.name, database)):
            eventually(lambda: connection.execute("SELECT count(*) FROM inbox").fetchone() == (MANY,), 60, every=0.02)
            seconds = time.perf_counter() - began
    with closing(pika.BlockingConnection(pika.URLParameters(url))) as left:
        assert left.channel().queue_declare(QUEUE.name, passive=True).method.message_count == 0
    return Sample(MANY / seconds)


@contextmanager
def _running(loop: Callable[[threading.Event], None]) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=loop, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _until_none(connection: psycopg.Connection, rows: str) -> None:
    eventually(lambda: connection.execute(rows).fetchone() is None, 60, every=0.02)
