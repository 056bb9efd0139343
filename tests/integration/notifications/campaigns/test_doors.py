"""A campaign by the API, and on pages with a look, an undo and a stop."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from uuid_utils.compat import uuid7

from tests.support.factories.campaigns import ORGANISATION, WORDS, agrees, approve, spread_all
from tests.support.factories.notifications import EMAIL, PHONE, Event, Town
from tests.support.visitor import hidden, send

API = "/api/notifications/v1/campaigns"
PAGES = "/messages/campaigns"
Bearer = Callable[..., dict[str, str]]


@pytest.fixture
def organiser(client: FlaskClient, staff_of: Bearer) -> FlaskClient:
    client.environ_base |= {"HTTP_AUTHORIZATION": staff_of(ORGANISATION)["Authorization"]}
    return client


def body(**more: Any) -> dict[str, Any]:
    return {"organisation_id": str(ORGANISATION), "topic": "jobs", "words": WORDS} | more


def test_a_look_sends_nothing_and_a_campaign_sent_twice_begins_once(town: Town, organiser: FlaskClient) -> None:
    agrees(town, PHONE)
    looked = organiser.post(f"{API}/preview", json=body()).get_json()
    assert (looked["people"], looked["merged"], looked["unreached"], looked["currency"]) == (1, 0, 0, "EUR")
    answers = [organiser.post(API, json=body(), headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    (found,) = organiser.get(API).get_json()["items"]
    assert (found["campaign"]["state"], found["campaign"]["expected"]) == ("waiting", 1)
    spread_all(town)
    town.send()
    one = organiser.get(f"{API}/{found['campaign']['id']}").get_json()
    assert one["campaign"]["state"] == "sent"
    assert (one["progress"]["planned"], one["progress"]["delivered"], one["progress"]["waiting"]) == (1, 1, 0)


def test_stopping_says_what_became_of_it_and_works_once(town: Town, organiser: FlaskClient) -> None:
    agrees(town, PHONE)
    address = f"{API}/{approve(town)}"
    assert organiser.post(f"{address}/stop").get_json() == {"state": "undone"}
    again = organiser.post(f"{address}/stop")
    assert (again.status_code, again.get_json()["type"].rpartition("/")[2]) == (409, "campaign-is-over")


def test_campaigns_are_paged_the_newest_first(town: Town, organiser: FlaskClient) -> None:
    agrees(town, PHONE)
    made = [str(approve(town)) for _ in range(3)]
    first = organiser.get(f"{API}?limit=2").get_json()
    second = organiser.get(f"{API}?limit=2&after={first['next']}").get_json()
    assert [item["campaign"]["id"] for item in (*first["items"], *second["items"])] == made[::-1]
    assert second["next"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": {}},
        {"words": {"lt": "x" * 301}},
        {"topic": "weather"},
        {"target_groups": ["everybody"]},
        {"languages": ["tlh"]},
        {"channel": "pigeon"},
        {"organisation_id": "ours"},
        {"at": "once"},
    ],
)
def test_what_is_no_campaign_is_refused_and_nothing_begins(
    town: Town, organiser: FlaskClient, wrong: dict[str, Any]
) -> None:
    agrees(town, PHONE)
    for path in (API, f"{API}/preview"):
        assert organiser.post(path, json=body(**wrong)).status_code == 422
    assert town.rows("SELECT 1 FROM campaigns") == []


def test_only_owners_and_organisers_spread_and_each_for_their_own(
    town: Town, client: FlaskClient, staff_of: Bearer
) -> None:
    agrees(town, PHONE)
    campaign_id = approve(town)
    for role in ("social_worker", "check_in"):
        bearer = staff_of(ORGANISATION, role)
        assert client.post(API, json=body(), headers=bearer).status_code == 403
        assert client.get(f"{PAGES}/new", headers=bearer).status_code == 403
    stranger = staff_of(uuid7())
    assert client.post(API, json=body(), headers=stranger).status_code == 403
    assert client.get(f"{API}/{campaign_id}", headers=stranger).status_code == 404
    assert client.post(f"{API}/{campaign_id}/stop", headers=stranger).status_code == 404
    assert client.get(API, headers=stranger).get_json()["items"] == []
    assert client.get(API).status_code == 401


def test_the_pages_go_from_the_words_to_a_look_and_back_and_on_to_progress(town: Town, organiser: FlaskClient) -> None:
    agrees(town, PHONE, target_group="senior")
    agrees(town, PHONE, language="ru")
    agrees(town, EMAIL, language="uk")
    lost = agrees(town, "+37062222222", language="uk")
    with town.database.transaction() as session:
        session.execute(text("UPDATE recipients SET fault = 'landline' WHERE id = :id"), {"id": lost})
    new = f"{PAGES}/new?lang=en"
    typed = {"organisation_id": str(ORGANISATION), "topic": "jobs", "words_en": "Jobs at the sawmill."}
    look = unescape(send(organiser, new, "/new", **typed).text)
    assert "2 messages" in look
    assert "1 person shares an address" in look
    assert ": Jobs at the sawmill." in look
    again = send(organiser, new, "/new", **typed, target_groups=["senior"], then="change").text
    assert ">Jobs at the sawmill.</textarea>" in again
    assert 'value="senior" checked' in again
    begun = send(organiser, new, "/new", **typed, then="send")
    assert begun.status_code == 303
    page = organiser.get(begun.location).text
    assert "Till then nobody has got anything." in page
    spread_all(town)
    town.send()
    assert "Dealt with: 3 of 3" in organiser.get(f"{begun.location}?lang=en").text
    assert "All of it is on its way" in organiser.get(f"{PAGES}/?lang=en").text


def test_undo_and_stop_are_buttons_and_an_old_button_says_that_it_is_over(town: Town, organiser: FlaskClient) -> None:
    agrees(town, PHONE)
    one = f"{PAGES}/{approve(town)}"
    old = hidden(organiser.get(f"{one}?lang=en").text, "/stop")[1]
    assert send(organiser, one, "/stop").status_code == 303
    assert "Undone, nobody got it" in organiser.get(one).text
    answer = organiser.post(f"{one}/stop", data=old | {"nonce": "x" * 24})
    assert (answer.status_code, "This campaign was stopped before" in answer.text) == (409, True)
    approved = approve(town)
    spread_all(town)
    assert send(organiser, f"{PAGES}/{approved}?lang=en", "/stop").status_code == 303
    assert "Stopped" in organiser.get(f"{PAGES}/{approved}").text


def test_a_campaign_to_nobody_is_shown_again_and_says_so(town: Town, organiser: FlaskClient) -> None:
    typed = {"organisation_id": str(ORGANISATION), "topic": "jobs"}
    new = f"{PAGES}/new?lang=en"
    assert "Write it in at least one language." in send(organiser, new, "/new", **typed).text
    look = send(organiser, new, "/new", **typed, words_en="Hello").text
    assert "Nobody would get this" in look
    assert 'value="send"' not in look
    refused = send(organiser, new, "/new", **typed, words_en="Hello", then="send")
    assert (refused.status_code, "has agreed to hear about this" in refused.text) == (422, True)


def test_who_works_for_two_houses_says_for_which(town: Town, client: FlaskClient, staff_of: Bearer) -> None:
    event = Event(organisation_id=ORGANISATION)
    town.hear_event(event, event.published())
    assert 'type="hidden" name="organisation_id"' in client.get(f"{PAGES}/new", headers=staff_of(ORGANISATION)).text
    assert "/messages/campaigns/" in client.get("/messages/events/", headers=staff_of(ORGANISATION)).text
