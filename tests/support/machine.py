"""What the tests take from the machine: programs, ports and processes.

A missing program is installed when that is possible without asking anyone (root on Debian), else the
tests that need it fail with one sentence. Nothing is ever skipped.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest


@cache
def program(path: str, *packages: str) -> str:
    """Where the program is, after installing its Debian packages if it is missing and we may."""
    if found := shutil.which(path):
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        pytest.fail(f"{path} is missing: install {' and '.join(packages)}, or run the tests as root on Debian.", False)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *command], env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.fail(f"{path} is missing and {' '.join(packages)} cannot be installed: {done.stderr[-300:]}", False)
    return str(shutil.which(path))


_given: set[int] = set()


def free_port() -> int:
    """A port of the loopback that nobody uses, below the range Linux hands out by itself; each only once."""
    while True:
        port = random.randint(15000, 32000)
        if port in _given:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port


def answers(port: int) -> bool:
    """Whether something accepts connections on this port of the loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Process:
    """One program started by the tests, with its children, writing into a log file."""

    def __init__(
        self, command: Sequence[str | Path], *, log: Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        """Start the program in a process group of its own; `env` is added to the present environment."""
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | dict(env or {}),
                cwd=cwd,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def text(self) -> str:
        """Everything it has said so far."""
        return self.log.read_text(errors="replace")

    def signal(self, number: int) -> None:
        """Signal the program and its children, if there are any left."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.signal(signal.SIGKILL)
        self._process.wait(timeout=30)

    def stop(self, seconds: float = 20) -> int:
        """Ask it to end, insist after the given seconds, and return its exit code."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=seconds)
        self.signal(signal.SIGKILL)
        return self._process.wait(timeout=30)
