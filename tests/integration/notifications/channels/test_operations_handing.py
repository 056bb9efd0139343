"""What follows from a try: sent, failed, tried again, in doubt. Mails go to a real server that misbehaves on demand."""

from datetime import UTC, datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from services.notifications.channels.domain.gateway import Accepted
from services.notifications.channels.operations.handing import Result, record
from services.notifications.messages.domain.facts import About
from shared.contracts import events
from tests.support.factories.notifications import EMAIL, Event, NewTown, Town, by_email, kannel_settings, smtp_settings
from tests.support.machine import free_port
from tests.support.smtp import MailServer


@pytest.fixture
def mail_town(new_town: NewTown, mail_server: MailServer) -> Town:
    """A town whose mails go to the real server."""
    return new_town(**smtp_settings(mail_server.port))


@pytest.fixture(autouse=True)
def _hang_up(mail_town: Town) -> object:
    yield
    for gateway in mail_town.delivery._gateways.values():
        gateway.close()


@pytest.fixture
def event(mail_town: Town) -> Event:
    event = Event()
    mail_town.hear_event(event, event.published())
    return event


def attempts(town: Town) -> list[tuple[str, str | None]]:
    rows = town.rows("SELECT provider, outcome FROM attempts ORDER BY started_at, message_id, n")
    return [(row.provider, row.outcome) for row in rows]


def retry_now(town: Town) -> None:
    town.rows("UPDATE messages SET next_attempt_at = now() WHERE state = 'queued' RETURNING 1")
    town.send()


def test_what_a_gateway_took_is_accepted_with_its_name_for_it(
    mail_town: Town, event: Event, mail_server: MailServer
) -> None:
    mail_town.hear(event.confirmed(contact=by_email()))
    mail_town.send()
    (message,) = mail_town.messages()
    assert (message.state, message.attempts) == ("accepted", 1)
    assert message.handed_over_at is not None
    assert mail_town.rows("SELECT provider_ref FROM attempts")[0].provider_ref == "OK"
    assert len(mail_server.to(EMAIL)) == 1


def test_what_a_gateway_refuses_for_good_is_a_failure_that_is_told(
    mail_town: Town, event: Event, mail_server: MailServer
) -> None:
    mail_server.behaviour = "refuse"
    mail_town.hear(event.confirmed(contact=by_email()))
    mail_town.send()
    assert mail_town.fates() == [("registration_confirmed", "failed", "550")]
    assert mail_town.published() == ["notifications.message.failed"]


def test_what_was_certainly_not_taken_is_tried_again_later_on_a_ladder(
    mail_town: Town, event: Event, mail_server: MailServer
) -> None:
    mail_server.behaviour = "defer"
    mail_town.hear(event.confirmed(contact=by_email()))
    waits = []
    for _ in range(5):
        retry_now(mail_town)
        (message,) = mail_town.messages()
        waits.append((message.next_attempt_at - datetime.now(UTC)).total_seconds())
    for wait, rung in zip(waits, (30, 120, 600, 1800, 7200), strict=True):
        assert rung * 0.8 - 2 < wait <= rung * 1.2
    retry_now(mail_town)
    assert mail_town.fates() == [("registration_confirmed", "failed", "gave_up")]
    assert attempts(mail_town) == [("smtp", "retry")] * 6


def test_a_try_that_would_come_too_late_is_not_made(
    mail_town: Town, event: Event, mail_server: MailServer, time_machine: TimeMachineFixture
) -> None:
    mail_server.behaviour = "defer"
    mail_town.hear(event.confirmed(contact=by_email()))
    time_machine.move_to(event.occurrences[0].ends_at - timedelta(seconds=5), tick=False)
    mail_town.send()
    assert mail_town.fates() == [("registration_confirmed", "failed", "gave_up")]


