"""RabbitMQ: the one named by TALKA_TEST_RABBITMQ, else a container, else the machine's own, on ports of its own."""

import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pika
import pika.exceptions
import pytest

from tests.support.containers import Container, docker_answers
from tests.support.eventually import eventually
from tests.support.machine import Process, answers, free_port, program

IMAGE = "rabbitmq:4-management"
SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"  # Debian's /usr/sbin/rabbitmq-server would change the user


def environment(home: str, port: int, epmd_port: int) -> dict[str, str]:
    """What keeps a broker beside any other: own ports, own node name, own data, no plugins, on the loopback alone."""
    return {
        "HOME": home,
        "ERL_EPMD_PORT": str(epmd_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": f"talka{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RABBITMQ_MNESIA_BASE": f"{home}/data",
        "RABBITMQ_LOG_BASE": f"{home}/log",
        "RABBITMQ_CONFIG_FILE": f"{home}/rabbitmq",
        "RABBITMQ_CONF_ENV_FILE": f"{home}/none",
        "RABBITMQ_ENABLED_PLUGINS_FILE": f"{home}/plugins",
        "RABBITMQ_PID_FILE": f"{home}/pid",
        "RUNNING_UNDER_SYSTEMD": "true",  # one process, no shell between it and our signals
    }


class Broker(ABC):
    """A running broker. `kill` and `start` are for tests of what happens then; it must run again afterwards."""

    url: str

    @abstractmethod
    def kill(self) -> None:
        """End the broker at once."""

    @abstractmethod
    def start(self) -> None:
        """Start the killed broker on the same data and port; returns when it serves."""

    @abstractmethod
    def stop(self) -> None:
        """End it for good and remove what it left."""

    def serves(self) -> bool:
        """Whether a client can open a channel."""
        address = pika.URLParameters(f"{self.url}?connection_attempts=1&socket_timeout=5")
        try:
            connection = pika.BlockingConnection(address)
        except (pika.exceptions.AMQPError, OSError):
            return False
        connection.channel()
        connection.close()
        return True


class NamedBroker(Broker):
    """Somebody else's broker: we use it and leave it alone."""

    def __init__(self, url: str) -> None:
        self.url = url

    def kill(self) -> None:
        pytest.fail("This test kills its broker: run it without TALKA_TEST_RABBITMQ.", pytrace=False)

    def start(self) -> None:
        self.kill()

    def stop(self) -> None:
        """Nothing of it is ours."""


class ContainerBroker(Broker):
    """RabbitMQ 4, as in production."""

    def __init__(self) -> None:
        port = free_port()
        self._container = Container(IMAGE, environment("/var/lib/rabbitmq", port, free_port()))
        self.url = f"amqp://guest:guest@127.0.0.1:{port}/%2F"
        self._container.wait(self.serves)

    def kill(self) -> None:
        self._container.kill()

    def start(self) -> None:
        self._container.start()
        self._container.wait(self.serves)

    def stop(self) -> None:
        self._container.stop()


class MachineBroker(Broker):
    """The machine's RabbitMQ, with an epmd (Erlang's port mapper) of its own."""

    def __init__(self) -> None:
        program(SERVER, "rabbitmq-server")
        self._folder = tempfile.TemporaryDirectory(prefix="talka-rabbitmq-")
        self._home = Path(self._folder.name)
        self._port, epmd_port = free_port(), free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self._port}/%2F"
        self._env = environment(str(self._home), self._port, epmd_port)
        self._epmd = Process(["epmd", "-port", str(epmd_port), "-address", "127.0.0.1"], log=self._home / "epmd.log")
        eventually(lambda: answers(epmd_port))
        self.start()

    def start(self) -> None:
        self._process = Process([SERVER], log=self._home / "server.log", env=self._env)
        try:
            eventually(self._serves_or_ended, seconds=90, every=0.2)
        except AssertionError:
            pytest.fail(f"RabbitMQ does not start: {self._process.text()[-2000:]}", pytrace=False)

    def _serves_or_ended(self) -> bool:
        if not self._process.running:
            pytest.fail(f"RabbitMQ ended while starting: {self._process.text()[-2000:]}", pytrace=False)
        return answers(self._port) and self.serves()

    def kill(self) -> None:
        self._process.kill()

    def stop(self) -> None:
        self._process.kill()
        self._epmd.kill()
        self._folder.cleanup()


def a_broker() -> Broker:
    """Whichever broker this machine can offer; fails with one sentence if none."""
    if url := os.environ.get("TALKA_TEST_RABBITMQ"):
        broker: Broker = NamedBroker(url)
        if not broker.serves():
            pytest.fail(f"TALKA_TEST_RABBITMQ names {url}, where no RabbitMQ answers.", pytrace=False)
        return broker
    return ContainerBroker() if docker_answers() else MachineBroker()


@pytest.fixture(scope="session")
def broker() -> Iterator[Broker]:
    """The session's RabbitMQ, started by the first test that asks for it."""
    broker = a_broker()
    yield broker
    broker.stop()
