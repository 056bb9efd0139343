"""What follows from a text that somebody sends us."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from uuid_utils.compat import uuid7

from services.notifications.recipients.domain import Purpose
from services.notifications.replies.operations import Incoming, keep_text
from shared.contracts import events
from tests.support.factories.notifications import PHONE, Event, Town, a_shift, a_sign_up, by_sms


def text(town: Town, words: str, *, phone: str = PHONE, ref: str | None = None) -> None:
    """Somebody texts us, and the worker follows."""
    with town.database.transaction() as session:
        keep_text(session, Incoming("builtin", ref or str(uuid4()), phone, words), b"key", datetime.now(UTC))
    town.do_all_due("follow_text")


def registered(town: Town, language: str = "lt", event: Event | None = None) -> events.RegistrationConfirmed:
    """Somebody registers and hears of it."""
    event = event or Event()
    if event.version == 0:
        town.hear_event(event, event.published())
    message = event.confirmed(contact=by_sms(language))
    town.hear(message)
    town.send()
    return message


def replies(town: Town) -> list[dict[str, str]]:
    """The answers that the others were told of."""
    told = town.rows("SELECT body FROM outbox WHERE type = 'notifications.reply.received' ORDER BY seq")
    return [json.loads(row.body)["data"] for row in told]


@pytest.mark.parametrize("words", ["NE", "ne.", " Ni ", "НІ", "нет!", "لا", "NO"])
def test_a_no_declines_what_we_last_wrote_about(town: Town, words: str) -> None:
    registration = registered(town)
    text(town, words)
    assert replies(town) == [
        {
            "answer": "no",
            "about": "registration",
            "subject_id": str(registration.registration_id),
            "why_not": "",
            "phone": "",
        }
    ]
    assert town.rows("SELECT answer, about FROM incoming_texts") == [("no", "registration")]


def test_a_no_is_about_the_newest_of_several_things(town: Town) -> None:
    registered(town)
    signed_up = a_sign_up(a_shift(), contact=by_sms())
    town.hear(signed_up, 1)
    town.send()
    text(town, "NE")
    assert replies(town) == [
        {"answer": "no", "about": "sign_up", "subject_id": str(signed_up.sign_up_id), "why_not": "", "phone": ""}
    ]


def test_a_yes_accepts_an_open_offer_before_anything_newer(town: Town) -> None:
    event = Event()
    town.hear_event(event, event.published())
    facts = event.party()
    town.hear(events.RegistrationOffered(**facts, expires_at=datetime.now(UTC) + timedelta(hours=2)))
    town.send()
    registered(town, event=event)
    text(town, "TAIP")
    assert replies(town) == [
        {
            "answer": "yes",
            "about": "registration",
            "subject_id": str(facts["registration_id"]),
            "why_not": "",
            "phone": "",
        }
    ]


def test_a_text_that_the_gateway_repeats_is_followed_once(town: Town) -> None:
    registered(town)
    text(town, "NE", ref="kannel-1")
    text(town, "NE", ref="kannel-1")
    assert len(replies(town)) == 1


def test_a_no_to_what_is_over_or_off_is_not_understood(town: Town) -> None:
    event = Event()
    registered(town, event=event)
    town.hear_event(event, event.cancelled())
    town.send()
    text(town, "NE")
    assert replies(town) == []
    town.send()
    assert town.arrived()[-1].purpose == Purpose.HELP_ANSWER


def test_a_stop_ends_all_messages_at_once_with_one_answer_in_its_language(town: Town) -> None:
    event = Event()
    registered(town, event=event)
    text(town, "ОТПИСАТЬСЯ")
    text(town, "Stop!")
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    town.send()
    assert [(item.purpose, item.language) for item in town.arrived()[1:]] == [(Purpose.STOP_CONFIRMED, "ru")]
    assert ("event_changed", "withdrawn", "suppressed") in town.fates()
    assert replies(town) == []


def test_a_stop_in_letters_that_many_languages_share_is_answered_in_the_persons_own(town: Town) -> None:
    registered(town, "uk")
    text(town, "STOP")
    town.send()
    assert town.arrived()[-1].language == "uk"


def test_whoever_stopped_starts_again_with_one_word(town: Town) -> None:
    event = Event()
    registered(town, "uk", event=event)
    text(town, "STOP")
    text(town, "СТАРТ")
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    town.send()
    told = [(item.purpose, item.language) for item in town.arrived()[1:]]
    assert told == [(Purpose.STOP_CONFIRMED, "uk"), (Purpose.START_CONFIRMED, "uk"), (Purpose.EVENT_CHANGED, "uk")]


def test_a_person_of_plain_lithuanian_is_answered_in_plain_lithuanian(town: Town) -> None:
    registered(town, "lt-simple")
    text(town, "PAGALBA")
    town.send()
    assert town.arrived()[-1].language == "lt-simple"


def test_whoever_stopped_can_still_decline(town: Town) -> None:
    registration = registered(town)
    text(town, "STOP")
    text(town, "NE")
    assert [reply["subject_id"] for reply in replies(town)] == [str(registration.registration_id)]


def test_whoever_stopped_is_not_answered_unless_they_ask_for_help(town: Town) -> None:
    registered(town)
    text(town, "STOP")
    text(town, "ačiū")
    text(town, "PAGALBA")
    town.send()
    assert [item.purpose for item in town.arrived()[1:]] == [Purpose.STOP_CONFIRMED, Purpose.HELP_ANSWER]


def test_help_is_given_as_often_as_it_is_asked_for(town: Town) -> None:
    text(town, "PAGALBA")
    text(town, "HELP")
    town.send()
    assert [(item.purpose, item.language) for item in town.arrived()] == [
        (Purpose.HELP_ANSWER, "lt"),
        (Purpose.HELP_ANSWER, "en"),
    ]


def test_what_nobody_understands_is_kept_and_answered_once_a_day(town: Town) -> None:
    text(town, "Ar galima su vaikais?")
    text(town, "Ar galima su šunimi?")
    town.send()
    assert [item.purpose for item in town.arrived()] == [Purpose.HELP_ANSWER]
    town.rows("UPDATE incoming_texts SET received_at = received_at - interval '25 hours' RETURNING 1")
    text(town, "Alio?")
    town.send()
    assert len(town.arrived()) == 2
    assert len(town.rows("SELECT 1 FROM incoming_texts WHERE answer = 'unknown'")) == 3


def test_a_text_from_a_sender_that_is_no_phone_is_kept_and_not_answered(town: Town) -> None:
    text(town, "Akcija!", phone="MAXIMA")
    town.send()
    assert town.fates() == [("help_answer", "failed", "phone-is-wrong")]
    assert town.published() == []


def test_a_yes_to_what_was_not_offered_is_answered_and_waits_for_one_of_us(town: Town) -> None:
    registered(town)
    text(town, "TAIP")
    town.send()
    assert replies(town) == []
    assert town.arrived()[-1].purpose == Purpose.HELP_ANSWER
    assert town.rows("SELECT answer, unclear FROM incoming_texts") == [("yes", True)]


def test_only_what_led_to_nothing_waits_for_one_of_us(town: Town) -> None:
    registered(town)
    for words in ("PAGALBA", "STOP", "START", "NE", "NE, ateisime visi"):
        text(town, words)
    assert town.rows("SELECT text FROM incoming_texts WHERE unclear") == [("NE, ateisime visi",)]


def test_a_text_whose_sender_was_erased_meanwhile_is_followed_no_more(town: Town) -> None:
    town.due("follow_text", uuid7())
    assert town.messages() == []
