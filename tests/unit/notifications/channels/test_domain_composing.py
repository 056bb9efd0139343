"""What a gateway is given for a message."""

from datetime import UTC, datetime
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from services.notifications.channels.domain.composing import Sender, mail_of, sms_of
from services.notifications.messages.domain.claimed import Claimed
from services.notifications.messages.domain.facts import OccasionFacts, PartyState, Place
from services.notifications.recipients.domain import Channel, Purpose, recipient_of
from services.notifications.templates.domain.sms import Encoding
from tests.support.clock import vilnius

SENDER = Sender("talka@talka.test", "https://talka.test", b"key")
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def an_occasion(**facts: Any) -> OccasionFacts:
    occurrence_id = uuid7()
    known: dict[str, Any] = {
        "id": occurrence_id,
        "kind": "occurrence",
        "occurrence_id": occurrence_id,
        "event_id": uuid7(),
        "organisation": "Agentūra",
        "title": {"lt": "Kultūrų pažinimas", "uk": "Знайомство"},
        "work": {},
        "reason": {},
        "place": Place(vilnius(2026, 11, 28, 14), vilnius(2026, 11, 28, 16), "Centras"),
        "zone": "Europe/Vilnius",
        "version": 3,
        "heard": 5,
    }
    return OccasionFacts(**known | facts)


def claimed(**facts: Any) -> Claimed:
    known: dict[str, Any] = {
        "id": uuid7(),
        "attempt": 1,
        "lease_until": NOW,
        "purpose": Purpose.REGISTRATION_CONFIRMED,
        "subject_id": uuid7(),
        "recipient_id": uuid7(),
        "channel": Channel.EMAIL,
        "address": "ona@example.lt",
        "language": "uk",
        "subject": "Підтверджено",
        "body": "Добрий день!",
        "encoding": None,
        "units": None,
        "parts": None,
        "repeated": False,
        "useful_until": NOW,
        "correlation_id": "c0ffee",
        "party_state": PartyState.CONFIRMED,
        "had_place": True,
        "link": "https://talka.test/r/abc",
        "occasion": an_occasion(),
    }
    return Claimed(**known | facts)


def calendar(message: Claimed) -> tuple[str, str]:
    entry = mail_of(message, SENDER).calendar
    assert entry
    return entry.method, entry.ics.decode().replace("\r\n ", "")


def test_an_sms_keeps_the_alphabet_it_was_priced_by() -> None:
    message = claimed(channel=Channel.SMS, body="Labas", encoding="ucs2", units=5, parts=1)
    sms = sms_of(message)
    assert (sms.message_id, sms.to, sms.sms.text, sms.sms.encoding) == (
        message.id,
        message.address,
        "Labas",
        Encoding.UCS2,
    )


@pytest.mark.parametrize(
    "purpose", [Purpose.REGISTRATION_CONFIRMED, Purpose.REGISTRATION_PROMOTED, Purpose.EVENT_CHANGED]
)
def test_whoever_has_a_place_gets_it_into_the_calendar_in_their_language(purpose: Purpose) -> None:
    message = claimed(purpose=purpose)
    method, ics = calendar(message)
    assert method == "REQUEST"
    assert f"UID:{message.subject_id}@talka\r\n" in ics
    assert "SUMMARY:Знайомство" in ics
    assert "SEQUENCE:3" in ics


def test_a_shift_is_named_by_its_work_and_its_event() -> None:
    shift = an_occasion(kind="shift", work={"lt": "Pasitikimas", "uk": "Зустріч гостей"})
    _, ics = calendar(claimed(purpose=Purpose.SIGN_UP_CONFIRMED, occasion=shift))
    assert "SUMMARY:Зустріч гостей: Знайомство" in ics


def test_a_cancelled_event_leaves_the_calendar_in_its_new_version() -> None:
    method, ics = calendar(claimed(purpose=Purpose.EVENT_CANCELLED, occasion=an_occasion(version=4)))
    assert (method, "SEQUENCE:4" in ics) == ("CANCEL", True)


def test_whoever_cancels_loses_the_entry_although_the_event_has_not_changed() -> None:
    message = claimed(purpose=Purpose.REGISTRATION_CANCELLED, party_state=PartyState.CANCELLED)
    method, ics = calendar(message)
    assert (method, "SEQUENCE:4" in ics) == ("CANCEL", True)


@pytest.mark.parametrize(
    "facts",
    [
        {"purpose": Purpose.EVENT_CHANGED, "party_state": PartyState.WAITING},
        {"purpose": Purpose.EVENT_CANCELLED, "party_state": PartyState.WAITING},
        {"purpose": Purpose.REGISTRATION_CANCELLED, "party_state": PartyState.CANCELLED, "had_place": False},
        {"purpose": Purpose.REMINDER_24H},
        {"purpose": Purpose.STAFF_SIGN_IN, "occasion": None, "party_state": None},
    ],
)
def test_who_has_no_entry_gets_none_taken_away(facts: dict[str, Any]) -> None:
    assert mail_of(claimed(**facts), SENDER).calendar is None


def test_every_mail_about_something_can_be_stopped_by_its_reader_alone() -> None:
    message = claimed()
    url = mail_of(message, SENDER).unsubscribe_url
    assert url
    prefix, token = url.rsplit("/", 1)
    assert prefix == "https://talka.test/api/notifications/v1/unsubscribe"
    assert recipient_of(token, b"key") == message.recipient_id


def test_a_sign_in_cannot_be_stopped() -> None:
    assert mail_of(claimed(purpose=Purpose.STAFF_SIGN_IN, occasion=None), SENDER).unsubscribe_url is None
