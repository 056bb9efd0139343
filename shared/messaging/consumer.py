"""The consumer: from the service's queue into its inbox, many at a time, and then the acknowledgement (kombu).

It runs no rule, so nothing of ours can keep the broker waiting. While the database is away it keeps what it has:
giving messages back would count as failed deliveries and bring them into the dead queue within seconds.
"""

import threading
import time
from collections.abc import Sequence
from select import select

from kombu import Connection, Consumer, Message, Queue
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.database import Database
from shared.logs import log
from shared.messaging.failures import told
from shared.messaging.inbox import park, receive

BATCH = 500
"""Messages stored at once."""
PREFETCH = 2 * BATCH
"""Messages held at most: while one batch is stored, the broker sends the next."""
PAUSE = 1.0
"""Seconds between two looks at heartbeats, and between two tries to store."""
GIVE_UP = 25 * 60.0
"""Seconds after which messages go back to the queue; the broker would take them after 30 minutes."""
AWAY = (OperationalError, InterfaceError, PoolTimeout)


class DatabaseAway(Exception):
    """The messages could not be stored for so long that they went back to the queue."""


def run(url: str, queue: str, database: Database, stop: threading.Event) -> None:
    """Store what comes until `stop` is set. Raises whatever ends the connection; begins only with a database."""
    with database.reading() as session:
        session.execute(text("SELECT 1"))
    held: list[Message] = []
    options = {"read_timeout": PAUSE}  # the kernel's: a time-out given to each read would double the cost of reading
    with Connection(url, heartbeat=30, connect_timeout=10, transport_options=options) as connection:
        consumer = Consumer(
            connection.channel(),
            [Queue(queue, no_declare=True)],
            on_message=held.append,
            on_decode_error=lambda message, _error: held.append(message),
            prefetch_count=PREFETCH,
        )
        with consumer:
            stored = time.monotonic()
            while not stop.is_set():
                _drain(connection, held)
                if _keep(database, held):
                    stored = time.monotonic()
                elif time.monotonic() - stored > GIVE_UP:
                    raise DatabaseAway


def _drain(connection: Connection, held: list[Message]) -> None:
    """Wait for a message, then take all that have arrived."""
    socket = connection.connection.sock
    try:
        connection.drain_events()
        while len(held) < BATCH and select([socket], [], [], 0)[0]:
            connection.drain_events()
    except TimeoutError:
        connection.heartbeat_check()


def _keep(database: Database, held: list[Message]) -> bool:
    """Store and acknowledge; False if the messages have to be held."""
    if held:
        try:
            store(database, [message.body for message in held])
        except AWAY as error:
            log().warning("messages_held", count=len(held), reason=type(error).__name__)
            return False
        held[-1].ack(multiple=True)
        held.clear()
    return True


def store(database: Database, bodies: Sequence[str | bytes]) -> None:
    """Store messages in the inbox; one that the database refuses is parked and costs the others nothing.

    Raises one of AWAY if the database is not there.
    """
    try:
        with database.transaction() as session:
            receive(session, bodies)
    except AWAY:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one message causes must not stop the others
        if len(bodies) > 1:
            for body in bodies:
                store(database, [body])
        else:
            with database.transaction() as session:
                park(session, bodies[0], told(error))
