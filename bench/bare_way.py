"""The shortest way from a row to a gateway, by the same stations: outbox, NOTIFY, relay, broker, worker, HTTP.

Nothing is checked, rendered or written down on the way, and there is one of everything.
"""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import kombu
import pika
import psycopg
from uuid_utils.compat import uuid7

QUEUE = "bench.way"


class Way:
    """The running stations."""

    def __init__(self, database_url: str, broker_url: str, http_port: int) -> None:
        """Connect everything."""
        self._stop = threading.Event()
        self._writing = psycopg.connect(database_url, autocommit=True)
        self._listening = psycopg.connect(database_url, autocommit=True)
        self._listening.execute("LISTEN way")
        self._broker_url = broker_url
        self._gateway = http.client.HTTPConnection("127.0.0.1", http_port)
        self._publishing = pika.BlockingConnection(pika.URLParameters(broker_url))
        self._channel = self._publishing.channel()
        self._channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
        self._channel.confirm_delivery()

    def send(self, phone: str) -> None:
        """A row in the outbox, and a bell."""
        with self._writing.transaction():
            self._writing.execute("INSERT INTO outbox (id, type, body) VALUES (%s, 'way', %s)", (uuid7(), phone))
        self._writing.execute("NOTIFY way")

    def relay(self) -> None:
        """Outbox to broker."""
        while not self._stop.is_set():
            self._publishing.process_data_events(0)
            list(self._listening.notifies(timeout=0.5, stop_after=1))
            rows = self._listening.execute("SELECT id, body FROM outbox WHERE published_at IS NULL").fetchall()
            for _id, body in rows:
                self._channel.basic_publish("", QUEUE, body.encode(), pika.BasicProperties(delivery_mode=2))
            ids = [id_ for id_, _ in rows]
            self._listening.execute("UPDATE outbox SET published_at = now() WHERE id = ANY(%s)", (ids,))

    def work(self) -> None:
        """Broker to gateway."""
        with kombu.Connection(self._broker_url) as connection:
            queue = kombu.Queue(QUEUE, no_declare=True)
            with kombu.Consumer(connection.channel(), [queue], on_message=self._hand_over, prefetch_count=10):
                while not self._stop.is_set():
                    try:
                        connection.drain_events(timeout=0.5)
                    except TimeoutError:
                        continue

    def _hand_over(self, message: kombu.Message) -> None:
        phone = message.body if isinstance(message.body, str) else bytes(message.body).decode()
        self._gateway.request("GET", "/cgi-bin/sendsms?" + urlencode({"to": phone, "text": "Talka"}))
        self._gateway.getresponse().read()
        message.ack()

    def close(self) -> None:
        """Hang up everywhere."""
        self._stop.set()


@contextmanager
def a_way(database_url: str, broker_url: str, http_port: int) -> Iterator[Way]:
    """The stations, each in a thread of its own."""
    way = Way(database_url, broker_url, http_port)
    threads = [threading.Thread(target=way.relay), threading.Thread(target=way.work)]
    for thread in threads:
        thread.start()
    try:
        yield way
    finally:
        way.close()
        for thread in threads:
            thread.join()
