"""Receipts only move a message forward, whenever and however often they come."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from urllib.parse import quote
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture
from uuid_utils.compat import uuid7

from services.notifications.channels.domain.delivery import Receipt
from services.notifications.channels.gateways.kannel import receipt_mac
from services.notifications.channels.operations.receipts import hear_receipt
from tests.support.factories.notifications import Event, NewTown, Town, kannel_settings, web_side

SECRET = kannel_settings(1)["TALKA_KANNEL_CALLBACK_SECRET"]


@pytest.fixture
def message_id(town: Town) -> UUID:
    """An SMS that a gateway has accepted."""
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    town.rows("UPDATE messages SET state = 'accepted', handed_over_at = now(), attempts = 1 RETURNING 1")
    found: UUID = town.messages()[0].id
    return found


def receive(town: Town, message_id: UUID, *receipts: Receipt) -> None:
    for receipt in receipts:
        with town.database.transaction() as session:
            hear_receipt(session, "kannel", message_id, receipt, "dlr", datetime.now(UTC))


def state(town: Town) -> str:
    return str(town.messages()[0].state)


@pytest.mark.parametrize("order", list(permutations([Receipt.ACCEPTED, Receipt.BUFFERED, Receipt.DELIVERED])))
def test_receipts_in_any_order_end_in_delivered(town: Town, message_id: UUID, order: tuple[Receipt, ...]) -> None:
    receive(town, message_id, *order, *order)
    assert state(town) == "delivered"
    assert len(town.rows("SELECT 1 FROM receipts")) == 6


def test_a_failure_is_told_once_and_a_late_delivery_is_kept_and_not_applied(town: Town, message_id: UUID) -> None:
    receive(town, message_id, Receipt.FAILED, Receipt.FAILED, Receipt.DELIVERED)
    assert state(town) == "failed"
    assert town.published() == ["notifications.message.failed"]
    applied = town.rows("SELECT status, applied_at IS NOT NULL AS applied FROM receipts ORDER BY received_at")
    assert applied == [("failed", True), ("failed", False), ("delivered", False)]


def test_an_acceptance_settles_a_doubt(town: Town, message_id: UUID) -> None:
    town.rows("UPDATE messages SET state = 'uncertain' RETURNING 1")
    receive(town, message_id, Receipt.ACCEPTED)
    assert state(town) == "accepted"
    assert town.published() == ["notifications.message.delivered"]


def test_an_acceptance_stops_the_repetition_of_an_urgent_message(town: Town, message_id: UUID) -> None:
    town.rows("UPDATE messages SET state = 'queued', repeated = true RETURNING 1")
    receive(town, message_id, Receipt.ACCEPTED)
    assert town.send() == 0
    assert state(town) == "accepted"


def test_a_receipt_that_overtakes_our_own_note_is_not_undone_by_it(town: Town) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    (claimed,) = town.delivery._claim()
    receive(town, claimed.id, Receipt.FAILED)
    town.delivery._hand_over([claimed])
    town.delivery._record(town.delivery._results.get() or [])
    assert state(town) == "failed"


def test_a_receipt_of_a_message_we_do_not_have_is_kept(town: Town) -> None:
    unknown = uuid7()
    receive(town, unknown, Receipt.DELIVERED)
    assert town.rows("SELECT message_id, provider_ref FROM receipts") == [(None, str(unknown))]


def test_after_72_hours_without_a_final_receipt_nobody_will_tell(
    town: Town, message_id: UUID, time_machine: TimeMachineFixture
) -> None:
    now = datetime.now(UTC)
    time_machine.move_to(now + timedelta(hours=71), tick=False)
    town.delivery._care()
    assert state(town) == "accepted"
    time_machine.move_to(now + timedelta(hours=73), tick=False)
    town.delivery._care_at = 0.0  # it looks every few seconds
    town.delivery._care()
    assert state(town) == "unknown"
    receive(town, message_id, Receipt.DELIVERED)
    assert state(town) == "delivered"


def test_a_receipt_comes_in_by_a_link_that_only_its_message_has(new_town: NewTown) -> None:
    town = new_town(**kannel_settings(1))
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    message_id = town.messages()[0].id
    mac = receipt_mac(message_id, SECRET)
    with web_side(town) as app:
        client = app.test_client()
        path = f"/api/notifications/v1/receipts/{message_id}"
        assert client.get(f"{path}?status=8&mac={mac}").status_code == 200
        assert client.get(f"{path}?status=9&mac={mac}").status_code == 422
        for wrong in (receipt_mac(uuid7(), SECRET), receipt_mac(message_id, "x" * 40), quote("ž")):
            assert client.get(f"{path}?status=1&mac={wrong}").status_code == 404
    assert state(town) == "accepted"


def test_without_kannel_no_receipt_is_taken(client: FlaskClient) -> None:
    assert client.get(f"/api/notifications/v1/receipts/{uuid7()}?status=1&mac=x").status_code == 404
