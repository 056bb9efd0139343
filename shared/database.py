"""The database of one service: engine, naming convention, and the only commit in the repository.

Knows no Flask: web, relay, consumer, worker, command line and migrations use it alike.
"""

import queue
import select
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime

import psycopg
from sqlalchemy import MetaData, create_engine, event, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from shared.errors import DomainError

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 20_000}
"""Seconds to connect, and milliseconds until a connection ends whose other side says nothing: a vanished machine."""

FEWEST_MORE = 5
"""A request may need a second connection, for what is committed whatever becomes of it."""
WITHOUT_JIT = {"options": "-c jit=off"}
"""PostgreSQL would compile a statement that it takes for a long one: seconds of work, for an answer of milliseconds."""

QUIET = 60.0
"""Seconds without a bell after which the ringer gives its connection back."""

NOW = text("SELECT now()")


def metadata() -> MetaData:
    """New table metadata under the naming convention, so that migrations can name every constraint."""
    return MetaData(naming_convention=NAMING)


def ring(session: Session, bell: str) -> None:
    """Ask that who waits for this bell (`outbox`, `inbox`, `due`, `messages`) is woken after the commit."""
    session.info.setdefault("bells", set()).add(bell)


def moment(session: Session) -> datetime:
    """When this transaction began, with offset, by the one clock that all processes share: the database's.

    Whatever one machine writes for another to wait for is measured by it: clocks of machines may be minutes apart.
    """
    if "moment" not in session.info:
        session.info["moment"] = session.execute(NOW).scalar_one()
    began: datetime = session.info["moment"]
    return began


class Database:
    """One PostgreSQL database. `transaction()` is the single place where anything is committed."""

    def __init__(
        self, url: str, *, conflicts: Mapping[str, type[DomainError]] | None = None, pool_size: int = 10
    ) -> None:
        """Prepare the engine without connecting; `conflicts` maps a constraint's name to the rule it keeps.

        `pool_size` connections are kept open; as many more, or FEWEST_MORE, are opened while they are needed.
        """
        self.url = make_url(url).set(drivername="postgresql+psycopg")
        self.engine: Engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=max(pool_size, FEWEST_MORE),
            pool_timeout=10,
            hide_parameters=True,  # errors may end in logs, and parameters are personal data
            connect_args=WITHOUT_JIT,
        )
        event.listen(self.engine, "checkout", _refuse_if_closed)
        self._conflicts = dict(conflicts or {})
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._readers = sessionmaker(self.engine.execution_options(isolation_level="AUTOCOMMIT"))
        self._ringer = _Ringer(self.dsn)

    @property
    def dsn(self) -> str:
        """The address as psycopg and libpq write it, password included."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit everything done in the block, or nothing; then ring the bells it asked for.

        Raises the DomainError registered for a violated constraint instead of the IntegrityError.
        """
        with self._sessions() as session:
            try:
                yield session
                session.commit()
            except IntegrityError as error:
                session.rollback()
                raise self._broken_rule(error) from error
            except BaseException:
                session.rollback()
                raise
            self._ringer.ring(session.info.pop("bells", set()))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries alone: each statement sees the newest committed state."""
        with self._readers() as session:
            yield session

    def _broken_rule(self, error: IntegrityError) -> Exception:
        name = error.orig.diag.constraint_name if isinstance(error.orig, psycopg.Error) else None
        rule = self._conflicts.get(name or "")
        return rule() if rule else error

    def listener(self, *bells: str) -> "Listener":
        """A connection of its own that waits for bells."""
        return Listener(self.dsn, bells)

    def close(self) -> None:
        """Give back all connections."""
        self._ringer.close()
        self.engine.dispose()


def _refuse_if_closed(connection: psycopg.Connection, _record: object, _proxy: object) -> None:
    """Let the pool connect anew in place of a connection that its server has closed, as after PostgreSQL's restart.

    Nothing is asked of the server: to an idle connection it says something only when it ends it. So no request pays
    a way to the server and back, as it would with `pool_pre_ping`.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise DisconnectionError


class _Ringer:
    """Sends NOTIFY after the commit from one thread of its own, folding a burst into one.

    NOTIFY inside the transaction would hold a lock of the whole server during the commit. A lost bell
    costs little: everyone who listens also looks by himself every second.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._asked: queue.SimpleQueue[set[str] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self, bells: set[str]) -> None:
        if not bells:
            return
        if self._thread is None or not self._thread.is_alive():
            with self._lock:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._run, name="bells", daemon=True)
                    self._thread.start()
        self._asked.put(bells)

    def close(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            self._asked.put(None)
            self._thread.join(timeout=5)

    def _run(self) -> None:
        connection: psycopg.Connection | None = None
        while (bells := self._next()) is not None:
            if bells:
                connection = self._rung(connection, bells)
            elif connection is not None:
                connection.close()
                connection = None
        if connection is not None:
            connection.close()

    def _rung(self, connection: psycopg.Connection | None, bells: set[str]) -> psycopg.Connection | None:
        """The connection to ring with next; None if this one failed."""
        try:
            if connection is None or connection.closed:
                connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=5)
            for bell in bells:
                connection.execute(f"NOTIFY talka_{bell}")
        except psycopg.Error:
            if connection is not None:
                connection.close()
            return None
        return connection

    def _next(self) -> set[str] | None:
        """The bells to ring next; none after a quiet while, None at the end."""
        try:
            first = self._asked.get(timeout=QUIET)
        except queue.Empty:
            return set()
        if first is None:
            return None
        bells = set(first)
        with suppress(queue.Empty):
            while (more := self._asked.get_nowait()) is not None:
                bells |= more
            self._asked.put(None)
        return bells


class Listener:
    """Waits for bells with LISTEN; without a connection it simply waits, so that its owner falls back to polling."""

    def __init__(self, dsn: str, bells: tuple[str, ...]) -> None:
        """Remember what to listen to; the connection is opened at the first wait."""
        self._dsn = dsn
        self._bells = bells
        self._connection: psycopg.Connection | None = None

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Return when a bell rings, or after the given seconds, or soon after `stop` is set."""
        try:
            connection = self._open()
            for _ in connection.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.Error:
            self.close()
            stop.wait(seconds)

    def _open(self) -> psycopg.Connection:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=5)
            for bell in self._bells:
                self._connection.execute(f"LISTEN talka_{bell}")
        return self._connection

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
