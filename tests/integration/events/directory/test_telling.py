"""What is stored of a service is told: to everybody, at the screen, to its provider and its keeper."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from services.events.directory.domain import read_json
from services.events.directory.operations import confirm_entry, import_document
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.integration.events.directory.conftest import grow_old, token
from tests.support.factories.directory import a_location, a_service, an_id, an_organization
from tests.support.factories.events import Worker
from tests.support.visitor import Visitor

PAGE, SCREEN = "/directory/services/", "/kiosk/en/services/"
BOTH = pytest.mark.parametrize("address", [PAGE, SCREEN])
SERVICE = UUID(an_id("service a"))
ALWAYS = {"id": an_id("always"), "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "x_open_on_holidays": True}
ALWAYS |= {"opens_at": "00:00", "closes_at": "23:59"}
EVERYTHING: dict[str, Any] = {
    "minimum_age": 7,
    "maximum_age": 18,
    "languages": [
        {"id": an_id("uk"), "code": "uk", "note": "Antradieniais"},
        {"id": an_id("signs"), "name": "gestų kalba"},
    ],
    "interpretation_services": "Pakviesime vertėją",
    "phones": [{"id": an_id("own"), "number": "+370 600 00010", "extension": 12}],
    "wait_time": "Dvi savaitės",
    "cost_options": [
        {"id": an_id("cost"), "option": "Diena", "amount": 12.5, "currency": "EUR", "amount_description": "už šeimą"}
    ],
    "service_at_locations": [
        {
            "id": an_id("there"),
            "description": "Trečias kabinetas",
            "phones": [{"id": an_id("desk"), "number": "+370 600 00020"}],
            "location": a_location(description="Raudonas namas prie turgaus"),
        }
    ],
}


def keep(database: Database, worker: Worker, **facts: Any) -> None:
    """Let the worker's organisation keep one service, of which this is said."""
    with database.transaction() as session:
        document = read_json({"services": [a_service("a", **facts)]})
        import_document(session, worker, next(iter(worker.roles)), document)


def read(app: Flask, address: str) -> str:
    return Visitor(app, lang="en").open(f"{address}{SERVICE}").text


@BOTH
def test_hours_of_a_service_without_a_place_are_told(
    app: Flask, database: Database, worker: Worker, address: str
) -> None:
    keep(database, worker, service_at_locations=[], schedules=[ALWAYS])
    said = read(app, address)
    for words in ("Opening hours", "Every day, round the clock", "Open round the clock"):
        assert words in said


@pytest.mark.parametrize("listed", ["/directory/", "/kiosk/en/for/everything"])
def test_a_list_says_of_a_service_without_a_place_whether_it_is_open_and_of_one_without_hours_nothing(
    app: Flask, database: Database, worker: Worker, listed: str
) -> None:
    keep(database, worker, service_at_locations=[], schedules=[ALWAYS])
    assert "Open round the clock" in Visitor(app, lang="en").open(listed).text
    keep(database, worker, schedules=[])
    assert "Closed now" not in Visitor(app, lang="en").open(listed).text
    keep(database, worker, schedules=[ALWAYS], status="temporarily closed")
    said = Visitor(app, lang="en").open(listed).text
    assert ("Not offered just now" in said, "Open round" in said) == (True, False)


def test_provider_and_keeper_read_the_hours_of_a_service_without_a_place(
    app: Flask, database: Database, worker: Worker
) -> None:
    keep(database, worker, service_at_locations=[], schedules=[ALWAYS], email="centras@example.lt")
    keeper = Visitor(app, lang="en", talka_staff=token_of(worker))
    assert "Every day, round the clock" in keeper.open(f"/organise/directory/{SERVICE}").text
    keeper.open(f"/organise/directory/{SERVICE}").fill(f"/organise/directory/{SERVICE}/ask")
    with database.transaction() as session:
        link = token(session)
    assert "visą parą" in Visitor(app).open(f"/directory/checks/{link}").text


