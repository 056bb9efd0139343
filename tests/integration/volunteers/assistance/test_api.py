"""Help to one person, as programmes meet it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from services.volunteers.assistance.models import Request
from services.volunteers.people.models import Volunteer
from shared.database import Database
from tests.support.factories.assistance import ROKISKIS, a_contact, a_helper, a_request, ahead, asked, begun

API = "/api/volunteers/v1"
Bearer = dict[str, str]


def a_body(**facts: Any) -> dict[str, Any]:
    """A ride as a programme of the town asks for it."""
    usual = {
        "organisation_id": str(ROKISKIS),
        "kind": "ride",
        "name": "Zofija Vaitkienė",
        "phone": "8 458 52123",
        "language": "ru",
        "asker_phone": "8 612 34567",
        "starts_at": ahead().isoformat(),
        "ends_at": ahead(hour=10).isoformat(),
        "place": "Kavoliškio g. 3-12",
        "area": "Rokiškis, Kavoliškis",
    }
    return usual | facts


@pytest.fixture
def staff(staff_bearer: Callable[..., Bearer]) -> Bearer:
    return staff_bearer(ROKISKIS, "social_worker")


def test_a_request_is_entered_once_under_its_key(client: FlaskClient, database: Database, staff: Bearer) -> None:
    headers = staff | {"Idempotency-Key": "one"}
    body = a_body(return_at=ahead(hour=11).isoformat())
    first, again = (client.post(f"{API}/requests", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, first.get_json()) == (201, again.get_json())
    made = first.get_json()
    assert (made["person"]["channel"], made["asker"]["channel"]) == ("none", "sms")
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM requests")) == 2  # there and back


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_at": ahead(-1).isoformat()}, "starts_at"),
        ({"ends_at": ahead(hour=8).isoformat()}, "ends_at"),
        ({"return_at": ahead(hour=8).isoformat()}, "return_at"),
        ({"weekly_until": "2020-01-01"}, "weekly_until"),
        ({"phone": None, "asker_phone": None}, "phone"),
        ({"kind": "taxi"}, "kind"),
        ({"starts_at": "0001-01-01T00:00:00+00:00"}, "starts_at"),
    ],
)
def test_what_cannot_be_asked_for_is_said_by_field_and_changes_nothing(
    client: FlaskClient, database: Database, staff: Bearer, wrong: dict[str, Any], field: str
) -> None:
    refused = client.post(f"{API}/requests", json=a_body(**wrong), headers=staff)
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, [field])
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM requests")) == 0


def test_only_coordinators_of_the_organisation_see_and_enter(
    client: FlaskClient, database: Database, staff_bearer: Callable[..., Bearer]
) -> None:
    with database.transaction() as session:
        request = a_request(session)
    for headers, status in ((staff_bearer(uuid4()), 404), (staff_bearer(ROKISKIS, "check_in"), 403), ({}, 401)):
        assert client.get(f"{API}/requests/{request.id}", headers=headers).status_code == status
        assert client.post(f"{API}/requests", json=a_body(), headers=headers).status_code == status


def test_a_request_tells_who_fits_who_does_not_and_why(client: FlaskClient, database: Database, staff: Bearer) -> None:
    with database.transaction() as session:
        fit = a_helper(session, languages=["lt"])
        unfit = a_helper(session, languages=["en"])
        a_helper(session, organisations=[uuid4()])
        request = a_request(session)
    found = client.get(f"{API}/requests/{request.id}", headers=staff).get_json()
    assert [(one["volunteer_id"], one["reasons"]) for one in found["fit"]] == [
        (str(fit.id), ["speaks", "asked_long_ago"])
    ]
    assert [(one["volunteer_id"], one["reason"]) for one in found["unfit"]] == [(str(unfit.id), "language")]
    assert [step["what"] for step in found["steps"]] == ["asked", "opened"]
    assert client.get(f"{API}/requests", headers=staff).get_json()["items"][0]["code"] == request.code


def test_coordinators_approve_choose_release_block_and_end(
    client: FlaskClient, database: Database, staff: Bearer
) -> None:
    with database.transaction() as session:
        helper = a_helper(session)
        request = a_request(session, entered_here=False, by="relative")
    one = f"{API}/requests/{request.id}"

    def post(what: str, **body: Any) -> int:
        return client.post(f"{one}/{what}", json=body, headers=staff).status_code

    assert [post("approve"), post("approve")] == [204, 409]
    assert post("offers", volunteer_id=str(uuid4())) == 404
    assert post("offers", volunteer_id=str(helper.id), said_yes=True) == 204
    (offer,) = client.get(one, headers=staff).get_json()["offers"]
    assert offer["state"] == "accepted"
    assert post(f"offers/{offer['id']}/release") == 204
    assert post("blocked", volunteer_id=str(helper.id)) == 204
    assert post("offers", volunteer_id=str(helper.id)) == 409
    assert post("end", outcome="unmet") == 422
    assert [post("end", outcome="unmet", reason="declined") for _ in range(2)] == [204, 204]
    assert post("end", outcome="done") == 409


def test_a_volunteer_s_app_says_what_the_person_needs_before_a_yes(
    client: FlaskClient, database: Database, bearer: Callable[..., Bearer]
) -> None:
    needs: dict[str, Any] = {"wheelchair": True, "stairs": True, "companion": True, "load_minutes": 10}
    with database.transaction() as session:
        helper = a_helper(session, languages=["lt", "ru"])
        for request in (
            a_request(session, kind="accompaniment", **needs, languages=["ru", "uk"]),
            a_request(session, starts_at=ahead(4), person=a_contact(language="lt-simple")),
        ):
            asked(session, request)
    found = client.get(f"{API}/me/offers", headers=bearer(helper)).get_json()["items"]
    said = [{name: one[name] for name in (*needs, "two_people", "languages")} for one in found]
    plain = dict.fromkeys(needs, False) | {"load_minutes": 0, "two_people": False, "languages": ["lt"]}
    assert said == [needs | {"two_people": False, "languages": ["ru", "uk"]}, plain]


def test_coordinators_stop_a_series(client: FlaskClient, database: Database, staff: Bearer) -> None:
    with database.transaction() as session:
        first, single = a_request(session, weekly_until=ahead(60).date()), a_request(session)

    def stop(request: Request, **body: str) -> int:
        return client.post(f"{API}/requests/{request.id}/stop-series", json=body, headers=staff).status_code

    assert [stop(first), stop(single, reason="ill"), stop(first, reason="ill")] == [422, 409, 204]
    found = client.get(f"{API}/requests/{first.id}", headers=staff).get_json()["request"]
    assert (found["state"], found["weekly_until"]) == ("cancelled", None)


def test_documents_are_noted_for_those_whom_the_organisation_may_ask(
    client: FlaskClient, database: Database, staff: Bearer, staff_bearer: Callable[..., Bearer]
) -> None:
    with database.transaction() as session:
        helper = a_helper(session, papers=())
    seen = {"checked_on": "2026-05-01", "valid_until": "2027-05-01"}
    for document in ("driving_licence", "vaiku-qr"):
        address = f"{API}/volunteers/{helper.id}/documents/{document}"
        assert client.put(address, json=seen, headers=staff).get_json() == seen
        assert client.put(address, json=seen, headers=staff_bearer(uuid4())).status_code == 404


def test_a_volunteer_says_how_they_help_answers_and_visits(
    client: FlaskClient, database: Database, bearer: Callable[[Volunteer], Bearer]
) -> None:
    with database.transaction() as session:
        helper = a_helper(session)
        request = a_request(session)
        (offer,) = asked(session, request)
    me = bearer(helper)
    said = {"kinds": ["ride"], "organisations": [str(ROKISKIS)], "areas": [], "vehicle": "car"}
    kept = client.put(f"{API}/me/help", json=said, headers=me).get_json()
    assert kept == client.get(f"{API}/me/help", headers=me).get_json() == said | {"gender": None, "can_lift": False}
    (asked_for,) = client.get(f"{API}/me/offers", headers=me).get_json()["items"]
    assert (asked_for["answer"], asked_for["name"], asked_for["answerable"]) == ("open", None, True)

    def post(what: str, **body: Any) -> Any:
        return client.post(f"{API}/me/offers/{offer.id}/{what}", json=body or None, headers=me)

    assert post("decline").get_json()["answer"] == "declined"
    assert post("accept").get_json()["name"] == "Zofija Vaitkienė"
    assert post("drop-out").get_json()["answer"] == "released"
    assert post("accept").status_code == 410
    with database.transaction() as session:
        session.execute(text("UPDATE offers SET state = 'open'"))
    post("accept")
    with database.transaction() as session:
        begun(session, session.get_one(Request, request.id))
    assert post("arrive").get_json()["state"] == "under_way"
    assert post("panic").status_code == 204
    assert post("incidents", note="Sulūžęs liftas").status_code == 204
    assert post("finish").get_json()["state"] == "done"
    assert post("nobody-there").status_code == 409
    assert client.get(f"{API}/me/offers/{offer.id}", headers=me).status_code == 404
