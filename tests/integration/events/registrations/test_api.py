"""The JSON interface of registrations: the public way in, the party's link, and what staff see."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from shared.database import Database
from tests.integration.events.conftest import Caller, as_json
from tests.support.factories.events import an_occurrence
from tests.support.ledger import audited, states, told

PARTY = {"party": 2, "language": "uk", "phone": "8 612 34567"}


def registered(anyone: Caller, occurrence_id: UUID, **facts: Any) -> dict[str, Any]:
    answer = anyone("POST", f"/occurrences/{occurrence_id}/registrations", PARTY | facts)
    assert answer.status_code == 201
    return dict(answer.json or {})


def token_in(made: dict[str, Any]) -> str:
    return str(made["link"]).rsplit("/", 1)[1]


@pytest.fixture
def path(occurrence_id: UUID) -> str:
    return f"/occurrences/{occurrence_id}/registrations"


def test_a_party_registers_sees_changes_and_cancels_by_its_link(anyone: Caller, occurrence_id: UUID) -> None:
    made = registered(anyone, occurrence_id, names=["Ona", "Петро"], needs=["wheelchair"])
    link = f"/registrations/{token_in(made)}"
    seen = anyone("GET", link)
    assert seen.json is not None
    assert (seen.json["names"], seen.json["needs"], seen.json["phone"]) == (
        ["Ona", "Петро"],
        ["wheelchair"],
        "+37061234567",
    )
    changed = anyone("PATCH", link, {"party": 3}, If_Match=seen.headers["ETag"])
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert anyone("PATCH", link, {"party": 4}, If_Match=seen.headers["ETag"]).status_code == 412
    assert anyone("PATCH", link, {"party": 4}).status_code == 428
    for _ in range(2):
        cancelled = anyone("POST", f"{link}/cancel")
        assert cancelled.json is not None
        assert (cancelled.status_code, cancelled.json["state"]) == (200, "cancelled")
    assert anyone("POST", f"{link}/accept").status_code == 409
    assert anyone("PATCH", link, {"party": 1}, If_Match='"3"').status_code == 409


def test_a_repeated_key_registers_once_and_another_body_is_refused(
    anyone: Caller, database: Database, path: str
) -> None:
    first = anyone("POST", path, PARTY, Idempotency_Key="k1")
    again = anyone("POST", path, PARTY, Idempotency_Key="k1")
    assert (again.status_code, again.json) == (201, first.json)
    other = anyone("POST", path, PARTY | {"party": 3}, Idempotency_Key="k1")
    assert other.json is not None
    assert (other.status_code, other.json["type"]) == (422, "/problems/key-used-otherwise")
    with database.transaction() as session:
        assert states(session) == ["confirmed"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"language": "fr"}, "language"),
        ({"phone": "0501234567"}, "phone"),
        ({"party": 0}, "party"),
        ({"party": 9}, "party"),
        ({"names": ["Ona"]}, "names"),
        ({"colour": "red"}, "colour"),
        ({"email": "ona@"}, "email"),
        ({"note": "a\x00b"}, "_schema"),
    ],
)
def test_bad_input_gets_a_clear_problem_and_writes_nothing(
    anyone: Caller, database: Database, path: str, body: dict[str, Any], field: str
) -> None:
    answer = anyone("POST", path, PARTY | body)
    assert answer.json is not None
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert list(answer.json["errors"]) == [field]
    with database.transaction() as session:
        assert (states(session), told(session)) == ([], [])


def test_bad_requests_are_told_apart_in_the_askers_language(anyone: Caller, path: str) -> None:
    address = f"/api/events/v1{path}"
    post = anyone.client.post
    assert post(address, data="{", content_type="application/json").status_code == 400
    assert post(address, data="party=2", content_type="text/plain").status_code == 415
    assert post(address, data=b'"' + b"x" * 1_000_000 + b'"', content_type="application/json").status_code == 413
    titles = {
        language: anyone("POST", path, {}, Accept_Language=language).get_json(force=True)["title"]
        for language in ("lt", "uk", "ar")
    }
    assert len(set(titles.values())) == 3


def test_what_cannot_be_registered_for_is_told_apart(anyone: Caller, database: Database, path: str) -> None:
    assert anyone("POST", f"/occurrences/{uuid4()}/registrations", PARTY).status_code == 404
    with database.transaction() as session:
        session.execute(text("UPDATE occurrences SET starts_at = now()"))
    closed = anyone("POST", path, PARTY)
    assert closed.json is not None
    assert (closed.status_code, closed.json["type"]) == (409, "/problems/registration-closed")


@pytest.mark.parametrize("token", ["x", "A" * 16, "%00", "a/b"])
def test_forged_links_are_not_found(anyone: Caller, token: str) -> None:
    assert anyone("GET", f"/registrations/{token}").status_code == 404
    assert anyone("POST", f"/registrations/{token}/cancel").status_code == 404


def test_an_offer_is_accepted_by_its_link(anyone: Caller, owner: Caller, organisation_id: str) -> None:
    new = as_json(occurrences=[an_occurrence(capacity=1)], offer_hours=12) | {"organisation_id": organisation_id}
    draft = dict(owner("POST", "/events", new).json or {})
    owner("POST", f"/events/{draft['id']}/publish", {"version": 1})
    first, second = (registered(anyone, draft["occurrences"][0]["id"], party=1) for _ in range(2))
    anyone("POST", f"/registrations/{token_in(first)}/cancel")
    offered = dict(anyone("GET", f"/registrations/{token_in(second)}").json or {})
    assert (offered["state"], offered["offer_expires_at"] is None) == ("offered", False)
    accepted = anyone("POST", f"/registrations/{token_in(second)}/accept")
    assert accepted.json is not None
    assert (accepted.status_code, accepted.json["state"]) == (200, "confirmed")


def test_code_and_phone_or_e_mail_find_a_registration_and_guessing_ends(anyone: Caller, occurrence_id: UUID) -> None:
    made = registered(anyone, occurrence_id, email="Ona@example.lt")
    found = anyone("POST", "/find", {"code": made["code"], "contact": "ONA@Example.lt"})
    assert found.json is not None
    assert (found.status_code, found.json["link"]) == (200, made["link"])
    found = anyone("POST", "/find", {"code": made["code"].lower(), "contact": "861234567"})
    assert found.json is not None
    assert (found.status_code, found.json["link"]) == (200, made["link"])
    wrong = {"code": "ABCDEF", "contact": "861234567"}
    answers = [anyone("POST", "/find", wrong) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_staff_see_participants_the_waiting_list_and_each_choice_and_the_look_is_noted(
    anyone: Caller, owner: Caller, database: Database, organisation_id: str
) -> None:
    new = as_json(occurrences=[an_occurrence(capacity=4)]) | {"organisation_id": organisation_id}
    draft = dict(owner("POST", "/events", new).json or {})
    owner("POST", f"/events/{draft['id']}/publish", {"version": 1})
    occurrence_id = draft["occurrences"][0]["id"]
    first, _second, third = (registered(anyone, occurrence_id, party=party) for party in (2, 2, 3))
    anyone("POST", f"/registrations/{token_in(first)}/cancel")
    place = f"/occurrences/{occurrence_id}"
    people, waiting, choices = (
        dict(owner("GET", f"{place}/{what}").json or {})["items"]
        for what in ("participants", "waiting-list", "choices")
    )
    assert [one["party"] for one in people] == [2]
    assert [(one["id"], one["position"], one["passed_over"]["free"]) for one in waiting] == [(third["id"], 1, 2)]
    assert choices[0]["considered"][0] == {
        "registration_id": third["id"],
        "code": third["code"],
        "party": 3,
        "outcome": "too_large",
    }
    with database.transaction() as session:
        assert audited(session)[-2:] == ["participants_read", "waiting_list_read"]


def test_staff_book_for_others_and_cancel_for_them(owner: Caller, database: Database, occurrence_id: UUID) -> None:
    made = dict(owner("POST", f"/occurrences/{occurrence_id}/bookings", {"party": 1, "language": "ar"}).json or {})
    assert owner("POST", f"/bookings/{made['id']}/cancel").status_code == 204
    with database.transaction() as session:
        assert told(session)[-1].by == "organiser"


def test_more_places_by_the_api_serve_the_waiting_list(
    anyone: Caller, owner: Caller, database: Database, event: dict[str, Any], occurrence_id: UUID
) -> None:
    for number in range(16):
        registered(anyone, occurrence_id, phone=f"8 612 345{number:02}")
    path = f"/occurrences/{occurrence_id}/capacity"
    refused = owner("PATCH", path, {"capacity": 29}, If_Match=f'"{event["version"]}"')
    assert refused.json is not None
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/capacity-below-taken")
    changed = owner("PATCH", path, {"capacity": 32}, If_Match=f'"{event["version"]}"')
    assert changed.json is not None
    assert (changed.status_code, changed.json["occurrences"][0]["free"]) == (200, 0)
    with database.transaction() as session:
        assert set(states(session)) == {"confirmed"}


def test_an_event_and_a_date_are_called_off_by_the_api(
    anyone: Caller, owner: Caller, event: dict[str, Any], occurrence_id: UUID
) -> None:
    made = registered(anyone, occurrence_id)
    off = owner("POST", f"/occurrences/{occurrence_id}/cancel", {"version": event["version"]})
    assert off.status_code == 200
    assert owner("POST", f"/events/{event['id']}/cancel", {"version": 2, "reason": {"lt": "Liga"}}).status_code == 412
    done = owner("POST", f"/events/{event['id']}/cancel", {"version": 3, "reason": {"lt": "Liga"}})
    assert done.json is not None
    assert (done.status_code, done.json["state"]) == (200, "cancelled")
    seen = dict(anyone("GET", f"/registrations/{token_in(made)}").json or {})
    assert (seen["state"], seen["occurrence_state"]) == ("cancelled", "cancelled")


def test_a_foreign_organisations_ids_are_not_found(
    anyone: Caller, stranger: Caller, database: Database, event: dict[str, Any], occurrence_id: UUID
) -> None:
    made = registered(anyone, occurrence_id)
    place, version = f"/occurrences/{occurrence_id}", {"version": event["version"]}
    answers = [
        stranger("GET", f"{place}/participants"),
        stranger("GET", f"{place}/waiting-list"),
        stranger("GET", f"{place}/choices"),
        stranger("POST", f"{place}/bookings", PARTY),
        stranger("POST", f"{place}/cancel", version),
        stranger("PATCH", f"{place}/capacity", {"capacity": 40}, If_Match='"2"'),
        stranger("POST", f"/events/{event['id']}/cancel", version),
        stranger("POST", f"/bookings/{made['id']}/cancel"),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    with database.transaction() as session:
        assert states(session) == ["confirmed"]


def test_staff_routes_are_closed_to_those_who_did_not_sign_in(app: Flask, anyone: Caller, occurrence_id: UUID) -> None:
    assert anyone("GET", f"/occurrences/{occurrence_id}/participants").status_code == 401
    forged = Caller(app.test_client(), {"Authorization": "Bearer forged.token.here"})
    assert forged("GET", f"/occurrences/{occurrence_id}/participants").status_code == 401
