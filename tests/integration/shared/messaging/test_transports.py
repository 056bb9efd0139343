"""What both transports promise alike: nothing is lost, nothing is heard twice, whoever is killed."""

from pathlib import Path

import pytest

from shared.database import Database
from shared.messaging import relay
from shared.messaging.relay import Handed
from shared.messaging.worker import subscribe
from tests.support.eventually import eventually
from tests.support.town import Town

MANY = [f"answer {number}" for number in range(2000)]


@pytest.fixture
def heedful(any_town: Town) -> Town:
    """A town in which the hearer has subscribed."""
    subscribe(any_town.hearer.service)
    return any_town


def test_what_one_service_tells_the_other_hears_in_order(heedful: Town) -> None:
    heedful.teller.tell("one", "two", "three")
    with heedful.teller.working(), heedful.hearer.working():
        eventually(lambda: heedful.hearer.heard() == ["one", "two", "three"])
        eventually(lambda: heedful.teller.unsent() == 0)
    assert heedful.hearer.inbox("done") == 3


def test_two_thousand_messages_told_while_all_work_are_heard_once_each(heedful: Town) -> None:
    with heedful.teller.working(), heedful.hearer.working():
        for start in range(0, len(MANY), 50):
            heedful.teller.tell(*MANY[start : start + 50])
        eventually(lambda: heedful.hearer.inbox("done") == len(MANY), seconds=60)
    assert sorted(heedful.hearer.heard()) == sorted(MANY)


def test_a_message_that_arrives_twice_is_heard_once(heedful: Town) -> None:
    heedful.teller.tell("once")
    with heedful.teller.working(), heedful.hearer.working():
        eventually(lambda: heedful.hearer.heard() == ["once"])
        heedful.teller.change("UPDATE outbox SET published_at = NULL")
        heedful.teller.tell("later")
        eventually(lambda: heedful.hearer.heard() == ["once", "later"])


def test_a_relay_killed_after_handing_over_and_before_marking_loses_and_doubles_nothing(
    heedful: Town, tmp_path: Path
) -> None:
    heedful.teller.tell("one", "two")
    heedful.teller.doomed("relay", tmp_path / "log").kill()
    assert heedful.teller.unsent() == 2
    with heedful.teller.working(), heedful.hearer.working():
        eventually(lambda: heedful.hearer.heard() == ["one", "two"])
        eventually(lambda: heedful.teller.unsent() == 0)
        heedful.teller.tell("three")
        eventually(lambda: heedful.hearer.heard() == ["one", "two", "three"])


def test_a_relay_that_fails_to_mark_begins_again_by_itself(heedful: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    mark, tries = relay.mark, list[Handed]()

    def fail_once(database: Database, handed: Handed) -> None:
        if handed.sent and not tries:
            tries.append(handed)
            raise ConnectionError
        mark(database, handed)

    monkeypatch.setattr(relay, "mark", fail_once)
    heedful.teller.tell("one")
    with heedful.teller.working(), heedful.hearer.working():
        eventually(lambda: heedful.teller.unsent() == 0)
        eventually(lambda: heedful.hearer.heard() == ["one"])
    assert tries


def test_a_message_nobody_listens_to_stays_with_its_reason_until_somebody_does(any_town: Town) -> None:
    deaf = any_town.hearer.having(subscriptions={})
    subscribe(deaf.service)
    any_town.hearer.change("INSERT INTO subscriptions VALUES ('other.type')")
    any_town.teller.tell("patience")
    with any_town.teller.working():
        eventually(lambda: any_town.teller.ask("SELECT last_error FROM outbox"))
    assert any_town.teller.ask("SELECT attempts FROM outbox") >= 1
    assert any_town.teller.unsent() == 1
    any_town.teller.change("UPDATE outbox SET next_at = now()")
    subscribe(any_town.hearer.service)
    with any_town.hearer.working(), any_town.teller.working():
        eventually(lambda: any_town.hearer.heard() == ["patience"])


def test_a_service_gets_nothing_more_of_what_it_no_longer_listens_to(heedful: Town) -> None:
    subscribe(heedful.hearer.having(subscriptions={}).service)
    heedful.hearer.change("INSERT INTO subscriptions VALUES ('other.type')")
    heedful.teller.tell("into the wind")
    with heedful.teller.working():
        eventually(lambda: heedful.teller.ask("SELECT last_error FROM outbox"))
    assert heedful.hearer.inbox("new") == 0


def test_a_hearer_that_is_not_running_finds_everything_when_it_starts(heedful: Town) -> None:
    heedful.teller.tell("while you were out")
    with heedful.teller.working():
        eventually(lambda: heedful.teller.unsent() == 0)
    with heedful.hearer.working():
        eventually(lambda: heedful.hearer.heard() == ["while you were out"])


def test_a_worker_killed_in_the_middle_of_a_listener_leaves_no_trace_and_the_next_one_hears(
    heedful: Town, tmp_path: Path
) -> None:
    heedful.teller.tell("again")
    with heedful.teller.working():
        heedful.hearer.doomed("listener", tmp_path / "log").kill()
    assert heedful.hearer.heard() == []
    with heedful.hearer.working():
        eventually(lambda: heedful.hearer.heard() == ["again"], seconds=40)
