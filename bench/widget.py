"""What a partner's widget asks for: five dates in one language, with no cache on the way, and as a cache asks."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from itertools import repeat

from bench import stock
from bench.ground import Ground, settings_of
from bench.load import against, get
from bench.report import Line, compared
from bench.rounds import take_turns

STOCKED = 200
OURS = "/widget/v1/programme.json?lang=uk&count=5"


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """The data as each visitor gets it from us, and as a cache asks whether it has changed; against hello world."""
    url = ground.database("events")
    stock.programme(url, STOCKED)
    ours, bare = (ground.web(name, settings_of("events", url)) for name in ("events", "bare"))
    unchanged = get(OURS, If_None_Match=_etag(ours.port))
    run = take_turns(
        {
            "hello": against(bare, _same(get("/hello")), 200),
            "ours": against(ours, _same(get(OURS)), 200),
            "unchanged": against(ours, _same(unchanged), 304),
        },
        rounds,
    )
    yield compared("widget's data, no cache on the way, by hello world", run, "ours", "hello")
    yield compared("the same, unchanged (ETag)", run, "unchanged", "hello")
    for served in (ours, bare):
        served.process.stop()


def _same(request: bytes) -> Callable[[], Iterator[bytes]]:
    return lambda: repeat(request)


def _etag(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", OURS)
    answer = connection.getresponse()
    etag = answer.getheader("ETag") or ""
    assert answer.read().count(b'"link":"/events/') == 5  # noqa: PLR2004 - as many as were asked for
    connection.close()
    return etag
