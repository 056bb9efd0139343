"""The relay: carries outbox rows to a transport and marks what arrived. One relay per database.

It holds an advisory lock for as long as its connection lives, and asks for rows on that same connection: whoever has
lost the lock cannot ask. So rows need no lock of their own, and no transaction is open while the transport works.
A crash between publishing and marking publishes twice; the inbox absorbs it.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import Connection, text

from shared.database import Database, Listener
from shared.logs import log

WINDOW = 1000
"""Rows handed over at once."""
PAUSE = 1.0
"""Seconds between two looks when no bell rings, and after a transport was away."""
LOCK = 7_235_002
"""Key of the advisory lock that the relay of a database holds."""


class Row(NamedTuple):
    """An outbox row on its way."""

    id: UUID
    type: str
    body: str


@dataclass
class Handed:
    """What became of a window. Rows that are in neither list stay as they are and are handed over again.

    `refused` says why, by row. `away` says why the transport as a whole does not work just now, else it is empty.
    """

    sent: list[UUID] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)
    away: str = ""


class Transport(Protocol):
    """Takes messages to the inboxes of everyone who listens, at least once."""

    def publish(self, rows: Sequence[Row]) -> Handed:
        """Hand over; returns only when the fate of each row is known or the transport is away. Raises nothing."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...


MINE = text("SELECT pg_try_advisory_lock(:key)")
WAITING = text(
    "SELECT id, type, body FROM outbox WHERE published_at IS NULL AND next_at <= now() ORDER BY seq LIMIT :window"
)
SENT = text("UPDATE outbox SET published_at = now(), last_error = NULL WHERE id = ANY(CAST(:ids AS uuid[]))")
POSTPONED = text(
    "UPDATE outbox SET attempts = attempts + 1, last_error = refused.reason, "
    "next_at = now() + make_interval(secs => least(300, power(2, attempts))) "
    "FROM unnest(CAST(:ids AS uuid[]), CAST(:reasons AS text[])) AS refused (id, reason) WHERE outbox.id = refused.id"
)
UNHURRIED = text("SET LOCAL synchronous_commit = off")
"""A mark that a crash of the server takes back is as harmless as one that a crash of ours prevents."""


def run(database: Database, transport: Transport, stop: threading.Event) -> None:
    """Carry rows until `stop` is set; waits while another relay does.

    Raises sqlalchemy.exc.DBAPIError when the database is away.
    """
    with closing(database.listener("outbox")) as bell:
        while not stop.is_set():
            with _lock(database) as lock:
                if lock is None:
                    stop.wait(PAUSE)
                else:
                    _carry(database, lock, transport, bell, stop)


def _carry(database: Database, lock: Connection, transport: Transport, bell: Listener, stop: threading.Event) -> None:
    away = ""
    while not stop.is_set():
        rows = waiting(lock)
        handed = transport.publish(rows) if rows else Handed()
        mark(database, handed)
        if handed.away != away:
            away = handed.away
            log().warning("transport_away", reason=away) if away else log().info("transport_back")
        if away:
            stop.wait(PAUSE)
        elif len(rows) < WINDOW:
            bell.wait(PAUSE, stop)


def waiting(connection: Connection) -> list[Row]:
    """The oldest rows that are to be handed over now."""
    return [Row._make(row) for row in connection.execute(WAITING, {"window": WINDOW})]


def mark(database: Database, handed: Handed) -> None:
    """Mark what was sent and put off what was refused, longer each time, at most five minutes."""
    if not handed.sent and not handed.refused:
        return
    with database.transaction() as session:
        session.execute(UNHURRIED)
        session.execute(SENT, {"ids": handed.sent})
        if handed.refused:
            session.execute(POSTPONED, {"ids": list(handed.refused), "reasons": list(handed.refused.values())})
            log().warning("messages_refused", count=len(handed.refused), reason=next(iter(handed.refused.values())))


@contextmanager
def _lock(database: Database) -> Iterator[Connection | None]:
    """A connection that holds the relay's lock, None if another one does; the lock goes with the connection."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            yield connection if connection.execute(MINE, {"key": LOCK}).scalar_one() else None
        finally:
            connection.invalidate()