def test_a_reminder_in_doubt_is_never_sent_again_and_is_told(
    mail_town: Town, event: Event, mail_server: MailServer
) -> None:
    mail_town.hear(event.confirmed(contact=by_email()))
    mail_town.send()
    mail_server.behaviour = "drop"
    mail_town.due("reminder_24h", event.occurrences[0].occurrence_id)
    mail_town.rows("UPDATE messages SET next_attempt_at = now() WHERE state = 'queued' RETURNING 1")
    mail_town.send()
    mail_server.behaviour = "accept"
    retry_now(mail_town)
    assert mail_town.fates()[1] == ("reminder_24h", "uncertain", "no_answer")
    assert mail_town.published() == ["notifications.message.failed"]
    assert len(mail_server.mails) == 2


def test_a_cancellation_in_doubt_is_sent_once_more_and_says_so(
    mail_town: Town, event: Event, mail_server: MailServer
) -> None:
    mail_town.hear(event.confirmed(contact=by_email()))
    mail_town.send()
    mail_server.behaviour = "drop"
    mail_town.hear_event(event, event.cancelled())
    mail_town.send()
    (waiting,) = mail_town.messages(purpose="event_cancelled")
    assert (waiting.state, waiting.repeated) == ("queued", True)
    assert mail_town.send() == 0
    retry_now(mail_town)
    assert mail_town.fates()[1] == ("event_cancelled", "uncertain", "no_answer")
    _, first, second = mail_server.mails
    assert second["Subject"] == f"(kartojama) {first['Subject']}"
    assert first["Message-ID"] == second["Message-ID"]
    assert attempts(mail_town)[1:] == [("smtp", "uncertain")] * 2


def test_a_receipt_in_time_saves_the_repetition(mail_town: Town, event: Event, mail_server: MailServer) -> None:
    mail_town.hear(event.confirmed(contact=by_email()))
    mail_town.send()
    mail_server.behaviour = "drop"
    mail_town.hear_event(event, event.cancelled())
    (claimed,) = mail_town.delivery._claim()
    mail_town.delivery._hand_over([claimed])
    mail_town.delivery._record(mail_town.delivery._results.get() or [])
    with mail_town.database.transaction() as session:
        late = Result(claimed, Accepted("queued as 1"), datetime.now(UTC))
        record(session, mail_town.delivery._terms, [late])
    retry_now(mail_town)
    assert mail_town.fates()[1] == ("event_cancelled", "accepted", None)
    assert len(mail_server.mails) == 2


def test_an_sms_in_doubt_is_sent_once_more_with_its_mark_at_the_beginning(new_town: NewTown) -> None:
    town = new_town(**kannel_settings(free_port()))
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    town.rows(
        "UPDATE messages SET state = 'claimed', attempts = 1, purpose = 'event_cancelled', "
        "lease_until = now() - interval '1 s' RETURNING 1"
    )
    town.delivery._care()
    (message,) = town.messages()
    assert (message.state, message.repeated) == ("queued", True)
    assert message.body.startswith("(kartojama) ")
    assert message.units == len(message.body)


def test_a_message_that_gets_too_long_by_its_mark_stays_in_doubt(new_town: NewTown) -> None:
    town = new_town(**kannel_settings(free_port()))
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    town.rows(
        "UPDATE messages SET state = 'claimed', attempts = 1, purpose = 'event_cancelled', body = :body, "
        "lease_until = now() - interval '1 s' RETURNING 1",
        body="a" * 153 * 6,
    )
    town.delivery._care()
    assert town.fates() == [("event_cancelled", "uncertain", "no_answer")]
    assert town.published() == ["notifications.message.failed"]


def test_without_a_server_nothing_is_lost(new_town: NewTown) -> None:
    town = new_town(**smtp_settings(free_port()))
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_email()))
    town.send()
    assert [(message.state, message.about) for message in town.messages()] == [("queued", About.REGISTRATION)]


def test_a_channel_without_a_gateway_fails_at_once(new_town: NewTown) -> None:
    town = new_town(TALKA_EMBEDDED="0")
    event = Event()
    town.hear_event(event, event.published())
    town.hear(events.RegistrationConfirmed(**event.party()))
    town.send()
    assert town.fates() == [("registration_confirmed", "failed", "no_gateway")]
