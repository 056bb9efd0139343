"""What the owner of an address can say by a link of theirs."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from services.notifications.recipients.domain import Address, Channel, preferences_token
from services.notifications.recipients.operations import meet_recipient
from shared.contracts.parts import Contact
from tests.support.factories.notifications import EMAIL, PHONE, Event, Town, by_email, by_sms
from tests.support.visitor import hidden, send

API = "/api/notifications/v1"


def key(town: Town) -> bytes:
    return town.service.settings.secret_key.encode()


@pytest.fixture
def recipient_id(town: Town) -> UUID:
    with town.database.transaction() as session:
        return meet_recipient(session, Address(Channel.EMAIL, EMAIL), key(town), datetime.now(UTC))


@pytest.fixture
def token(town: Town, recipient_id: UUID) -> str:
    return preferences_token(recipient_id, key(town))


def wanted(client: FlaskClient, token: str) -> bool:
    found: bool = client.get(f"{API}/preferences/{token}").get_json()["wanted"]
    return found


def test_the_link_in_a_mail_stops_mails_by_one_click_whatever_the_body_and_as_often_as_it_is_sent(
    town: Town, client: FlaskClient
) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_email()))
    town.send()
    url = town.arrived()[0].unsubscribe_url.removeprefix("http://talka.test")
    for body in ({"List-Unsubscribe": "One-Click"}, {}):
        assert client.post(url, data=body).status_code == 200
    assert (
        client.post(url, data={"List-Unsubscribe": "One-Click"}, content_type="multipart/form-data").status_code == 200
    )
    town.hear(event.confirmed(contact=by_email()))
    town.send()
    assert town.fates()[1] == ("registration_confirmed", "withdrawn", "suppressed")


def test_following_the_link_shows_a_page_and_changes_nothing(client: FlaskClient, token: str) -> None:
    answer = client.get(f"{API}/unsubscribe/{token}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/messages/preferences/{token}")
    page = client.get(f"/messages/preferences/{token}?lang=en").text
    assert "We send you e-mails about what you registered for." in page
    assert wanted(client, token)


def test_the_page_stops_and_begins_again(town: Town, client: FlaskClient, token: str) -> None:
    for stops, says in ((True, "We send you no e-mails."), (False, "We send you e-mails")):
        page = client.get(f"/messages/preferences/{token}?lang=en").text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))
        assert client.post(f"/messages/preferences/{token}", data=hidden).status_code == 303
        assert wanted(client, token) is not stops
        assert says in client.get(f"/messages/preferences/{token}?lang=en").text
    given = [row.given for row in town.rows("SELECT given FROM consents ORDER BY at")]
    assert given == [False, True]


def test_the_page_says_what_was_just_done_and_offers_a_way_on(client: FlaskClient, token: str) -> None:
    address = f"/messages/preferences/{token}"
    said = {True: "Saved. We send you nothing more.", False: "Saved. We write to you again."}
    for stops in (True, False):
        answer = send(client, f"{address}?lang=en", address, wanted=str(not stops).lower())
        page = client.get(answer.headers["Location"]).text
        assert (said[stops] in page, said[not stops] in page) == (True, False)
    page = client.get(f"{address}?done=stopped").text
    assert not [words for words in said.values() if words in page]
    assert 'href="/"' in page
    assert 'href="/find"' in page


@pytest.mark.parametrize("contact", [by_email("ar"), by_sms("ar")])
def test_the_page_speaks_the_language_of_our_messages_unless_another_is_chosen(
    town: Town, client: FlaskClient, contact: Contact
) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=replace(contact, language="uk")))
    town.hear(event.confirmed(contact=contact))
    (found,) = town.rows("SELECT id FROM recipients")
    address = f"/messages/preferences/{preferences_token(found.id, key(town))}"
    lithuanian = {"Accept-Language": "lt"}
    assert '<html lang="ar"' in client.get(address, headers=lithuanian).text
    answer = client.post(address, data=hidden(client.get(address).text, address)[1], headers=lithuanian)
    assert '<html lang="ar"' in client.get(answer.headers["Location"], headers=lithuanian).text
    assert '<html lang="en"' in client.get(f"{address}?lang=en", headers=lithuanian).text
    assert '<html lang="en"' in client.get(address, headers=lithuanian).text


def test_the_page_of_a_phone_speaks_of_sms(town: Town, client: FlaskClient) -> None:
    with town.database.transaction() as session:
        recipient_id = meet_recipient(session, Address(Channel.SMS, PHONE, "LT"), key(town), datetime.now(UTC))
    token = preferences_token(recipient_id, key(town))
    assert "We send you SMS" in client.get(f"/messages/preferences/{token}?lang=en").text
    client.put(f"{API}/preferences/{token}", json={"wanted": False})
    assert "We send you no SMS." in client.get(f"/messages/preferences/{token}?lang=en").text


def test_preferences_are_read_and_set_by_programmes_too(client: FlaskClient, token: str) -> None:
    assert client.get(f"{API}/preferences/{token}").get_json() == {"channel": "email", "wanted": True, "topics": []}
    assert client.put(f"{API}/preferences/{token}", json={"wanted": False}).get_json()["wanted"] is False
    assert client.put(f"{API}/preferences/{token}", json={"wanted": True}).get_json()["wanted"] is True
    assert client.put(f"{API}/preferences/{token}", json={"wanted": "x"}).status_code == 422


def test_no_other_link_opens_anything(town: Town, client: FlaskClient, token: str) -> None:
    stranger = preferences_token(uuid7(), key(town))
    forged = preferences_token(uuid7(), b"another key")
    for wrong in (stranger, forged, token[:-2], "x", "ž" * 40):
        assert client.get(f"{API}/preferences/{wrong}").status_code == 404
        assert client.get(f"/messages/preferences/{wrong}").status_code == 404
    assert client.post(f"{API}/unsubscribe/{forged}").status_code == 404


def test_an_address_is_one_recipient_however_often_it_is_met(town: Town, recipient_id: UUID) -> None:
    with town.database.transaction() as session:
        again = meet_recipient(session, Address(Channel.EMAIL, EMAIL), key(town), datetime.now(UTC))
    assert again == recipient_id


def test_two_who_meet_an_address_at_once_meet_the_same_recipient(town: Town) -> None:
    address = Address(Channel.EMAIL, "new@example.lt")
    with ThreadPoolExecutor(1) as other:
        with town.database.transaction() as session:
            first = meet_recipient(session, address, key(town), datetime.now(UTC))
            second = other.submit(meet_and_commit, town, address)
            time.sleep(0.2)  # the other one waits for us by now
        assert second.result() == first


def meet_and_commit(town: Town, address: Address) -> UUID:
    with town.database.transaction() as session:
        return meet_recipient(session, address, key(town), datetime.now(UTC))
