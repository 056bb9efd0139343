"""The worker of a service: everything that happens without a request, each part in a thread of its own.

A part that fails is logged and begun again after a pause; nothing it was doing is lost, since all of it is rows.
"""

import threading
import time
from collections.abc import Callable
from contextlib import closing

import structlog
from sqlalchemy import TextClause

from shared.database import Database
from shared.logs import log
from shared.messaging import consumer, due, listening, local, publisher, relay, tidying
from shared.messaging.due import process_due
from shared.messaging.failures import where
from shared.messaging.listening import process_inbox
from shared.messaging.service import DueHandler, Listener, Loop, Service
from shared.messaging.topology import queue_of

__all__ = ["DueHandler", "Listener", "Loop", "Service", "process_due", "process_inbox", "run", "subscribe"]

POLL = 1.0
"""Seconds between two looks when no bell rings."""
SHORTEST, LONGEST = 0.5, 10.0
"""Seconds before a failed part begins again; doubled each time until it has run steadily."""
STEADY = 60.0
PULSE = 5.0
"""Seconds between two signs of life."""
REMEMBERED = 30.0
"""Seconds for which a failed part counts as failed: the next try, to connect for instance, may take as long to fail."""


def run(service: Service, stop: threading.Event, pulse: Callable[[], None] = lambda: None) -> None:
    """Work until `stop` is set; returns within seconds then. What is still under way is taken up by the next start.

    `pulse` is called every few seconds while no part has failed lately.
    """
    failed: dict[str, float] = {}
    loops: dict[str, Loop] = {
        "relay": lambda stop: _relay(service, stop),
        "receiver": lambda stop: _receive(service, stop),
        "inbox": lambda stop: _work(service, "inbox", process_inbox, listening.NEXT, stop),
        "due": lambda stop: _work(service, "due", process_due, due.NEXT, stop),
        "tidying": lambda stop: tidying.run(service.database, stop),
        **service.loops,
    }
    threads = [
        threading.Thread(target=_keep_up, args=(service.name, name, loop, stop, failed), name=name, daemon=True)
        for name, loop in loops.items()
    ]
    for thread in threads:
        thread.start()
    while not stop.wait(PULSE):
        lately = time.monotonic() - REMEMBERED
        if all(at < lately for at in tuple(failed.values())) and all(thread.is_alive() for thread in threads):
            pulse()
    deadline = time.monotonic() + 5
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))


def subscribe(service: Service) -> None:
    """Make known what the service listens to; from then on its messages wait for it, whether it runs or not.

    To be done for every service before the first one publishes: what is published earlier goes only to those known.
    """
    if url := service.settings.amqp_url:
        publisher.declare(url, queue_of(service.name, service.patterns))
    else:
        with service.database.transaction() as session:
            local.subscribe(session, service.patterns)


def _keep_up(service: str, part: str, loop: Loop, stop: threading.Event, failed: dict[str, float]) -> None:
    """Run a part again and again until `stop` is set; note when it last failed."""
    structlog.contextvars.bind_contextvars(service=service, part=part)
    pause = SHORTEST
    while not stop.is_set():
        begun = time.monotonic()
        try:
            loop(stop)
        except Exception as error:  # noqa: BLE001 - a part that ends for any reason begins again
            pause = SHORTEST if time.monotonic() - begun > STEADY else min(pause * 2, LONGEST)
            log().error("part_failed", again_in=pause, **where(error))
            failed[part] = time.monotonic()
        stop.wait(pause)


def _relay(service: Service, stop: threading.Event) -> None:
    settings = service.settings
    transport: relay.Transport = (
        publisher.Publisher(settings.amqp_url) if settings.amqp_url else local.Local(settings.local_inboxes)
    )
    with closing(transport):
        relay.run(service.database, transport, stop)


def _receive(service: Service, stop: threading.Event) -> None:
    if url := service.settings.amqp_url:
        consumer.run(url, queue_of(service.name, ()).name, service.database, stop)
    else:
        stop.wait()


def _work(
    service: Service, bell: str, process: Callable[[Service], int], upcoming: TextClause, stop: threading.Event
) -> None:
    with closing(service.database.listener(bell)) as listener:
        while not stop.is_set():
            if not process(service):
                listener.wait(_pause(service.database, upcoming), stop)


def _pause(database: Database, upcoming: TextClause) -> float:
    """Seconds until the next row's moment, at most one poll; at least a little, as another worker may have the row."""
    with database.reading() as session:
        seconds = session.execute(upcoming).scalar()
    return POLL if seconds is None else min(POLL, max(0.05, float(seconds)))
