"""Working off the inbox: one transaction a message, patience with failures, parking at the end."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.contracts.envelope import Envelope, wrap
from shared.contracts.notifications import MessageFailed, ReplyReceived
from shared.errors import NotFound
from shared.logs import correlation_id
from shared.messaging import outbox
from shared.messaging.inbox import receive
from shared.messaging.listening import LADDER, process_inbox
from shared.messaging.parked import drop, parked, replay
from tests.support.town import Side, Town, hear


def reply(answer: str, subject: UUID | None = None, version: int = 1) -> str:
    """A reply on its way, as it stands on the wire."""
    about = subject or uuid4()
    message = ReplyReceived(answer=answer, about="registration", subject_id=about)
    return wrap("notifications", message, subject=about, version=version, correlation_id=f"of {answer}").encode()


def fail_on_bad(session: Session, message: ReplyReceived, envelope: Envelope) -> None:
    hear(session, message, envelope)
    if message.answer == "bad":
        raise ZeroDivisionError(message.subject_id)


def take_in(side: Side, *bodies: str | bytes) -> None:
    with side.database.transaction() as session:
        receive(session, bodies)


def hurry(side: Side) -> None:
    """Let the moment of the next try be now."""
    side.change("UPDATE inbox SET next_at = now() WHERE state = 'new'")


@pytest.fixture
def hearer(local_town: Town) -> Side:
    return local_town.hearer


def test_messages_are_heard_in_the_order_they_came(hearer: Side) -> None:
    take_in(hearer, *[reply(str(number)) for number in range(7)])
    assert process_inbox(hearer.service, limit=5) == 5
    assert process_inbox(hearer.service, limit=5) == 2
    assert process_inbox(hearer.service, limit=5) == 0
    assert hearer.heard() == [str(number) for number in range(7)]
    assert hearer.ask("SELECT count(*) FROM inbox WHERE state = 'done' AND done_at IS NOT NULL") == 7


def test_a_message_received_twice_in_one_delivery_is_heard_once(hearer: Side) -> None:
    body = reply("yes")
    take_in(hearer, body, body)
    take_in(hearer, body.encode())
    process_inbox(hearer.service)
    take_in(hearer, body)
    process_inbox(hearer.service)
    assert hearer.heard() == ["yes"]


def test_a_failing_message_costs_only_itself(hearer: Side) -> None:
    failing = hearer.having(subscriptions={ReplyReceived: fail_on_bad})
    take_in(hearer, reply("one"), reply("bad"), reply("two"))
    assert process_inbox(failing.service) == 3
    assert hearer.heard() == ["one", "two"]
    assert hearer.ask("SELECT attempts FROM inbox WHERE state = 'new'") == 1
    assert hearer.ask("SELECT last_error FROM inbox WHERE state = 'new'").startswith("ZeroDivisionError")
    assert hearer.ask("SELECT next_at > now() - interval '1 second' FROM inbox WHERE state = 'new'")


def test_no_value_of_a_failure_reaches_the_log(hearer: Side, capsys: pytest.CaptureFixture[str]) -> None:
    subject = uuid4()
    take_in(hearer, reply("bad", subject))
    process_inbox(hearer.having(subscriptions={ReplyReceived: fail_on_bad}).service)
    told = capsys.readouterr()
    assert "ZeroDivisionError" in told.out + told.err
    assert str(subject) not in told.out + told.err
    assert str(subject) in hearer.ask("SELECT last_error FROM inbox")


def test_a_message_is_tried_ten_times_with_growing_pauses_and_then_parked(hearer: Side) -> None:
    failing = hearer.having(subscriptions={ReplyReceived: fail_on_bad})
    take_in(hearer, reply("bad"))
    for pause in LADDER:
        assert process_inbox(failing.service) == 1
        wait = hearer.ask("SELECT extract(epoch FROM next_at - now()) FROM inbox")
        assert pause - 0.2 <= float(wait) + 0.2 <= pause + 0.2
        hurry(hearer)
    process_inbox(failing.service)
    assert hearer.ask("SELECT attempts FROM inbox WHERE state = 'parked'") == len(LADDER) + 1
    assert process_inbox(failing.service) == 0


def test_a_message_that_comes_too_early_is_heard_once_what_it_needs_is_there(hearer: Side) -> None:
    known: set[str] = set()

    def needs_first(session: Session, message: ReplyReceived, envelope: Envelope) -> None:
        if message.answer == "second" and "first" not in known:
            raise NotFound
        known.add(message.answer)
        hear(session, message, envelope)

    patient = hearer.having(subscriptions={ReplyReceived: needs_first})
    take_in(hearer, reply("second"), reply("first"))
    process_inbox(patient.service)
    hurry(hearer)
    process_inbox(patient.service)
    assert hearer.heard() == ["first", "second"]


def test_of_two_versions_in_the_wrong_order_a_listener_can_drop_the_older(hearer: Side) -> None:
    newest: dict[str, int] = {}

    def newest_only(session: Session, message: ReplyReceived, envelope: Envelope) -> None:
        if envelope.version > newest.get(envelope.subject, 0):
            newest[envelope.subject] = envelope.version
            hear(session, message, envelope)

    subject = uuid4()
    take_in(hearer, reply("new", subject, version=2), reply("old", subject, version=1))
    process_inbox(hearer.having(subscriptions={ReplyReceived: newest_only}).service)
    assert hearer.heard() == ["new"]
    assert hearer.inbox("done") == 2


def test_a_message_of_a_type_nobody_here_listens_to_is_parked_at_once(hearer: Side) -> None:
    message = MessageFailed(message_id=uuid4(), about="x", subject_id=uuid4(), purpose="x", state="x")
    envelope = wrap("notifications", message, subject=uuid4(), version=1, correlation_id="x")
    take_in(hearer, reply("before"), envelope.encode(), reply("after"))
    process_inbox(hearer.service)
    assert hearer.heard() == ["before", "after"]
    assert "nobody" in hearer.ask("SELECT last_error FROM inbox WHERE state = 'parked'")


def test_a_message_without_a_field_its_listener_needs_is_parked_at_once(hearer: Side) -> None:
    take_in(hearer, reply("yes").replace('"answer"', '"reply"'))
    process_inbox(hearer.service)
    assert "answer" in hearer.ask("SELECT last_error FROM inbox WHERE state = 'parked'")


def test_bytes_that_are_no_message_are_parked_with_their_reason(hearer: Side) -> None:
    take_in(hearer, b"\xff\x00 no message", reply("yes"))
    process_inbox(hearer.service)
    assert hearer.heard() == ["yes"]
    assert bytes(hearer.ask("SELECT payload FROM parking")) == b"\xff\x00 no message"
    assert "UnicodeDecodeError" in hearer.ask("SELECT reason FROM parking")


def test_what_a_listener_causes_carries_the_correlation_of_what_it_heard(hearer: Side) -> None:
    ids: list[str] = []

    def answer(session: Session, message: ReplyReceived, _envelope: Envelope) -> None:
        ids.append(correlation_id())
        outbox.publish(session, message, subject=message.subject_id, version=1)

    take_in(hearer, reply("yes"))
    process_inbox(hearer.having(subscriptions={ReplyReceived: answer}).service)
    assert ids == ["of yes"]
    assert hearer.ask("SELECT body::json ->> 'correlationid' FROM outbox") == "of yes"


def test_two_workers_never_hear_the_same_message(hearer: Side) -> None:
    take_in(hearer, *[reply(str(number)) for number in range(300)])
    together = threading.Barrier(2)

    def work(_: int) -> int:
        together.wait()
        return sum(iter(lambda: process_inbox(hearer.service, limit=7), 0))

    with ThreadPoolExecutor() as pool:
        shares = list(pool.map(work, range(2)))
    assert sum(shares) == 300
    assert sorted(hearer.heard()) == sorted(str(number) for number in range(300))


def test_a_listener_sees_what_the_one_before_it_changed(hearer: Side) -> None:
    counts: list[int] = []

    def count(session: Session, message: ReplyReceived, envelope: Envelope) -> None:
        counts.append(session.execute(text("SELECT count(*) FROM heard")).scalar_one())
        hear(session, message, envelope)

    take_in(hearer, reply("one"), reply("two"), reply("three"))
    process_inbox(hearer.having(subscriptions={ReplyReceived: count}).service)
    assert counts == [0, 1, 2]


class TestTheOperator:
    """What a person can do about parked messages."""

    @pytest.fixture
    def with_parked(self, hearer: Side) -> Side:
        take_in(hearer, reply("bad"), b"no message")
        hearer.change("UPDATE inbox SET attempts = 9")
        process_inbox(hearer.having(subscriptions={ReplyReceived: fail_on_bad}).service)
        return hearer

    def test_sees_what_is_parked_and_why(self, with_parked: Side) -> None:
        with with_parked.database.reading() as session:
            found = parked(session)
        assert {each.type for each in found} == {"notifications.reply.received", ""}
        assert {each.reason.split(":")[0] for each in found} == {"ZeroDivisionError", "JSONDecodeError"}

    def test_replays_a_message_under_its_old_id(self, with_parked: Side) -> None:
        event_id = with_parked.ask("SELECT event_id FROM inbox")
        with with_parked.database.transaction() as session:
            replay(session, event_id)
        process_inbox(with_parked.service)
        assert with_parked.heard() == ["bad"]
        assert with_parked.inbox("done") == 1

    def test_replays_bytes_that_can_be_read_meanwhile(self, with_parked: Side) -> None:
        with_parked.change("UPDATE parking SET payload = :body", body=reply("late").encode())
        with with_parked.database.transaction() as session:
            replay(session, with_parked.ask("SELECT id FROM parking"))
        process_inbox(with_parked.service)
        assert with_parked.heard() == ["late"]
        assert with_parked.ask("SELECT count(*) FROM parking") == 0

    def test_drops_both_kinds_for_good(self, with_parked: Side) -> None:
        ids = [with_parked.ask("SELECT event_id FROM inbox"), with_parked.ask("SELECT id FROM parking")]
        with with_parked.database.transaction() as session:
            for each in ids:
                drop(session, each)
        with with_parked.database.reading() as session:
            assert parked(session) == []
        assert process_inbox(with_parked.service) == 0

    def test_is_told_when_there_is_no_such_thing(self, with_parked: Side) -> None:
        with pytest.raises(NotFound), with_parked.database.transaction() as session:
            replay(session, uuid4())
        with pytest.raises(NotFound), with_parked.database.transaction() as session:
            drop(session, uuid4())
