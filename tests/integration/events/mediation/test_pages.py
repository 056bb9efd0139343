"""Mediation on the pages: asking, answering by link, and the person's page. No scripts."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.mediation import operations
from shared.database import Database
from tests.integration.events.mediation.conftest import accepted, state_of
from tests.support.factories.events import Worker
from tests.support.factories.mediation import REFERRALS, a_referral, let_weeks_pass, noon
from tests.support.ledger import told
from tests.support.visitor import Visitor

WANTED = {"by": "person", "name": "Zofija", "phone": "0 612 34567", "language": "en", "target_group": "senior"}
WANTED |= {"need": "Exercises for a knee", "agreed": "true"}


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


def test_what_was_typed_of_a_relative_is_left_out_where_the_person_asks(
    database: Database, visitor: Visitor, service_id: UUID
) -> None:
    entry = f"/directory/services/{service_id}/help"
    visitor.open(entry).send(entry, **WANTED, asker_name="Ona", asker_phone="12", asker_email="ona")
    assert visitor.status == 200
    with database.reading() as session:
        kept = session.execute(text("SELECT asker_name, asker_phone, asker_email FROM referrals")).one()
    assert set(kept) <= {None, ""}


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
    assert "A yes can be changed on this page until the appointment" in colleague.text
    assert "Has something changed?" in colleague.text
    assert state_of(database) == "accepted"


def test_a_provider_says_no_with_a_reason(database: Database, visitor: Visitor, referral_id: UUID) -> None:
    home = f"/directory/answers/{REFERRALS.answer_token(referral_id)}"
    visitor.open(home).send(f"{home}/refuse")
    assert visitor.status == 422
    visitor.open(home).send(f"{home}/refuse", reason="needs_documents", words="A letter of the doctor")
    assert state_of(database) == "refused"
    own = visitor.open(f"/directory/referrals/{REFERRALS.token(referral_id)}").text
    assert "Documents are missing: A letter of the doctor" in own


def test_a_provider_that_may_not_know_the_phone_says_when(
    database: Database, visitor: Visitor, worker: Worker, service_id: UUID
) -> None:
    with database.transaction() as session:
        id_ = a_referral(session, worker, service_id, language="en", shares=("need",))
    home = f"/directory/answers/{REFERRALS.answer_token(id_)}"
    assert "call the person" not in visitor.open(f"{home}?lang=en").text
    visitor.send(f"{home}/accept")
    assert (visitor.status, state_of(database)) == (422, "open")
    assert "you have no phone of the person" in visitor.text


def test_what_will_be_needed_on_the_way_is_ticked_once_there_is_an_appointment(
    database: Database, visitor: Visitor, worker: Worker, service_id: UUID
) -> None:
    with database.transaction() as session:
        id_ = a_referral(session, worker, service_id, language="en", wanted=("accompaniment",))
    home = f"/directory/referrals/{REFERRALS.token(id_)}"
    assert "Needed on the way Somebody to come along" in visitor.open(home).text
    accepted(database, id_)
    assert re.search(r"<details open><summary>I need a ride", visitor.open(home).page)
    assert re.search(r'value="accompaniment"[^>]* checked', visitor.page)
    assert not re.search(r'value="ride"[^>]* checked', visitor.page)
    assert "Tell us how it went" not in visitor.text  # not before it was


def test_whoever_says_no_by_sms_is_asked_why_on_their_page(
    database: Database, visitor: Visitor, referral_id: UUID
) -> None:
    accepted(database, referral_id)
    with database.transaction() as session:
        let_weeks_pass(session)
        operations.follow_up(session, REFERRALS, referral_id)
        operations.learn_by_reply(session, referral_id, got_it=False)
    home = f"/directory/referrals/{REFERRALS.token(referral_id)}"
    assert "You did not get this help. Why?" in visitor.open(home).text
    assert "We will get in touch with you and help you further." in visitor.text
    visitor.send(f"{home}/outcome", why_not="too_far")
    assert "You did not get this help. Why?" not in visitor.text
    with database.reading() as session:
        assert session.scalars(text("SELECT why_not FROM referrals")).one() == "too_far"


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


def test_a_provider_who_is_late_reads_whom_to_call_and_under_which_number(
    app: Flask, database: Database, visitor: Visitor, referral_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    talka = app.extensions["talka"]
    settings = replace(talka.service.settings, help_phone="8 458 71 234")
    monkeypatch.setitem(app.extensions, "talka", replace(talka, service=replace(talka.service, settings=settings)))
    with database.transaction() as session:
        session.execute(text("UPDATE referrals SET state = 'expired'"))
        organisation = session.scalars(text("SELECT name FROM organisations")).one()
        asked_by = session.scalars(text("SELECT email FROM staff")).one()
    page = visitor.open(f"/directory/answers/{REFERRALS.answer_token(referral_id)}").page
    notice = page.partition("The time to answer is over.")[2].partition("<dl")[0]
    assert organisation in notice
    assert 'href="tel:845871234"' in notice
    assert f'href="mailto:{asked_by}"' in notice


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
        let_weeks_pass(session)
        operations.follow_up(session, REFERRALS, referral_id)
    assert visitor.open(home).send(f"{home}/outcome").status == 422
    daughter = Visitor(app, lang="en").open(home)
    visitor.open(home).send(f"{home}/outcome", got_it="false", why_not="too_far")
    assert "You have told us how it went." in visitor.text
    assert daughter.send(f"{home}/outcome", got_it="true").status == 409


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
