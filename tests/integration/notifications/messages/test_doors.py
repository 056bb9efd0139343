"""What organisers see of the messages about their events."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from tests.support.factories.notifications import EMAIL, PHONE, Event, Town, an_occurrence, by_email, by_sms, days

API = "/api/notifications/v1"
Bearer = Callable[..., dict[str, str]]


@pytest.fixture
def event(town: Town) -> Event:
    """An event two of whose parties were told, and one could not be."""
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("en")))
    town.hear(event.confirmed(contact=by_email()))
    town.hear(event.confirmed(contact=by_sms(phone="+37052123456")))
    town.send()
    return event


def test_an_organiser_sees_how_many_messages_came_how_far_and_what_they_cost(
    client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    answer = client.get(f"{API}/events/{event.event_id}/counts", headers=staff_of(event.organisation_id))
    counts = {(count["state"], count["reason"]): count for count in answer.get_json()["counts"]}
    assert {key: count["messages"] for key, count in counts.items()} == {
        ("delivered", None): 2,
        ("failed", "phone-gets-no-sms"): 1,
    }
    assert float(counts["delivered", None]["price"]) > 0


def test_what_never_left_costs_nothing(town: Town, client: FlaskClient, event: Event, staff_of: Bearer) -> None:
    bearer = staff_of(event.organisation_id)
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    town.hear_event(event, event.cancelled())
    counts = client.get(f"{API}/events/{event.event_id}/counts", headers=bearer).get_json()["counts"]
    assert {count["state"] for count in counts if float(count["price"])} == {"delivered", "queued"}
    assert {float(count["price"]) for count in counts if count["state"] == "withdrawn"} == {0}
    found = client.get(f"{API}/events/{event.event_id}/messages?state=withdrawn", headers=bearer).get_json()["items"]
    assert {item["price"] for item in found} == {None}


@pytest.mark.parametrize("handed_over", [None, datetime(2026, 11, 30, tzinfo=UTC)])
def test_what_failed_costs_something_only_if_a_gateway_took_it(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer, handed_over: datetime | None
) -> None:
    fate = (
        "UPDATE messages SET state = 'failed', reason = 'late', handed_over_at = :at "
        "WHERE state = 'delivered' AND channel = 'sms' RETURNING 1"
    )
    town.rows(fate, at=handed_over)
    bearer = staff_of(event.organisation_id)
    counts = client.get(f"{API}/events/{event.event_id}/counts", headers=bearer).get_json()["counts"]
    (failed,) = (count for count in counts if count["reason"] == "late")
    assert bool(float(failed["price"])) is (handed_over is not None)


def test_whoever_is_to_be_told_is_named_by_code_address_and_date(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    landline, code = "+37052123456", "Q4R8ZT"
    town.hear(event.confirmed(contact=by_sms("en", "+37052123457"), code=code))
    town.send()
    page = client.get(f"/messages/events/{event.event_id}?lang=en", headers=staff_of(event.organisation_id)).text
    buttons = re.findall(r'aria-label="(I have told them: [^"]+)"', page)
    assert len(set(buttons)) == 2
    assert not any("<" in unescape(button) for button in buttons)
    assert any(code in button and landline[:-1] + "7" in button for button in buttons)
    assert f'href="tel:{landline}"' in page
    assert PHONE not in page  # who has got it need not be called
    failed = next(row for row in town.messages() if row.state == "failed")
    one = client.get(f"/messages/{failed.id}?lang=en", headers=staff_of(event.organisation_id)).text
    assert f'href="tel:{landline}"' in one
    assert "<dd>SMS</dd>" in one
    for address in (f"/messages/events/{event.event_id}", f"/messages/{failed.id}"):
        assert landline not in client.get(address, headers=staff_of(event.organisation_id, "check_in")).text


def test_an_organiser_sees_each_message_without_its_address_and_text(
    client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    bearer = staff_of(event.organisation_id)
    answer = client.get(f"{API}/events/{event.event_id}/messages?limit=2", headers=bearer)
    assert PHONE not in answer.text
    assert EMAIL not in answer.text
    assert "body" not in answer.get_json()["items"][0]
    after = answer.get_json()["next"]
    rest = client.get(f"{API}/events/{event.event_id}/messages?after={after}", headers=bearer).get_json()
    assert (len(answer.get_json()["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)


def test_an_organiser_can_ask_for_those_in_doubt(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    town.rows("UPDATE messages SET state = 'uncertain' WHERE channel = 'email' RETURNING 1")
    bearer = staff_of(event.organisation_id)
    found = client.get(f"{API}/events/{event.event_id}/messages?state=uncertain", headers=bearer).get_json()
    assert [item["channel"] for item in found["items"]] == ["email"]
    assert client.get(f"{API}/events/{event.event_id}/messages?state=lost", headers=bearer).status_code == 422


def test_another_organisation_and_strangers_see_nothing(client: FlaskClient, event: Event, staff_of: Bearer) -> None:
    for path in (f"{API}/events/{event.event_id}/counts", f"{API}/events/{event.event_id}/messages"):
        assert client.get(path, headers=staff_of(uuid7())).status_code == 404
        assert client.get(path).status_code == 401
    assert client.get(f"/messages/events/{event.event_id}", headers=staff_of(uuid7())).status_code == 404


def test_of_an_event_that_no_message_was_ever_about_staff_read_just_that(client: FlaskClient, staff_of: Bearer) -> None:
    """Such as one of the past when it was published: the organisers' pages lead here from every event."""
    address = f"/messages/events/{uuid7()}"
    answer = client.get(f"{address}?lang=en", headers=staff_of(uuid7()))
    assert (answer.status_code, "Nobody has been written to about this event yet." in answer.text) == (200, True)
    assert f"{address}/note" not in answer.text
    assert client.get(address).status_code == 401


