"""Everyone concerned hears of a change, once, and nothing of what holds no longer."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.messages.operations import telling
from services.notifications.recipients.domain import Purpose
from shared.contracts import events
from shared.contracts.parts import Venue
from shared.languages import LANGUAGES
from tests.support.factories.notifications import EMAIL, PHONE, Event, NewTown, Town, an_occurrence, by_email, by_sms

ELSEWHERE = Venue(name="Biblioteka", address="Vytauto g. 45")


@pytest.fixture
def event(town: Town) -> Event:
    """A published event with one occurrence."""
    event = Event()
    town.hear_event(event, event.published())
    return event


def moved(event: Event, days: float) -> events.EventChanged:
    """Its occurrence moves by so many days."""
    return event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=days))


def news(town: Town) -> list[str]:
    """The texts of the news that arrived, oldest first."""
    return [item.body for item in town.arrived() if item.purpose == Purpose.EVENT_CHANGED]


def test_everyone_hears_of_a_move_once_in_their_own_language(town: Town, event: Event) -> None:
    for number, language in enumerate(LANGUAGES):
        town.hear(event.confirmed(contact=by_sms(language, f"+3706123450{number}")))
    town.send()
    town.hear_event(event, moved(event, 1))
    town.send()
    changed = town.arrived()[len(LANGUAGES) :]
    assert [item.language for item in changed] == list(LANGUAGES)
    assert {item.purpose for item in changed} == {Purpose.EVENT_CHANGED}


def test_the_news_names_what_no_longer_holds(town: Town, event: Event) -> None:
    town.hear(event.confirmed(contact=by_email("en")))
    town.send()
    town.hear_event(event, event.changed(venue=ELSEWHERE))
    town.send()
    (body,) = news(town)
    assert "Where: Biblioteka, Vytauto g. 45" in body
    assert "Before the change: Kultūros centras, Gedimino g. 40, Kaišiadorys" in body


def test_the_calendar_entry_moves_by_the_same_uid_with_a_higher_sequence(town: Town, event: Event) -> None:
    registered = event.confirmed(contact=by_email())
    town.hear(registered)
    town.send()
    town.hear_event(event, moved(event, 1))
    town.send()
    town.hear_event(event, event.cancelled())
    town.send()
    entries = [item.calendar.decode() for item in town.arrived()]
    assert all(f"UID:{registered.registration_id}@" in entry for entry in entries)
    assert ["METHOD:REQUEST" in entry for entry in entries] == [True, True, False]
    assert ["METHOD:CANCEL" in entry for entry in entries] == [False, False, True]
    assert [f"SEQUENCE:{number}" in entry for number, entry in enumerate(entries, 1)] == [True] * 3


def test_who_only_waits_hears_of_a_move_and_has_no_calendar_entry(town: Town, event: Event) -> None:
    town.hear(events.RegistrationWaitlisted(**event.party(contact=by_email()), position=1))
    town.send()
    town.hear_event(event, moved(event, 1))
    town.send()
    assert [(item.purpose, item.calendar) for item in town.arrived()] == [
        (Purpose.REGISTRATION_WAITLISTED, None),
        (Purpose.EVENT_CHANGED_WAITING, None),
    ]


def test_whoever_only_has_an_offer_hears_of_a_move_that_the_answer_is_still_awaited(town: Town, event: Event) -> None:
    """The words "Can't come? Reply NO" made them believe that they had their places."""
    until = datetime.now(UTC) + timedelta(hours=5)
    offered = event.party(contact=by_sms("en"))
    town.hear(events.RegistrationOffered(**offered, expires_at=until), 2)
    waiting = event.party(contact=by_sms("en"))
    town.hear(events.RegistrationWaitlisted(**waiting, position=1))
    town.hear(event.confirmed(contact=by_sms("en")))
    town.send()
    town.hear_event(event, moved(event, 1))
    town.send()
    told = {item.purpose: item.body for item in town.arrived()[3:]}
    assert set(told) == {Purpose.EVENT_CHANGED, Purpose.EVENT_CHANGED_OFFERED, Purpose.EVENT_CHANGED_WAITING}
    answer = told[Purpose.EVENT_CHANGED_OFFERED]
    assert "Reply YES or NO" in answer
    assert "Answer by:" in answer
    assert "You are still on the waiting list." in told[Purpose.EVENT_CHANGED_WAITING]
    (message,) = town.messages(purpose=Purpose.EVENT_CHANGED_OFFERED)
    assert message.useful_until == until


def test_an_event_moved_twice_is_told_once_for_each_version_that_was_sent(town: Town, event: Event) -> None:
    town.hear(event.confirmed())
    town.send()
    town.hear_event(event, moved(event, 1))
    town.send()
    town.hear_event(event, moved(event, 1))
    town.send()
    assert len(news(town)) == 2


def test_an_event_moved_twice_before_anything_was_sent_is_told_once_with_what_people_last_knew(
    town: Town, event: Event
) -> None:
    town.hear(event.confirmed(contact=by_email("en")))
    town.send()
    town.hear_event(event, event.changed(venue=ELSEWHERE))
    town.hear_event(event, event.changed(venue=Venue(name="Mokykla", address="")))
    town.send()
    (body,) = news(town)
    assert "Where: Mokykla" in body
    assert "Before the change: Kultūros centras" in body
    assert ("event_changed", "withdrawn", "stale_version") in town.fates()


def test_a_move_that_was_taken_back_before_anybody_heard_of_it_is_no_news(town: Town, event: Event) -> None:
    town.hear(event.confirmed())
    town.send()
    town.hear_event(event, moved(event, 1))
    town.hear_event(event, moved(event, -1))
    town.send()
    assert news(town) == []


def test_a_move_that_was_taken_back_after_it_was_told_is_told_too(town: Town, event: Event) -> None:
    town.hear(event.confirmed())
    town.send()
    town.hear_event(event, moved(event, 1))
    town.send()
    town.hear_event(event, moved(event, -1))
    town.send()
    assert len(news(town)) == 2


def test_a_confirmation_that_has_not_left_is_corrected_instead_of_being_followed_by_news(
    town: Town, event: Event
) -> None:
    town.hear(event.confirmed(contact=by_email("en")))
    town.hear(events.RegistrationWaitlisted(**event.party(contact=by_sms("en")), position=1))
    town.hear_event(event, event.changed(venue=ELSEWHERE))
    town.send()
    mail, sms = town.arrived()
    assert (mail.purpose, sms.purpose) == (Purpose.REGISTRATION_CONFIRMED, Purpose.REGISTRATION_WAITLISTED)
    assert "Where: Biblioteka" in mail.body


def test_a_confirmation_that_gets_too_long_by_its_correction_is_a_failure_that_is_told(new_town: NewTown) -> None:
    town, event = new_town(TALKA_SMS_MOST_PARTS="2"), Event([an_occurrence(venue=ELSEWHERE)])
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("en")))
    town.hear_event(event, event.changed(venue=Venue(name="Бібліотека", address="")))
    assert town.fates() == [("registration_confirmed", "failed", "sms-too-long")]
    assert town.published() == ["notifications.message.failed"]


def test_a_cancelled_event_is_told_to_everyone_with_its_reason_and_nothing_is_sent_afterwards(
    town: Town, event: Event
) -> None:
    facts = event.party(contact=by_email("en"))
    town.hear(events.RegistrationConfirmed(**facts), 1)
    town.hear(event.confirmed())
    town.send()
    town.hear(event.confirmed(contact=by_sms(phone="+37061234999")))
    town.hear_event(event, event.cancelled({"en": "The hall is flooded."}))
    town.hear(events.RegistrationCancelled(**facts, by="participant"), 2)
    town.send()
    assert town.do_all_due("reminder_24h") + town.do_all_due("reminder_2h") == 0
    town.send()
    after = town.arrived()[2:]
    assert {item.purpose for item in after} == {Purpose.EVENT_CANCELLED}
    assert {item.address for item in after} == {PHONE, "+37061234999"}
    assert ("registration_confirmed", "withdrawn", "event_off") in town.fates()


def test_the_reason_of_a_cancellation_stands_in_the_mail(town: Town, event: Event) -> None:
    town.hear(event.confirmed(contact=by_email("en")))
    town.send()
    town.hear_event(event, event.cancelled({"en": "The hall is flooded."}))
    town.send()
    assert "The hall is flooded." in town.arrived()[-1].body


def test_only_the_occurrence_that_moved_is_news(town: Town) -> None:
    event = Event([an_occurrence(), an_occurrence()])
    town.hear_event(event, event.published())
    town.hear(event.confirmed(0))
    town.hear(event.confirmed(1, contact=by_email()))
    town.send()
    town.hear_event(event, event.changed(1, venue=ELSEWHERE))
    town.send()
    assert [item.address for item in town.arrived()[2:]] == [EMAIL]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three parties are told in one transaction."""
    monkeypatch.setattr(telling, "BATCH", 3)
    monkeypatch.setattr(telling, "FIRST_BATCH", 3)


