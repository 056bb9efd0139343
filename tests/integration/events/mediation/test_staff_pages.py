"""The staff's board of mediation, and one referral on it. No scripts."""

import re
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from shared.database import Database
from tests.integration.events.mediation.conftest import accepted, state_of
from tests.support.factories.events import Worker
from tests.support.factories.mediation import a_kept_service, a_referral, noon
from tests.support.statements import counted
from tests.support.visitor import Visitor

WANTED = {"by": "person", "name": "Zofija", "phone": "0 612 34567", "language": "en", "target_group": "senior"}
WANTED |= {"need": "Exercises for a knee", "agreed": "true"}


def test_staff_ask_for_somebody_and_follow_it(
    database: Database, staff: Visitor, worker: Worker, service_id: UUID
) -> None:
    assert "Kineziterapija" in staff.open("/organise/mediation/new").text
    assert "We found no service" in staff.open("/organise/mediation/new?search=zzzz").text
    assert staff.open("/organise/mediation/new?service=x").status == 422
    asked = {name: WANTED[name] for name in ("name", "phone", "language", "target_group", "need")}
    asked |= {"consent_how": "in_person", "consent_on": "2026-01-05", "shares": "need", "by": "social_worker"}
    own = {"service_id": str(service_id), "organisation_id": str(next(iter(worker.roles)))}
    page = f"/organise/mediation/new?service={service_id}"
    for wrong in ({"name": ""}, {"consent_on": "2999-01-01"}):
        assert staff.open(page).send("/organise/mediation/new", **asked | own | wrong).status == 422
    fillable = r'name="(?:name|phone|email|provider_email)"[^>]* autocomplete="(\w+)"'
    assert re.findall(fillable, staff.open(page).page) == ["off"] * 4
    staff.open(page).send("/organise/mediation/new", **asked | own)
    assert "Asked. The answer comes by the link" in staff.text
    home = staff.address
    staff.send(f"{home}/accept", day="2020-01-01", time="12:00")
    assert "This time is over." in staff.text
    staff.open(home).send(f"{home}/accept", day=noon().date().isoformat(), time="12:00")
    assert "The answer is noted" in staff.text
    assert staff.send(f"{home}/refuse", reason="full").status == 409
    assert "street-address" not in staff.open(home).page
    staff.open(home).send(f"{home}/help", kinds="ride", place="Topolių g. 5", area="Kavoliškis", starts="11:20")
    assert "Volunteers are asked." in staff.text
    staff.send(f"{home}/called/2")
    assert "Noted that you have called." in staff.text
    with database.transaction() as session:
        session.execute(text("UPDATE referrals SET appointment_at = now()"))
    staff.open(home).send(f"{home}/outcome", got_it="true")
    assert "Got it" in staff.text
    assert staff.send(f"{home}/withdraw").status == 409
    assert "Zofija" in staff.open("/organise/mediation/?show=answered").text
    assert "Nothing waits here." in staff.open("/organise/mediation/?show=nonsense").text


def test_staff_say_yes_to_what_a_person_asked(database: Database, staff: Visitor, service_id: UUID) -> None:
    entry = f"/directory/services/{service_id}/help"
    staff.open(entry).send(entry, **WANTED)
    found = staff.open("/organise/mediation/")
    assert "Waits for our yes" in found.text
    home = f"/organise/mediation/{referral_of(database)}"
    assert staff.open(home).send(f"{home}/confirm", provider_email="nonsense").status == 422
    staff.open(home).send(f"{home}/confirm", provider_email="rasa@poliklinika.example")
    assert state_of(database) == "open"
    assert staff.send(f"{home}/confirm").status == 409
    staff.open(home).send(f"{home}/refuse", reason="full")
    assert state_of(database) == "refused"


def test_staff_take_it_back(database: Database, staff: Visitor, referral_id: UUID) -> None:
    home = f"/organise/mediation/{referral_id}"
    staff.open(home).send(f"{home}/withdraw")
    assert state_of(database) == "withdrawn"


def referral_of(database: Database) -> UUID:
    with database.reading() as session:
        found: UUID = session.scalars(text("SELECT id FROM referrals")).one()
        return found


def test_no_look_is_unseen_and_no_stranger_looks(
    app: Flask, database: Database, staff: Visitor, referral_id: UUID
) -> None:
    staff.open(f"/organise/mediation/{referral_id}")
    staff.open("/organise/mediation/")
    with database.reading() as session:
        seen = set(session.scalars(text("SELECT what FROM audit")))
    assert {"referral_read", "referrals_read"} <= seen
    assert Visitor(app, lang="en").open("/organise/mediation/").status == 401


def test_a_longer_board_asks_nothing_more(database: Database, staff: Visitor, worker: Worker, service_id: UUID) -> None:
    asked = []
    for more in (1, 6):
        with database.transaction() as session:
            for _ in range(more):
                a_referral(session, worker, service_id)
        with counted(database.engine) as seen:
            assert staff.open("/organise/mediation/?show=theirs").status == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_staff_note_a_new_appointment_and_that_it_is_called_off(
    database: Database, staff: Visitor, referral_id: UUID
) -> None:
    home = f"/organise/mediation/{referral_id}"
    assert "/move" not in staff.open(home).page
    accepted(database, referral_id)
    new = {"day": noon(5).date().isoformat(), "time": "09:30"}
    staff.open(home).send(f"{home}/move/3", **new)
    assert "The new appointment is noted, and all who were told hear it." in staff.text
    assert staff.open(home).send(f"{home}/move/3", **new | {"time": "10:30"}).status == 409
    staff.open(home).send(f"{home}/call-off", reason="full")
    assert "Noted that they cannot after all, and the person is told." in staff.text
    assert state_of(database) == "refused"


def test_staff_are_asked_to_call_a_provider_whom_nobody_can_write_to(
    database: Database, staff: Visitor, worker: Worker
) -> None:
    with database.transaction() as session:
        service_id = a_kept_service(session, worker, email=None)
        referral_id = a_referral(session, worker, service_id)
    staff.open(f"/organise/mediation/{referral_id}?done=asked")
    assert "We cannot write to the provider: please call them" in staff.text
    assert "The answer comes by the link" not in staff.text
