"""The sender: hears the bell `messages` and hands over what is due, several at a time.

One thread claims, a pool of threads talks to the gateways, one thread writes down what came of it. Each try is
committed before its gateway is called; a process that dies leaves a lease that runs out. Messages go from thread to
thread in runs of several where there are many, since waking a thread costs as much as handing a message over.
"""

import queue
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError
from uuid_utils.compat import uuid7

from services.notifications.channels.domain.composing import Sender, mail_of, sms_of
from services.notifications.channels.domain.gateway import Gateway, Outcome, Retry, Uncertain
from services.notifications.channels.domain.pace import Pace, in_runs
from services.notifications.channels.operations.handing import Result, record, take
from services.notifications.channels.operations.receipts import stop_waiting
from services.notifications.messages.domain.claimed import Claimed
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.operations.sending import lost
from services.notifications.recipients.domain import Channel
from shared.database import Database, moment
from shared.logs import correlated, log

POLL = 1.0
"""Seconds between two looks when no bell rings: retries and held messages become due without one."""
MOST_RECORDED = 500
CARE_EVERY = 5.0
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
        self._results: queue.SimpleQueue[list[Result] | None] = queue.SimpleQueue()
        self._pace = Pace(self._connections)
        self._in_hand = 0
        self._less_in_hand = threading.Condition()
        self._care_at = time.monotonic()
        self._ahead = timedelta()

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
                    for run in in_runs(claimed, self._connections):
                        pool.submit(self._hand_over, run)
                    if not claimed:
                        bell.wait(POLL, stop)
        finally:
            self._results.put(None)
            recorder.join()
            for gateway in self._gateways.values():
                gateway.close()

    def _now(self) -> datetime:
        """By the database's clock, since other processes judge by it whether a lease is over."""
        return datetime.now(UTC) - self._ahead

    def _claim(self) -> list[Claimed]:
        """As many due messages as there is room for; waits for room."""
        claimed: list[Claimed] = []
        if room := self._wait_for_room():
            with self._database.transaction() as session:
                now = moment(session)
                self._ahead = datetime.now(UTC) - now
                claimed = take(session, self._terms, self._owner, room, self._providers, now)
            with self._less_in_hand:
                self._in_hand += len(claimed)
        return claimed

    def _wait_for_room(self) -> int:
        """Room for half of what may be in hand at least, so that claims are few; none if it takes too long."""
        with self._less_in_hand:
            self._less_in_hand.wait_for(lambda: self._room() * 2 >= self._pace.room(time.monotonic()), POLL)
            return max(0, self._room())

    def _room(self) -> int:
        return self._pace.room(time.monotonic()) - self._in_hand

    def _done(self, messages: int) -> None:
        """So many are in hand no more."""
        with self._less_in_hand:
            self._in_hand -= messages
            self._pace.note(messages, time.monotonic())
            self._less_in_hand.notify()

    def _hand_over(self, run: Sequence[Claimed]) -> None:
        """Hand over one after the other; what came of them is told together."""
        results = [Result(message, self._try(message), self._now()) for message in run]
        self._results.put(results)
        for result in results:
            with correlated(result.message.correlation_id):
                log().info(
                    "handed_over",
                    message_id=str(result.message.id),
                    purpose=result.message.purpose,
                    channel=result.message.channel,
                    attempt=result.message.attempt,
                    outcome=type(result.outcome).__name__.lower(),
                )

    def _try(self, message: Claimed) -> Outcome:
        if message.lease_until - self._now() < LEFT_FOR_ANSWER:
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
            results = first
            while len(results) < MOST_RECORDED and not self._results.empty():
                following = self._results.get()
                if following is None:
                    more = False
                    break
                results += following
            self._record(results)
            self._done(len(results))

    def _record(self, results: list[Result]) -> None:
        """Write outcomes down; a database that is away is waited for as long as the leases hold.

        What could not be written down is looked after when its lease has run out, like a dead process's.
        """
        until = min(result.message.lease_until for result in results)
        while self._now() < until:
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
        if time.monotonic() < self._care_at:
            return
        self._care_at = time.monotonic() + CARE_EVERY
        with self._database.transaction() as session:
            now = moment(session)
            stop_waiting(session, now)
            record(session, self._terms, self._looked_up(lost(session, now), now))

    def _looked_up(self, messages: Iterable[Claimed], now: datetime) -> list[Result]:
        return [Result(message, self._gateways[message.channel].look_up(message.id), now) for message in messages]
