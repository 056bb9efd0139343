"""The processes that the supervisor starts: each with a log file, a lifeline and, when it ends, a new start."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

LARGE = 10_000_000
"""Bytes from which on a log is put aside as `.1` when its process starts."""


class Child:
    """One process, run as `python -m MODULE`; it inherits the descriptors in `keep`."""

    def __init__(self, module: str, log: Path, *, env: Mapping[str, str], keep: Sequence[int]) -> None:
        """Start it."""
        self.log = log
        self._command = [sys.executable, "-m", module]
        self._env = {"MALLOC_ARENA_MAX": "2"} | dict(os.environ) | dict(env)  # many threads need not mean much memory
        self._keep = tuple(keep)
        self._start()

    def _start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGE:
            self.log.replace(self.log.with_suffix(".1"))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._env,
                pass_fds=self._keep,
                start_new_session=True,  # Ctrl-C is the supervisor's to hear
            )
        self._started = time.monotonic()

    @property
    def ended(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._process.poll()

    def revive(self) -> None:
        """Start it again if it has ended, at most once a second."""
        if self.ended is not None and time.monotonic() - self._started > 1:
            self._start()

    def stop(self) -> None:
        """Ask it to end; `wait` insists."""
        self._process.terminate()

    def wait(self, deadline: float) -> None:
        """Return when it has ended; it is killed at the deadline on the monotonic clock."""
        try:
            self._process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
