"""Publishing to RabbitMQ, confirmed and mandatory, a window of messages at a time (pika).

Each half is needed: without `mandatory` a message that no queue wants is confirmed and gone, without confirms a return
raises nothing. One confirm at a time would be twenty times slower than a window.
"""

import logging
import threading
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from itertools import takewhile
from typing import Any
from uuid import UUID

import pika
from pika.channel import Channel
from pika.connection import Connection
from pika.exchange_type import ExchangeType
from pika.frame import Method
from pika.spec import Basic, BasicProperties
from pika.spec import Connection as ConnectionMethods

from shared.contracts import EXCHANGE
from shared.contracts.envelope import CONTENT_TYPE
from shared.messaging.relay import Handed, Row
from shared.messaging.topology import DEAD_ARGUMENTS, DEAD_EXCHANGE, Queue

logging.getLogger("pika").setLevel(logging.CRITICAL)  # a broker that is away is told once, by the relay
PATIENCE = 30.0
"""Seconds to wait for a connection, or for the confirms of a window, before we begin anew."""
REFUSED = "the broker took it back: a queue is full"


def parameters(url: str) -> pika.URLParameters:
    """Where and how to connect; a broker out of memory blocks us for a minute at most, then we reconnect."""
    found = pika.URLParameters(url)
    found.heartbeat = 30
    found.blocked_connection_timeout = 60
    return found


def declare(url: str, queue: Queue) -> None:
    """Make the exchanges, this queue, its dead queue and its bindings as they have to be.

    Raises pika.exceptions.AMQPError or OSError without a broker, ChannelClosedByBroker (406) for other arguments.
    """
    with closing(pika.BlockingConnection(parameters(url))) as connection:
        channel = connection.channel()
        channel.exchange_declare(EXCHANGE, ExchangeType.topic, durable=True)
        channel.exchange_declare(DEAD_EXCHANGE, ExchangeType.direct, durable=True)
        channel.queue_declare(queue.dead, durable=True, arguments=DEAD_ARGUMENTS)
        channel.queue_bind(queue.dead, DEAD_EXCHANGE, queue.name)
        channel.queue_declare(queue.name, durable=True, arguments=queue.arguments)
        for pattern in queue.bound:
            channel.queue_bind(queue.name, EXCHANGE, pattern)
        for pattern in queue.unbound:
            channel.queue_unbind(queue.name, EXCHANGE, pattern)


class Publisher:
    """The relay's transport to RabbitMQ; after a failure the next call opens a new connection."""

    def __init__(self, url: str) -> None:
        self._parameters = parameters(url)
        self._link: _Link | None = None

    def publish(self, rows: Sequence[Row]) -> Handed:
        """Publish, and wait until each message is confirmed, refused, or the connection is lost."""
        if self._link is None or self._link.lost:
            self._link = _Link(self._parameters)
        return self._link.publish(rows)

    def close(self) -> None:
        """Close the connection."""
        if self._link is not None:
            self._link.close()


class _Window:
    """Messages on their way, by delivery tag, and what became of them."""

    def __init__(self) -> None:
        self.handed = Handed()
        self.over = threading.Event()
        self.open: dict[int, UUID] = {}
        self._lock = threading.Lock()

    def settle(self, tag: int, *, multiple: bool, confirmed: bool) -> None:
        """Take in one confirm; a message that was returned before it stays refused."""
        with self._lock:
            if self.over.is_set():
                return
            for each in list(takewhile(lambda each: each <= tag, self.open)) if multiple else [tag]:
                row = self.open.pop(each)
                if not confirmed:
                    self.handed.refused[row] = REFUSED
                elif row not in self.handed.refused:
                    self.handed.sent.append(row)
            if not self.open:
                self.over.set()

    def refuse(self, row: UUID, reason: str) -> None:
        """The broker returned a message; its confirm follows."""
        with self._lock:
            self.handed.refused[row] = reason

    def end(self, reason: str) -> None:
        """Nothing more will be heard of the messages still on their way."""
        with self._lock:
            if not self.over.is_set():
                self.handed.away = reason
                self.over.set()


