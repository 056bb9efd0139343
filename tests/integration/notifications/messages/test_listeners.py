"""What people hear when others tell us what happened."""

from datetime import UTC, datetime, timedelta

import pytest
from uuid_utils.compat import uuid7

from services.notifications.recipients.domain import Purpose
from shared.contracts import events, volunteers
from tests.support.factories.notifications import (
    NOBODY,
    PHONE,
    Event,
    NewTown,
    Town,
    a_shift,
    a_sign_up,
    an_occurrence,
    by_email,
    by_sms,
)


@pytest.fixture
def event(town: Town) -> Event:
    """A published event with one occurrence."""
    event = Event()
    town.hear_event(event, event.published())
    return event


def retry_now(town: Town) -> None:
    """What waits for its next try is tried."""
    town.rows("UPDATE inbox SET next_at = now() WHERE state = 'new' RETURNING 1")
    town.work()


def test_a_registered_party_hears_by_its_channel_in_its_language(town: Town, event: Event) -> None:
    town.hear(event.confirmed(contact=by_sms("uk")))
    town.hear(event.confirmed(contact=by_email("ar")))
    assert town.send() == 2
    sms, mail = town.arrived()
    assert (sms.channel, sms.address, sms.language) == ("sms", PHONE, "uk")
    assert "Знайомство з культурами" in sms.body
    assert "K7M2PX" in sms.body
    assert (mail.channel, mail.address, mail.language) == ("email", "ona@example.lt", "ar")
    assert "Kultūrų pažinimas" in mail.body
    assert b"METHOD:REQUEST" in mail.calendar


def test_an_sms_is_measured_and_priced_before_it_is_sent(town: Town, event: Event) -> None:
    town.hear(event.confirmed(contact=by_sms("uk")))
    (message,) = town.messages()
    assert (message.encoding, message.currency, str(message.unit_price)) == ("ucs2", "EUR", "0.05000")
    assert message.parts == -(-message.units // 67) > 1


def test_whoever_is_told_by_a_helper_is_written_nothing(town: Town, event: Event) -> None:
    town.hear(event.confirmed(contact=NOBODY))
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    assert town.messages() == []


def test_each_standing_of_a_party_has_its_words(town: Town, event: Event) -> None:
    facts = event.party()
    expires_at = datetime.now(UTC) + timedelta(hours=12)
    town.hear(events.RegistrationWaitlisted(**facts, position=3), 1)
    town.hear(events.RegistrationOffered(**facts, expires_at=expires_at), 2)
    town.hear(events.RegistrationPromoted(**facts), 3)
    town.hear(events.RegistrationCancelled(**facts, by="participant"), 4)
    assert [message.purpose for message in town.messages()] == [
        Purpose.REGISTRATION_WAITLISTED,
        Purpose.REGISTRATION_OFFERED,
        Purpose.REGISTRATION_PROMOTED,
        Purpose.REGISTRATION_CANCELLED,
    ]
    assert town.messages(purpose="registration_offered")[0].useful_until == expires_at


def test_an_offer_that_ran_out_is_not_called_a_cancellation(town: Town, event: Event) -> None:
    facts = event.party()
    town.hear(events.RegistrationOffered(**facts, expires_at=datetime.now(UTC) + timedelta(hours=1)), 1)
    town.send()
    town.hear(events.RegistrationCancelled(**facts, by="expiry"), 2)
    town.send()
    assert [item.purpose for item in town.arrived()] == [Purpose.REGISTRATION_OFFERED, Purpose.OFFER_EXPIRED]


def test_the_same_message_twice_is_told_once(town: Town, event: Event) -> None:
    registered = event.confirmed()
    town.hear(registered)
    town.send()
    town.hear(registered)
    town.send()
    assert len(town.messages()) == len(town.arrived()) == 1


def test_an_older_message_that_comes_late_changes_nothing(town: Town, event: Event) -> None:
    facts = event.party()
    town.hear(events.RegistrationCancelled(**facts, by="organiser"), 2)
    town.hear(events.RegistrationConfirmed(**facts), 1)
    assert [message.purpose for message in town.messages()] == [Purpose.REGISTRATION_CANCELLED]
    assert town.rows("SELECT state FROM audience")[0].state == "cancelled"


def test_a_registration_that_comes_before_its_event_waits_for_it(town: Town) -> None:
    event = Event()
    town.hear(event.confirmed())
    assert town.messages() == []
    town.hear_event(event, event.published())
    retry_now(town)
    assert town.send() == 1


def test_an_event_that_was_changed_before_it_was_heard_of_is_taken_as_it_is(town: Town) -> None:
    event = Event()
    published = event.published()
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    town.hear(published, 1)
    assert town.rows("SELECT version, heard FROM occasions") == [(2, 2)]


def test_a_phone_shared_by_two_parties_hears_for_each_in_its_language(town: Town, event: Event) -> None:
    town.hear(event.confirmed(contact=by_sms("uk"), code="AAAAAA"))
    town.hear(event.confirmed(contact=by_sms("lt-simple"), code="BBBBBB"))
    town.send()
    assert {(item.address, item.language) for item in town.arrived()} == {(PHONE, "uk"), (PHONE, "lt-simple")}
    assert len(town.rows("SELECT 1 FROM recipients")) == 1


def test_a_language_we_do_not_speak_falls_back_to_lithuanian(town: Town, event: Event) -> None:
    town.hear(event.confirmed(contact=by_sms("fi")))
    assert town.messages()[0].language == "lt"


def test_new_words_for_the_same_time_and_place_are_no_news(town: Town, event: Event) -> None:
    town.hear(event.confirmed())
    town.send()
    town.hear_event(event, event.renamed({"lt": "Pažinkime kultūras"}))
    town.hear(event.confirmed(contact=by_email()))
    town.send()
    sms, mail = town.arrived()
    assert (sms.purpose, mail.purpose) == ("registration_confirmed", "registration_confirmed")
    assert "Pažinkime kultūras" in mail.body


@pytest.mark.parametrize(
    ("phone", "reason"),
    [("+37052123456", "phone-gets-no-sms"), ("", "phone-is-wrong"), ("0501234567", "phone-needs-country")],
)
def test_an_address_that_nobody_can_be_reached_at_is_a_failure_that_is_told(
    town: Town, event: Event, phone: str, reason: str
) -> None:
    town.hear(event.confirmed(contact=by_sms(phone=phone)))
    town.send()
    assert town.fates() == [("registration_confirmed", "failed", reason)]
    assert town.published() == ["notifications.message.failed"]


def test_a_text_that_is_too_long_for_an_sms_is_a_failure_that_is_told(new_town: NewTown) -> None:
    town = new_town(TALKA_SMS_MOST_PARTS="1")
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("uk")))
    assert town.fates() == [("registration_confirmed", "failed", "sms-too-long")]
    assert town.published() == ["notifications.message.failed"]


