"""What providers correct, and what the keeper makes of it."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import CheckIsOver, EditIsDecided, NothingHasChanged, NothingIsChosen, plain
from shared.database import Database
from shared.errors import NotFound
from tests.integration.events.directory.conftest import INFORMING, grow_old, token
from tests.support.factories.events import Worker

URL = "http://talka.test"


def said(session: Session) -> dict[str, str]:
    return plain(queries.entry(session, INFORMING))


def propose(database: Database, worker: Worker, **facts: str) -> str:
    """The provider corrects these facts; gives their link's token."""
    with database.transaction() as session:
        operations.renew_check(session, URL, worker, INFORMING)
        link = token(session)
        operations.propose_edit(session, link, said(session) | facts)
    return link


def test_a_correction_changes_nothing_before_it_is_approved(town: Flask, database: Database, worker: Worker) -> None:
    with database.reading() as session:
        before = queries.entry(session, INFORMING)
    propose(database, worker, phone="+370 611 11111", fees="2 EUR")
    with database.reading() as session:
        assert queries.entry(session, INFORMING) == before
        edit = queries.waiting_edit(session, INFORMING)
        assert edit
        assert edit["facts"] == {"phone": "+370 611 11111", "fees": "2 EUR"}


def test_what_is_chosen_of_it_is_taken_over_and_checks_the_entry(
    town: Flask, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        grow_old(session, 12)
    propose(database, worker, phone="+370 611 11111", city="Kamajai", documents="Pasas\nPažyma", alert="")
    with database.transaction() as session:
        edit = queries.waiting_edit(session, INFORMING)
        assert edit
        with pytest.raises(NothingIsChosen):
            operations.approve_edit(session, worker, edit["id"], ["status"])
        operations.approve_edit(session, worker, edit["id"], ["phone", "documents"])
    with database.transaction() as session:
        now = said(session)
        assert (now["phone"], now["documents"], now["city"]) == ("+370 611 11111", "Pasas\nPažyma", "Rokiškis")
        assert queries.service_shown(session, INFORMING)["x_overdue"] is False
        with pytest.raises(EditIsDecided):
            operations.approve_edit(session, worker, edit["id"], ["city"])
        with pytest.raises(NotFound):
            operations.reject_edit(session, worker, INFORMING, "no")


def test_a_rejected_one_leaves_the_entry_and_says_why_by_the_link(
    town: Flask, database: Database, worker: Worker
) -> None:
    link = propose(database, worker, phone="+370 611 11111")
    with database.transaction() as session:
        edit = queries.waiting_edit(session, INFORMING)
        assert edit
        assert list(session.scalars(text("SELECT what FROM staff_waits"))) == ["edit"]
        operations.reject_edit(session, worker, edit["id"], "Toks numeris neatsako")
        assert list(session.scalars(text("SELECT what FROM staff_waits"))) == []
        anew = "SELECT due_at >= now() + interval '7 days' FROM due WHERE kind = 'service_check' AND subject_id = :id"
        assert session.scalar(text(anew), {"id": INFORMING}) is True  # else nobody would ask before it is hidden
    with database.reading() as session:
        found = queries.check_by_token(session, link)
        assert (found["state"], found["reason"]) == ("rejected", "Toks numeris neatsako")
        assert said(session)["phone"] != "+370 611 11111"


def test_a_second_correction_adds_to_the_one_that_waits(town: Flask, database: Database, worker: Worker) -> None:
    propose(database, worker, phone="+370 611 11111")
    propose(database, worker, fees="2 EUR")
    with database.reading() as session:
        edit = queries.waiting_edit(session, INFORMING)
        assert edit
        assert edit["facts"] == {"phone": "+370 611 11111", "fees": "2 EUR"}


def test_while_an_answer_waits_nobody_is_asked(town: Flask, database: Database, worker: Worker) -> None:
    propose(database, worker, phone="+370 611 11111")
    with database.transaction() as session:
        grow_old(session, 7)
        asked = session.scalar(text("SELECT count(*) FROM outbox"))
        operations.ask_check(session, URL, INFORMING)
        assert session.scalar(text("SELECT count(*) FROM outbox")) == asked


def test_a_service_that_is_offered_no_more_leaves_the_directory(
    town: Flask, database: Database, worker: Worker
) -> None:
    propose(database, worker, status="defunct")
    with database.transaction() as session:
        edit = queries.waiting_edit(session, INFORMING)
        assert edit
        operations.approve_edit(session, worker, edit["id"], ["status"])
    with database.transaction() as session:
        with pytest.raises(NotFound):
            queries.service_shown(session, INFORMING)
        assert session.scalar(text("SELECT count(*) FROM due WHERE subject_id = :id"), {"id": INFORMING}) == 0


def test_nothing_changed_and_a_used_link_are_refused(town: Flask, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        operations.renew_check(session, URL, worker, INFORMING)
        link = token(session)
        with pytest.raises(NothingHasChanged):
            operations.propose_edit(session, link, said(session))
        operations.confirm_by_link(session, link)
        with pytest.raises(CheckIsOver):
            operations.propose_edit(session, link, said(session) | {"fees": "2"})
        assert queries.waiting_edit(session, INFORMING) is None  # a page that says so does not undo anything
