"""A provider corrects opening hours by its link; its keeper reads what differs, day by day, and takes it over."""

import json
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.directory import operations, queries
from services.events.directory.domain import DocumentIsWrong, openings
from services.events.directory.pages.hours import hours_of, labels
from shared.database import Database
from shared.errors import Invalid
from shared.languages import using
from tests.integration.events.directory.conftest import INFORMING, token
from tests.support.factories.events import Worker, an_organisation
from tests.support.statements import counted
from tests.support.visitor import Visitor

ENTRY = f"/organise/directory/{INFORMING}"
PUBLIC = f"/directory/services/{INFORMING}"


@pytest.fixture
def link(town: Flask, database: Database, worker: Worker) -> str:
    """The page that a provider is sent to."""
    with database.transaction() as session:
        operations.renew_check(session, "http://talka.test", worker, INFORMING)
        return f"/directory/checks/{token(session)}"


def entry(database: Database) -> dict[str, Any]:
    with database.reading() as session:
        return queries.entry(session, INFORMING)


def centre(database: Database) -> str:
    """The key of the place whose hours are those of an office: Monday to Thursday 8-17, Friday to 15:45."""
    return next(one.key for one in openings(entry(database)) if len(one.schedules) == 2)


def called(database: Database, key: str) -> str:
    """What the hours of this place are called in English."""
    with using("en"):
        return next(hours_of(one) for one in openings(entry(database)) if one.key == key)


def test_monday_is_closed_from_now_on(town: Flask, database: Database, keeper: Visitor, link: str) -> None:
    key = centre(database)
    provider = Visitor(town).open(f"{link}/change?lang=en")
    typed: dict[str, str | list[str]] = {
        f"schedules_{key}-0-byday": ["TU", "WE", "TH"],
        f"x_exceptions_{key}-0-day": "2090-12-22",
    }
    typed |= {f"x_exceptions_{key}-0-reason": "Šventė"}
    provider.fill(f"{link}/change", **typed)
    assert "This page tells you what became of them." in provider.text
    assert "Monday" in Visitor(town, lang="en").open(PUBLIC).text, "nothing changes before it is approved"
    read = keeper.open(ENTRY).text
    assert "Monday Now: 08:00–17:00 New: closed" in read
    assert "22 December 2090 Now: as usual New: closed, Šventė" in read
    assert "Tuesday Now" not in read
    edit = f"{ENTRY}/edits/{waiting(database)}"
    assert "Taken over." in keeper.fill(f"{edit}/approve").text
    public = Visitor(town, lang="en").open(PUBLIC).text
    assert "Tuesday , Wednesday , Thursday 08:00–17:00" in public
    assert "22 December 2090: closed, Šventė" in public
    assert "Your changes were taken over." in provider.open(f"{link}?lang=en").text


def waiting(database: Database) -> UUID:
    with database.reading() as session:
        edit = queries.waiting_edit(session, INFORMING)
    assert edit
    id_: UUID = edit["id"]
    return id_


def test_hours_are_a_fact_of_their_own_that_may_be_left_out(
    town: Flask, database: Database, keeper: Visitor, link: str
) -> None:
    key = centre(database)
    provider = Visitor(town).open(f"{link}/change?lang=en")
    provider.fill(f"{link}/change", **{f"schedules_{key}-1-closes_at": "13:00", "phone": "+370 611 11111"})
    edit = f"{ENTRY}/edits/{waiting(database)}"
    keeper.open(ENTRY).send(f"{edit}/approve", facts=["phone"])
    assert "15:45" in Visitor(town).open(PUBLIC).text
    read = provider.open(f"{link}?lang=en").text
    assert "1 of 2" in read
    assert "Not taken over: Opening hours: " in read


def test_half_a_row_is_said_where_it_was_typed_and_nothing_is_lost(town: Flask, database: Database, link: str) -> None:
    key = centre(database)
    provider = Visitor(town).open(f"{link}/change?lang=en")
    typed = {f"schedules_{key}-2-opens_at": "10:00", f"x_exceptions_{key}-0-closes_at": "12:00"}
    provider.fill(f"{link}/change", **typed | {"fees": "2 EUR"})
    assert provider.status == 422
    for words in ("Choose at least one day.", "Please fill this in.", "Give both times"):
        assert words in provider.text
    assert ("<details open>" in provider.page, 'value="10:00"' in provider.page) == (True, True)
    whole: dict[str, str | list[str]] = {f"schedules_{key}-2-byday": ["SA"], f"schedules_{key}-2-closes_at": "12:00"}
    provider.fill(f"{link}/change", **whole | {f"x_exceptions_{key}-0-closes_at": ""})
    assert "This page tells you what became of them." in provider.text
    with database.reading() as session:
        edit = queries.waiting_edit(session, INFORMING)
    assert edit
    assert edit["facts"].keys() == {f"hours_{key}", "fees"}


