"""The table that a run prints, and the file it leaves: figures, goals, and the machine they were measured on."""

import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from bench.rounds import Rounds

RESULTS = Path(__file__).parent / "results"
HEADER = ("path", "ours", "limit", "ratio", "goal", "")


@dataclass(frozen=True)
class Line:
    """One figure. `ratio` is ours by the limit; `goal` its bound, from below unless `at_most`; None: none is set."""

    what: str
    ours: str
    limit: str = ""
    ratio: float | None = None
    goal: float | None = None
    at_most: bool = False
    noisy: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None or self.ratio is None:
            return None
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal

    def cells(self) -> tuple[str, ...]:
        """The line as it stands in the table."""
        goal = "" if self.goal is None else f"{'≤' if self.at_most else '≥'} {self.goal:g}"
        verdict = {True: "met", False: "missed", None: ""}[self.is_met] + (" (noisy)" if self.noisy else "")
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return (self.what, self.ours, self.limit, ratio, goal, verdict.strip())


def compared(what: str, run: Rounds, ours: str, limit: str, goal: float | None = None) -> Line:
    """Our rate against the limit's."""
    mine, bare = (f"{run.rate(name):,.0f} /s" for name in (ours, limit))
    return Line(what, mine, bare, ratio=run.ratio(ours, limit), goal=goal, noisy=run.is_noisy(ours, limit))


def compared_cost(what: str, run: Rounds, ours: str, limit: str, figure: str, goal: float | None = None) -> Line:
    """A time of ours against the limit's: `cpu_ms`, `median_ms` or `p99_ms`; at most `goal` times it."""
    mine, bare = (f"{run.middle(name, figure):.2f} ms" for name in (ours, limit))
    return Line(what, mine, bare, ratio=run.ratio(ours, limit, figure), goal=goal, at_most=True)


def table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table, its columns aligned so that it can be read in a terminal too."""
    rows = [HEADER, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([drawn[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *drawn[1:]])


def machine(postgres: str = "", broker: str = "") -> str:
    """What it was measured on, in one paragraph."""
    cores, memory = psutil.cpu_count(), psutil.virtual_memory().total / 2**30
    parts = [f"{cores} cores ({_processor()}), {memory:.0f} GiB", f"Linux {platform.release()}"]
    parts += [f"Python {platform.python_version()}", postgres, broker]
    parts += [f"{name} {version(name)}" for name in ("gunicorn", "flask", "sqlalchemy", "psycopg", "pika", "kombu")]
    load = psutil.getloadavg()[0]
    return ", ".join(part for part in parts if part) + f". Load before the run: {load:.1f}."


def _processor() -> str:
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def write(what: str, on: str, text: str) -> Path:
    """Keep the table of a run; answers where."""
    path = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-{what}.md"
    RESULTS.mkdir(exist_ok=True)
    path.write_text(f"# {what}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n\n{on}\n\n{text}\n")
    return path
