"""An organiser writes to the people of a date: by the API, and on pages with a look before it is sent."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from services.notifications.notes.operations.writing import TELL_NOTE
from tests.support.factories.notifications import Event, Town, by_sms
from tests.support.visitor import hidden, send

API = "/api/notifications/v1/notes"
Bearer = Callable[..., dict[str, str]]
WORDS = "Bring warm clothes."


@pytest.fixture
def event(town: Town) -> Event:
    """One that somebody comes to."""
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("en")))
    town.send()
    return event


@pytest.fixture
def organiser(client: FlaskClient, event: Event, staff_of: Bearer) -> FlaskClient:
    client.environ_base |= {"HTTP_AUTHORIZATION": staff_of(event.organisation_id)["Authorization"]}
    return client


def body(event: Event, **more: Any) -> dict[str, Any]:
    return {"occurrence_id": str(event.occurrences[0].occurrence_id), "words": {"en": WORDS}} | more


def address(event: Event) -> str:
    return f"/messages/events/{event.event_id}/note?lang=en"


def notes(town: Town) -> list[str]:
    town.do_all_due(TELL_NOTE)
    town.send()
    return [item.body for item in town.arrived() if item.purpose == "note"]


def test_a_look_sends_nothing_and_a_note_sent_twice_is_sent_once(
    town: Town, organiser: FlaskClient, event: Event
) -> None:
    looked = organiser.post(f"{API}/preview", json=body(event)).get_json()
    assert (looked["people"], looked["parts"], looked["price"], looked["currency"]) == (1, 1, "0.05", "EUR")
    assert notes(town) == []
    answers = [organiser.post(API, json=body(event), headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    (sent,) = notes(town)
    assert sent == looked["shares"][0]["body"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": {}},
        {"words": {"en": " "}},
        {"words": {"en": "x" * 301}},
        {"words": {"tlh": "nuqneH"}},
        {"occurrence_id": "tomorrow"},
        {"to_waiting": "perhaps"},
        {"at": "once"},
    ],
)
def test_what_is_no_note_is_refused_and_nothing_is_written(
    town: Town, organiser: FlaskClient, event: Event, wrong: dict[str, Any]
) -> None:
    for path in (API, f"{API}/preview"):
        assert organiser.post(path, json=body(event, **wrong)).status_code == 422
    assert town.rows("SELECT 1 FROM notes") == []


def test_only_owners_and_organisers_of_the_house_write(client: FlaskClient, event: Event, staff_of: Bearer) -> None:
    for role in ("social_worker", "check_in"):
        bearer = staff_of(event.organisation_id, role)
        assert client.post(API, json=body(event), headers=bearer).status_code == 403
        assert client.get(address(event), headers=bearer).status_code == 403
    assert client.post(API, json=body(event), headers=staff_of(uuid7())).status_code == 404
    assert client.get(address(event), headers=staff_of(uuid7())).status_code == 404
    assert client.post(API, json=body(event)).status_code == 401


def test_the_pages_go_from_the_words_to_a_look_and_back_and_to_the_people(
    town: Town, organiser: FlaskClient, event: Event
) -> None:
    assert f'href="/messages/events/{event.event_id}/note"' in organiser.get(f"/messages/events/{event.event_id}").text
    typed = {"occurrence_id": str(event.occurrences[0].occurrence_id), "words_en": WORDS, "to_waiting": "true"}
    look = unescape(send(organiser, address(event), "/note", **typed).text)
    assert "1 message, 1 part of SMS: <strong>€0.05</strong>" in look
    assert f"The organisers write: {WORDS}" in look
    assert notes(town) == []
    again = send(organiser, address(event), "/note", **typed, then="change").text
    assert f">{WORDS}</textarea>" in again
    sent = send(organiser, address(event), "/note", **typed, then="send")
    assert (sent.status_code, sent.location) == (303, f"/messages/events/{event.event_id}?done=sent&people=1")
    assert "On its way to 1 person." in organiser.get(f"{sent.location}&lang=en").text, "no row is there yet"
    assert len(notes(town)) == 1
    assert "Written by an organiser" in organiser.get(f"/messages/events/{event.event_id}?lang=en").text


def test_a_note_without_words_is_shown_again_and_says_so(organiser: FlaskClient, event: Event) -> None:
    answer = send(organiser, address(event), "/note", occurrence_id=str(event.occurrences[0].occurrence_id))
    assert answer.status_code == 422
    assert "Write it in at least one language." in answer.text


def test_a_date_that_ends_while_one_writes_is_said_and_nothing_is_sent(
    town: Town, organiser: FlaskClient, event: Event
) -> None:
    typed = {"occurrence_id": str(event.occurrences[0].occurrence_id), "words_en": WORDS, "then": "send"}
    page = organiser.get(address(event)).text
    town.rows("UPDATE occasions SET ends_at = now() - interval '1 minute' RETURNING 1")
    answer = organiser.post(address(event), data=hidden(page, "/note")[1] | typed)
    assert answer.status_code == 422
    assert "This date is over or cancelled" in answer.text
    assert town.rows("SELECT 1 FROM notes") == []


def test_an_event_with_nothing_to_come_says_so(town: Town, organiser: FlaskClient, event: Event) -> None:
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    town.rows("UPDATE occasions SET ends_at = now() - interval '1 minute' RETURNING 1")
    assert "This event has no date to come" in organiser.get(address(event)).text


def test_where_nobody_can_be_written_to_there_is_nothing_to_send(
    town: Town, organiser: FlaskClient, event: Event
) -> None:
    town.rows("UPDATE recipients SET fault = 'phone-is-wrong' RETURNING 1")
    typed = {"occurrence_id": str(event.occurrences[0].occurrence_id), "words_en": WORDS}
    look = send(organiser, address(event), "/note", **typed).text
    assert "Nobody would get this" in look
    assert 'value="send"' not in look
