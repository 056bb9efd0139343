"""Memory: each process of a service as a town runs it, after work; and the whole embedded run, idle.

Counted is what belongs to a process alone and its share of what it shares (PSS).
"""

import tempfile
import time
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import psutil

from bench import stock
from bench.ground import Ground, settings_of
from bench.load import drive, get
from bench.report import Line
from tests.support.embedded import Embedded

MIB = 2**20
SERVICE, EMBEDDED = 150, 350
"""Goals in MiB: a service with two web workers, and all of the embedded run."""
ASKED = {
    "events": "/api/events/v1/programme?limit=50",
    "volunteers": "/api/volunteers/v1/shifts",
    "notifications": "/healthz",
}
"""What each web side is asked for some hundred times before it is looked at."""
SETTLING = 5.0
"""Seconds from the start of the embedded run until its memory is looked at."""


def bench(ground: Ground, _rounds: int) -> Iterator[Line]:
    """Each service: its web side after some requests and its worker; and the embedded run."""
    for name, path in ASKED.items():
        url = ground.database(name)
        if name == "events":
            stock.programme(url, 100)
        env = settings_of(name, url)
        web = ground.web(name, env)
        drive(web.port, repeat(get(path)))
        yield _weighed(f"{name}, two web workers", web.memory(), SERVICE)
        web.process.stop()
        worker = ground.run(f"memory-{name}", ["-m", "flask", "--app", f"services.{name}.app", "work"], env)
        time.sleep(SETTLING)
        yield _weighed(f"{name}, worker", worker.memory(), None)
        worker.process.stop()
    yield _embedded()


def _embedded() -> Line:
    with tempfile.TemporaryDirectory(prefix="talka-bench-run-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # its PostgreSQL runs under another account where we are root
        run = Embedded(Path(folder) / "var")
        try:
            run.start()
            time.sleep(SETTLING)
            used = sum(psutil.Process(pid).memory_full_info().pss for pid in run.tree())
        finally:
            run.stop()
    return _weighed("the whole embedded run, idle, PostgreSQL included", used, EMBEDDED)


def _weighed(what: str, used: int, goal: int | None) -> Line:
    mine = f"{used / MIB:.0f} MiB"
    if goal is None:
        return Line(f"memory: {what}", mine)
    return Line(f"memory: {what}", mine, f"{goal} MiB", used / MIB / goal, 1, at_most=True)
