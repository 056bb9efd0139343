"""Growth: the hot paths on a database with the town's first months in it, and with SCALE times as much.

Once is 1,000 registrations and 10,000 messages; SCALE=100 makes 100,000 and 1,000,000, and takes some minutes to fill.
"""

import os
from collections.abc import Iterator
from itertools import repeat

import psycopg

from bench import stock
from bench.ground import Ground, settings_of, settled
from bench.load import against, get
from bench.registering import registrations
from bench.report import Line, compared
from bench.rounds import take_turns
from bench.sink import Sink
from bench.telling import people, told

KEPT = 0.85
LIST = get("/api/events/v1/programme?limit=50&lang=lt")


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """Small and large in turn, on databases that differ in nothing else."""
    scale = int(os.environ.get("SCALE") or "10")
    urls = {times: _events(ground, times) for times in (1, scale)}
    webs = {times: ground.web("events", settings_of("events", url)) for times, (url, _) in urls.items()}
    lists = {f"list {times}": against(web, lambda: repeat(LIST), 200) for times, web in webs.items()}
    writes = {f"take {times}": against(webs[times], registrations(ids.copy), 201) for times, (_, ids) in urls.items()}
    run = take_turns(lists | writes, rounds)
    for web in webs.values():
        web.process.stop()
    yield compared(f"list, {scale}× the stored data", run, f"list {scale}", "list 1", KEPT)
    yield compared(f"registration, {scale}× the stored data", run, f"take {scale}", "take 1", KEPT)
    yield from _telling(ground, scale, rounds)


def _events(ground: Ground, times: int) -> tuple[str, list[str]]:
    url = ground.database("events")
    ids = stock.programme(url, 200)
    with psycopg.connect(url) as connection:
        connection.execute(stock.REGISTRATIONS, {"many": 1000 * times})
        connection.execute(stock.PUBLISHED, {"many": 1000 * times})
    return _analysed(url), ids


def _telling(ground: Ground, scale: int, rounds: int) -> Iterator[Line]:
    """A thousand people told by SMS, where so many messages lie already."""
    contenders = {}
    workers = []
    for times in (1, scale):
        sink, url = Sink(ground), ground.database("notifications")
        people(url, "sms", 1000)
        with psycopg.connect(url) as connection:
            connection.execute(stock.MESSAGES, {"many": 10_000 * times})
        env = settings_of("notifications", _analysed(url), **sink.variables())
        workers.append(ground.run("growth", ["-m", "flask", "--app", "services.notifications.app", "work"], env))
        contenders[f"tell {times}"] = told(ground.opened(url), sink, 1000)
    run = take_turns(contenders, rounds)
    for worker in workers:
        worker.process.stop()
    yield compared(f"1,000 told, {scale}× the stored data", run, f"tell {scale}", "tell 1", KEPT)


def _analysed(url: str) -> str:
    """The same URL, when PostgreSQL knows what lies there, as autovacuum would have told it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    settled(url)
    return url