@pytest.mark.usefixtures("small_batches")
def test_many_are_told_batch_by_batch_and_whoever_comes_in_between_hears_no_old_news(town: Town, event: Event) -> None:
    for number in range(7):
        town.hear(event.confirmed(contact=by_sms(phone=f"+3706123450{number}")))
    town.send()
    town.hear_event(event, event.changed(venue=ELSEWHERE))
    assert len(town.messages(purpose="event_changed")) == 3
    town.hear(event.confirmed(contact=by_sms(phone="+37061234599")))
    town.send()
    assert [town.do_all_due("tell") for _ in range(4)] == [1, 1, 0, 0]
    town.send()
    changed = [item.address for item in town.arrived() if item.purpose == Purpose.EVENT_CHANGED]
    assert sorted(changed) == [f"+3706123450{number}" for number in range(7)]


@pytest.mark.usefixtures("small_batches")
def test_a_confirmation_in_doubt_between_two_batches_waits_to_be_corrected(town: Town, event: Event) -> None:
    for number in range(5):
        town.hear(event.confirmed(contact=by_sms("en", f"+3706123450{number}")))
    town.hear_event(event, event.changed(venue=ELSEWHERE))
    assert town.send() == 3
    town.do_all_due("tell")
    town.rows("UPDATE messages SET next_attempt_at = now() WHERE state = 'queued' RETURNING 1")
    assert town.send() == 2
    assert {item.purpose for item in town.arrived()} == {Purpose.REGISTRATION_CONFIRMED}
    assert all("Biblioteka" in item.body for item in town.arrived())


