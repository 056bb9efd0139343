"""The processes that the supervisor forks: each with a name, a log file and, when it ends, a new start.

They are forked and not started anew, since all need the same code in memory: it is loaded and held once.
"""

import os
import signal
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

LARGE = 10_000_000
"""Bytes from which on a log is put aside as `.1` when its process starts."""
FORK = get_context("fork")


class Child:
    """One process that runs a function."""

    def __init__(self, name: str, run: Callable[[], None], log: Path) -> None:
        """Start it. The caller must have no other thread."""
        self.log = log
        self._name = name
        self._run = run
        self._start()

    def _start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGE:
            self.log.replace(self.log.with_suffix(".1"))
        self._process = FORK.Process(target=self._live, name=self._name)
        self._process.start()
        self._started = time.monotonic()

    def _live(self) -> None:
        """What the new process does."""
        os.setsid()  # Ctrl-C is the supervisor's to hear
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        with self.log.open("ab") as log:
            for stream in (1, 2):
                os.dup2(log.fileno(), stream)
        shown = Path("/proc/self/comm")  # the name that `ps` and `top` show, where there is one
        if shown.exists():
            shown.write_text(f"talka-{self._name}")
        self._run()

    @property
    def ended(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._process.exitcode

    def revive(self) -> None:
        """Start it again if it has ended, at most once a second."""
        if self.ended is not None and time.monotonic() - self._started > 1:
            self._start()

    def stop(self) -> None:
        """Ask it to end; `wait` insists."""
        self._process.terminate()

    def wait(self, deadline: float) -> None:
        """Return when it has ended; it is killed at the deadline on the monotonic clock."""
        self._process.join(max(0.1, deadline - time.monotonic()))
        if self.ended is None:
            self._process.kill()
            self._process.join()
