"""Programmes see what waits at entries, and see to it, by the rules of the pages."""

from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from services.events.directory import operations, queries
from services.events.directory.domain import openings
from shared.database import Database
from tests.integration.events.conftest import Caller, calling, of
from tests.integration.events.directory.conftest import INFORMING, asked, grow_old, token
from tests.support.factories.events import Worker, a_worker
from tests.support.ledger import audited
from tests.support.statements import counted

ENTRY = f"/directory/entries/{INFORMING}"
REPORT = f"/directory/services/{INFORMING}/reports"
CHECKS = {"months": 4, "email": "centras@example.lt", "language": "uk"}


def proposed(database: Database, worker: Worker, **facts: Any) -> UUID:
    """The provider corrects this; gives the correction's id."""
    with database.transaction() as session:
        operations.renew_check(session, "http://talka.test", worker, INFORMING)
        operations.propose_edit(session, token(session), facts)
        edit = queries.waiting_edit(session, INFORMING)
        assert edit
        id_: UUID = edit["id"]
        return id_


def test_what_waits_stands_first_and_is_found_by_its_words(
    town: Flask, owner: Caller, stranger: Caller, database: Database
) -> None:
    with database.transaction() as session:
        grow_old(session, 7)
    first = of(owner("GET", "/directory/entries?limit=3"))
    assert (first["items"][0]["id"], first["items"][0]["is_overdue"]) == (str(INFORMING), True)
    pages = [first]
    while pages[-1]["next"]:
        pages.append(of(owner("GET", f"/directory/entries?limit=3&after={pages[-1]['next']}")))
    ids = [one["id"] for page in pages for one in page["items"]]
    assert (len(ids), len(set(ids))) == (8, 8)
    assert str(INFORMING) in {one["id"] for one in of(owner("GET", "/directory/entries?search=informavimas"))["items"]}
    assert of(stranger("GET", "/directory/entries"))["items"] == []


