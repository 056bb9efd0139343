"""Pages of the events service look as they did, on a desk and on a phone; and a layout that breaks is noticed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from services.events.app import create_app
from shared.database import Database
from shared.settings import Settings
from shared.web import tokens
from tests.support.chromium import served
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_draft,
    a_party,
    a_shift,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
)
from tests.support.postgres import Postgres
from tests.support.services import environment, signing_key
from tests.support.snapshots import TOLERATED, apart, changed, look, path_of, read, taken

FAR = datetime(2090, 5, 17, 18, 0)  # noqa: DTZ001 - on the wall clocks there
"""A day so far ahead that pages say the same of it for as long as these tests are run."""
ANOTHER_RULE = """rule => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rule);
  document.adoptedStyleSheets = [sheet];
}"""


@dataclass(frozen=True)
class Stage:
    """Where the service is, the addresses of the pages that are looked at, and what on them differs each time."""

    address: str
    pages: dict[str, str]
    words: dict[str, str]
    worker: Worker


def dated(day: int, **facts: Any) -> dict[str, Any]:
    return an_occurrence(starts=FAR.replace(day=day), ends=FAR.replace(day=day, hour=20), **facts)


@pytest.fixture(scope="module")
def stage(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[Stage]:
    """One event on two dates, the first of them full, and a draft."""
    url = postgres.create("events_snapshots", migrated("events"))
    app = create_app(Settings.from_env("events", environment("events", url, TALKA_EMBEDDED="1")))
    database: Database = app.extensions["talka"].service.database
    with database.transaction() as session:
        worker = a_worker(session, an_organisation(session, "Kauno regiono plėtros agentūra"))
        dates = [dated(17, capacity=3, shifts=[a_shift()]), dated(24)]
        event = an_event(session, worker, occurrences=dates, machine_made=["uk"])
        party, _waits = (a_party(session, event["occurrences"][0]["id"], 2, names=("Ona", "Петро")) for _ in range(2))
        draft = a_draft(session, worker, occurrences=[dated(20), dated(21)])
    paths = {
        "programme": "/",
        "booking": f"/register/{event['occurrences'][1]['id']}",
        "party": f"/r/{LINKS.token(party['id'])}",
        "organiser": "/organise/",
        "form": f"/organise/events/{draft['id']}/edit",
        "design": "/design/",
    }
    words = {party["code"]: "ABC234", LINKS.token(party["id"]): "0123456789012345678901"}
    with served(app) as address:
        yield Stage(address, {name: address + path for name, path in paths.items()}, words, worker)
    database.close()


@pytest.fixture
def office(page: Page, stage: Stage) -> Page:
    """The browser of the organiser."""
    principal = tokens.Principal(kind="staff", id=stage.worker.id, name="Rasa", language="lt", roles=stage.worker.roles)
    token = tokens.issue(signing_key("staff")[0], principal)
    page.context.add_cookies([{"name": tokens.COOKIES["staff"], "value": token, "url": stage.address}])
    return page


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_the_pages_look_as_they_did(office: Page, stage: Stage, language: str) -> None:
    assert changed(office, stage.pages, language, stage.words) == {}


@pytest.mark.parametrize(
    ("language", "broken"),
    [
        ("lt", "main, .top, .foot { max-inline-size: none; }"),
        ("lt", "h1 { font-size: 1rem; }"),
        ("ar", "* { direction: ltr; }"),
    ],
)
def test_a_layout_that_breaks_is_noticed(office: Page, stage: Stage, language: str, broken: str) -> None:
    before = read(path_of("programme", language).read_bytes())
    look(office, stage.pages["programme"], language, stage.words)
    office.evaluate(ANOTHER_RULE, broken)
    assert apart(taken(office, language, stage.words), before) > TOLERATED
