"""Searching 10,000 services in three scripts, half of the words mistyped: by the page, and by the open interface.

The limit is Flask under the same gunicorn with the three statements of a search and nothing else. Two people ask at a
time, each as soon as they are answered: nearly all of it is the database's time, and more would measure a queue.
"""

from collections.abc import Iterator
from itertools import count

from bench.directory import Directory
from bench.ground import Ground, Served, settings_of
from bench.load import drive, get
from bench.report import Line, compared, compared_cost
from bench.rounds import Contender, Sample, take_turns, with_cpu

MANY = 10_000
PEOPLE = 2
GOAL_MS = 100


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """How long people wait for what they look for."""
    url = ground.database("events")
    stocked = Directory(MANY)
    stocked.stock(ground.opened(url))
    ours, bare = (ground.web(name, settings_of("events", url)) for name in ("events", "bare"))
    run = take_turns(
        {
            "bare": _against(bare, stocked, "/search?q="),
            "page": _against(ours, stocked, "/directory/?lang=lt&search="),
            "open": _against(ours, stocked, "/api/events/hsds/services?per_page=20&search="),
        },
        rounds,
    )
    for name, what in (("page", "its page"), ("open", "HSDS")):
        slow = run.middle(name, "p95_ms")
        called = f"search of {MANY:,} services, {what}"
        yield Line(f"{called}: p95", f"{slow:.0f} ms", f"{GOAL_MS} ms", slow / GOAL_MS, goal=1, at_most=True)
        yield compared(called, run, name, "bare")
        yield compared_cost(f"{called}: median", run, name, "bare", "median_ms")
    for served in (ours, bare):
        served.process.stop()


def _against(served: Served, stocked: Directory, path: str) -> Contender:
    """A round of people who look for something; each round other things, and every contender the same."""
    seeds = count()

    def contender() -> Sample:
        before = served.cpu_seconds()
        asked = (get(path + typed) for typed in stocked.questions(next(seeds)))
        load = drive(served.port, asked, clients=PEOPLE)
        return with_cpu(load.sample(200), served.cpu_seconds() - before, len(load.times))

    return contender