class _Link:
    """One connection and the thread that serves it, heartbeats included. Once lost, it stays lost.

    `_on_...` and `_send` run in that thread, the rest in the caller's.
    """

    def __init__(self, parameters: pika.URLParameters) -> None:
        self.lost = ""
        self._blocked = ""
        self._tag = 0
        self._lock = threading.Lock()
        self._window = _Window()
        self._channel: Channel | None = None
        self._connection = pika.SelectConnection(
            parameters,
            on_open_callback=self._on_connected,
            on_open_error_callback=self._on_lost,
            on_close_callback=self._on_lost,
        )
        self._thread = threading.Thread(target=self._serve, name="publisher", daemon=True)
        self._thread.start()
        self._wait(self._window)

    def publish(self, rows: Sequence[Row]) -> Handed:
        window = _Window()
        with self._lock:
            if self.lost or self._blocked:
                return Handed(away=self.lost or self._blocked)
            self._window = window
        self._connection.ioloop.add_callback_threadsafe(partial(self._send, rows, window))
        return self._wait(window)

    def close(self) -> None:
        self._lose("closed")
        self._connection.ioloop.add_callback_threadsafe(self._hang_up)
        self._thread.join(timeout=5)

    def _wait(self, window: _Window) -> Handed:
        if not window.over.wait(PATIENCE):
            self._lose(f"no answer within {PATIENCE:.0f} s")
            self.close()
        return window.handed

    def _lose(self, reason: str) -> None:
        with self._lock:
            self.lost = self.lost or reason
            self._window.end(self.lost)

    def _serve(self) -> None:
        loop = self._connection.ioloop
        try:
            loop.start()
        except Exception as error:  # noqa: BLE001 - whatever fails in this thread ends the connection, in good order
            self._lose(repr(error))
            self._hang_up()
            loop.start()
        finally:
            loop.close()

    def _hang_up(self) -> None:
        if self._connection.is_open:
            self._connection.close()
        elif not self._connection.is_closing:
            self._connection.ioloop.stop()

    def _on_connected(self, connection: Connection) -> None:
        connection.add_on_connection_blocked_callback(self._on_blocked)
        connection.add_on_connection_unblocked_callback(self._on_blocked)
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        self._channel = channel
        channel.add_on_close_callback(self._on_channel_closed)
        channel.add_on_return_callback(self._on_return)
        channel.confirm_delivery(self._on_confirm, callback=self._on_ready)

    def _on_ready(self, _frame: object) -> None:
        self._window.over.set()

    def _on_blocked(self, _connection: object, frame: Method[Any]) -> None:
        blocked = isinstance(frame.method, ConnectionMethods.Blocked)
        self._blocked = f"the broker takes nothing: {frame.method.reason}" if blocked else ""

    def _on_channel_closed(self, _channel: object, reason: Exception) -> None:
        self._lose(repr(reason))
        self._hang_up()

    def _on_lost(self, _connection: object, reason: BaseException) -> None:
        self._lose(repr(reason))
        self._connection.ioloop.stop()

    def _on_return(self, _channel: object, method: Basic.Return, properties: BasicProperties, _body: bytes) -> None:
        self._window.refuse(UUID(properties.message_id), f"{method.reply_code} {method.reply_text}")

    def _on_confirm(self, frame: Method[Any]) -> None:
        confirmed = isinstance(frame.method, Basic.Ack)
        self._window.settle(frame.method.delivery_tag, multiple=frame.method.multiple, confirmed=confirmed)

    def _send(self, rows: Sequence[Row], window: _Window) -> None:
        if self._channel is None or not self._channel.is_open:
            return
        for row in rows:
            self._tag += 1
            window.open[self._tag] = row.id
            properties = BasicProperties(
                message_id=str(row.id), type=row.type, delivery_mode=2, content_type=CONTENT_TYPE
            )
            self._channel.basic_publish(EXCHANGE, row.type, row.body.encode(), properties, mandatory=True)
