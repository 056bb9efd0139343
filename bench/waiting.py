"""From a registration's request to its SMS at the gateway: on an idle system, and at half of what the system bears."""

import json
import time
from collections.abc import Iterator, Mapping
from itertools import count
from statistics import median, quantiles

import psycopg

from bench import stock
from bench.bare_way import Way, a_way
from bench.ground import Ground, settings_of
from bench.load import drive, keys, post
from bench.report import Line
from bench.sink import Sink
from services.events.app import compose as compose_events
from services.notifications.app import compose as compose_notifications
from shared.messaging.worker import subscribe
from shared.settings import Settings
from tests.support.eventually import eventually

IDLE = 20
"""People a round, one after the other."""
PAUSE = 0.05
LOADED_SECONDS = 5.0
HALF_A_SECOND = 500.0
_numbers = count(61_000_000)


def bench(ground: Ground, rounds: int) -> Iterator[Line]:
    """The whole system over the broker: one web, two workers, and the gateway that takes everything."""
    sink, url = Sink(ground), ground.broker.url
    events_url, notifications_url = ground.database("events"), ground.database("notifications")
    amqp = {"TALKA_TRANSPORT": "amqp", "TALKA_AMQP_URL": url}
    events = settings_of("events", events_url, **amqp)
    notifications = settings_of("notifications", notifications_url, **amqp, **sink.variables())
    for made in (
        compose_events(Settings.from_env("events", events)),
        compose_notifications(Settings.from_env("notifications", notifications)),
    ):
        subscribe(made)
        made.database.close()
    web = ground.web("events", events)
    workers = [
        ground.run(f"waiting-{name}", ["-m", "flask", "--app", f"services.{name}.app", "work"], env)
        for name, env in (("events", events), ("notifications", notifications))
    ]
    occurrences = stock.programme(events_url, 100)
    stock.heard_of(notifications_url, occurrences)
    with a_way(ground.database("events"), url, sink.http) as way:
        yield from _idle(sink, web.port, way, occurrences, rounds)
    yield from _loaded(sink, web.port, occurrences)
    yield _each_told_once(events_url, notifications_url, sink)
    for served in (web, *workers):
        served.process.stop()


def _idle(sink: Sink, port: int, way: Way, occurrences: list[str], rounds: int) -> Iterator[Line]:
    """In turn: a round of ours, a round of the bare way."""
    first = _register(port, occurrences, 5, PAUSE) | _walk(way, 5)
    eventually(lambda: first.keys() <= sink.times().keys(), 30)  # until then the workers are still starting
    ours: dict[str, float] = {}
    bare: dict[str, float] = {}
    for _ in range(rounds):
        ours |= _register(port, occurrences, IDLE, PAUSE)
        bare |= _walk(way, IDLE)
    eventually(lambda: len(ours.keys() & sink.times().keys()) == len(ours), 30, every=0.2)
    eventually(lambda: len(bare.keys() & sink.times().keys()) == len(bare), 30, every=0.2)
    waited, walked = _waited(ours, sink), _waited(bare, sink)
    for what, figure, goal in (("median", median, 2), ("slowest of a hundred", _p99, 3)):
        mine, limit = figure(waited), figure(walked)
        name = f"sign-up to handed over, idle: {what}"
        yield Line(name, f"{mine:.1f} ms", f"{limit:.1f} ms", mine / limit, goal, at_most=True)
    sink.forget()


def _loaded(sink: Sink, port: int, occurrences: list[str]) -> Iterator[Line]:
    """First as fast as the system bears, to the last SMS; then at half of that."""
    began = time.time()
    sent = _burst(port, occurrences, LOADED_SECONDS, None)
    eventually(lambda: len(sink.times()) == len(sent), 120, every=0.2)
    most = len(sent) / (sink.seen().last - began)
    before = sink.times().keys()
    half = _burst(port, occurrences, LOADED_SECONDS, most / 2)
    eventually(lambda: len(sink.times().keys() - before) == len(half), 120, every=0.2)
    slowest = _p99(_waited(half, sink))
    name = f"sign-up to handed over at half load ({most / 2:,.0f} /s): slowest of a hundred"
    yield Line(name, f"{slowest:.0f} ms", "500 ms", slowest / HALF_A_SECOND, 1, at_most=True)


def _each_told_once(events_url: str, notifications_url: str, sink: Sink) -> Line:
    with psycopg.connect(events_url) as events, psycopg.connect(notifications_url) as notifications:
        registered = events.execute("SELECT count(*), count(*) FROM registrations").fetchone()
        told = "SELECT count(*), count(DISTINCT subject_id) FROM messages WHERE handed_over_at IS NOT NULL"
        eventually(lambda: notifications.execute(told).fetchone() == registered, 30)
    seen = sink.seen()
    assert registered, "nobody registered"
    assert seen.came == seen.people, seen
    return Line("registered and never told, or twice", f"0 of {registered[0]:,}")


def _requests(occurrences: list[str], asked: dict[str, float]) -> Iterator[bytes]:
    """Registrations, each with a phone of its own; notes when each was asked."""
    for number, key in zip(_numbers, keys(), strict=False):
        phone = f"+370{number}"
        party = json.dumps({"party": 1, "phone": phone, "language": "lt"}).encode()
        occurrence = occurrences[number % len(occurrences)]
        asked[phone] = time.time()
        yield post(f"/api/events/v1/occurrences/{occurrence}/registrations", party, Idempotency_Key=key)


def _register(port: int, occurrences: list[str], many: int, pause: float) -> dict[str, float]:
    """So many registrations by one client, with a pause after each; when each was asked."""
    asked: dict[str, float] = {}
    for _ in range(many):
        drive(port, _requests(occurrences, asked), seconds=0, clients=1).sample(201)
        time.sleep(pause)
    return asked


def _burst(port: int, occurrences: list[str], seconds: float, rate: float | None) -> dict[str, float]:
    asked: dict[str, float] = {}
    drive(port, _requests(occurrences, asked), seconds=seconds, rate=rate)
    return asked


def _walk(way: Way, many: int) -> dict[str, float]:
    sent: dict[str, float] = {}
    for _ in range(many):
        phone = f"+371{next(_numbers)}"
        sent[phone] = time.time()
        way.send(phone)
        time.sleep(PAUSE)
    return sent


def _waited(asked: Mapping[str, float], sink: Sink) -> list[float]:
    """Milliseconds from asking to the gateway, for each person."""
    times = sink.times()
    return [1000 * (times[phone] - at) for phone, at in asked.items()]


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]
