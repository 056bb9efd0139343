"""Mediation on the pages: asking, answering by link, the person's page, and the staff's board. No scripts."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.mediation import operations
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.events import Worker
from tests.support.factories.mediation import REFERRALS, a_kept_service, a_referral, noon
from tests.support.ledger import told
from tests.support.statements import counted
from tests.support.visitor import Visitor

WANTED = {"by": "person", "name": "Zofija", "phone": "0 612 34567", "language": "en", "target_group": "senior"}
WANTED |= {"need": "Exercises for a knee", "agreed": "true"}


@pytest.fixture
def service_id(database: Database, worker: Worker) -> UUID:
    with database.transaction() as session:
        return a_kept_service(session, worker)


@pytest.fixture
def referral_id(database: Database, worker: Worker, service_id: UUID) -> UUID:
    with database.transaction() as session:
        return a_referral(session, worker, service_id, language="en")


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app, lang="en")


@pytest.fixture
def staff(app: Flask, worker: Worker) -> Visitor:
    return Visitor(app, lang="en", talka_staff=token_of(worker))


def state_of(database: Database) -> str:
    with database.reading() as session:
        return str(session.scalars(text("SELECT state FROM referrals")).one())


def accepted(database: Database, referral_id: UUID) -> None:
    with database.transaction() as session:
        operations.accept(session, REFERRALS, referral_id, appointment=noon(), venue="Juodupės g. 1A")


def test_a_person_asks_from_the_entry_s_page_and_takes_it_back(
    database: Database, visitor: Visitor, service_id: UUID
) -> None:
    entry = f"/directory/services/{service_id}"
    assert f'href="{entry}/help"' in visitor.open(entry).page
    visitor.open(f"{entry}/help").send(f"{entry}/help", **WANTED)
    assert (visitor.status, state_of(database)) == (200, "asked")
    assert "We have your request" in visitor.text
    home = visitor.address
    visitor.send(f"{home}/withdraw")
    assert "You have taken your request back" in visitor.text
    assert state_of(database) == "withdrawn"


def test_without_consent_or_a_way_to_reach_them_nothing_is_asked(
    database: Database, visitor: Visitor, service_id: UUID
) -> None:
    entry = f"/directory/services/{service_id}/help"
    for wrong, said in (
        ({"agreed": ""}, "Without this we cannot pass your request on."),
        ({"phone": ""}, "Give a phone number or an e-mail address"),
        ({"by": "relative"}, "Please fill this in."),
        ({"by": "relative", "asker_name": "Ona"}, "Give a phone number or an e-mail address"),
    ):
        visitor.open(entry).send(entry, **WANTED | wrong)
        assert visitor.status == 422
        assert said in visitor.text
        assert "Exercises for a knee" in visitor.page
    with database.reading() as session:
        assert session.scalars(text("SELECT count(*) FROM referrals")).one() == 0


def test_a_stranger_asks_ten_times_an_hour_at_most(visitor: Visitor, service_id: UUID) -> None:
    entry = f"/directory/services/{service_id}/help"
    for status in (*[200] * 10, 429):
        assert visitor.open(entry).send(entry, **WANTED).status == status


def test_a_provider_says_yes_by_its_link_and_looking_changes_nothing(
    app: Flask, database: Database, visitor: Visitor, referral_id: UUID
) -> None:
    home = f"/directory/answers/{REFERRALS.answer_token(referral_id)}"
    colleague = Visitor(app, lang="en").open(home)
    said = visitor.open(f"{home}?lang=en").text
    assert "Mankšta keliui" in said
    assert "Zofija" in said
    assert state_of(database) == "open"
    day = noon().date().isoformat()
    visitor.send(f"{home}/accept", day=day, venue="Juodupės g. 1A")
    assert (visitor.status, state_of(database)) == (422, "open")
    assert "Give both the day and the time, or neither." in visitor.text
    visitor.open(home).send(f"{home}/accept", day=day, time="12:00", venue="Juodupės g. 1A")
    assert "You have said yes." in visitor.text
    assert colleague.send(f"{home}/refuse", reason="full").status == 409
    assert "The first answer counts" in colleague.text
    assert state_of(database) == "accepted"


def test_a_provider_says_no_with_a_reason(database: Database, visitor: Visitor, referral_id: UUID) -> None:
    home = f"/directory/answers/{REFERRALS.answer_token(referral_id)}"
    visitor.open(home).send(f"{home}/refuse")
    assert visitor.status == 422
    visitor.open(home).send(f"{home}/refuse", reason="needs_documents", words="A letter of the doctor")
    assert state_of(database) == "refused"
    own = visitor.open(f"/directory/referrals/{REFERRALS.token(referral_id)}").text
    assert "Documents are missing: A letter of the doctor" in own


def test_forged_late_and_needless_links_say_what_they_are(
    database: Database, visitor: Visitor, referral_id: UUID
) -> None:
    home = f"/directory/answers/{REFERRALS.answer_token(referral_id)}"
    for forged in (f"{home[:-1]}_", "/directory/referrals/x", f"/directory/answers/{REFERRALS.token(referral_id)}"):
        assert visitor.open(forged).status == 404
        assert "This link leads nowhere" in visitor.text
    visitor.open(home)
    with database.transaction() as session:
        operations.withdraw(session, REFERRALS, referral_id)
    assert visitor.send(f"{home}/accept").status == 409
    assert "not needed any more" in visitor.text
    with database.transaction() as session:
        session.execute(text("UPDATE referrals SET state = 'expired'"))
    assert "The time to answer is over" in visitor.open(home).text


def test_the_person_asks_for_a_ride_and_says_how_it_went(
    app: Flask, database: Database, visitor: Visitor, referral_id: UUID
) -> None:
    accepted(database, referral_id)
    home = f"/directory/referrals/{REFERRALS.token(referral_id)}"
    assert 'value="11:20"' in visitor.open(home).page
    visitor.send(f"{home}/help", kinds="ride", area="Kavoliškis", starts="11:20")
    assert visitor.status == 422
    visitor.send(f"{home}/help", kinds="ride", place="Topolių g. 5", area="Kavoliškis", starts="12:30")
    assert "The ride must begin before the appointment." in visitor.text
    visitor.send(f"{home}/help", kinds="ride", place="Topolių g. 5", area="Kavoliškis", starts="11:20")
    assert "A ride there" in visitor.text
    assert "Asked for" in visitor.text
    with database.transaction() as session:
        assert [one.place for one in told(session, "events.assistance.")] == ["Topolių g. 5"]
        operations.follow_up(session, REFERRALS, referral_id)
    assert visitor.open(home).send(f"{home}/outcome").status == 422
    daughter = Visitor(app, lang="en").open(home)
    visitor.open(home).send(f"{home}/outcome", got_it="false", why_not="too_far")
    assert "You have told us how it went." in visitor.text
    assert daughter.send(f"{home}/outcome", got_it="true").status == 409


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
    staff.open(page).send("/organise/mediation/new", **asked | own)
    assert "Asked. The answer comes by the link" in staff.text
    home = staff.address
    staff.send(f"{home}/accept", day="2020-01-01", time="12:00")
    assert "This time is over." in staff.text
    staff.open(home).send(f"{home}/accept", day=noon().date().isoformat(), time="12:00")
    assert "The answer is noted" in staff.text
    assert staff.send(f"{home}/refuse", reason="full").status == 409
    staff.open(home).send(f"{home}/help", kinds="ride", place="Topolių g. 5", area="Kavoliškis", starts="11:20")
    assert "Volunteers are asked." in staff.text
    staff.send(f"{home}/called/2")
    assert "Noted that you have called." in staff.text
    staff.send(f"{home}/outcome", got_it="true")
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


def test_a_provider_changes_the_appointment_by_its_link_and_then_cannot_after_all(
    app: Flask, database: Database, visitor: Visitor, referral_id: UUID
) -> None:
    home = f"/directory/answers/{REFERRALS.answer_token(referral_id)}"
    accepted(database, referral_id)
    colleague = Visitor(app, lang="en").open(f"{home}?lang=en")
    page = visitor.open(f"{home}?lang=en").page
    assert f'value="{noon().date()}"' in page
    assert 'value="12:00"' in page
    new = {"day": noon(5).date().isoformat(), "time": "09:30", "venue": "14 kab."}
    visitor.send(f"{home}/move/3", **new | {"day": "2020-01-01"})
    assert (visitor.status, "This time is over." in visitor.text) == (422, True)
    visitor.open(home).send(f"{home}/move/3", **new)
    assert "14 kab." in visitor.text
    assert colleague.send(f"{home}/move/3", **new | {"time": "10:30"}).status == 409
    assert "Somebody else has changed this meanwhile" in colleague.text
    visitor.open(home).send(f"{home}/call-off")
    assert visitor.status == 422
    visitor.open(home).send(f"{home}/call-off", reason="full", words="Gydytoja serga")
    assert "You have said no." in visitor.text
    assert state_of(database) == "refused"
    assert "/move" not in visitor.open(home).page


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
