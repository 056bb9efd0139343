"""RabbitMQ by the bare libraries: pika publishing windows of 1,000 with confirms, kombu acknowledging by hundreds."""

import time
from collections.abc import Sequence

import kombu
import pika
from pika.channel import Channel
from pika.frame import Method
from pika.spec import Basic

WINDOW = 1000
PREFETCH, ACK_EVERY = 500, 100


class Publishing:
    """Publishes bodies to a queue, the next window when the last one is confirmed."""

    def __init__(self, url: str, queue: str, bodies: Sequence[bytes]) -> None:
        """Prepare; `run` does it."""
        self._queue = queue
        self._bodies = bodies
        self._sent = self._confirmed = 0
        self._channel: Channel
        self._connection = pika.SelectConnection(
            pika.URLParameters(url), on_open_callback=lambda connection: connection.channel(on_open_callback=self._open)
        )

    def run(self) -> float:
        """Publish all of them; answers the seconds from the first publish to the last confirm."""
        self._connection.ioloop.start()
        return self._ended - self._began

    def _open(self, channel: Channel) -> None:
        self._channel = channel
        channel.confirm_delivery(self._on_confirm, callback=lambda _frame: self._begin())

    def _begin(self) -> None:
        self._began = time.perf_counter()
        self._window()

    def _window(self) -> None:
        properties = pika.BasicProperties(delivery_mode=2)
        for body in self._bodies[self._sent : self._sent + WINDOW]:
            self._channel.basic_publish("", self._queue, body, properties, mandatory=True)
            self._sent += 1

    def _on_confirm(self, frame: Method[Basic.Ack | Basic.Nack]) -> None:
        self._confirmed = frame.method.delivery_tag if frame.method.multiple else self._confirmed + 1
        if self._confirmed >= len(self._bodies):
            self._ended = time.perf_counter()
            self._connection.add_on_close_callback(lambda *_: self._connection.ioloop.stop())
            self._connection.close()
        elif self._confirmed >= self._sent:
            self._window()


def consume(url: str, queue: str, many: int) -> float:
    """Take so many messages off a queue and do nothing with them; answers the seconds that took."""
    taken: list[kombu.Message] = []

    def take(message: kombu.Message) -> None:
        taken.append(message)
        if len(taken) % ACK_EVERY == 0:
            message.ack(multiple=True)

    with kombu.Connection(url) as connection:
        options = {"on_message": take, "prefetch_count": PREFETCH}
        with kombu.Consumer(connection.channel(), [kombu.Queue(queue, no_declare=True)], **options):
            began = time.perf_counter()
            while len(taken) < many:
                connection.drain_events(timeout=30)
            return time.perf_counter() - began
