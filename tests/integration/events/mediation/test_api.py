"""The JSON interface of mediation."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.events.mediation import operations
from services.events.mediation.operations import Reach
from shared import addresses
from shared.database import Database
from tests.integration.events.conftest import Caller
from tests.support.factories.events import SERVED, Worker
from tests.support.factories.mediation import REFERRALS, a_kept_service, a_need, noon


@pytest.fixture
def service_id(database: Database, worker: Worker) -> UUID:
    with database.transaction() as session:
        return a_kept_service(session, worker)


@pytest.fixture
def asked(service_id: UUID, organisation_id: str) -> dict[str, Any]:
    return {
        "organisation_id": organisation_id,
        "service_id": str(service_id),
        "name": "Zofija",
        "phone": "+37061234567",
        "language": "ru",
        "target_group": "senior",
        "need": "Mankšta keliui",
        "shares": ["need", "need", "name"],
        "consent_how": "by_phone",
        "consent_on": "2026-01-05",
    }


def test_a_referral_goes_its_whole_way(
    owner: Caller, stranger: Caller, anyone: Caller, asked: dict[str, Any], database: Database
) -> None:
    assert anyone("POST", "/referrals", asked).status_code == 401
    assert stranger("POST", "/referrals", asked).status_code == 404
    made = owner("POST", "/referrals", asked, Idempotency_Key="one")
    again = owner("POST", "/referrals", asked, Idempotency_Key="one")
    assert (made.status_code, made.json) == (201, again.json)
    assert made.json is not None
    assert (made.json["state"], made.json["shares"]) == ("open", ["need", "name"])
    path = f"/referrals/{made.json['id']}"
    assert stranger("GET", path).status_code == 404
    day = noon().date().isoformat()
    refused = owner("POST", f"{path}/accept", {"day": "2020-01-01", "time": "12:00"})
    assert (refused.status_code, list((refused.json or {})["errors"])) == (422, ["day"])
    assert owner("POST", f"{path}/accept", {"day": day, "time": "12:00"}).json["state"] == "accepted"  # type: ignore[index]
    late = owner("POST", f"{path}/refuse", {"reason": "full"})
    assert (late.status_code, (late.json or {})["type"].rpartition("/")[2]) == (409, "referral-already-answered")
    moving = {"day": day, "time": "14:00", "venue": "14 kab."}
    assert owner("PATCH", f"{path}/appointment", moving).status_code == 428
    assert owner("PATCH", f"{path}/appointment", moving, If_Match='"2"').status_code == 412
    assert owner("PATCH", f"{path}/appointment", moving, If_Match='"3"').json["venue"] == "14 kab."  # type: ignore[index]
    way = {"kinds": ["ride"], "place": "Topolių g. 5", "area": "Kavoliškis", "starts": "11:20"}
    assert owner("POST", f"{path}/help", way).json["help"][0]["state"] == "asked"  # type: ignore[index]
    early = owner("POST", f"{path}/outcome", {"got_it": True})
    assert (early.status_code, (early.json or {})["type"].rpartition("/")[2]) == (409, "referral-outcome-lies-ahead")
    with database.transaction() as session:
        session.execute(text("UPDATE referrals SET appointment_at = now()"))
    assert owner("POST", f"{path}/outcome", {"got_it": True}).json["state"] == "known"  # type: ignore[index]
    listed = owner("GET", "/referrals?show=answered").json
    assert [one["id"] for one in (listed or {})["items"]] == [made.json["id"]]
    assert owner("GET", path).json["got_it"] is True  # type: ignore[index]


def test_what_a_person_asked_is_confirmed_or_taken_back(owner: Caller, database: Database, service_id: UUID) -> None:
    with database.transaction() as session:
        first, second = (operations.ask_by_person(session, REFERRALS, service_id, a_need()) for _ in range(2))
    assert owner("POST", f"/referrals/{first}/confirm", {}).json["state"] == "open"  # type: ignore[index]
    assert owner("POST", f"/referrals/{first}/refuse", {"reason": "full"}).json["reason"] == "full"  # type: ignore[index]
    assert owner("POST", f"/referrals/{second}/withdraw").json["state"] == "withdrawn"  # type: ignore[index]


def test_a_programme_reads_who_asked_for_the_person_and_what_is_needed_on_the_way(
    owner: Caller, database: Database, service_id: UUID
) -> None:
    dukra = ("Dukra", Reach(language="uk", phone=addresses.phone("+37061277001"), served=SERVED))
    with database.transaction() as session:
        need = a_need(wanted=("ride", "accompaniment"))
        id_ = operations.ask_by_person(session, REFERRALS, service_id, need, asker=dukra)
    seen = owner("GET", f"/referrals/{id_}").json or {}
    assert seen["wanted"] == ["ride", "accompaniment"]
    assert [seen[f"asker_{fact}"] for fact in ("name", "language", "channel", "phone", "email")] == [
        *("Dukra", "uk", "sms", "+37061277001", None)
    ]


def test_a_promise_is_called_off_with_a_reason(owner: Caller, asked: dict[str, Any]) -> None:
    asked = asked | {"shares": ["contact"]}
    path = f"/referrals/{owner('POST', '/referrals', asked).json['id']}"  # type: ignore[index]
    owner("POST", f"{path}/accept", {})
    assert owner("POST", f"{path}/call-off", {}).status_code == 422
    off = owner("POST", f"{path}/call-off", {"reason": "full"}).json
    assert (off or {})["state"] == "refused"
