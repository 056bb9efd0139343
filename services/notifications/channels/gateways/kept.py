"""Connections kept open between messages: what makes sending fast, and what gateways with few slots want."""

import queue
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, Protocol, TypeVar

TIMEOUT = 10.0
"""Seconds to wait for a connection or an answer; well below the lease of a claimed message."""
LONGEST_IDLE = 5.0
"""Seconds after which an unused connection is not used again: the other side may just be closing it."""


class Closable(Protocol):
    """Both smtplib and http.client give such."""

    def close(self) -> None:
        """End the connection."""
        ...


Connection = TypeVar("Connection", bound=Closable)


class Kept(Generic[Connection]):
    """The connections of one gateway; the one used last is used first, so that no more stay open than are needed."""

    def __init__(
        self, open_new: Callable[[], Connection], socket_of: Callable[[Connection], socket.socket | None]
    ) -> None:
        self._open = open_new
        self._socket_of = socket_of
        self._idle: queue.LifoQueue[tuple[float, Connection]] = queue.LifoQueue()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection for one message, kept afterwards unless something was raised or it was closed meanwhile."""
        connection = self._take()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.put((time.monotonic(), connection))

    def close(self) -> None:
        """Close the idle connections; those in use close themselves when they come back to nobody."""
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait()[1].close()

    def _take(self) -> Connection:
        with suppress(queue.Empty):
            while True:
                since, connection = self._idle.get_nowait()
                if time.monotonic() - since < LONGEST_IDLE and self._is_open(connection):
                    return connection
                connection.close()
        return self._open()

    def _is_open(self, connection: Connection) -> bool:
        """Nothing is to be read from an idle connection, unless the other side has ended it."""
        found = self._socket_of(connection)
        if found is None:
            return False
        poll = select.poll()
        poll.register(found, select.POLLIN)
        return not poll.poll(0)
