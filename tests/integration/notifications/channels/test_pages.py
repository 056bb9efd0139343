"""How a message went, as those who organise its event read it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from services.notifications.channels.domain.delivery import Receipt
from services.notifications.channels.operations.receipts import hear_receipt
from tests.support.factories.notifications import PHONE, Event, Town, by_sms

Staff = Callable[..., dict[str, str]]


def moments(page: str) -> list[str]:
    """What is said of each moment, the oldest first."""
    return [unescape(said) for said in re.findall(r"</time><p>(.*?)</p>", page, re.DOTALL)]


def a_message(town: Town) -> Event:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("lt")))
    town.send()
    return event


def test_a_message_is_followed_from_its_event_s_page_to_where_it_arrived(
    town: Town, client: FlaskClient, staff_of: Staff
) -> None:
    event = a_message(town)
    (message,) = town.messages()
    with town.database.transaction() as session:
        hear_receipt(session, "kannel", message.id, Receipt.DELIVERED, "dlr 1", datetime.now(UTC))
    headers = staff_of(event.organisation_id) | {"Accept-Language": "en"}
    assert f'href="/messages/{message.id}"' in client.get(f"/messages/events/{event.event_id}", headers=headers).text
    page = client.get(f"/messages/{message.id}", headers=headers).text
    assert moments(page) == [
        "It was written.",
        "It was handed to the gateway.",
        "The gateway took it.",
        "It has arrived.",
    ]
    assert PHONE not in page  # nor the text, which are the person's
    assert message.body.splitlines()[0] not in page


def test_a_message_that_was_withdrawn_says_why(town: Town, client: FlaskClient, staff_of: Staff) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    town.hear_event(event, event.cancelled())
    town.send()
    withdrawn = town.messages(state="withdrawn")[0]
    headers = staff_of(event.organisation_id) | {"Accept-Language": "en"}
    assert moments(client.get(f"/messages/{withdrawn.id}", headers=headers).text)[-1].startswith("Withdrawn (")


def test_nobody_reads_of_messages_about_others_events(town: Town, client: FlaskClient, staff_of: Staff) -> None:
    a_message(town)
    (message,) = town.messages()
    assert client.get(f"/messages/{message.id}", headers=staff_of(uuid7())).status_code == 404
    assert client.get(f"/messages/{uuid7()}", headers=staff_of(uuid7())).status_code == 404
    assert client.get(f"/messages/{message.id}").status_code in (302, 401)