@BOTH
def test_every_fact_that_helps_a_reader_is_told(app: Flask, database: Database, worker: Worker, address: str) -> None:
    keep(database, worker, **EVERYTHING)
    said = read(app, address)
    for words in (
        "Age: from 7 to 18",
        "Ukrainian: Antradieniais",
        "gestų kalba",
        "Pakviesime vertėją",
        "+370 600 00010 ext. 12",
        "Dvi savaitės",
        "€12.50 už šeimą",
        "Trečias kabinetas",
        "+370 600 00020",
        "Raudonas namas prie turgaus",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("ages", "said"),
    [({"minimum_age": 60}, "Age: from 60"), ({"maximum_age": 3}, "Age: up to 3"), ({"minimum_age": 0}, None)],
)
@BOTH
def test_an_age_on_one_side_alone_is_told_as_that(
    app: Flask, database: Database, worker: Worker, address: str, ages: dict[str, int], said: str | None
) -> None:
    keep(database, worker, **ages)
    shown = read(app, address)
    assert said in shown if said else "Age:" not in shown


@BOTH
def test_where_a_service_has_no_phone_its_organisations_is_told(
    app: Flask, database: Database, worker: Worker, address: str
) -> None:
    office = an_organization(phones=[{"id": an_id("office"), "number": "+370 600 00099"}])
    keep(database, worker, organization=office)
    assert "+370 600 00099" not in read(app, address)
    keep(database, worker, organization=office, phones=[])
    assert "Phone of the organisation: +370 600 00099" in read(app, address)


@BOTH
def test_hours_of_every_second_week_say_so_and_when_they_hold_next(
    app: Flask, database: Database, worker: Worker, address: str
) -> None:
    now = datetime.now(UTC)
    begins = (now + timedelta(days=2)).date()
    row = {"id": an_id("row"), "freq": "WEEKLY", "interval": 2, "dtstart": (begins - timedelta(days=14)).isoformat()}
    row |= {"opens_at": "09:00", "closes_at": "12:00", "x_open_on_holidays": True}
    keep(database, worker, schedules=[row, row | {"id": an_id("rarer"), "interval": 5, "dtstart": begins.isoformat()}])
    said = read(app, address)
    following = f"{begins.day} {begins:%B %Y}"
    assert f"{begins:%A} 09:00–12:00 , every second week, next: {following}" in said
    assert f"09:00–12:00 , once in 5 weeks, next: {following}" in said


def test_an_entry_that_was_not_checked_for_long_says_so_at_the_screen_too(
    app: Flask, database: Database, worker: Worker
) -> None:
    keep(database, worker)
    assert "Last checked:" in read(app, SCREEN)
    assert "out of date" not in Visitor(app).open("/kiosk/en/for/everything").text + read(app, SCREEN)
    with database.transaction() as session:
        grow_old(session, 8, SERVICE)
    assert "May be out of date" in Visitor(app).open("/kiosk/en/for/everything").text
    assert "Some of this may be out of date." in read(app, SCREEN)


@pytest.mark.parametrize("hidden", [True, False])
def test_after_an_answer_the_page_that_everybody_sees_is_named_only_if_there_is_one(
    app: Flask, database: Database, worker: Worker, *, hidden: bool
) -> None:
    keep(database, worker, email="centras@example.lt")
    keeper = Visitor(app, lang="en", talka_staff=token_of(worker))
    keeper.open(f"/organise/directory/{SERVICE}").fill(f"/organise/directory/{SERVICE}/ask")
    with database.transaction() as session:
        link = token(session)
    provider = Visitor(app).open(f"/directory/checks/{link}").fill(f"/directory/checks/{link}/confirm")
    with database.transaction() as session:
        if hidden:
            grow_old(session, 60, SERVICE)
        else:
            confirm_entry(session, worker, SERVICE)
    assert (f'href="{PAGE}{SERVICE}"' in provider.open(f"/directory/checks/{link}").page) is not hidden
    assert Visitor(app).open(f"{PAGE}{SERVICE}").status == (404 if hidden else 200)