def test_checks_are_set_asked_and_noted(town: Flask, owner: Caller, database: Database) -> None:
    assert of(owner("GET", f"{ENTRY}/checks"))["asks"] == "info@rokiskis.example"
    assert of(owner("PUT", f"{ENTRY}/checks", CHECKS)) == CHECKS | {
        "phone": None,
        "for_all": False,
        "asks": "centras@example.lt",
    }
    assert owner("PUT", f"{ENTRY}/checks", CHECKS | {"months": 40}).status_code == 422
    answers = [owner("POST", f"{ENTRY}/ask", Idempotency_Key="ask-1") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    with database.transaction() as session:
        assert [one.provider.email for one in asked(session)] == ["centras@example.lt"], "a repeated key asks once"
        grow_old(session, 5)
    assert of(owner("GET", ENTRY))["is_overdue"] is True
    assert of(owner("POST", f"{ENTRY}/confirm"))["is_overdue"] is False
    assert of(owner("POST", f"{ENTRY}/pause"))["status"] == "temporarily closed"


def test_a_provider_that_nobody_knows_is_said(town: Flask, owner: Caller, database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE directory_organizations SET email = NULL"))
        session.execute(text("UPDATE directory_services SET email = NULL"))
    answer = owner("POST", f"{ENTRY}/ask")
    assert (answer.status_code, of(answer)["type"]) == (409, "/problems/directory-nobody-to-ask")
    assert of(owner("GET", f"{ENTRY}/checks"))["asks"] is None


def test_a_correction_is_read_beside_what_is_and_taken_over_in_part(
    town: Flask, owner: Caller, database: Database, worker: Worker
) -> None:
    assert owner("GET", f"{ENTRY}/correction").status_code == 404
    with database.reading() as session:
        one = next(each for each in openings(queries.entry(session, INFORMING)) if len(each.schedules) == 2)
    edit = proposed(
        database, worker, phone="+370 611 11111", status="active", **{f"schedules_{one.key}": one.week["schedules"][1:]}
    )
    waiting = of(owner("GET", f"{ENTRY}/correction"))
    assert waiting["id"] == str(edit)
    assert waiting["now"][one.fact] == one.week
    assert [row["byday"] for row in waiting["facts"][one.fact]["schedules"]] == [["FR"]]
    path = f"/directory/corrections/{edit}"
    assert of(owner("POST", f"{path}/approve", {"facts": []}))["type"] == "/problems/directory-nothing-is-chosen"
    assert owner("POST", f"{path}/approve", {"facts": ["colour"]}).status_code == 422
    taken = owner("POST", f"{path}/approve", {"facts": [one.fact]})
    assert (taken.status_code, of(taken)["has_edit"]) == (200, False)
    with database.reading() as session:
        now = next(each for each in openings(queries.entry(session, INFORMING)) if each.key == one.key)
        assert [row["byday"] for row in now.schedules] == ["FR"]
        assert "+370 611 11111" not in str(queries.entry(session, INFORMING))
    assert owner("POST", f"{path}/reject", {"reason": "x"}).status_code == 409


def test_a_rejected_correction_needs_a_reason(town: Flask, owner: Caller, database: Database, worker: Worker) -> None:
    path = f"/directory/corrections/{proposed(database, worker, phone='+370 611 11111', status='active')}"
    assert owner("POST", f"{path}/reject", {}).status_code == 422
    assert of(owner("POST", f"{path}/reject", {"reason": "Netiesa"}))["has_edit"] is False


def test_an_error_is_reported_by_anybody_and_settled_by_the_keeper(
    town: Flask, owner: Caller, anyone: Caller, database: Database
) -> None:
    assert anyone("POST", REPORT, {"kind": "weather"}).status_code == 422
    for number in range(3):
        body = {"kind": "hours", "said": f"Nedirba {number}", "contact": "olena@example.lt"}
        assert anyone("POST", REPORT, body).status_code == 204
    first = of(owner("GET", f"{ENTRY}/reports?limit=2"))
    second = of(owner("GET", f"{ENTRY}/reports?limit=2&after={first['next']}"))
    assert [one["said"] for page in (first, second) for one in page["items"]] == [f"Nedirba {one}" for one in range(3)]
    assert first["items"][0]["contact"] == "olena@example.lt"
    for _time in range(2):
        settled = owner("POST", f"/directory/reports/{first['items'][0]['id']}/settle")
        assert (settled.status_code, of(settled)["has_report"]) == (200, True), "others are open"
    assert len(of(owner("GET", f"{ENTRY}/reports"))["items"]) == 2
    with database.reading() as session:
        assert {"reports_read", "report_settled"} <= set(audited(session))


def test_an_error_that_somebody_has_found_waits_for_staff_until_it_is_settled(
    town: Flask, database: Database, worker: Worker
) -> None:
    waiting = text("SELECT what FROM staff_waits")
    with database.transaction() as session:
        operations.report_error(session, INFORMING, "hours")
        assert list(session.scalars(waiting)) == ["report"]
        (report,) = queries.open_reports(session, INFORMING)
        operations.settle_report(session, worker, report["id"])
        assert list(session.scalars(waiting)) == []


def test_reports_are_limited_however_they_are_sent(town: Flask, anyone: Caller) -> None:
    answers = [anyone("POST", REPORT, {"kind": "other"}).status_code for _number in range(21)]
    assert answers == [204] * 20 + [429]


def test_what_others_keep_is_as_if_it_were_not_there(
    town: Flask, stranger: Caller, anyone: Caller, app: Flask, database: Database, worker: Worker
) -> None:
    edit = proposed(database, worker, phone="+370 611 11111", status="active")
    with database.transaction() as session:
        operations.report_error(session, INFORMING, "other")
        (report,) = queries.open_reports(session, INFORMING)
        at_the_door = calling(app, a_worker(session, next(iter(worker.roles)), "check_in"))
    tries: list[tuple[str, str, dict[str, Any] | None]] = [
        ("GET", f"{ENTRY}/checks", None),
        ("PUT", f"{ENTRY}/checks", CHECKS),
        ("POST", f"{ENTRY}/ask", None),
        ("POST", f"{ENTRY}/confirm", None),
        ("POST", f"{ENTRY}/pause", None),
        ("GET", f"{ENTRY}/correction", None),
        ("GET", f"{ENTRY}/reports", None),
        ("POST", f"/directory/corrections/{edit}/approve", {"facts": ["phone"]}),
        ("POST", f"/directory/corrections/{edit}/reject", {"reason": "x"}),
        ("POST", f"/directory/reports/{report['id']}/settle", None),
    ]
    for method, path, body in tries:
        seen = [caller(method, path, body).status_code for caller in (stranger, at_the_door, anyone)]
        assert seen == [404, 403, 401], path
    with database.reading() as session:
        assert queries.waiting_edit(session, INFORMING)
        assert queries.open_reports(session, INFORMING)


def test_lists_ask_as_much_for_many_as_for_one(town: Flask, owner: Caller, database: Database) -> None:
    for path in ("/directory/entries?limit={}", f"{ENTRY}/reports?limit={{}}"):
        with database.transaction() as session:
            for _number in range(3):
                operations.report_error(session, INFORMING, "other")
        seen = []
        for limit in (1, 8):
            with counted(database.engine) as statements:
                assert len(of(owner("GET", path.format(limit)))["items"]) >= min(limit, 3)
            seen.append(len(statements))
        assert seen[0] == seen[1]
