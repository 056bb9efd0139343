"""The embedded run as a person starts it: a process, an address, a data folder of the test's own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.eventually import eventually
from tests.support.machine import Process, free_port

ROOT = Path(__file__).parents[2]


class Embedded:
    """One data folder and port; the run on it can be started, killed and started again."""

    def __init__(self, var: Path) -> None:
        """Start nothing yet."""
        self.var = var
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self._runs = 0
        self._process: Process | None = None

    @property
    def env(self) -> dict[str, str]:
        """The variables that name this run."""
        return {"PORT": str(self.port), "TALKA_VAR": str(self.var)}

    def command(self, module: str = "deploy.embedded") -> subprocess.CompletedProcess[str]:
        """Run a program of the embedded run to its end."""
        return subprocess.run(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=os.environ | self.env,
            capture_output=True,
            text=True,
            timeout=170,
            check=False,
        )

    def start(self) -> float:
        """Start it and return after how many seconds it was ready."""
        self._runs += 1
        began = time.monotonic()
        log = self.var.with_name(f"{self.var.name}.{self._runs}.out")
        self._process = Process([sys.executable, "-m", "deploy.embedded"], log=log, env=self.env, cwd=ROOT)
        eventually(self._ready_or_ended, seconds=90, every=0.02)
        return time.monotonic() - began

    def _ready_or_ended(self) -> bool:
        if not self.supervisor.running:
            pytest.fail(f"The embedded run ended while starting: {self.said()}{self._reasons()}", pytrace=False)
        return "Talka runs at" in self.said()

    def _reasons(self) -> str:
        return "".join(f"\n{log}: {log.read_text()[-1500:]}" for log in (self.var / "log").glob("*.jsonl"))

    @property
    def supervisor(self) -> Process:
        """The process that was started."""
        assert self._process is not None
        return self._process

    def said(self) -> str:
        """What the present run has printed."""
        return self.supervisor.text()

    def shown(self, label: str) -> str:
        """An address from the block that a person sees."""
        found = re.search(rf"^ *{label} +(\S+)", self.said(), re.MULTILINE)
        assert found, self.said()
        return found[1]

    def processes(self, name: str = "") -> list[int]:
        """The living processes of this run, PostgreSQL's server included; of one kind if a name is given."""
        return [pid for pid in all_processes() if self._owns(pid) and name in (name_of(pid), "")]

    def _owns(self, pid: int) -> bool:
        if str(self.var) in command_of(pid):
            return True
        with suppress(OSError):
            return f"TALKA_VAR={self.var}" in Path(f"/proc/{pid}/environ").read_text().split("\0")
        return False

    def tree(self) -> list[int]:
        """The same with PostgreSQL's own children, whose commands name no folder."""
        found = self.processes()
        return found + [pid for pid in all_processes() if parent_of(pid) in found and pid not in found]

    def kill(self) -> None:
        """End the supervisor at once, as a power cut would; what it started must notice by itself."""
        os.kill(self.supervisor.pid, signal.SIGKILL)
        eventually(lambda: not self.supervisor.running)

    def kill_all(self, name: str) -> None:
        """End every process of this name, at once."""
        for pid in self.processes(name):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> int:
        """End it as Ctrl-C does; return its exit code."""
        os.kill(self.supervisor.pid, signal.SIGINT)
        eventually(lambda: not self.supervisor.running, seconds=20)
        return self.supervisor.stop()

    def clear(self) -> None:
        """End and remove everything, whatever the test left."""
        if self._process is not None:
            self._process.stop()
        for number in (signal.SIGINT, signal.SIGKILL):
            for pid in self.processes():
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
            with suppress(AssertionError):
                eventually(lambda: not self.processes(), seconds=5)
        shutil.rmtree(self.var, ignore_errors=True)


def all_processes() -> list[int]:
    """Every process of the machine."""
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def command_of(pid: int) -> str:
    """The command a process was started with; empty if it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def name_of(pid: int) -> str:
    """The name that `ps` shows for a process; empty if it has ended."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def parent_of(pid: int) -> int:
    """The process that started this one, 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.fixture
def new_talka() -> Iterator[Embedded]:
    """An embedded run of the test's own, not yet started."""
    folder = Path(tempfile.mkdtemp(prefix="talka-e2e-"))
    folder.chmod(0o755)  # the server's own account must be able to reach its data
    run = Embedded(folder / "var")
    yield run
    run.clear()
    shutil.rmtree(folder, ignore_errors=True)


def started() -> Iterator[Embedded]:
    """A run in a folder of its own, for as long as a fixture needs it."""
    folder = Path(tempfile.mkdtemp(prefix="talka-e2e-"))
    folder.chmod(0o755)
    run = Embedded(folder / "var")
    run.start()
    yield run
    run.clear()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def talka() -> Iterator[Embedded]:
    """The session's embedded run, started by the first test that asks for it."""
    yield from started()
