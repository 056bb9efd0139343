"""A note reaches everybody it is for once, in words of their language, and costs what was said before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from services.notifications.messages.domain.looking import Preview
from services.notifications.notes.domain import NoteIsTooLate, Wish
from services.notifications.notes.operations import writing
from services.notifications.notes.operations.previewing import preview_note
from services.notifications.notes.operations.writing import TELL_NOTE, write_note
from services.notifications.recipients.domain import Purpose
from shared.contracts import events
from shared.contracts.envelope import decode
from shared.errors import NotFound
from tests.support.factories.notifications import (
    NOBODY,
    Event,
    NewTown,
    Town,
    a_shift,
    a_sign_up,
    by_email,
    by_sms,
)

WORDS = {"lt": "Pasiimkite termosus.", "uk": "Візьміть теплий одяг."}
THIRD, FOURTH, FIFTH = "+37061110003", "+37061110004", "+37061110005"


@pytest.fixture
def event(town: Town) -> Event:
    """Two come, in Lithuanian by SMS and in Ukrainian by mail; one waits; one has no address; one helps."""
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms()))
    town.hear(event.confirmed(contact=by_email("uk")))
    town.hear(event.confirmed(contact=NOBODY))
    town.hear(events.RegistrationWaitlisted(**event.party(contact=by_sms("en", THIRD)), position=1))
    occurrence = event.occurrences[0].occurrence_id
    shift = a_shift(event_id=event.event_id, occurrence_id=occurrence)
    town.hear(a_sign_up(shift, contact=by_sms("lt", FOURTH)), 1)
    town.send()
    return event


def wish(event: Event, **more: Any) -> Wish:
    facts: dict[str, Any] = {"words": WORDS, "to_waiting": False, "to_volunteers": False} | more
    return Wish(occurrence_id=event.occurrences[0].occurrence_id, **facts)


def looked(town: Town, event: Event, wanted: Wish) -> Preview:
    with town.database.reading() as session:
        return preview_note(session, town.terms, [event.organisation_id], wanted, datetime.now(UTC))


def written(town: Town, event: Event, wanted: Wish) -> None:
    with town.database.transaction() as session:
        write_note(session, uuid7(), [event.organisation_id], wanted, datetime.now(UTC))


def told(town: Town) -> list[tuple[str, str]]:
    """Who has got a note, and the organiser's words in it."""
    town.do_all_due(TELL_NOTE)
    town.send()
    notes = [item for item in town.arrived() if item.purpose == Purpose.NOTE]
    return sorted((item.address, next(words for words in WORDS.values() if words in item.body)) for item in notes)


def test_a_note_that_is_still_to_be_sent_outlives_newer_news_of_the_party(town: Town, event: Event) -> None:
    facts = event.party(contact=by_sms("lt", FIFTH))
    town.hear(events.RegistrationConfirmed(**facts), 1)
    town.send()
    written(town, event, wish(event))
    town.do_all_due(TELL_NOTE)
    town.hear(events.RegistrationConfirmed(**facts | {"party": 2}), 2)
    assert (FIFTH, WORDS["lt"]) in told(town)


def test_the_history_of_the_event_is_told_who_wrote_to_whom_and_nothing_of_the_words(town: Town, event: Event) -> None:
    with town.database.transaction() as session:
        who = uuid7()
        note = write_note(session, who, [event.organisation_id], wish(event, to_waiting=True), datetime.now(UTC))
    (row,) = town.rows("SELECT body FROM outbox WHERE type = 'notifications.note.written'")
    message = decode(row.body)
    assert (message.subject, message.data["staff_id"]) == (str(note), str(who))
    assert (message.data["to_waiting"], message.data["to_volunteers"], WORDS["lt"] in row.body) == (True, False, False)


def test_those_who_come_get_it_each_in_their_language(town: Town, event: Event) -> None:
    written(town, event, wish(event))
    assert told(town) == [("+37061234567", WORDS["lt"]), ("ona@example.lt", WORDS["uk"])]


def test_those_who_wait_and_those_who_help_get_it_if_it_is_wished(town: Town, event: Event) -> None:
    written(town, event, wish(event, to_waiting=True, to_volunteers=True))
    assert [address for address, _ in told(town)] == [THIRD, FOURTH, "+37061234567", "ona@example.lt"]


def test_whoever_reads_another_language_gets_the_words_there_are(town: Town, event: Event) -> None:
    written(town, event, wish(event, words={"uk": WORDS["uk"]}))
    assert {line for _, line in told(town)} == {WORDS["uk"]}


