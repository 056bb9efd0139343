"""The sender: hears the bell `messages` and hands over what is due, several at a time.

One thread claims, a pool of threads talks to the gateways, one thread writes down what came of it. Each try is
committed before its gateway is called; a process that dies leaves a lease that runs out.
"""

import queue
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError
from uuid_utils.compat import uuid7

from services.notifications.channels.domain.composing import Sender, mail_of, sms_of
from services.notifications.channels.domain.gateway import Gateway, Outcome, Retry, Uncertain
from services.notifications.channels.operations.handing import Result, record, take
from services.notifications.channels.operations.receipts import stop_waiting
from services.notifications.messages.domain.claimed import Claimed
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.operations.sending import lost
from services.notifications.recipients.domain import Channel
from shared.database import Database
from shared.logs import correlated, log

POLL = 1.0
"""Seconds between two looks when no bell rings: retries and held messages become due without one."""
MOST_RECORDED = 500
CARE_EVERY = timedelta(seconds=5)
LEFT_FOR_ANSWER = timedelta(seconds=12)
"""A message whose lease ends sooner is not handed over any more: the gateway's answer might come after it."""


class Delivery:
    """Hands messages over until it is told to stop. Any number of these may run, in any number of processes."""

    def __init__(
        self, database: Database, terms: Terms, sender: Sender, gateways: Mapping[Channel, Gateway[Any]]
    ) -> None:
        self._database = database
        self._terms = terms
        self._sender = sender
        self._gateways = gateways
        self._providers = {channel: gateway.name for channel, gateway in gateways.items()}
        self._connections = max(gateway.connections for gateway in gateways.values())
        self._owner = uuid7()
        self._results: queue.SimpleQueue[Result | None] = queue.SimpleQueue()
        self._room = threading.Semaphore(2 * self._connections)
        self._cared_at = datetime.min.replace(tzinfo=UTC)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; what is with a gateway then is still waited for and written down."""
        recorder = threading.Thread(target=self._record_all, name="recorder", daemon=True)
        recorder.start()
        try:
            with (
                ThreadPoolExecutor(self._connections, thread_name_prefix="gateway") as pool,
                closing(self._database.listener("messages")) as bell,
            ):
                while not stop.is_set():
                    self._care()
                    claimed = self._claim()
                    for message in claimed:
                        pool.submit(self._hand_over, message)
                    if not claimed:
                        bell.wait(POLL, stop)
        finally:
            self._results.put(None)
            recorder.join()
            for gateway in self._gateways.values():
                gateway.close()

    def _claim(self) -> list[Claimed]:
        """As many due messages as there is room for; waits for room."""
        room = self._wait_for_room()
        claimed: list[Claimed] = []
        try:
            if room:
                with self._database.transaction() as session:
                    claimed = take(session, self._terms, self._owner, room, self._providers, datetime.now(UTC))
        finally:
            self._release(room - len(claimed))
        return claimed

    def _wait_for_room(self) -> int:
        if not self._room.acquire(timeout=POLL):
            return 0
        room = 1
        while room < self._connections and self._room.acquire(blocking=False):
            room += 1
        return room

    def _release(self, places: int) -> None:
        if places > 0:
            self._room.release(places)

    def _hand_over(self, message: Claimed) -> None:
        outcome = self._try(message)
        self._results.put(Result(message, outcome, datetime.now(UTC)))
        with correlated(message.correlation_id):
            log().info(
                "handed_over",
                message_id=str(message.id),
                purpose=message.purpose,
                channel=message.channel,
                attempt=message.attempt,
                outcome=type(outcome).__name__.lower(),
            )

    def _try(self, message: Claimed) -> Outcome:
        if message.lease_until - datetime.now(UTC) < LEFT_FOR_ANSWER:
            return Retry(None, "its turn came too late")
        try:
            outgoing = sms_of(message) if message.channel is Channel.SMS else mail_of(message, self._sender)
            return self._gateways[message.channel].send(outgoing)
        except Exception as error:  # noqa: BLE001 - whatever a gateway's code does, somebody must learn of the doubt
            return Uncertain(type(error).__name__)

    def _record_all(self) -> None:
        """Write down results as they come, all that are there in one transaction."""
        more = True
        while more:
            first = self._results.get()
            if first is None:
                return
            results = [first]
            while len(results) < MOST_RECORDED and not self._results.empty():
                following = self._results.get()
                if following is None:
                    more = False
                    break
                results.append(following)
            self._record(results)
            self._release(len(results))

    def _record(self, results: list[Result]) -> None:
        """Write outcomes down; a database that is away is waited for as long as the leases hold.

        What could not be written down is looked after when its lease has run out, like a dead process's.
        """
        until = min(result.message.lease_until for result in results)
        while datetime.now(UTC) < until:
            try:
                with self._database.transaction() as session:
                    record(session, self._terms, results)
                    return
            except OperationalError:
                time.sleep(0.5)
            except Exception as error:  # noqa: BLE001 - the thread has to go on for the others
                log().error("outcomes_refused", error=type(error).__name__)
                break
        log().error("outcomes_lost", count=len(results))

    def _care(self) -> None:
        """Every few seconds: look after what a dead process has left, and stop waiting for receipts that never come."""
        now = datetime.now(UTC)
        if now - self._cared_at < CARE_EVERY:
            return
        self._cared_at = now
        with self._database.transaction() as session:
            stop_waiting(session, now)
            record(session, self._terms, self._looked_up(lost(session, now), now))

    def _looked_up(self, messages: Iterable[Claimed], now: datetime) -> list[Result]:
        return [Result(message, self._gateways[message.channel].look_up(message.id), now) for message in messages]
