"""What people and providers wrote about an entry is forgotten 90 days after it was dealt with."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import plain
from shared.database import Database
from shared.messaging.worker import process_due
from tests.integration.events.directory.conftest import INFORMING, token
from tests.support.factories.events import Worker

DAYS = text("SELECT round(extract(epoch FROM due_at - now()) / 86400) FROM due WHERE kind = :kind")


def come_due(town: Flask, kind: str) -> None:
    service = town.extensions["talka"].service
    with service.database.transaction() as session:
        assert session.scalar(DAYS, {"kind": kind}) == 90
        session.execute(text("UPDATE due SET due_at = now() WHERE kind = :kind"), {"kind": kind})
    process_due(service)


def test_what_was_reported(town: Flask, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        operations.report_error(session, INFORMING, "hours", "Ona K. sako, kad nedirba", "olena@example.lt")
        (report,) = queries.open_reports(session, INFORMING)
        operations.settle_report(session, worker, report["id"])
    come_due(town, "directory_report_words")
    with database.reading() as session:
        kept = session.execute(text("SELECT kind, said, contact FROM directory_reports")).one()
    assert tuple(kept) == ("hours", "", None)


def test_a_report_that_is_settled_twice_is_kept_from_the_first_time(
    town: Flask, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        operations.report_error(session, INFORMING, "hours", "Nedirba")
        (report,) = queries.open_reports(session, INFORMING)
        operations.settle_report(session, worker, report["id"])
        session.execute(text("DELETE FROM due WHERE kind = 'directory_report_words'"))
        operations.settle_report(session, worker, report["id"])
        assert session.scalar(DAYS, {"kind": "directory_report_words"}) is None


def decide(session: Session, worker: Worker, *, approve: bool) -> None:
    operations.renew_check(session, "http://talka.test", worker, INFORMING)
    facts = plain(queries.entry(session, INFORMING)) | {"phone": "+370 611 11111"}
    operations.propose_edit(session, token(session), facts)
    edit = queries.waiting_edit(session, INFORMING)
    assert edit
    if approve:
        operations.approve_edit(session, worker, edit["id"], ["phone"])
    else:
        operations.reject_edit(session, worker, edit["id"], "Jonas sako kitaip")


@pytest.mark.parametrize("approve", [True, False], ids=["approved", "rejected"])
def test_what_a_provider_corrected(town: Flask, database: Database, worker: Worker, *, approve: bool) -> None:
    with database.transaction() as session:
        decide(session, worker, approve=approve)
    come_due(town, "directory_edit_words")
    with database.reading() as session:
        kept = session.execute(text("SELECT facts, reason, state FROM directory_edits")).one()
        phone = plain(queries.entry(session, INFORMING))["phone"]
    assert tuple(kept) == ({}, None, "approved" if approve else "rejected")
    assert (phone == "+370 611 11111") is approve
