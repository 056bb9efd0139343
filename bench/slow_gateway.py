"""Ten thousand people are told through a gateway that takes 20 ms for each SMS, as an operator far away does.

The limit is arithmetic: so many connections, each of them busy all the time.
"""

from collections.abc import Iterator

from bench.ground import Ground, settings_of
from bench.report import Line
from bench.rounds import take_turns
from bench.sink import Sink
from bench.telling import MANY, people, told

DELAY = 0.02
CONNECTIONS = 64


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """What one worker gets through, of what its connections could."""
    sink, url = Sink(ground, DELAY), ground.database("notifications")
    people(url, "sms", MANY)
    variables = sink.variables() | {"TALKA_GATEWAY_CONNECTIONS": str(CONNECTIONS)}
    work = ["-m", "flask", "--app", "services.notifications.app", "work"]
    worker = ground.run("slow-gateway", work, settings_of("notifications", url, **variables))
    run = take_turns({"ours": told(ground.opened(url), sink, MANY)}, rounds)
    worker.process.stop()
    limit, rate = CONNECTIONS / DELAY, run.rate("ours")
    what = f"{MANY:,} told by a gateway that takes {1000 * DELAY:.0f} ms"
    yield Line(what, f"{rate:,.0f} /s", f"{limit:,.0f} /s", rate / limit, goal=0.9, noisy=run.is_noisy("ours"))
