"""Pages without an account: a provider's link, and an error that somebody reports."""

import json

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.directory import operations, queries
from services.events.directory.domain import id_of, plain
from shared.database import Database
from tests.integration.events.directory.conftest import INFORMING, grow_old, token
from tests.support.factories.events import Worker
from tests.support.visitor import Visitor

PAGE = f"/directory/services/{INFORMING}"


@pytest.fixture
def link(town: Flask, database: Database, worker: Worker) -> str:
    """The page that a provider is sent to."""
    with database.transaction() as session:
        grow_old(session, 7)
        operations.renew_check(session, "http://talka.test", worker, INFORMING)
        return f"/directory/checks/{token(session)}"


def test_looking_at_a_link_changes_nothing_and_one_tap_does(town: Flask, database: Database, link: str) -> None:
    everybody = Visitor(town)
    assert "Some of this may be out of date." in everybody.open(PAGE).text
    assert "May be out of date" in everybody.open("/directory/").text
    provider = Visitor(town).open(f"{link}?lang=en")
    for words in ("Does this still hold?", "Informing about social services", "It is offered", "08:00–17:00"):
        assert words in provider.text
    assert "may be out of date" in everybody.open(PAGE).text
    assert "You have told us that all of it still holds." in provider.send(f"{link}/confirm").text
    assert "may be out of date" not in everybody.open(PAGE).text
    assert "You have told us" in provider.open(link).text
    assert "You have told us" in provider.open(f"{link}/change").text


def test_what_was_hidden_for_long_comes_back_when_it_is_confirmed(town: Flask, database: Database, link: str) -> None:
    with database.transaction() as session:
        grow_old(session, 10)
    assert Visitor(town).open(PAGE).status == 404
    provider = Visitor(town).open(link)
    provider.send(f"{link}/confirm")
    assert Visitor(town).open(PAGE).status == 200


def test_the_page_speaks_the_language_of_the_office(town: Flask, database: Database, worker: Worker, link: str) -> None:
    facts = {"months": 6, "for_all": False, "email": "a@example.lt", "phone": None, "language": "ru"}
    with database.transaction() as session:
        operations.set_checks(session, worker, INFORMING, **facts)  # type: ignore[arg-type]
        operations.renew_check(session, "http://talka.test", worker, INFORMING)
        newest = f"/directory/checks/{token(session)}"
    assert '<html lang="ru"' in Visitor(town).open(newest).page
    old = Visitor(town).open(link)
    assert (old.status, "This link is used or too old." in Visitor(town).open(f"{link}?lang=en").text) == (410, True)


def test_a_correction_is_typed_seen_wrong_sent_and_followed(
    town: Flask, database: Database, worker: Worker, link: str
) -> None:
    provider = Visitor(town).open(f"{link}/change?lang=en")
    facts = {"status": "active", "phone": "call me", "address": "Vytauto g. 25", "city": "Rokiškis"}
    assert "This is not a phone number." in provider.send(f"{link}/change", **facts).text
    assert provider.status == 422
    provider.open(f"{link}/change").fill(f"{link}/change")
    assert "You have changed nothing." in provider.text
    provider.open(f"{link}/change").fill(f"{link}/change", phone="+370 611 11111")
    assert "This page tells you what became of them." in provider.text
    with database.transaction() as session:
        edit_id = session.scalars(text("SELECT id FROM directory_edits")).one()
        operations.reject_edit(session, worker, edit_id, "Netiesa")
    assert "Netiesa" in provider.open(link).text
    with database.transaction() as session:
        session.execute(text("UPDATE directory_edits SET state = 'waiting'"))
        operations.approve_edit(session, worker, edit_id, ["phone"])
    assert "were taken over" in provider.open(link).text
    late = Visitor(town).open(f"{link}/change?lang=en")
    assert late.address == link


def test_what_the_keeper_could_write_keeps_no_provider_from_correcting_something_else(
    town: Flask, database: Database, worker: Worker, link: str
) -> None:
    long = "\n".join(["Laikinai dirbame kitur."] * 40)
    with database.transaction() as session:
        session.execute(
            text("UPDATE directory_services SET alert = :alert WHERE id = :id"),
            {"alert": json.dumps({"lt": long}), "id": INFORMING},
        )
    provider = Visitor(town).open(f"{link}?lang=ar")
    assert f'<span lang="lt" dir="ltr">{long}</span>' in provider.page
    provider.open(f"{link}/change")
    assert 'maxlength="5000" lang="lt" dir="ltr"' in provider.page
    provider.fill(f"{link}/change", phone="+370 611 11111")
    assert provider.status == 200
    with database.transaction() as session:
        assert session.scalars(text("SELECT facts FROM directory_edits")).one() == {"phone": "+370 611 11111"}


