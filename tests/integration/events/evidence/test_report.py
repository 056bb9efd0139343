"""The report on the pages, as a file, and for programmes."""

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.evidence.domain import SERVICE_NAMES, Service
from shared.database import Database
from tests.integration.events.conftest import Caller, token_of
from tests.integration.events.evidence.conftest import closed, help_of, opened
from tests.support.factories.events import Worker
from tests.support.factories.mediation import a_kept_service
from tests.support.visitor import Visitor


@pytest.fixture
def done(app: Flask, database: Database, worker: Worker) -> Flask:
    """Five rides for seniors and one visit that nobody could make, in December; one entry was checked in November."""
    (own,) = worker.roles
    with database.transaction() as session:
        for kind, times in (("ride", 5), ("home_visit", 1)):
            for _ in range(times):
                told = help_of(own, kind)
                opened(session, told)
                closed(session, told, "done" if kind == "ride" else "unmet", reason="nobody")
        a_kept_service(session, worker)
        session.execute(text("UPDATE directory_confirmations SET day = '2026-11-15'"))
    return app


QUERY = "from=2026-10-01&to=2026-12-31"


def test_the_report_is_read_and_handed_out_without_small_numbers(done: Flask, worker: Worker) -> None:
    staff = Visitor(done, lang="en", talka_staff=token_of(worker))
    own = staff.open(f"/organise/reports/?{QUERY}").text
    assert "Mediation with transport and accompaniment 5 0 0 0 5 3.25" in own.replace(" – ", " ")
    assert "Informing, consulting and mediating at home 0 1 0 0 1 0" in own
    assert "Nobody was found 1" in own
    assert "December 2026" in own
    assert "Spreading information: news 0 0 0 0 0 0" in own
    assert "Spreading information: messages to people 0 0 0 0 0 0" in own
    assert "Information screen 0 0 0 0 0 0" in own
    assert "Not counted here yet." not in own
    assert "A website counts once the line from “On your own website” is on it." in own
    public = staff.open(f"/organise/reports/?{QUERY}&copy=public").text
    assert "Informing, consulting and mediating at home not shown not shown not shown not shown not shown" in public
    assert "Nobody was found" not in public
    sums = [re.search(r"same numbers: (\w{16})", page) for page in (own, public)]
    assert sums[0]
    assert sums[1]
    assert sums[0][1] != sums[1][1], "from a checksum of what is not shown it could be guessed"
    lithuanian = Visitor(done, lang="lt", talka_staff=token_of(worker))
    assert "3,25" in lithuanian.open(f"/organise/reports/?{QUERY}&lang=lt").text


def test_the_same_as_a_file(done: Flask, worker: Worker) -> None:
    staff = Visitor(done, lang="en", talka_staff=token_of(worker))
    file = staff.open(f"/organise/reports/services.csv?{QUERY}").page
    assert file.startswith("\ufeff"), "so that Excel reads it as UTF-8"
    helped, home = SERVICE_NAMES[Service.ACCOMPANIED], SERVICE_NAMES[Service.AT_HOME]
    rows = list(csv.reader(io.StringIO(file)))
    assert rows[1:] == [
        [helped, "2026-12-01", "Seniors", "Русский", "Done", "", "5", "3.33"],
        [home, "2026-12-01", "Seniors", "Русский", "Not met", "Nobody was found", "1", "0"],
        ["Information on websites", "2026-11-01", "Not said", "Lietuvių", "Done", "", "1", "0"],
    ]
    public = list(csv.reader(io.StringIO(staff.open(f"/organise/reports/services.csv?{QUERY}&copy=public").page)))
    assert ["What was done", home, "Not met", ""] in public
    assert ["What was done", helped, "Total", ""] in public, "the next smallest goes too"
    assert ["By month", "2026-10-01", helped, "0"] in public


def test_in_a_language_with_a_decimal_comma_columns_are_parted_by_semicolons(done: Flask, worker: Worker) -> None:
    staff = Visitor(done, lang="lt", talka_staff=token_of(worker))
    file = staff.open(f"/organise/reports/services.csv?{QUERY}&lang=lt").page
    rows = list(csv.reader(io.StringIO(file), delimiter=";"))
    assert rows[0][1:3] == ["Mėnuo", "Grupė"]
    assert rows[1][1::5] == ["2026-12-01", "5"]
    assert rows[1][-1] == "3,33"


def test_services_for_which_nothing_was_done_take_no_column(done: Flask, worker: Worker) -> None:
    page = Visitor(done, lang="en", talka_staff=token_of(worker)).open(f"/organise/reports/?{QUERY}").page
    months = page[page.index(">By month</h2>") : page.index(">By group</h2>")]
    assert "Information on websites" in months
    assert "Help at the screen" not in months
    assert "1 October 2026 – 31 December 2026" in page


def test_a_wrong_period_is_said_and_this_year_is_shown(done: Flask, worker: Worker) -> None:
    staff = Visitor(done, lang="en", talka_staff=token_of(worker))
    for wrong in ("from=2027-01-01&to=2026-01-01", "from=x", "copy=mine"):
        assert staff.open(f"/organise/reports/?{wrong}").status == 200
        assert "Please correct this:" in staff.text


def test_programmes_get_the_facts_with_their_checksum(
    done: Flask, owner: Caller, stranger: Caller, anyone: Caller
) -> None:
    assert anyone("GET", f"/reports/services?{QUERY}").status_code == 401
    assert (stranger("GET", f"/reports/services?{QUERY}").json or {})["items"] == []
    found = owner("GET", f"/reports/services?{QUERY}").json or {}
    assert (found["from"], found["to"], len(found["checksum"])) == ("2026-10-01", "2026-12-31", 16)
    assert sum(one["number"] for one in found["items"]) == 7
    assert set(found["counted"]) == set(Service)
    assert owner("GET", "/reports/services?from=2027-01-01&to=2026-01-01").status_code == 422
    assert owner("GET", "/reports/services").status_code == 200