def test_whoever_registers_for_what_was_cancelled_meanwhile_hears_that(town: Town, event: Event) -> None:
    registered = event.confirmed()
    town.hear_event(event, event.cancelled())
    town.hear(registered)
    town.send()
    assert [item.purpose for item in town.arrived()] == [Purpose.EVENT_CANCELLED]


def test_one_occurrence_can_be_cancelled_alone(town: Town) -> None:
    event = Event([an_occurrence(), an_occurrence()])
    town.hear_event(event, event.published())
    town.hear(event.confirmed(0))
    town.hear(event.confirmed(1, contact=by_email()))
    town.send()
    town.hear_event(event, event.changed(1, state="cancelled"))
    town.send()
    assert [(item.purpose, item.channel) for item in town.arrived()[2:]] == [(Purpose.EVENT_CANCELLED, "email")]


def test_a_staff_member_gets_a_sign_in_link_that_we_do_not_keep(town: Town) -> None:
    expires_at = datetime.now(UTC) + timedelta(minutes=15)
    link = "http://talka.test/organise/sign-in/secret"
    for _ in range(2):
        town.hear(events.StaffSignInRequested(contact=by_email("lt"), link=link, expires_at=expires_at))
    assert town.send() == 2
    mails = town.arrived()
    assert all(link in mail.body and mail.unsubscribe_url is None for mail in mails)
    assert [(message.body, message.state) for message in town.messages()] == [(None, "delivered")] * 2


def test_a_volunteer_gets_a_code_that_we_do_not_keep(town: Town) -> None:
    expires_at = datetime.now(UTC) + timedelta(minutes=15)
    town.hear(volunteers.VolunteerSignInRequested(contact=by_sms("en"), code="482913", expires_at=expires_at))
    town.hear(volunteers.VolunteerSignInRequested(contact=by_email("en"), code="482914", expires_at=expires_at))
    town.send()
    assert all(code in item.body for code, item in zip(("482913", "482914"), town.arrived(), strict=True))
    assert [(message.body, message.subject) for message in town.messages()] == [(None, None)] * 2


