"""Looks into RabbitMQ from outside: what lies in a queue, and a broker without leftovers of the test before."""

from collections.abc import Iterator
from contextlib import closing

import pika
import pika.exceptions
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from tests.support.rabbitmq import Broker

QUEUES = [f"{service}.v1{kind}" for service in ("events", "volunteers", "notifications") for kind in ("", ".dead")]


class Wire:
    """The broker as an operator sees it."""

    def __init__(self, broker: Broker) -> None:
        self.broker = broker

    @property
    def url(self) -> str:
        """What TALKA_AMQP_URL would say."""
        return self.broker.url

    def connect(self) -> pika.BlockingConnection:
        """A connection of the test's own."""
        return pika.BlockingConnection(pika.URLParameters(self.broker.url))

    def depth(self, queue: str) -> int:
        """How many messages wait in the queue."""
        with closing(self.connect()) as connection:
            return int(connection.channel().queue_declare(queue, passive=True).method.message_count)

    def put(self, queue: str, body: bytes, content_type: str = "application/cloudevents+json") -> None:
        """Put bytes into the queue, whoever may have sent them."""
        with closing(self.connect()) as connection:
            properties = pika.BasicProperties(content_type=content_type, delivery_mode=2)
            connection.channel().basic_publish("", queue, body, properties)

    def take(self, queue: str) -> list[bytes]:
        """Take everything that lies in the queue."""
        with closing(self.connect()) as connection:
            return list(self._taken(connection.channel(), queue))

    def _taken(self, channel: BlockingChannel, queue: str) -> Iterator[bytes]:
        while True:
            method, _, body = channel.basic_get(queue, auto_ack=True)
            if method is None or body is None:
                return
            yield body

    def clear(self) -> None:
        """Remove the services' queues with everything in them."""
        with closing(self.connect()) as connection:
            for queue in QUEUES:
                connection.channel().queue_delete(queue)


@pytest.fixture
def wire(broker: Broker) -> Wire:
    """RabbitMQ without any queue of the services: the test declares its topology itself."""
    wire = Wire(broker)
    wire.clear()
    return wire
