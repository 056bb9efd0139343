"""The JSON interface of organisations: signing in and staff."""

from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient

from shared.database import Database
from tests.integration.events.conftest import Caller, calling
from tests.support.factories.events import Worker, a_worker
from tests.support.ledger import told

STAFF = {"email": "jonas@example.lt", "name": "Jonas", "role": "organiser"}


def test_a_staff_member_signs_in_by_a_link_and_is_known(
    app: Flask, anyone: Caller, database: Database, worker: Worker
) -> None:
    assert anyone("POST", "/sign-in", {"email": "RASA@example.lt"}).status_code == 202
    with database.transaction() as session:
        (message,) = told(session, "events.staff.")
    token = message.link.rsplit("/", 1)[1]
    signed_in = dict(anyone("POST", "/sign-in/redeem", {"token": token}).json or {})
    assert signed_in["staff"]["email"] == "rasa@example.lt"
    rasa = Caller(app.test_client(), {"Authorization": f"Bearer {signed_in['token']}"})
    assert rasa("GET", "/me").json == signed_in["staff"]
    used = anyone("POST", "/sign-in/redeem", {"token": token})
    assert used.json is not None
    assert (used.status_code, used.json["type"]) == (410, "/problems/expired")


def test_an_unknown_address_gets_the_same_answer_and_no_message(anyone: Caller, database: Database) -> None:
    known, unknown = (anyone("POST", "/sign-in", {"email": email}) for email in ("a@example.lt", "b@example.lt"))
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    with database.transaction() as session:
        assert told(session, "events.staff.") == []


def test_asking_for_links_ends_after_some_tries(anyone: Caller) -> None:
    answers = [anyone("POST", "/sign-in", {"email": "rasa@example.lt"}).status_code for _ in range(6)]
    assert answers == [202] * 5 + [429]


def test_owners_keep_the_list_of_staff(owner: Caller, organisation_id: str) -> None:
    place = f"/organisations/{organisation_id}/staff"
    added = dict(owner("POST", place, STAFF).json or {})
    assert (added["role"], added["language"]) == ("organiser", "lt")
    assert owner("POST", place, STAFF).status_code == 409
    changed = owner("PUT", f"{place}/{added['id']}/role", {"role": "check_in"})
    assert changed.json is not None
    assert (changed.status_code, changed.json["role"]) == (200, "check_in")
    first: dict[str, Any] = dict(owner("GET", f"{place}?limit=1").json or {})
    rest: dict[str, Any] = dict(owner("GET", f"{place}?limit=1&after={first['next']}").json or {})
    assert [one["name"] for one in first["items"] + rest["items"]] == ["Jonas", "Rasa"]
    own = dict(owner("GET", "/organisations").json or {})
    assert [one["id"] for one in own["items"]] == [organisation_id]


def test_a_removed_organiser_is_out_with_the_next_request(
    app: Flask, owner: Caller, organisation_id: str, database: Database
) -> None:
    with database.transaction() as session:
        jonas = a_worker(session, UUID(organisation_id), "organiser")
    asking = calling(app, jonas)
    assert asking("GET", "/me").status_code == 200
    assert owner("DELETE", f"/organisations/{organisation_id}/staff/{jonas.id}").status_code == 204
    assert asking("GET", "/me").status_code == 401
    assert asking("GET", "/events").status_code == 401
    assert owner("DELETE", f"/organisations/{organisation_id}/staff/{jonas.id}").status_code == 404


def test_a_foreign_organisations_staff_is_not_found(stranger: Caller, organisation_id: str, worker: Worker) -> None:
    place = f"/organisations/{organisation_id}/staff"
    answers = [
        stranger("GET", place),
        stranger("POST", place, STAFF),
        stranger("PUT", f"{place}/{worker.id}/role", {"role": "check_in"}),
        stranger("DELETE", f"{place}/{worker.id}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_nobody_reads_staff_lists_without_signing_in(anyone: Caller, organisation_id: str) -> None:
    assert isinstance(anyone.client, FlaskClient)
    assert anyone("GET", f"/organisations/{organisation_id}/staff").status_code == 401
    assert anyone("GET", "/me").status_code == 401


def test_the_token_of_somebody_who_is_not_staff_any_more_signs_nobody_in(app: Flask) -> None:
    gone = Worker(uuid4(), {uuid4(): "owner"})
    assert calling(app, gone)("GET", "/me").status_code == 401
