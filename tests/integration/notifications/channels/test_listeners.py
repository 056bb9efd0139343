"""The sender at work: awake in an instant, never twice, whoever dies in the middle."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy.exc import OperationalError

from services.notifications.channels import listeners
from services.notifications.channels.operations import handing
from services.notifications.recipients.domain import Purpose
from shared.contracts.parts import Venue
from tests.support.eventually import eventually
from tests.support.factories.notifications import Event, NewTown, Town, by_email, by_sms, smtp_settings, working
from tests.support.machine import Process
from tests.support.services import environment
from tests.support.smtp import MailServer

ROOT = Path(__file__).parents[4]


@contextmanager
def at_work(*towns: Town) -> Iterator[None]:
    """These senders run, each in a thread of its own."""
    stop = threading.Event()
    threads = [threading.Thread(target=town.delivery.run, args=(stop,)) for town in towns]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def sent(town: Town) -> int:
    return len(town.rows("SELECT 1 FROM messages WHERE state = 'delivered'"))


def test_a_message_leaves_as_soon_as_it_is_planned(town: Town) -> None:
    event = Event()
    town.hear_event(event, event.published())
    with at_work(town):
        for number in range(10):
            town.hear(event.confirmed(contact=by_sms(phone=f"+3706123450{number}")))
            eventually(lambda expected=number + 1: sent(town) == expected, every=0.005)  # type: ignore[misc] # bound now
    waits = [(row.handed_over_at - row.created_at).total_seconds() for row in town.messages()]
    assert median(waits) < 0.2  # far below the poll of a second, with room for a busy machine


def test_two_senders_never_send_the_same_message(new_town: NewTown) -> None:
    first, second = new_town(), new_town()
    event = Event()
    first.hear_event(event, event.published())
    for number in range(100):
        first.arrive(event.confirmed(contact=by_sms(phone=f"+370612345{number:02}")))
    first.work()
    with at_work(first, second):
        eventually(lambda: sent(first) == 100)
    assert len(first.arrived()) == 100
    assert {row.attempts for row in first.messages()} == {1}


def test_a_sender_that_is_told_to_stop_waits_for_what_is_with_a_gateway(
    new_town: NewTown, mail_server: MailServer
) -> None:
    mail_server.behaviour, mail_server.seconds = "slow", 0.5
    town = new_town(**smtp_settings(mail_server.port))
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_email()))
    with at_work(town):
        eventually(lambda: mail_server.mails)
    assert town.fates() == [("registration_confirmed", "accepted", None)]


def test_a_slow_gateway_is_given_several_messages_at_once(new_town: NewTown, mail_server: MailServer) -> None:
    mail_server.behaviour, mail_server.seconds = "slow", 0.5
    town = new_town(**smtp_settings(mail_server.port))
    event = Event()
    town.hear_event(event, event.published())
    for number in range(8):
        town.hear(event.confirmed(contact=by_email(email=f"ona{number}@example.lt")))
    with at_work(town):
        eventually(lambda: len(town.messages(state="accepted")) == 8)
    first, *_, last = sorted(row.handed_over_at for row in town.messages())
    assert (last - first).total_seconds() < 8 * 0.5 / 2  # four connections, two rounds


def a_worker(address: str, mail_port: int, log: Path) -> Process:
    """The service's worker as an operator starts it."""
    env = environment("notifications", address, TALKA_QUIET_HOURS="off", **smtp_settings(mail_port))
    command = [sys.executable, "-m", "flask", "--app", "services.notifications.app", "work"]
    return Process(command, log=log, env=env, cwd=ROOT)


def end_leases(town: Town) -> None:
    """As if half a minute had passed."""
    town.rows("UPDATE messages SET lease_until = now() - interval '1 s' WHERE state = 'claimed' RETURNING 1")