def test_two_notes_are_two_messages_and_telling_one_again_is_none(town: Town, event: Event) -> None:
    written(town, event, wish(event))
    written(town, event, wish(event))
    assert len(told(town)) == 4
    town.rows("INSERT INTO due (kind, subject_id, due_at) SELECT 'tell_note', id, now() FROM notes RETURNING 1")
    assert len(told(town)) == 4


def test_many_are_told_batch_by_batch(town: Town, event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BATCH", 2)
    written(town, event, wish(event, to_waiting=True, to_volunteers=True))
    assert [len(told(town)) for _ in range(4)] == [2, 3, 4, 4]  # one of five has no address


def test_the_look_before_says_how_many_in_which_words_at_which_price(town: Town, event: Event) -> None:
    preview = looked(town, event, wish(event, to_waiting=True, to_volunteers=True))
    shares = {(share.channel, share.language): share for share in preview.shares}
    assert {key: (share.people, share.foreign) for key, share in shares.items()} == {
        ("sms", "lt"): (2, False),
        ("sms", "en"): (1, True),
        ("email", "uk"): (1, False),
    }
    assert (preview.people, preview.unreached, preview.currency) == (4, 1, "EUR")
    assert WORDS["lt"] in shares["sms", "lt"].body
    assert shares["email", "uk"].price == 0


@pytest.mark.parametrize("length", range(92, 112, 4))
def test_what_it_cost_is_what_was_said_before(town: Town, event: Event, length: int) -> None:
    """Whatever the number of letters: the links of those who come and of those who help differ in length."""
    wanted = wish(event, to_waiting=True, to_volunteers=True, words={"lt": "a" * length})
    preview = looked(town, event, wanted)
    written(town, event, wanted)
    town.do_all_due(TELL_NOTE)
    (sent,) = town.rows(
        "SELECT count(*) AS messages, sum(parts) AS parts, sum(parts * unit_price) AS price FROM messages "
        "WHERE note_id IS NOT NULL"
    )
    assert (preview.people, preview.parts, preview.price) == (sent.messages, sent.parts, Decimal(sent.price))


def test_the_prices_of_two_countries_come_together(town: Town, event: Event) -> None:
    town.hear(event.confirmed(contact=by_sms("lt", "+380671234567")))
    (share, _mail) = looked(town, event, wish(event)).shares
    assert (share.language, share.people) == ("lt", 2)


def test_whom_no_message_reaches_is_counted_and_not_written_to(town: Town, event: Event) -> None:
    town.hear(event.confirmed(contact=by_sms("lt", "+37052123456")))
    town.hear(event.confirmed(contact=by_sms("lt", "+12025550123")))
    town.rows(
        "INSERT INTO suppressions (address_hmac, channel, kind, reason, source, at) "
        "SELECT address_hmac, channel, 'stop', 'asked', 'test', now() FROM recipients WHERE channel = 'email' "
        "RETURNING 1"
    )
    preview = looked(town, event, wish(event))
    assert (preview.people, preview.unreached) == (1, 4)


def test_another_organisations_date_is_not_there(town: Town, event: Event) -> None:
    for act in (looked, written):
        with pytest.raises(NotFound):
            act(town, replace(event, organisation_id=uuid7()), wish(event))
    assert town.rows("SELECT 1 FROM notes") == []


def _over(town: Town, event: Event) -> None:
    town.rows("UPDATE occasions SET ends_at = now() - interval '1 minute' RETURNING 1")


def _off(town: Town, event: Event) -> None:
    town.hear_event(event, event.cancelled())


@pytest.mark.parametrize("end", [_over, _off])
def test_nobody_is_written_to_about_what_is_over_or_off(
    town: Town, event: Event, end: Callable[[Town, Event], None]
) -> None:
    end(town, event)
    with pytest.raises(NoteIsTooLate):
        written(town, event, wish(event))


def test_a_note_waits_for_the_morning_and_outlives_a_move(new_town: NewTown) -> None:
    now = datetime.now(UTC)
    begins, ends = (now + timedelta(hours=hours) for hours in (-1, 1))
    quiet = f"{begins:%H:%M}-{ends:%H:%M}"
    town = new_town(TALKA_QUIET_HOURS=quiet, TALKA_ZONE="UTC")
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms()))
    written(town, event, wish(event))
    assert told(town) == []
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    town.rows("UPDATE messages SET next_attempt_at = now(), not_before = now() RETURNING 1")
    assert told(town) == []
    assert ("note", "queued", "quiet") in town.fates()


def test_whoever_leaves_before_it_is_sent_does_not_get_it(town: Town, event: Event) -> None:
    written(town, event, wish(event))
    town.do_all_due(TELL_NOTE)
    town.rows("UPDATE audience SET state = 'cancelled' RETURNING 1")
    assert told(town) == []
    assert ("note", "withdrawn", "no_longer_wanted") in town.fates()
