"""A poster is one sheet of A4, however much there is to say."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from services.events.app import create_app
from shared.database import Database
from shared.languages import LANGUAGES
from shared.settings import Settings
from tests.support.chromium import served
from tests.support.factories.events import VENUE, a_worker, an_event, an_occurrence, an_organisation
from tests.support.postgres import Postgres
from tests.support.services import environment

SHEET = re.compile(rb"/Type /Page\b")
WORD = "Bendruomenė "
FULL: dict[str, Any] = {
    "title": dict.fromkeys(LANGUAGES, (WORD * 10)[:120].strip()),
    "summary": dict.fromkeys(LANGUAGES, (WORD * 25)[:300].strip()),
    "occurrences": [
        an_occurrence(days, venue=VENUE | {"name": f"{days} {WORD * 4}".strip(), "address": WORD * 3})
        for days in range(5, 12)
    ],
}
BRIEF: dict[str, Any] = {"occurrences": [an_occurrence(5), an_occurrence(6)]}


@pytest.fixture(scope="module")
def posters(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[list[str]]:
    """The addresses of two: one with as much on it as there can be, one with little."""
    url = postgres.create("events_posters", migrated("events"))
    env = environment("events", url, TALKA_HELP_PHONE="+370 600 00000")
    app = create_app(Settings.from_env("events", env))
    database: Database = app.extensions["talka"].service.database
    with database.transaction() as session:
        worker = a_worker(session, an_organisation(session))
        events = [an_event(session, worker, **facts) for facts in (FULL, BRIEF)]
    with served(app) as address:
        yield [f"{address}/events/{event['id']}/poster" for event in events]
    database.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_and_the_emptiest_are_one_sheet(page: Page, posters: list[str], language: str) -> None:
    for address in posters:
        page.goto(f"{address}?lang={language}")
        assert (address, len(SHEET.findall(page.pdf(prefer_css_page_size=True)))) == (address, 1)