@pytest.mark.usefixtures("small_batches")
def test_a_second_move_between_two_batches_overtakes_the_first(town: Town, event: Event) -> None:
    for number in range(5):
        town.hear(event.confirmed(contact=by_sms(phone=f"+3706123450{number}")))
    town.send()
    town.hear_event(event, moved(event, 1))
    town.send()
    town.hear_event(event, moved(event, 1))
    while town.do_all_due("tell"):
        pass
    town.send()
    heard = [item.address for item in town.arrived() if item.purpose == Purpose.EVENT_CHANGED]
    assert sorted(heard.count(f"+3706123450{number}") for number in range(5)) == [1, 1, 2, 2, 2]


def test_who_only_waited_and_cancels_loses_no_calendar_entry_and_who_had_a_place_does(town: Town) -> None:
    event = Event()
    town.hear_event(event, event.published())
    waited, had = event.party(contact=by_email()), event.party(contact=by_email())
    town.hear(events.RegistrationWaitlisted(**waited, position=1), 1)
    town.hear(events.RegistrationConfirmed(**had), 1)
    town.send()
    for party in (waited, had):
        town.hear(events.RegistrationCancelled(**party, by="participant"), 2)
    town.send()
    entries = [(item.purpose, item.calendar and b"METHOD:CANCEL" in item.calendar) for item in town.arrived()[2:]]
    assert entries == [("registration_cancelled", None), ("registration_cancelled", True)]


def test_two_parties_on_one_phone_tell_their_offers_apart_by_the_code(town: Town, event: Event) -> None:
    codes = ("K7M2PX", "Q4R8ZT")
    for code in codes:
        facts = event.party(contact=by_sms("en"), code=code)
        town.hear(events.RegistrationOffered(**facts, expires_at=datetime.now(UTC) + timedelta(hours=5)), 2)
    town.send()
    for code, item in zip(codes, town.arrived(), strict=True):
        assert f"Code: {code}" in item.body
