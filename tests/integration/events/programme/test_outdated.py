"""Texts older than the Lithuanian ones: organisers see which, and readers are told, until somebody has looked."""

from typing import Any

import pytest
from flask import Flask

from services.events.programme import operations, queries
from shared.database import Database
from tests.integration.events.conftest import Caller
from tests.integration.events.programme.test_pages import form
from tests.support.factories.events import TITLE, Worker, an_event
from tests.support.visitor import Visitor

SAID = "This text may be older than the Lithuanian one; nobody has checked it yet."
LISTED = "Older than the Lithuanian text, to be checked:"


@pytest.fixture
def on(database: Database, worker: Worker) -> dict[str, Any]:
    with database.transaction() as session:
        return an_event(session, worker)


def renamed(database: Database, worker: Worker, on: dict[str, Any], **facts: Any) -> dict[str, Any]:
    with database.transaction() as session:
        return operations.change_event(
            session, worker, on["id"], on["version"], title=TITLE | {"lt": "Vakaras"}, **facts
        )


def copy(staff: Visitor, on: dict[str, Any], **changed: str) -> None:
    """Save the copy that the form offers, with these fields changed."""
    to = f"/organise/events?copied={on['id']}"
    assert f'action="{to}"' in staff.open(f"/organise/events/new?copy={on['id']}").page
    summary = {"summary_lt": "Vakaras su muzika ir maistu"}
    staff.send(to, **form(str(on["organisation_id"]), title_en=TITLE["en"], **summary, **changed))


def test_readers_of_what_was_left_behind_are_told_until_it_is_saved_as_checked(
    app: Flask, staff: Visitor, on: dict[str, Any], anyone: Caller, database: Database, worker: Worker
) -> None:
    assert renamed(database, worker, on)["outdated"] == ["en", "uk"]
    reader = Visitor(app, "en", lang="en")
    assert SAID in reader.open(f"/events/{on['id']}").text
    assert SAID in reader.open(f"/events/{on['id']}/poster").text
    assert "Perhaps an older text" in reader.open("/").text
    (item,) = (anyone("GET", "/programme", Accept_Language="uk").json or {})["items"]
    assert (item["title"], item["outdated"]) == (TITLE["uk"], True)
    with database.reading() as session:
        feed = queries.calendar(session, on["id"], "en", "http://talka.test").replace(b"\r\n ", b"")
    assert b"This text may be older than the Lithuanian one" in feed
    assert SAID not in Visitor(app, "lt", lang="lt").open(f"/events/{on['id']}").text

    for page in ("/organise/", f"/organise/events/{on['id']}"):
        assert f"{LISTED} English , Українська" in staff.open(page).text
    texts = f"/organise/events/{on['id']}/texts?in=en"
    assert "The Lithuanian text has changed since." in staff.open(texts).text
    staff.send(texts, title=TITLE["en"], checked="true")
    assert f"{LISTED} Українська" in staff.open(f"/organise/events/{on['id']}").text
    assert SAID not in reader.open(f"/events/{on['id']}").text


def test_a_copy_with_another_lithuanian_title_lists_the_languages_that_still_have_the_old_one(
    staff: Visitor, on: dict[str, Any]
) -> None:
    copy(staff, on, title_lt="Vakaras")
    assert staff.status == 200
    assert f"{LISTED} English , Українська" in staff.text
    assert "Publish" in staff.text


def test_a_copy_that_changes_no_text_is_as_good_as_the_first(staff: Visitor, on: dict[str, Any]) -> None:
    copy(staff, on)
    assert (staff.status, LISTED in staff.text) == (200, False)


def test_undoing_the_change_takes_the_mark_back(database: Database, worker: Worker, on: dict[str, Any]) -> None:
    changed = renamed(database, worker, on)
    with database.transaction() as session:
        assert operations.undo_change(session, worker, on["id"], changed["version"])["outdated"] == []
