"""What is erased under a proved address is nowhere any more, but for what the report says."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from uuid_utils.compat import uuid7

from services.events.registrations.domain import Links
from services.events.registrations.queries import id_by_token
from services.notifications.privacy.queries import seen
from services.notifications.recipients.operations import suppress
from services.notifications.recipients.queries import is_suppressed, recipients_of
from services.volunteers.assistance.domain.states import Act
from services.volunteers.assistance.operations.closing import close
from shared.contracts.events import AssistanceAsked
from shared.contracts.parts import Contact, Whose
from shared.errors import NotFound
from shared.messaging import outbox
from tests.integration.shared.privacy.conftest import EMAIL, NAME, PHONE, URL, WORDS, Town
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_contact, a_request
from tests.support.factories.notices import an_errand
from tests.support.factories.volunteers import SECRET

MANY = 25
"""Columns in which all that the fixture enters stands."""


def erased(town: Town, address: str) -> dict[str, int]:
    """All is done to the end: the report, the last message, and what follows it. What is left."""
    case_id = town.opens(address)
    town.erases(case_id)
    town.sends()
    assert town.all.due("notifications", "privacy_last_words") == 1
    town.all.talk()
    return town.report(case_id)


def test_nothing_is_left_in_any_column_of_the_three_databases_but_numbers(town: Town) -> None:
    by_phone = ["attendance", "call", "error_report", "message", "promise", "referral", "request", "volunteer"]
    assert len(town.all.found(WORDS)) > len(by_phone)
    left = erased(town, PHONE) | erased(town, EMAIL)
    assert left.pop("duty_phone") == 1
    assert town.all.found(WORDS) == {"events.organisations.duty_phone"}  # somebody in need counts on it
    assert left.keys() == {"attendance", "referral", "call", "error_report", "request", "volunteer", "message"}
    assert (left["attendance"], left["volunteer"]) == (2, 1)


def test_what_is_ahead_is_called_off_and_what_was_asked_for_others_goes_on(town: Town) -> None:
    token = Links(SECRET, URL).token(town.ids["past"])
    with town.all.writing("events") as session:
        assert id_by_token(session, token) == town.ids["past"]
    case_id = town.opens()
    town.erases(case_id)
    assert town.report(case_id, "ended") == dict.fromkeys(
        ("registration", "referral", "request", "sign_up", "promise"), 1
    )
    states = town.all.rows("events", "SELECT id, state, party FROM registrations")
    held = {row.id: (row.state, row.party) for row in states}
    assert held == {town.ids["ahead"]: ("cancelled", 2), town.ids["past"]: ("confirmed", 2)}
    with town.all.writing("events") as session, pytest.raises(NotFound):
        id_by_token(session, token)  # a link of before leads nowhere
    assert town.all.rows("events", "SELECT min(taken) FROM occurrences") == [(0,)]
    assert town.all.rows("volunteers", "SELECT taken FROM shifts") == [(0,)]
    seeking = "SELECT state, taken FROM requests WHERE id = :id"
    assert town.all.rows("volunteers", seeking, id=town.ids["helped"]) == [("open", 0)]  # somebody else is sought
    other = "SELECT state, name, asker_name, asker_phone FROM referrals WHERE id = :id"
    going_on = town.all.rows("events", other, id=town.ids["referral_for_another"])
    assert going_on == [("open", "Albinas", None, None)]
    other = "SELECT state, name, asker FROM requests WHERE id = :id"
    assert town.all.rows("volunteers", other, id=town.ids["for_another"]) == [("open", "Albinas", None)]


def test_whatever_else_shows_what_was_kept_under_the_address_ends_with_the_erasure(town: Town) -> None:
    shown, typed = town.opens(), town.asks()
    town.all.rows("notifications", "UPDATE privacy_cases SET asked_at = asked_at - interval '1 hour' RETURNING id")
    stranger, hers = town.opens("+37061277777"), town.opens()
    town.all.away = {"events"}
    town.erases(hers)
    meanwhile = town.opens()
    town.all.away = set()
    town.all.talk()
    states = dict(town.all.rows("notifications", "SELECT id, state FROM privacy_cases"))
    ended = dict.fromkeys((shown, typed, meanwhile), "over")
    assert states == ended | {hers: "erased", stranger: "open"}
    kept = "SELECT count(*) FROM privacy_parts WHERE things IS NOT NULL AND case_id <> :id"
    assert town.all.rows("notifications", kept, id=stranger) == [(0,)]
    afterwards = town.opens()
    with town.all.writing("notifications") as session:
        assert {kind for kind, _number in seen(session, afterwards).counts}.isdisjoint({"registration", "request"})


def test_who_was_erased_can_come_back_as_somebody_new_but_is_not_written_to(town: Town) -> None:
    """The wish not to be written to outlives the address, as a fingerprint."""
    with town.all.writing("notifications") as session:
        (recipient_id,) = recipients_of(session, Whose(phone=PHONE))
        suppress(session, recipient_id, kind="stop", reason="asked", source="text", now=datetime.now(UTC))
    assert erased(town, PHONE)["suppression"] == 1
    town.all.rows("events", "UPDATE organisations SET duty_phone = NULL RETURNING id")  # another is on duty since
    again = town.opens()
    things = town.all.rows("notifications", "SELECT things FROM privacy_parts WHERE case_id = :id", id=again)
    assert things == [([],)] * 3
    with town.all.writing("notifications") as session:
        (recipient_id,) = recipients_of(session, Whose(phone=PHONE))
        assert is_suppressed(session, recipient_id)


def test_the_last_message_says_that_it_is_done_and_the_address_goes_when_it_has_left(town: Town) -> None:
    case_id = town.opens()
    town.sends()
    town.erases(case_id)
    to_her = (
        "SELECT m.purpose, m.language FROM messages m JOIN recipients r ON r.id = m.recipient_id "
        "WHERE m.state = 'queued' AND r.address = :phone"
    )
    known = "SELECT address FROM privacy_cases WHERE id = :id"
    assert town.all.rows("notifications", to_her, phone=PHONE) == [("privacy_done", "lt")]
    assert town.all.due("notifications", "privacy_last_words") == 1
    assert town.all.rows("notifications", known, id=case_id) == [(PHONE,)]
    town.sends()
    town.all.due("notifications", "privacy_last_words")
    assert town.all.rows("notifications", known, id=case_id) == [(None,)]


def test_help_that_volunteers_hear_of_only_later_is_erased_too(town: Town) -> None:
    with town.all.writing("events") as session:
        contact = Contact(channel="sms", phone=PHONE, language="lt")
        asked = AssistanceAsked(
            request_id=town.ids["shift"],
            organisation_id=ROKISKIS,
            errand=an_errand(),
            by="kiosk",
            name=NAME,
            person=contact,
            place="Kavoliškio g. 3",
        )
        outbox.publish(session, asked, subject=town.ids["shift"], version=1)
    town.all.away = {"events"}  # what it has to tell waits
    case_id = town.opens()
    town.erases(case_id)
    assert town.report(case_id).keys() == {"request", "volunteer"}
    town.all.away = set()
    town.all.talk()
    late = town.all.rows("volunteers", "SELECT name, place, state FROM requests WHERE id = :id", id=town.ids["shift"])
    assert late == [("", "", "cancelled")]
    assert "attendance" in town.report(case_id)


def test_what_asked_others_to_call_a_number_is_wiped_with_it(town: Town) -> None:
    landline, read = "+37045852125", "SELECT count(*) FROM messages WHERE position(:phone IN body) > 0"
    errand: dict[str, Any] = {"referral_id": uuid7(), "person": a_contact(channel="none", phone=landline)}
    with town.all.writing("volunteers") as session:
        staff = a_contact(channel="email", phone=None, email="ona@rokiskis.example")
        request = a_request(session, **errand, asker=staff, name="Albinas")
        close(session, LINKS, COORDINATOR, request.id, [ROKISKIS], act=Act.CANCEL, reason="other")
    town.all.talk()
    assert town.all.rows("notifications", read, phone=landline) == [(1,)]
    town.sends()
    case_id = town.asks(landline, fault="phone-gets-no-sms", staff_id=COORDINATOR, called_back=True)
    town.all.talk()
    town.erases(case_id)
    assert town.all.rows("notifications", read, phone=landline) == [(0,)]


@pytest.mark.parametrize("name", ["events", "volunteers"])
def test_an_erasure_waits_for_a_service_that_is_away_and_says_so(town: Town, name: str) -> None:
    case_id = town.opens()
    town.all.away = {name}
    town.erases(case_id)
    assert town.all.rows("notifications", "SELECT state FROM privacy_cases WHERE id = :id", id=case_id) == [
        ("erasing",)
    ]
    town.erases(case_id)  # asked once more, it is done once
    town.all.away = set()
    town.all.talk()
    assert town.all.rows("notifications", "SELECT state FROM privacy_cases WHERE id = :id", id=case_id) == [("erased",)]
    told = "SELECT count(*) FROM inbox WHERE type = 'notifications.person.erasure_asked'"
    assert town.all.rows(name, told) == [(1,)]


def test_messages_that_failed_or_that_nobody_could_read_are_wiped_too(town: Town) -> None:
    with town.all.writing("volunteers") as session:
        fault = {"fault": f"ValueError: {PHONE}", "body": f'{{"phone":"{PHONE}"}}'}
        session.execute(text("UPDATE inbox SET state = 'parked', body = :body, last_error = :fault"), fault)
        session.execute(text("UPDATE due SET last_error = :fault"), fault)
        session.execute(
            text(
                "INSERT INTO parking (id, reason, payload) VALUES (gen_random_uuid(), '?', convert_to(:body, 'UTF8'))"
            ),
            fault,
        )
    erased(town, PHONE)
    assert {where for where in town.all.found([PHONE]) if where.startswith("volunteers")} == set()


def test_a_phone_that_somebody_gave_and_never_proved_gives_away_no_volunteer(town: Town) -> None:
    town.all.rows("volunteers", "UPDATE volunteers SET confirmed = '{email}' RETURNING id")
    case_id = town.opens()
    things = town.all.rows("notifications", "SELECT things FROM privacy_parts WHERE service = 'volunteers'")[0].things
    assert {one["what"] for one in things} == {"request", "request_for_another"}
    town.erases(case_id)
    who = town.all.rows("volunteers", "SELECT phone, email, state FROM volunteers")
    assert who == [(None, EMAIL, "active")]
