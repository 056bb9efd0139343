"""The public programme: 50 occurrences in one language, against the same rows by bare Flask, and unchanged (ETag)."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from itertools import repeat

from bench import stock
from bench.ground import Ground, settings_of
from bench.load import against, get
from bench.report import Line, compared, compared_cost
from bench.rounds import take_turns

STOCKED = 200
OURS = "/api/events/v1/programme?limit=50&lang=lt"


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """The list, and the list as it was when it was read."""
    url = ground.database("events")
    stock.programme(url, STOCKED)
    ours, bare = (ground.web(name, settings_of("events", url)) for name in ("events", "bare"))
    unchanged = get(OURS, If_None_Match=_etag(ours.port))
    run = take_turns(
        {
            "hello": against(bare, _same(get("/hello")), 200),
            "bare": against(bare, _same(get("/list")), 200),
            "ours": against(ours, _same(get(OURS)), 200),
            "unchanged": against(ours, _same(unchanged), 304),
        },
        rounds,
    )
    yield compared("list of 50 events", run, "ours", "bare", 0.80)
    yield compared("the same, unchanged (ETag), by hello world", run, "unchanged", "hello", 0.50)
    yield compared_cost("list of 50 events: processor time", run, "ours", "bare", "cpu_ms", 1.3)
    for served in (ours, bare):
        served.process.stop()


def _same(request: bytes) -> Callable[[], Iterator[bytes]]:
    return lambda: repeat(request)


def _etag(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", OURS)
    answer = connection.getresponse()
    etag = answer.getheader("ETag") or ""
    assert answer.read().count(b"occurrence_id") == 50  # noqa: PLR2004 - what the path promises
    connection.close()
    return etag