def test_a_worker_killed_while_sending_sends_nothing_twice_and_the_doubt_is_seen(
    new_town: NewTown, mail_server: MailServer, tmp_path: Path
) -> None:
    town = new_town(**smtp_settings(mail_server.port))
    address = town.service.settings.database_url
    event = Event()
    town.hear_event(event, event.published())
    for number in range(6):
        town.hear(event.confirmed(contact=by_email(email=f"ona{number}@example.lt")))
    mail_server.behaviour, mail_server.seconds = "slow", 60
    worker = a_worker(address, mail_server.port, tmp_path / "killed.log")
    eventually(lambda: len(mail_server.mails) == 4)  # as many as there are connections
    worker.signal(signal.SIGKILL)
    worker.kill()
    assert [row.state for row in town.messages()].count("claimed") >= 4
    mail_server.behaviour = "accept"
    end_leases(town)
    worker = a_worker(address, mail_server.port, tmp_path / "second.log")
    eventually(lambda: not town.messages(state="claimed") and not town.messages(state="queued"))
    worker.stop()
    doubts = {row.address for row in town.messages(state="uncertain")}
    accepted = {row.address for row in town.messages(state="accepted")}
    assert len(doubts) + len(accepted) == 6
    received = [str(mail["To"]) for mail in mail_server.mails]
    assert len(received) == len(set(received))  # nobody got one twice
    assert accepted <= set(received)  # what we take for sent was sent
    assert town.published().count("notifications.message.failed") == len(doubts)


def test_what_a_dead_process_had_is_looked_up_where_the_gateway_can_tell(town: Town) -> None:
    event = Event()
    town.hear_event(event, event.published())
    for number in range(2):
        town.hear(event.confirmed(contact=by_sms(phone=f"+3706123450{number}")))
    handed, lost = town.delivery._claim()
    town.delivery._hand_over([handed])  # it arrived, and the process died before it could write that down
    end_leases(town)
    town.delivery._care()
    assert {row.id: row.state for row in town.messages()} == {handed.id: "delivered", lost.id: "queued"}
    (again,) = town.messages(state="queued")
    assert again.next_attempt_at < datetime.now(UTC) + timedelta(seconds=6)  # the ladder's first wait is over by then
    town.rows("UPDATE messages SET next_attempt_at = now() WHERE state = 'queued' RETURNING 1")
    town.send()
    assert [item.message_id for item in town.arrived()] == [handed.id, lost.id]


def test_a_message_whose_lease_is_nearly_over_is_not_handed_over(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    monkeypatch.setattr(listeners, "LEFT_FOR_ANSWER", listeners.LEFT_FOR_ANSWER * 10)
    town.send()
    assert town.arrived() == []
    assert [(row.state, row.attempts) for row in town.messages()] == [("queued", 1)]


def test_a_gateway_that_breaks_in_a_way_nobody_thought_of_leaves_a_doubt(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    monkeypatch.setattr(listeners, "sms_of", lambda _message: 1 / 0)
    town.send()
    assert town.fates() == [("registration_confirmed", "uncertain", "no_answer")]


def test_a_database_that_is_away_for_a_moment_does_not_lose_outcomes(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    original, fails = handing.record, iter([OperationalError("x", {}, Exception()), None])

    def record(*arguments: object) -> None:
        if error := next(fails):
            raise error
        original(*arguments)  # type: ignore[arg-type] # what it was called with

    monkeypatch.setattr(listeners, "record", record)
    town.send()
    assert town.fates() == [("registration_confirmed", "delivered", None)]


@pytest.mark.parametrize("error", [OperationalError("x", {}, Exception()), ValueError()])
def test_an_outcome_that_cannot_be_written_down_is_looked_after_when_its_lease_is_over(
    town: Town, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())

    def broken(*_arguments: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(listeners, "record", broken)
        (claimed,) = town.delivery._claim()
        town.delivery._hand_over([claimed])
        (result,) = town.delivery._results.get() or []
        late = handing.Result(
            replace(result.message, lease_until=datetime.now(UTC) + timedelta(seconds=0.1)),
            result.outcome,
            result.at,
        )
        town.delivery._record([late])
    end_leases(town)
    town.delivery._care()
    assert town.fates() == [("registration_confirmed", "delivered", None)]


def test_the_whole_service_works_and_stops(town: Town) -> None:
    event = Event()
    with working(town):
        town.arrive(event.published(), 1)
        town.arrive(event.confirmed())
        eventually(lambda: sent(town) == 1)
        moved = event.changed(venue=Venue(name="Biblioteka", address=""))
        town.arrive(moved, event.version)
        eventually(lambda: [item.purpose for item in town.arrived()][1:] == [Purpose.EVENT_CHANGED])
