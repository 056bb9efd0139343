"""The same story with RabbitMQ between the services, a witness at its exchange, and the broker killed on the way."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from pika.exchange_type import ExchangeType

from tests.support.embedded import ROOT, Embedded
from tests.support.eventually import eventually
from tests.support.machine import Process
from tests.support.wire import Wire

WITNESS = "witness"


@pytest.fixture
def witnessed(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """The broker, with a queue that gets a copy of whatever the services tell one another."""
    with closing(wire.connect()) as connection:
        channel = connection.channel()
        channel.exchange_declare("talka.events", ExchangeType.topic, durable=True)
        channel.queue_declare(WITNESS, durable=True)
        channel.queue_bind(WITNESS, "talka.events", "#")
    monkeypatch.setenv("TALKA_AMQP_URL", wire.url)
    yield wire
    with closing(wire.connect()) as connection:
        connection.channel().queue_delete(WITNESS)


@pytest.mark.timeout(400)
def test_the_story_ends_the_same_through_a_broker_that_is_killed_on_the_way(
    new_talka: Embedded, witnessed: Wire
) -> None:
    new_talka.start()
    output = new_talka.var.with_name(f"{new_talka.var.name}.demo.out")
    env = dict(os.environ) | new_talka.env
    demo = Process([sys.executable, "-m", "deploy.embedded.demo"], log=output, env=env, cwd=ROOT)
    try:
        eventually(lambda: "\n3  " in demo.text(), seconds=90)
        witnessed.broker.kill()
        witnessed.broker.start()
        eventually(lambda: not demo.running, seconds=240)
    finally:
        demo.stop()
    assert "As expected." in demo.text(), demo.text()
    told = b"\n".join(witnessed.take(WITNESS)).decode()
    for kind in ("events.event.published", "events.registration.promoted", "volunteers.sign_up.confirmed"):
        assert f'"type":"{kind}"' in told
    assert [witnessed.depth(f"{service}.v1.dead") for service in ("events", "volunteers", "notifications")] == [0] * 3
