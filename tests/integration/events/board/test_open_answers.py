"""Feeds and the widget's data: the same for everybody, for every cache and every site."""

import json
import xml.etree.ElementTree as ET
from datetime import datetime
from time import monotonic

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from services.events.board import operations as board
from services.events.board.pages import widget
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.board import a_post
from tests.support.factories.events import Worker, an_event
from tests.support.statements import counted

ATOM = "{http://www.w3.org/2005/Atom}"
OPEN = ("/board/feed.atom", "/board/feed.json", "/widget/v1.js", "/widget/v1/board.json", "/widget/v1/programme.json")


def get(app: Flask, path: str, **headers: str) -> TestResponse:
    client = app.test_client()
    client.set_cookie("lang", "ar")
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture(autouse=True)
def forgetful(app: Flask) -> None:
    """What the process has answered before is of another test."""
    app.extensions.pop("widget", None)


@pytest.fixture
def news(database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        a_post(session, worker, title={"lt": "Kursai & knygos <b>", "uk": "Курси"}, body={"lt": "Ateik\x0bit"})
        a_post(session, worker, category="jobs", title={"lt": "Darbas"})


@pytest.mark.usefixtures("news")
def test_the_atom_feed_can_be_read_and_speaks_as_its_address_asks(app: Flask) -> None:
    answer = get(app, "/board/feed.atom?lang=uk&category=integration", Accept_Language="ru")
    feed = ET.fromstring(answer.text)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Курси"]
    for name in ("id", "title", "updated"):  # what RFC 4287 section 4.1.1 and 4.1.2 require
        assert feed.findtext(ATOM + name)
        assert entries[0].findtext(ATOM + name)
    assert datetime.fromisoformat(str(entries[0].findtext(f"{ATOM}updated"))).tzinfo
    in_lithuanian = ET.fromstring(get(app, "/board/feed.atom").text)  # noqa: S314
    assert [one.findtext(f"{ATOM}title") for one in in_lithuanian.findall(f"{ATOM}entry")] == [
        "Darbas",
        "Kursai & knygos <b>",
    ]


@pytest.mark.usefixtures("news")
def test_the_json_feed_says_the_same(app: Flask) -> None:
    feed = json.loads(get(app, "/board/feed.json?lang=uk&category=gossip").text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [(item["title"], item["language"]) for item in feed["items"]] == [("Darbas", "lt"), ("Курси", "uk")]
    assert json.loads(get(app, "/board/feed.json?spoken=ar").text)["items"] == []


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize("path", OPEN)
def test_every_cache_and_every_site_may_have_it_and_no_cookie_is_set(app: Flask, worker: Worker, path: str) -> None:
    answer = get(app, f"{path}?lang=en")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not {"Set-Cookie", "Vary"} & set(answer.headers.keys())
    again = get(app, f"{path}?lang=en", If_None_Match=answer.headers["ETag"], Cookie=f"talka_staff={token_of(worker)}")
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == answer.headers["Cache-Control"]


@pytest.mark.usefixtures("news")
def test_a_reader_that_knows_dates_alone_is_told_that_nothing_is_new(app: Flask) -> None:
    seen = get(app, "/board/feed.atom").headers["Last-Modified"]
    assert get(app, "/board/feed.atom", If_Modified_Since=seen).status_code == 304
    assert get(app, "/board/feed.atom", If_Modified_Since="Mon, 01 Jan 2024 00:00:00 GMT").status_code == 200


DAYS_AGO = "UPDATE posts SET appears_at = {0}, shown_at = {0}, changed_at = {0}"


def days_ago(session: Session, days: int, category: str) -> None:
    """Let all that was done to the posts of a category have been so many days ago."""
    then = DAYS_AGO.format(f"now() - interval '{days} days'")
    session.execute(text(f"{then} WHERE category = '{category}'"))


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize("path", ["/board/feed.atom", "/board/feed.json"])
@pytest.mark.parametrize("end", ["over", "withdrawn"])
def test_a_reader_that_knows_dates_alone_hears_of_what_was_taken_away(
    app: Flask, database: Database, worker: Worker, path: str, end: str
) -> None:
    with database.transaction() as session:
        days_ago(session, 10, "integration")
        days_ago(session, 9, "jobs")
    before = get(app, path)
    seen = before.headers["Last-Modified"]
    assert get(app, path, If_Modified_Since=seen).status_code == 304
    with database.transaction() as session:
        job = session.scalars(text("SELECT id FROM posts WHERE category = 'jobs'")).one()
        if end == "withdrawn":
            board.withdraw_post(session, worker, job, 1)
        else:  # nobody has changed the row: its last day was the day before yesterday
            session.execute(text("UPDATE posts SET until_on = current_date - 2, from_on = current_date - 9"))
    for asked in ({"If_Modified_Since": seen}, {"If_None_Match": before.headers["ETag"]}):
        after = get(app, path, **asked)
        assert (after.status_code, "Darbas" in after.text) == (200, False)


def test_a_text_that_nobody_has_checked_says_so_wherever_it_goes(
    app: Flask, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        a_post(session, worker, title={"lt": "Darbas", "en": "Work"}, machine_made=["en"])
    said = "Translated by machine, not checked yet"
    for path in ("/board/feed.atom", "/board/feed.json", "/widget/v1/board.json"):
        assert said in get(app, f"{path}?lang=en").text
        assert "kompiuteris" not in get(app, path).text


def test_the_widget_shows_dates_posts_and_services_in_the_language_of_its_site(
    app: Flask, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        an_event(session, worker)
        a_post(session, worker)
    dates = json.loads(get(app, "/widget/v1/programme.json?lang=uk").text)
    assert dates["items"][0]["title"] == "Знайомство з культурами"
    assert "Kaišiadorys" in dates["items"][0]["note"]
    assert dates["items"][0]["note_language"] == "lt"  # a voice reads out the name of the place as it is spoken there
    posts = json.loads(get(app, "/widget/v1/board.json?lang=ar").text)
    assert (posts["direction"], posts["items"][0]["language"], posts["items"][0]["direction"]) == ("rtl", "lt", "ltr")
    assert json.loads(get(app, "/widget/v1/services.json").text)["items"] == []


@pytest.mark.parametrize(("count", "shown"), [("3", 3), ("0", 1), ("99", 10), ("many", 5), ("", 5)])
def test_script_and_data_stay_small_whatever_is_asked_for(
    app: Flask, database: Database, worker: Worker, count: str, shown: int
) -> None:
    with database.transaction() as session:
        for _number in range(11):
            a_post(session, worker, title={"uk": "Довга " * 20}, body={"uk": "Дуже довгий текст. " * 100})
    answer = get(app, f"/widget/v1/board.json?lang=uk&count={count}")
    assert len(json.loads(answer.text)["items"]) == shown
    assert len(answer.data) + len(get(app, "/widget/v1.js").data) < 15_000


def test_a_crowd_costs_one_look_into_the_database(
    app: Flask, database: Database, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        a_post(session, worker)
    with counted(database.engine) as seen:
        answers = {get(app, "/widget/v1/board.json?lang=uk").data for _visitor in range(20)}
    assert (len(answers), len(seen)) == (1, 1)
    with database.transaction() as session:
        a_post(session, worker)
    later = monotonic() + widget.REMEMBERED + 1
    monkeypatch.setattr(widget, "monotonic", lambda: later)
    assert len(json.loads(get(app, "/widget/v1/board.json?lang=uk").text)["items"]) == 2


def test_what_does_not_exist_is_not_kept_by_anybody(app: Flask) -> None:
    answer = get(app, "/widget/v1/people.json")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
    assert set(widget.ITEMS) == set(widget.TITLES) == set(widget.HOMES)
    assert get(app, "/board/feed.atom").status_code == 200
