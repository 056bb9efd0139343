"""What people agree to hear about: by their own link, and as somebody of the staff notes it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from services.notifications.recipients.domain import preferences_token
from tests.support.factories.campaigns import agrees
from tests.support.factories.notifications import EMAIL, PHONE, Town
from tests.support.visitor import hidden, send

API = "/api/notifications/v1"
Bearer = Callable[..., dict[str, str]]


@pytest.fixture
def token(town: Town) -> str:
    """The link of somebody who agreed to hear of jobs."""
    return preferences_token(agrees(town, EMAIL), town.terms.key)


def test_the_owner_ticks_topics_on_their_page_and_sees_when_they_agreed(client: FlaskClient, token: str) -> None:
    address = f"/messages/preferences/{token}"
    page = client.get(f"{address}?lang=en").text
    assert 'value="jobs" checked' in page
    assert "You agreed:" in page
    answer = send(client, f"{address}?lang=en", "/topics", topics=["events", "living"])
    assert (answer.status_code, "about what you have ticked" in client.get(answer.location).text) == (303, True)
    found = client.get(f"{API}/preferences/{token}").get_json()["topics"]
    assert [agreed["topic"] for agreed in found] == ["events", "living"]
    send(client, address, "/topics")
    assert client.get(f"{API}/preferences/{token}").get_json()["topics"] == []


def test_a_topic_that_there_is_not_changes_nothing(client: FlaskClient, token: str) -> None:
    answer = send(client, f"/messages/preferences/{token}", "/topics", topics=["weather"])
    assert answer.status_code == 422
    assert client.put(f"{API}/preferences/{token}/topics", json={"topics": ["weather"]}).status_code == 422
    assert client.get(f"{API}/preferences/{token}").get_json()["topics"][0]["topic"] == "jobs"


def test_topics_are_set_by_programmes_too_but_not_after_a_stop(client: FlaskClient, token: str) -> None:
    address = f"{API}/preferences/{token}"
    assert client.put(f"{address}/topics", json={"topics": ["services"]}).get_json()["topics"][0]["how"]
    client.put(address, json={"wanted": False})
    refused = client.put(f"{address}/topics", json={"topics": ["jobs"]})
    assert (refused.status_code, client.get(address).get_json()["topics"]) == (409, [])
    stale = client.get(f"/messages/preferences/{token}?lang=en")
    assert "What else may we write to you about?" not in stale.text


def test_an_old_page_after_a_stop_says_why_nothing_is_ticked(client: FlaskClient, token: str) -> None:
    page = client.get(f"/messages/preferences/{token}?lang=en").text
    client.put(f"{API}/preferences/{token}", json={"wanted": False})
    answer = client.post(
        f"/messages/preferences/{token}/topics?lang=en", data=hidden(page, "/topics")[1] | {"topics": "jobs"}
    )
    assert (answer.status_code, "First let us write to you again" in answer.text) == (422, True)


AGREED: dict[str, Any] = {"phone": "8 612 34567", "language": "uk", "topics": ["jobs"], "how": "on the phone"}


def test_staff_note_an_agreement_with_its_evidence_and_that_they_did(
    town: Town, client: FlaskClient, staff_of: Bearer
) -> None:
    bearer = staff_of(uuid7(), "social_worker")
    for _ in range(2):
        assert client.post(f"{API}/agreements", json=AGREED, headers=bearer).status_code == 204
    (row,) = town.rows("SELECT l.*, r.address FROM listed l JOIN recipients r ON r.id = l.recipient_id")
    assert (row.address, row.language, row.topics, row.how) == (PHONE, "uk", ["jobs"], "on the phone")
    assert {noted.what for noted in town.rows("SELECT what FROM audit")} == {"agreement_noted"}
    assert client.post(f"{API}/agreements", json=AGREED).status_code == 401
    assert client.post(f"{API}/agreements", json=AGREED, headers=staff_of(uuid7(), "check_in")).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"phone": "112"}, {"phone": ""}, {"email": EMAIL}, {"topics": []}, {"how": ""}, {"target_group": "x"}]
)
def test_an_agreement_that_proves_nothing_is_refused(
    town: Town, client: FlaskClient, staff_of: Bearer, wrong: dict[str, Any]
) -> None:
    answer = client.post(f"{API}/agreements", json=AGREED | wrong, headers=staff_of(uuid7()))
    assert answer.status_code == 422
    assert town.rows("SELECT 1 FROM listed") == []


def test_the_page_notes_one_after_the_other_and_refuses_who_said_stop(
    town: Town, client: FlaskClient, staff_of: Bearer, token: str
) -> None:
    client.environ_base |= {"HTTP_AUTHORIZATION": staff_of(uuid7())["Authorization"]}
    page = "/messages/agreements?lang=en"
    noted = send(client, page, "/agreements", phone=PHONE, language="lt", topics="jobs", how="signed form")
    assert (noted.status_code, "Noted." in client.get(noted.location).text) == (303, True)
    client.put(f"{API}/preferences/{token}", json={"wanted": False})
    refused = send(client, page, "/agreements", email=EMAIL, language="lt", topics="jobs", how="signed form")
    assert (refused.status_code, "asked us not to write to this address" in refused.text) == (422, True)
    assert f'value="{EMAIL}"' in refused.text