def test_a_provider_reads_which_of_its_changes_were_taken_over(
    town: Flask, database: Database, worker: Worker, link: str
) -> None:
    with database.transaction() as session:
        sent = plain(queries.entry(session, INFORMING)) | {"phone": "+370 611 11111", "fees": "2 EUR"}
        operations.propose_edit(session, link.rpartition("/")[2], sent)
        edit = queries.waiting_edit(session, INFORMING)
        assert edit
        operations.approve_edit(session, worker, edit["id"], ["phone"])
    read = Visitor(town).open(f"{link}?lang=en").text
    assert "Of your changes we have taken over: 1 of 2." in read
    assert "Not taken over: What it costs . Call the organisation" in read


def test_a_form_that_comes_after_the_answer_leads_to_what_became_of_it(town: Flask, link: str) -> None:
    first, second = Visitor(town).open(f"{link}?lang=en"), Visitor(town).open(f"{link}/change?lang=en")
    first.send(f"{link}/confirm")
    facts = {"status": "defunct", "address": "Vytauto g. 25", "city": "Rokiškis"}
    assert "You have told us" in second.send(f"{link}/change", **facts).text
    again = Visitor(town).open(f"{link}?lang=en").open("/find").send(f"{link}/confirm")
    assert "You have told us" in again.text


def test_a_guessed_link_leads_nowhere(town: Flask) -> None:
    for path in ("/directory/checks/guessed", "/directory/checks/guessed/change"):
        assert Visitor(town).open(path).status == 404


def test_an_error_is_reported_without_an_account(town: Flask, database: Database) -> None:
    visitor = Visitor(town).open(f"{PAGE}?lang=en")
    assert "Report an error" in visitor.text
    visitor.open(f"{PAGE}/report").send(f"{PAGE}/report")
    assert (visitor.status, "Please fill this in." in visitor.text) == (422, True)
    visitor.send(f"{PAGE}/report", kind="hours", said="Pirmadieniais nedirba", contact="olena@example.lt")
    assert "will look into it" in visitor.text
    with database.reading() as session:
        (found,) = queries.open_reports(session, INFORMING)
    assert (found["kind"], found["said"], found["contact"]) == ("hours", "Pirmadieniais nedirba", "olena@example.lt")


def test_a_contact_is_forgotten_after_ninety_days(town: Flask, database: Database) -> None:
    with database.transaction() as session:
        operations.report_error(session, INFORMING, "other", "x", "olena@example.lt")
        report_id, days = session.execute(
            text("SELECT subject_id, due_at - now() FROM due WHERE kind = 'directory_report_contact'")
        ).one()
        assert days.days == 90
        operations.forget_contact(session, report_id)
        assert [one["contact"] for one in queries.open_reports(session, INFORMING)] == [None]


def test_reports_are_limited_and_a_hidden_entry_takes_none(town: Flask) -> None:
    visitor = Visitor(town)
    hidden = f"/directory/services/{id_of('service:nothing')}/report"
    assert visitor.open(hidden).status == 404
    for _ in range(20):
        visitor.open(f"{PAGE}/report").send(f"{PAGE}/report", kind="other")
        assert visitor.status == 200
    assert visitor.open(f"{PAGE}/report").send(f"{PAGE}/report", kind="other").status == 429


PRICED = (
    """UPDATE directory_services SET minimum_age = 60, fees_description = '{"lt": "Pietūs 2 eurai"}' WHERE id = :id"""
)
PRICE = """INSERT INTO directory_cost_options (id, service_id, option, amount, currency)
    VALUES (gen_random_uuid(), :id, '{"lt": "Pietūs"}', 3.5, 'EUR')"""


@pytest.fixture
def priced(database: Database, link: str) -> str:
    """The same page of a service that is for an age and has a price."""
    with database.transaction() as session:
        for statement in (PRICED, PRICE):
            session.execute(text(statement), {"id": INFORMING})
    return link


def test_whoever_confirms_has_seen_all_that_the_page_says(town: Flask, keeper: Visitor, priced: str) -> None:
    provider = Visitor(town).open(f"{priced}?lang=en")
    for words in ("Age: from 60", "Pietūs", "3.50", "No steps, a lift", "Ukrainian"):
        assert words in provider.text
    assert f'href="{PAGE}/report"' in provider.page
    kept = keeper.open(f"/organise/directory/{INFORMING}").text
    assert ("Age: from 60" in kept, "3.50" in kept) == (True, True)


def test_a_new_text_of_the_cost_stands_beside_the_prices_before_it_is_taken_over(
    keeper: Visitor, database: Database, priced: str
) -> None:
    with database.transaction() as session:
        sent = plain(queries.entry(session, INFORMING)) | {"fees": "Nemokamai visiems"}
        operations.propose_edit(session, priced.rpartition("/")[2], sent)
    waiting = keeper.open(f"/organise/directory/{INFORMING}").text.partition("Take over what is chosen")[0]
    for words in ("Nemokamai visiems", "3.50", "Prices are not changed by this."):
        assert words in waiting
