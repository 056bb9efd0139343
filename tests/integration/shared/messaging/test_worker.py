"""A whole worker: its parts begin again when they fail, and all of them end soon when told to."""

import json
import threading
import time
from itertools import pairwise

import pytest

from shared.messaging import worker
from shared.messaging.ages import ages
from shared.messaging.worker import subscribe
from tests.support.eventually import eventually
from tests.support.postgres import EmbeddedPostgres
from tests.support.town import Town, town


def test_a_worker_with_nothing_to_do_ends_within_moments(any_town: Town) -> None:
    subscribe(any_town.hearer.service)
    with any_town.hearer.working(), any_town.teller.working():
        any_town.teller.tell("one")
        eventually(lambda: any_town.hearer.heard() == ["one"])
        begun = time.monotonic()
    assert time.monotonic() - begun < 4


def test_a_part_of_the_service_runs_beside_the_others_until_the_end(local_town: Town) -> None:
    stopped = threading.Event()

    def send(stop: threading.Event) -> None:
        stop.wait()
        stopped.set()

    with local_town.hearer.having(loops={"sender": send}).working():
        assert not stopped.wait(0.3)
    assert stopped.is_set()


def test_a_part_that_fails_is_told_in_the_log_and_begins_again(
    local_town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(worker, "SHORTEST", 0.05)
    runs = []

    def fragile(stop: threading.Event) -> None:
        runs.append(time.monotonic())
        if len(runs) < 4:
            raise ZeroDivisionError
        stop.wait()

    with local_town.hearer.having(loops={"fragile": fragile}).working():
        eventually(lambda: len(runs) == 4)
    pauses = [later - earlier for earlier, later in pairwise(runs)]
    assert all(pause >= least for pause, least in zip(pauses, (0.1, 0.2, 0.4), strict=True))
    told = capsys.readouterr()
    assert "ZeroDivisionError" in told.out + told.err


def test_the_pulse_stops_while_a_part_fails_and_returns_with_it(
    local_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PULSE", 0.02)
    monkeypatch.setattr(worker, "SHORTEST", 0.3)
    monkeypatch.setattr(worker, "REMEMBERED", 1.0)
    failing, pulses = threading.Event(), list[bool]()
    failing.set()

    def fragile(stop: threading.Event) -> None:
        if failing.is_set():
            raise ZeroDivisionError
        stop.wait()

    service, stop = local_town.hearer.having(loops={"fragile": fragile}).service, threading.Event()
    thread = threading.Thread(target=worker.run, args=(service, stop, lambda: pulses.append(failing.is_set())))
    thread.start()
    try:
        time.sleep(0.4)
        assert pulses == []
        failing.clear()
        eventually(lambda: len(pulses) > 3)
    finally:
        stop.set()
        thread.join(20)
    assert not any(pulses)


@pytest.mark.parametrize("way", ["over RabbitMQ", "without a broker"])
def test_a_database_that_is_killed_under_load_loses_and_doubles_nothing(
    restartable_postgres: EmbeddedPostgres, request: pytest.FixtureRequest, way: str
) -> None:
    url = request.getfixturevalue("wire").url if way == "over RabbitMQ" else None
    with town(restartable_postgres, url) as made:
        subscribe(made.hearer.service)
        answers = [str(number) for number in range(1000)]
        with made.teller.working(), made.hearer.working():
            for start in range(0, len(answers), 20):
                made.teller.tell(*answers[start : start + 20])
            restartable_postgres.kill()
            time.sleep(1)
            restartable_postgres.start()
            eventually(lambda: len(made.hearer.heard()) >= len(answers), seconds=60)
            eventually(lambda: made.teller.unsent() == 0)
        assert sorted(made.hearer.heard()) == sorted(answers)
        assert made.hearer.inbox("parked") == 0


def test_a_worker_that_starts_before_the_database_waits_for_it(restartable_postgres: EmbeddedPostgres) -> None:
    with town(restartable_postgres, None) as made:
        subscribe(made.hearer.service)
        made.teller.tell("patience")
        made.teller.database.close()
        made.hearer.database.close()
        restartable_postgres.kill()
        with made.teller.working(), made.hearer.working():
            time.sleep(1)
            restartable_postgres.start()
            eventually(lambda: made.hearer.heard() == ["patience"], seconds=40)


def test_without_a_broker_nothing_is_told_before_every_service_has_subscribed(local_town: Town) -> None:
    transport = json.loads(local_town.teller.transport["TALKA_LOCAL_INBOXES"])
    assert list(transport) == ["events"]
    local_town.teller.tell("too early")
    with local_town.teller.working():
        time.sleep(1.2)
        assert local_town.teller.unsent() == 1
        assert local_town.teller.ask("SELECT attempts FROM outbox") == 0
        subscribe(local_town.hearer.service)
        with local_town.hearer.working():
            eventually(lambda: local_town.hearer.heard() == ["too early"])


def test_an_idle_system_passes_a_message_on_within_milliseconds(any_town: Town) -> None:
    subscribe(any_town.hearer.service)
    with any_town.teller.working(), any_town.hearer.working():
        any_town.teller.tell("warm")
        eventually(lambda: any_town.hearer.heard() == ["warm"])
        time.sleep(1.2)
        taken = []
        for answer in "abcdefghi":
            begun = time.monotonic()
            any_town.teller.tell(answer)
            while answer not in any_town.hearer.heard():
                time.sleep(0.001)
            taken.append(time.monotonic() - begun)
    assert sorted(taken)[4] < 0.2  # far from a poll's second; a quiet machine needs a hundredth


def test_the_ages_say_what_waits_and_since_when(local_town: Town) -> None:
    hearer = local_town.hearer
    with hearer.database.reading() as session:
        quiet = ages(session)
    assert (quiet.outbox, quiet.inbox, quiet.due, quiet.parked, quiet.oldest_parked) == (0, 0, 0, 0, 0)
    hearer.tell("one", "two")
    hearer.change("UPDATE outbox SET created_at = now() - interval '1 hour' WHERE seq = 1")
    for state, seq in (("new", 1), ("done", 2), ("parked", 3)):
        hearer.change(
            "INSERT INTO inbox (source, event_id, type, body, state, received_at) VALUES "
            "('x', gen_random_uuid(), 'x', '', :state, now() - make_interval(mins => :seq))",
            state=state,
            seq=seq,
        )
    hearer.change("INSERT INTO parking (id, reason, payload) VALUES (gen_random_uuid(), 'x', '')")
    hearer.change("INSERT INTO due VALUES ('x', gen_random_uuid(), now() - interval '10 seconds')")
    hearer.change("INSERT INTO due VALUES ('x', gen_random_uuid(), now() + interval '10 seconds')")
    with hearer.database.reading() as session:
        found = ages(session)
    assert found.outbox == pytest.approx(3600, abs=30)
    assert found.inbox == pytest.approx(60, abs=30)
    assert found.due == pytest.approx(10, abs=8)
    assert found.parked == 2
    assert found.oldest_parked == pytest.approx(180, abs=30)
