"""The texts of an event side by side: what a machine made is marked until a person has checked it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.programme import operations, queries
from services.events.programme.domain import NoTitleLeft
from shared.database import Database
from tests.integration.events.conftest import Caller
from tests.support.factories.events import Worker, an_event
from tests.support.visitor import Visitor

ARABIC = {"title": "التعارف بين الثقافات", "summary": "أمسية", "description": "تعالوا"}
SAID = "This text was translated by a machine, and nobody has checked it yet."


@pytest.fixture
def on(database: Database, worker: Worker) -> dict[str, Any]:
    with database.transaction() as session:
        return an_event(session, worker, description={"lt": "Ateikite"})


def texts(event: dict[str, Any], language: str) -> str:
    return f"/organise/events/{event['id']}/texts?in={language}"


def test_beside_its_translation_a_text_keeps_its_lines(staff: Visitor, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        event = an_event(session, worker, description={"lt": "Programa:\nšokiai"})
    assert '<p class="lines">Programa:\nšokiai</p>' in staff.open(texts(event, "uk")).page


def test_what_a_machine_made_is_marked_until_a_person_saves_it_as_checked(
    app: Flask, staff: Visitor, on: dict[str, Any], anyone: Caller
) -> None:
    staff.open(texts(on, "ar")).send(texts(on, "ar"), machine_made="true", **ARABIC)
    assert (staff.status, "A machine made this text." in staff.text) == (200, True)
    assert "Made by a machine, not checked yet: العربية" in staff.open("/organise/").text
    assert "Made by a machine, not checked yet: العربية" in staff.open(f"/organise/events/{on['id']}").text
    reader = Visitor(app, "ar", lang="ar")
    assert reader.open(f"/events/{on['id']}").page.count('role="note"') == 1
    assert SAID not in Visitor(app, "en").open(f"/events/{on['id']}").text
    (item,) = (anyone("GET", "/programme", Accept_Language="ar").json or {})["items"]
    assert (item["title"], item["machine_made"]) == (ARABIC["title"], True)
    assert 'role="note"' in reader.open(f"/events/{on['id']}/poster").page

    corrected = ARABIC | {"summary": "أمسية موسيقية"}
    staff.open(texts(on, "ar")).send(texts(on, "ar"), machine_made="true", checked="true", **corrected)
    assert "A machine made this text." not in staff.text
    assert corrected["summary"] in reader.open(f"/events/{on['id']}").page
    assert 'role="note"' not in reader.page


def test_the_page_opens_where_a_text_is_wanting_and_says_so(staff: Visitor, on: dict[str, Any]) -> None:
    staff.open(f"/organise/events/{on['id']}/texts")
    assert '<span lang="lt-simple" dir="ltr">Lengva lietuvių kalba</span>: Title' in staff.page
    assert "There is no text in this language" in staff.text
    assert "No text yet: Lengva lietuvių kalba , Русский , العربية" in staff.open(f"/organise/events/{on['id']}").text


def test_a_text_without_a_title_and_one_changed_meanwhile_are_kept_on_the_page(
    staff: Visitor, on: dict[str, Any], database: Database, worker: Worker
) -> None:
    staff.open(texts(on, "ru")).send(texts(on, "ru"), summary="Вечер")
    assert (staff.status, "Write the title too." in staff.text, "Вечер" in staff.page) == (422, True, True)
    with database.transaction() as session:
        operations.change_event(session, worker, on["id"], on["version"], offer_hours=3)
    staff.send(texts(on, "ru"), title="Знакомство", summary="Вечер")
    assert (staff.status, "Знакомство" in staff.page) == (409, True)
    staff.send(texts(on, "ru"), title="Знакомство", summary="Вечер")
    assert (staff.status, "Saved." in staff.text) == (200, True)


def test_the_last_title_cannot_be_taken_away(staff: Visitor, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        event = an_event(session, worker, title={"ar": "معرض"}, summary={})
        with pytest.raises(NoTitleLeft):
            operations.write_texts(session, worker, event["id"], 2, language="ar", machine_made=False)
    assert "There is no text yet." in staff.open(texts(event, "ar")).text
    staff.send(texts(event, "ar"), summary="")
    assert (staff.status, "This is the only language that the event is told in." in staff.text) == (422, True)


def test_the_languages_spoken_narrow_the_programme_and_those_of_the_texts_do_not(
    app: Flask, owner: Caller, anyone: Caller, event: dict[str, Any]
) -> None:
    assert event["languages_spoken"] == ["lt", "en", "uk"]
    changed = {"languages_spoken": ["ru"], "machine_made": ["uk", "ar"]}
    answer = owner("PATCH", f"/events/{event['id']}", changed, If_Match=f'"{event["version"]}"')
    assert answer.json is not None
    assert (answer.json["languages_spoken"], answer.json["machine_made"]) == (["ru"], ["uk"])

    def count(language: str) -> int:
        return len((anyone("GET", f"/programme?spoken={language}").json or {})["items"])

    assert [count(tag) for tag in ("ru", "uk", "lt-simple")] == [1, 0, 0]
    page = Visitor(app).open(f"/events/{event['id']}")
    assert "Language spoken there: Русский" in page.text
    assert '<script type="application/ld+json">{"@context": "https://schema.org/"' in page.page
    assert '"inLanguage": ["ru"]' in page.page


def test_an_event_of_an_earlier_version_is_found_by_its_titles(
    database: Database, on: dict[str, Any], anyone: Caller
) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE events SET languages_spoken = '{}'"))
        assert queries.event(session, on["id"])["languages_spoken"] == ["lt", "en", "uk"]
    assert [len((anyone("GET", f"/programme?spoken={tag}").json or {})["items"]) for tag in ("uk", "ru")] == [1, 0]


def test_a_copy_says_what_its_event_said_and_undoing_brings_the_mark_back(
    database: Database, worker: Worker, on: dict[str, Any]
) -> None:
    with database.transaction() as session:
        marked = operations.change_event(
            session, worker, on["id"], on["version"], machine_made=["uk"], languages_spoken=["ar"]
        )
        first = on["occurrences"][0]["starts"].date()
        copy = operations.copy_event(session, worker, on["id"], first_day=first)
        assert (copy["machine_made"], copy["languages_spoken"]) == (["uk"], ["ar"])
        checked = operations.change_event(session, worker, on["id"], marked["version"], machine_made=[])
        assert checked["machine_made"] == []
        undone = operations.undo_change(session, worker, on["id"], checked["version"])
        assert (undone["machine_made"], undone["languages_spoken"]) == (["uk"], ["ar"])
