"""What staff settle by a call: they told the person themselves, and the registration is no longer one to look after."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from services.notifications.messages.operations.reaching import tell_otherwise
from services.notifications.recipients.domain import Address, Channel
from services.notifications.recipients.operations import meet_recipient, suppress
from tests.support.clock import vilnius
from tests.support.factories.notifications import PHONE, Event, NewTown, Town, by_sms
from tests.support.visitor import send

API = "/api/notifications/v1"
NOW = vilnius(2026, 11, 10, 12)
LANDLINE = "+37052123456"
Bearer = Callable[..., dict[str, str]]


@pytest.fixture
def event(town: Town) -> Event:
    """One whose only party has a phone that gets no SMS."""
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms(phone=LANDLINE)))
    return event


def the_message(town: Town) -> UUID:
    found: UUID = town.messages()[0].id
    return found


def test_a_person_who_was_called_is_noted_once_and_the_registration_hears_of_it(town: Town, event: Event) -> None:
    who, message_id = uuid7(), the_message(town)
    for _ in range(2):
        with town.database.transaction() as session:
            tell_otherwise(session, who, [event.organisation_id], message_id, NOW)
    assert town.rows("SELECT state, told_by, told_at FROM messages") == [("failed", who, NOW)]
    assert town.rows("SELECT who, what, subject FROM audit") == [(who, "person_told", message_id)]
    assert town.published() == ["notifications.message.failed", "notifications.message.delivered"]


def test_while_another_message_is_open_the_registration_stays_one_to_look_after(town: Town, event: Event) -> None:
    town.rows(
        "INSERT INTO messages SELECT (jsonb_populate_record(m, jsonb_build_object("
        "'id', gen_random_uuid(), 'purpose', 'event_changed', 'state', 'uncertain'))).* FROM messages AS m RETURNING 1"
    )
    first, second = (message.id for message in town.messages())
    with town.database.transaction() as session:
        tell_otherwise(session, uuid7(), [event.organisation_id], first, NOW)
    assert "notifications.message.delivered" not in town.published()
    with town.database.transaction() as session:
        tell_otherwise(session, uuid7(), [event.organisation_id], second, NOW)
    assert town.published()[-1] == "notifications.message.delivered"


def test_staff_say_so_by_api_and_only_of_their_own_and_of_what_did_not_arrive(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    path = f"{API}/messages/{the_message(town)}/told"
    assert client.post(path).status_code == 401
    assert client.post(path, headers=staff_of(uuid7())).status_code == 404
    assert client.post(path, headers=staff_of(event.organisation_id, "check_in")).status_code == 403
    assert client.post(path, headers=staff_of(event.organisation_id)).status_code == 204
    (shown,) = client.get(
        f"{API}/events/{event.event_id}/messages", headers=staff_of(event.organisation_id)
    ).get_json()["items"]
    assert shown["told_at"]
    town.rows("UPDATE messages SET state = 'delivered', told_at = NULL, told_by = NULL RETURNING 1")
    refused = client.post(path, headers=staff_of(event.organisation_id))
    assert (refused.status_code, refused.get_json()["type"]) == (409, "/problems/nothing-to-tell")


def test_the_page_has_a_button_until_it_was_pressed(
    client: FlaskClient, event: Event, staff_of: Bearer, town: Town
) -> None:
    client.set_cookie("talka_staff", staff_of(event.organisation_id)["Authorization"].removeprefix("Bearer "))
    page = f"/messages/events/{event.event_id}?lang=en"
    assert "I have told them" in client.get(page).text
    assert send(client, page, "/told").status_code == 303
    after = client.get(page).text
    assert "I have told them" not in after
    assert "Told by one of us" in after
    assert town.rows("SELECT count(*) FROM audit") == [(1,)]


def test_a_number_of_a_country_without_a_price_is_not_written_to_and_its_party_is_reported(new_town: NewTown) -> None:
    town, event = new_town(TALKA_SMS_PRICES="LT=0.035"), Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("uk", phone="+380501234567")))
    town.hear(event.confirmed(contact=by_sms("lt")))
    assert town.send() == 1
    abroad, at_home = town.messages()
    assert (abroad.state, abroad.reason) == ("failed", "sms-country-not-served")
    assert str(at_home.unit_price) == "0.03500"
    assert town.published() == ["notifications.message.failed"]


def test_who_asked_for_no_messages_is_reported_as_somebody_to_call(town: Town) -> None:
    event = Event()
    town.hear_event(event, event.published())
    with town.database.transaction() as session:
        ona = meet_recipient(session, Address(Channel.SMS, PHONE, "LT"), town.service.settings.secret_key.encode(), NOW)
        suppress(session, ona, kind="stop", reason="asked by text", source="text", now=NOW)
    town.hear(event.confirmed(contact=by_sms()))
    assert town.send() == 0
    (message,) = town.messages()
    assert (message.state, message.reason) == ("withdrawn", "suppressed")
    (reported,) = town.rows("SELECT body::json -> 'data' ->> 'state' AS state FROM outbox WHERE type LIKE '%.failed'")
    assert reported.state == "withdrawn"
    with town.database.transaction() as session:
        tell_otherwise(session, uuid7(), [event.organisation_id], message.id, NOW)
    assert town.published()[-1] == "notifications.message.delivered"
