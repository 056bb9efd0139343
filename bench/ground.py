"""What a bench stands on: PostgreSQL as durable as a town's, a broker, and web servers; all of it ends with the run."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

import psutil
import psycopg

from shared.database import Database
from shared.migrations import migrate
from tests.support.eventually import eventually
from tests.support.machine import Process, answers, free_port
from tests.support.postgres import EmbeddedPostgres, NamedPostgres, Postgres
from tests.support.rabbitmq import Broker, a_broker
from tests.support.services import environment

ROOT = Path(__file__).parents[1]
SETTINGS = {"max_connections": "300"}
"""All else is PostgreSQL's own: unlike the tests', this server keeps what it has committed."""
WORKERS, THREADS = 2, 4


class Served:
    """A running gunicorn or worker, with its children."""

    def __init__(self, process: Process, port: int) -> None:
        """Take the process that listens on this port of the loopback."""
        self.process = process
        self.port = port

    @property
    def family(self) -> list[psutil.Process]:
        """The process and its children."""
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Processor time they have used so far."""
        return float(sum(times.user + times.system for times in (each.cpu_times() for each in self.family)))

    def memory(self) -> int:
        """Bytes of memory that are theirs alone, and their share of what they share."""
        return int(sum(each.memory_full_info().pss for each in self.family))


class Ground:
    """The servers of one run, each started by the first bench that asks for it."""

    def __init__(self, closing: ExitStack) -> None:
        """What is started is ended by `closing`."""
        self._closing = closing
        self.folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="talka-bench-")))

    @cached_property
    def postgres(self) -> Postgres:
        """The server named by TALKA_TEST_POSTGRES, or the embedded one."""
        url = os.environ.get("TALKA_TEST_POSTGRES")
        server: Postgres = NamedPostgres(url) if url else EmbeddedPostgres(SETTINGS)
        self._closing.callback(server.stop)
        return server

    @cached_property
    def broker(self) -> Broker:
        """RabbitMQ."""
        server = a_broker()
        self._closing.callback(server.stop)
        return server

    def database(self, service: str) -> str:
        """A new migrated database of the service; answers its URL."""
        url = self.postgres.create(f"bench_{service}")
        migrate(service, url)
        return url

    def opened(self, url: str) -> Database:
        """The database at this URL, closed at the end."""
        made = Database(url)
        self._closing.callback(made.close)
        return made

    def web(self, target: str, env: Mapping[str, str]) -> Served:
        """`bench.web:target()` by gunicorn, two workers of four threads as a town's."""
        port = free_port()
        arguments = [
            *("--no-control-socket", "--preload", "--worker-class", "gthread", "--keep-alive", "30"),
            *("--workers", str(WORKERS), "--threads", str(THREADS), "--bind", f"127.0.0.1:{port}"),
        ]
        served = self.run(target, ["-m", "gunicorn", *arguments, f"bench.web:{target}()"], env, port)
        eventually(lambda: answers(port), 30)
        return served

    def run(self, name: str, arguments: Sequence[str], env: Mapping[str, str], port: int = 0) -> Served:
        """A Python process that ends with the run; what it says goes into a log file."""
        process = Process([sys.executable, *arguments], log=self.folder / f"{name}.log", env=env, cwd=ROOT)
        self._closing.callback(process.stop)
        return Served(process, port)


@contextmanager
def a_ground() -> Iterator[Ground]:
    """A ground whose servers are ended afterwards, the newest first."""
    with ExitStack() as closing:
        yield Ground(closing)


def settings_of(service: str, url: str, **more: str) -> dict[str, str]:
    """The variables a service is started with."""
    return environment(service, url, TALKA_STRANGERS_A_DAY="0", **more)  # all of them come from one address


def settled(url: str) -> None:
    """Let the database write down what it has in memory, so that the next round does not pay for this one."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    time.sleep(0.2)
