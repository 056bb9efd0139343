"""Counting what happens a thousand times a second: in memory, added up in the database every few seconds.

Each process counts for itself and adds what it counted to what is there. What a process had counted when it was
killed, or when the database did not take it, is lost; nothing is ever added twice.
"""

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from shared.database import Database
from shared.logs import log

Key = TypeVar("Key", bound=Hashable)
EVERY = 5.0
"""Seconds between two additions; what is counted in them is what a process that is killed takes with it."""
MOST = 1_000
"""Things told apart at once; an address that somebody makes up is not counted beyond them, so memory stays bounded."""


class Tally(Generic[Key]):
    """Counts of one process, kept by a thread of its own that runs only while there is something to add."""

    def __init__(self, database: Database, add_up: Callable[[Session, Mapping[Key, int]], None]) -> None:
        """`add_up` adds counts to what is there, in the transaction that it is handed."""
        self._database = database
        self._add_up = add_up
        self._lock = threading.Lock()
        self._counts: Counter[Key] = Counter()
        self._thread: threading.Thread | None = None

    def count(self, key: Key) -> None:
        """One more of this. Takes no time and never fails."""
        with self._lock:
            if key in self._counts or len(self._counts) < MOST:
                self._counts[key] += 1
            if self._thread is None:  # not before the first count: a process that forks must have no thread
                self._thread = threading.Thread(target=self._run, name="tally", daemon=True)
                self._thread.start()

    def flush(self) -> None:
        """Add up what was counted by now. What the database does not take is lost: it may have taken it."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            with self._database.transaction() as session:
                self._add_up(session, counts)
        except Exception as error:  # noqa: BLE001 - whatever it is, who is being counted must not notice
            log().warning("counts_lost", number=counts.total(), error=type(error).__name__)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(EVERY)
            with self._lock:
                if not self._counts:
                    self._thread = None
                    return
            self.flush()
