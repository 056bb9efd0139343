"""The built-in phone and mailbox as a person sees them."""

import re

from flask.testing import FlaskClient

from tests.support.factories.notifications import EMAIL, PHONE, Event, Town, by_email, by_sms


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))


def test_before_anything_was_sent_the_page_says_so(client: FlaskClient) -> None:
    page = client.get("/messages/?lang=en").text
    assert "No SMS has been sent yet." in page
    assert "No e-mail has been sent yet." in page


def test_every_phone_and_mailbox_is_listed_with_what_it_got(town: Town, client: FlaskClient) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("ar")))
    town.hear(event.confirmed(contact=by_email("uk")))
    town.send()
    page = client.get("/messages/?lang=en").text
    assert f'href="/messages/phones/{PHONE}"' in page
    assert f'href="/messages/mailboxes/{EMAIL}"' in page


def test_a_phone_shows_a_conversation_in_its_direction_and_texts_back(town: Town, client: FlaskClient) -> None:
    event = Event()
    town.hear_event(event, event.published())
    registered = event.confirmed(contact=by_sms("ar"))
    town.hear(registered)
    town.send()
    page = client.get(f"/messages/phones/{PHONE}?lang=en")
    assert '<p lang="ar" dir="rtl">' in page.text
    assert f'<a href="{registered.link}">{registered.link}</a>' in page.text
    sent = client.post(f"/messages/phones/{PHONE}", data=hidden(page.text) | {"text": "لا"})
    assert sent.status_code == 303
    assert "لا" in client.get(f"/messages/phones/{PHONE}").text
    town.do_all_due("follow_text")
    assert town.published() == ["notifications.reply.received"]


def test_an_empty_text_is_not_sent(town: Town, client: FlaskClient) -> None:
    page = client.get(f"/messages/phones/{PHONE}?lang=en").text
    assert "Nothing has arrived yet." in page
    assert client.post(f"/messages/phones/{PHONE}", data=hidden(page) | {"text": "  "}).status_code == 303
    assert town.rows("SELECT 1 FROM incoming_texts") == []


def test_a_mailbox_shows_subject_text_links_and_calendar_entry(town: Town, client: FlaskClient) -> None:
    event = Event(title={"lt": "<b>Kultūra</b>"})
    town.hear_event(event, event.published())
    registered = event.confirmed(contact=by_email("lt"))
    town.hear(registered)
    town.send()
    page = client.get(f"/messages/mailboxes/{EMAIL}?lang=en").text
    assert "&lt;b&gt;Kultūra&lt;/b&gt;" in page
    assert "<b>Kultūra" not in page
    assert f'<a href="{registered.link}">' in page
    assert "METHOD:REQUEST" in page
    assert "/api/notifications/v1/unsubscribe/" in page
    assert "Nothing has arrived yet." in client.get("/messages/mailboxes/x@example.lt?lang=en").text