def test_the_pages_say_it_in_the_organisers_language(
    town: Town, client: FlaskClient, event: Event, staff_of: Bearer
) -> None:
    bearer = staff_of(event.organisation_id)
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    events = client.get("/messages/events/?lang=en", headers=bearer).text
    assert "Getting to know cultures" in events
    assert "6 messages" in events
    page = client.get(f"/messages/events/{event.event_id}?lang=en", headers=bearer).text
    for words in ("Delivered", "Waiting", "Failed", "Registration confirmed", "New time or place"):
        assert words in page
    assert (
        "No event of yours is published yet" in client.get("/messages/events/?lang=en", headers=staff_of(uuid7())).text
    )


def test_an_event_nobody_was_written_to_about_says_so(town: Town, client: FlaskClient, staff_of: Bearer) -> None:
    event = Event()
    town.hear_event(event, event.published())
    page = client.get(f"/messages/events/{event.event_id}?lang=en", headers=staff_of(event.organisation_id)).text
    assert "Nobody has been written to about this event yet." in page


def test_many_events_are_shown_page_by_page_the_newest_first(town: Town, client: FlaskClient, staff_of: Bearer) -> None:
    ours = uuid7()
    for number in range(52):
        starts_at = days(52 - number - number % 2)  # two at a time begin together
        event = Event([an_occurrence(starts_at=starts_at)], organisation_id=ours, title={"en": f"Evening {number:02}"})
        town.arrive(event.published(), event.version)
    town.work()
    first = client.get("/messages/events/?lang=en", headers=staff_of(ours)).text
    older = "?" + unescape(first.split('class="button second" href="?')[1].split('"')[0])
    rest = client.get(f"/messages/events/{older}", headers=staff_of(ours)).text
    shown = [page.count("Evening ") for page in (first, rest)]
    assert shown == [50, 2]
    assert all(f"Evening {number:02}" in first + rest for number in range(52))
    assert "Older events" not in rest
    assert client.get("/messages/events/?after=forged", headers=staff_of(ours)).status_code == 422


def test_many_messages_are_shown_page_by_page(town: Town, client: FlaskClient, staff_of: Bearer) -> None:
    event = Event()
    town.hear_event(event, event.published())
    for number in range(51):
        town.arrive(event.confirmed(contact=by_sms(phone=f"+370612345{number:02}")))
    town.work()
    bearer = staff_of(event.organisation_id)
    page = client.get(f"/messages/events/{event.event_id}?lang=en", headers=bearer).text
    assert page.count("Registration confirmed") == 50
    older = "?" + unescape(page.split('class="button second" href="?')[1].split('"')[0])
    rest = client.get(f"/messages/events/{event.event_id}{older}", headers=bearer).text
    assert rest.count("Registration confirmed") == 1
