"""The events service on a port, with an organisation and a published event in all its states."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page

from services.events import app as events_app
from services.events.app import create_app
from services.events.directory.domain import id_of, read_json, spelled_out
from services.events.directory.operations import import_document
from services.events.mediation import operations as mediation
from shared.database import Database
from shared.settings import Settings
from shared.web import tokens
from tests.support.chromium import served
from tests.support.factories.events import (
    Worker,
    a_draft,
    a_party,
    a_project,
    a_shift,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
)
from tests.support.factories.mediation import REFERRALS, a_referral, noon
from tests.support.postgres import Postgres
from tests.support.services import environment, signing_key


@dataclass(frozen=True)
class Town:
    """Where it is, who works there, and what is on."""

    address: str
    worker: Worker
    event: dict[str, Any]
    draft: dict[str, Any]
    party: UUID
    project: UUID
    service: str
    asked: UUID
    agreed: UUID

    def staff(self, page: Page) -> Page:
        """The page of somebody who is signed in as an organiser."""
        principal = tokens.Principal(
            kind="staff", id=self.worker.id, name="Rasa", language="lt", roles=self.worker.roles
        )
        cookie = {"name": tokens.COOKIES["staff"], "value": tokens.issue(signing_key("staff")[0], principal)}
        page.context.add_cookies([cookie | {"url": self.address}])  # type: ignore[list-item]  # a cookie by its address
        return page


@pytest.fixture(scope="module")
def town(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[Town]:
    """An event with one full date on which parties wait and one with free places, and a draft."""
    url = postgres.create("events_browser", migrated("events"))
    app = create_app(Settings.from_env("events", environment("events", url)))
    database: Database = app.extensions["talka"].service.database
    with database.transaction() as session:
        worker = a_worker(session, an_organisation(session))
        project = a_project(session, worker)
        dates = [an_occurrence(7, capacity=3, shifts=[a_shift()]), an_occurrence(9, shifts=[a_shift()])]
        event = an_event(session, worker, occurrences=dates, project_id=project, description={"lt": "Pirma.\n\nAntra."})
        parties = [a_party(session, event["occurrences"][0]["id"], size) for size in (2, 1, 3, 1)]
        samples = Path(events_app.__file__).parent / "samples/directory/rokiskis.toml"
        directory = read_json(spelled_out(tomllib.loads(samples.read_text())))
        import_document(session, worker, next(iter(worker.roles)), directory)
        asked, agreed = (a_referral(session, worker, UUID(id_of("service:informing"))) for _ in range(2))
        mediation.accept(session, REFERRALS, agreed, appointment=noon(), venue="Vytauto g. 25")
        draft = a_draft(session, worker, occurrences=[an_occurrence(20), an_occurrence(21)])
    with served(app) as address:
        yield Town(address, worker, event, draft, parties[0]["id"], project, id_of("service:informing"), asked, agreed)
    database.close()
