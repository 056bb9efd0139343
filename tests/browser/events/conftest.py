"""The events service on a port, with an organisation and a published event in all its states."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from services.events import app as events_app
from services.events.app import create_app
from services.events.directory import operations, queries
from services.events.directory.domain import id_of, read_json, spelled_out
from services.events.directory.operations import import_document
from services.events.kiosk.domain import Wish
from services.events.kiosk.operations import Asked, ask, pair
from services.events.kiosk.pages.looking import COOKIE
from services.events.mediation import operations as mediation
from shared.addresses import phone
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
from tests.support.factories.kiosk import a_kiosk
from tests.support.factories.mediation import REFERRALS, a_referral, noon
from tests.support.ledger import told
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
    device: str
    check: str
    place: str
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

    def kiosk(self, page: Page) -> Page:
        """The page of the touch screen in town, whatever is open on it."""
        cookie = {"name": COOKIE, "value": self.device, "url": f"{self.address}/kiosk/", "httpOnly": True}
        page.context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie by its address
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
        call = Asked(
            wish=Wish.CALL, language="uk", spoken="uk", served=frozenset(), name="Zofija", phone=phone("0 612 34567")
        )
        device = pair(session, a_kiosk(session, worker)["code"])
        check, place = _directory(session, worker)
        ask(session, call, None, "Europe/Vilnius")
        asked, agreed = (a_referral(session, worker, UUID(id_of("service:informing"))) for _ in range(2))
        mediation.accept(session, REFERRALS, agreed, appointment=noon(), venue="Vytauto g. 25")
        draft = a_draft(session, worker, occurrences=[an_occurrence(20), an_occurrence(21)])
    with served(app) as address:
        party, service = parties[0]["id"], id_of("service:informing")
        yield Town(address, worker, event, draft, party, project, service, device, check, place, asked, agreed)
    database.close()


def _directory(session: Session, worker: Worker) -> tuple[str, str]:
    """A check by its provider, and a place of an entry on which a correction and a report wait."""
    other, service_id = UUID(id_of("service:mediation")), UUID(id_of("service:informing"))
    for number, asked in enumerate((service_id, other)):
        operations.renew_check(session, "http://talka.test", worker, asked)
        link = told(session, "events.service.check_asked")[number].link.removeprefix("http://talka.test")
        if asked == service_id:
            sent = {"status": "active", "phone": "+370 611 11111", "address": "Vytauto g. 25", "city": "Obeliai"}
            operations.propose_edit(session, link.rpartition("/")[2], sent)
    operations.report_error(session, service_id, "hours", "Nedirba", "olena@example.lt")
    place = queries.entry(session, service_id)["service_at_locations"][0]["id"]
    return link, f"/organise/directory/{service_id}/places/{place}"