def test_what_was_corrected_of_a_place_counts_for_whoever_else_is_there(
    town: Flask, database: Database, keeper: Visitor, link: str
) -> None:
    key = centre(database)
    provider = Visitor(town).open(f"{link}/change?lang=en")
    provider.fill(f"{link}/change", **{f"schedules_{key}-1-closes_at": "13:00"})
    assert "1 other service is here too; the change counts for it as well." in keeper.open(ENTRY).text


SATURDAY = {"byday": ["SA"], "opens_at": "09:00", "closes_at": "12:00"}


@pytest.mark.parametrize("rows", [[SATURDAY], []], ids=["others", "none"])
def test_hours_at_a_place_that_others_keep_are_not_taken_over(
    town: Flask, database: Database, worker: Worker, keeper: Visitor, link: str, rows: list[dict[str, Any]]
) -> None:
    key = centre(database)
    with database.transaction() as session:
        operations.propose_edit(session, link.rpartition("/")[2], {f"schedules_{key}": rows})
        other = an_organisation(session)
        session.execute(text("UPDATE directory_locations SET keeper_id = :id"), {"id": other})
    edit = waiting(database)
    with pytest.raises(DocumentIsWrong), database.transaction() as session:
        operations.approve_edit(session, worker, edit, [f"hours_{key}"])
    assert "Another organisation keeps this" in keeper.open(ENTRY).fill(f"{ENTRY}/edits/{edit}/approve").text
    assert waiting(database) == edit, "it waits on"
    assert f"{called(database, key)}: Another organisation keeps this" in keeper.text, "the fact is named"
    assert "Take over what is chosen" in keeper.text, "and the page tells that it waits"


def test_hours_that_were_sent_before_they_were_looked_at_closely_are_refused_by_their_name(
    town: Flask, database: Database, keeper: Visitor, link: str
) -> None:
    key = centre(database)
    with database.transaction() as session:
        operations.propose_edit(session, link.rpartition("/")[2], {f"schedules_{key}": [SATURDAY]})
        old = {f"hours_{key}": {"schedules": [SATURDAY | {"closes_at": "09:00"}], "x_exceptions": []}}
        session.execute(text("UPDATE directory_edits SET facts = CAST(:facts AS jsonb)"), {"facts": json.dumps(old)})
    keeper.open(ENTRY).fill(f"{ENTRY}/edits/{waiting(database)}/approve")
    assert keeper.status == 422
    assert f"{called(database, key)}: It cannot close when it opens." in keeper.text
    assert "Take over what is chosen" in keeper.text


def test_the_provider_is_told_at_once_of_what_approval_could_never_take(
    town: Flask, database: Database, link: str
) -> None:
    key = centre(database)
    provider = Visitor(town).open(f"{link}/change?lang=en")
    for field, year in (("schedules_{}-0-valid_from", "0027"), ("x_exceptions_{}-0-day", "1900")):
        provider.fill(f"{link}/change", **{field.format(key): f"{year}-06-01"})
        assert (provider.status, "Give a date" in provider.text) == (422, True)
        provider.open(f"{link}/change?lang=en")
    with pytest.raises(Invalid) as error, database.transaction() as session:
        operations.propose_edit(session, link.rpartition("/")[2], {f"schedules_{key}": [SATURDAY | {"valid_to": "9"}]})
    assert error.value.errors.keys() == {f"schedules_{key}"}
    with database.reading() as session:
        assert queries.waiting_edit(session, INFORMING) is None


def test_a_page_of_more_places_asks_no_more(town: Flask, database: Database, keeper: Visitor, link: str) -> None:
    with database.transaction() as session:
        sent: dict[str, Any] = {f"schedules_{one.key}": [] for one in openings(queries.entry(session, INFORMING))}
        assert len(sent) > 1
        operations.propose_edit(session, link.rpartition("/")[2], dict([sent.popitem()]))
    with counted(database.engine) as few:
        keeper.open(ENTRY)
    with database.transaction() as session:
        facts = "facts = facts || jsonb_build_object(CAST(:name AS text), jsonb_build_object('schedules', '[]'::jsonb, "
        facts += "'x_exceptions', '[]'::jsonb))"
        for name in sent:
            given = {"name": name.replace("schedules_", "hours_")}
            session.execute(text(f"UPDATE directory_edits SET {facts}"), given)  # noqa: S608 - our own words
    with counted(database.engine) as many:
        keeper.open(ENTRY)
    assert len(many) == len(few)


def test_hours_without_a_place_or_a_name_are_called_what_they_are() -> None:
    nameless = {"id": "b-1", "location": {"addresses": [{"address_1": "Vytauto g. 1"}]}}
    bare = {"id": "c-1", "location": {}}
    with using("en"):
        found = [hours_of(one) for one in openings({"id": "a-1", "service_at_locations": [nameless, bare]})]
        assert found == ["Opening hours: Vytauto g. 1", "Opening hours"]
        assert labels({"id": "a-1"})["hours_a1"] == "Opening hours"