def test_a_code_that_has_expired_is_not_sent_and_not_kept(town: Town) -> None:
    expired = datetime.now(UTC) - timedelta(seconds=1)
    town.hear(volunteers.VolunteerSignInRequested(contact=by_sms("en"), code="482913", expires_at=expired))
    assert town.send() == 0
    (message,) = town.messages()
    assert (message.state, message.reason, message.body) == ("withdrawn", "too_late", None)


def test_a_volunteer_hears_of_a_shift_that_nobody_told_us_of_before(town: Town) -> None:
    shift = a_shift()
    signed_up = a_sign_up(shift)
    town.hear(signed_up, 1)
    town.hear(
        volunteers.SignUpCancelled(
            **{name: getattr(signed_up, name) for name in ("sign_up_id", "volunteer_id", "contact", "link", "shift")},
            by="volunteer",
        ),
        2,
    )
    town.send()
    assert town.fates() == [
        ("sign_up_confirmed", "withdrawn", "no_longer_wanted"),
        ("sign_up_cancelled", "delivered", None),
    ]
    assert "Зустріч гостей" in town.arrived()[0].body


def test_volunteers_hear_when_their_shift_moves_and_when_it_is_not_needed(town: Town) -> None:
    shift = a_shift()
    town.hear(a_sign_up(shift), 1)
    town.send()
    later = shift.starts_at + timedelta(days=1)
    moved = a_shift(shift_id=shift.shift_id, version=2, starts_at=later)
    town.hear(volunteers.ShiftChanged(shift=moved))
    town.send()
    off = a_shift(shift_id=shift.shift_id, version=3, starts_at=later)
    town.hear(volunteers.ShiftCancelled(shift=off))
    town.send()
    assert [item.purpose for item in town.arrived()] == [
        Purpose.SIGN_UP_CONFIRMED,
        Purpose.SHIFT_CHANGED,
        Purpose.SHIFT_CANCELLED,
    ]


def test_a_volunteer_whose_moved_shift_overlaps_another_hears_so_with_the_move(town: Town) -> None:
    shift, alone, both = a_shift(), uuid7(), uuid7()
    town.hear(a_sign_up(shift, sign_up_id=alone), 1)
    town.hear(a_sign_up(shift, sign_up_id=both, contact=by_email("en")), 1)
    town.send()
    moved = a_shift(shift_id=shift.shift_id, version=2, starts_at=shift.starts_at + timedelta(days=1))
    town.hear(volunteers.ShiftChanged(shift=moved, clashes=(both,)))
    town.send()
    told = {item.subject_id: item.body for item in town.arrived()[2:]}
    assert "You have another shift at that time." in told[both]
    assert "інша робота" not in told[alone]


def test_a_sign_up_that_brings_news_of_its_shift_lets_the_others_hear_them(town: Town) -> None:
    shift = a_shift()
    town.hear(a_sign_up(shift), 1)
    town.send()
    moved = a_shift(shift_id=shift.shift_id, version=2, starts_at=shift.starts_at + timedelta(days=1))
    town.hear(a_sign_up(moved, contact=by_email("en")), 1)
    town.hear(volunteers.ShiftChanged(shift=moved))
    town.send()
    purposes = [(item.purpose, item.channel) for item in town.arrived()]
    assert sorted(purposes) == [("shift_changed", "sms"), ("sign_up_confirmed", "email"), ("sign_up_confirmed", "sms")]


def test_people_without_an_address_ask_for_no_sign_in(town: Town) -> None:
    town.hear(events.StaffSignInRequested(contact=NOBODY, link="x", expires_at=datetime.now(UTC)))
    assert town.messages() == []


def test_what_a_message_is_about_rides_along_to_the_gateway(town: Town, event: Event) -> None:
    happened = datetime.now(UTC) - timedelta(seconds=3)
    registered = event.confirmed(registration_id=uuid7())
    town.hear(registered, at=happened)
    (message,) = town.messages()
    assert (message.about, message.subject_id) == ("registration", registered.registration_id)
    assert (message.correlation_id, message.cause_at) == ("c0ffee", happened)
