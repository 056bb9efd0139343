"""One sheet of A4 to hang up, with a code that leads to the event."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask

from services.events.programme import operations
from services.events.programme.pages.poster import MOST_DATES
from shared.database import Database
from shared.web.qr import qr
from tests.support.factories.events import VENUE, Worker, a_draft, an_event, an_occurrence
from tests.support.visitor import Visitor


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app, "en")


def published(database: Database, worker: Worker, **facts: Any) -> dict[str, Any]:
    with database.transaction() as session:
        return an_event(session, worker, **facts)


def poster_of(event: dict[str, Any]) -> str:
    return f"/events/{event['id']}/poster"


def test_it_says_what_when_and_where_in_the_readers_language(app: Flask, database: Database, worker: Worker) -> None:
    event = published(database, worker)
    sheet = Visitor(app, "uk").open(poster_of(event))
    assert "Знайомство з культурами" in sheet.text
    assert "Запрошуємо всіх." in sheet.text
    assert str(VENUE["name"]) in sheet.text


def test_its_code_leads_to_the_event_and_its_address_is_short(
    app: Flask, visitor: Visitor, database: Database, worker: Worker
) -> None:
    event, site = published(database, worker), app.extensions["talka"].service.settings.public_url
    page = visitor.open(poster_of(event)).page
    assert qr(f"{site}/events/{event['id']}") in page
    assert qr(f"{site}/events/{UUID(int=0)}") not in page
    assert f'<bdi dir="ltr">{urlsplit(site).netloc}</bdi>' in page


def test_many_dates_are_counted_and_places_that_differ_stand_at_each(
    visitor: Visitor, database: Database, worker: Worker
) -> None:
    dates = [an_occurrence(days) for days in range(5, 5 + MOST_DATES + 1)]
    other = VENUE | {"name": "Biblioteka"}
    event = published(database, worker, occurrences=[*dates, an_occurrence(3, venue=other)])
    text = visitor.open(poster_of(event)).text
    assert "and 2 more dates" in text
    assert text.count(str(VENUE["name"])) == MOST_DATES - 1
    assert text.count("Biblioteka") == 1


def test_what_is_not_to_come_has_no_poster(visitor: Visitor, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker)
        over = an_event(session, worker, occurrences=[an_occurrence(5)])
    assert visitor.open(poster_of(draft)).status == 404
    assert "Poster to print" in visitor.open(f"/events/{over['id']}").text
    with database.transaction() as session:
        operations.cancel_event(session, worker, over["id"], over["version"], reason={})
    assert visitor.open(poster_of(over)).status == 404
    assert visitor.open(poster_of({"id": UUID(int=1)})).status == 404
