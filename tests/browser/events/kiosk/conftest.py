"""A town's touch screen: the service with a directory, and a browser that is its device."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import update

from services.events.app import create_app
from services.events.kiosk.domain import Coming
from services.events.kiosk.models import KioskHelp
from services.events.kiosk.operations import pair
from services.events.kiosk.pages.looking import COOKIE
from shared.database import Database
from shared.settings import Settings
from tests.support.chromium import served
from tests.support.factories.board import a_post
from tests.support.factories.events import a_worker, an_event, an_organisation
from tests.support.factories.kiosk import a_kiosk, services_of_rokiskis
from tests.support.postgres import Postgres
from tests.support.services import environment

HELPS = {state: UUID(int=number) for number, state in enumerate((Coming.COMES, Coming.NOBODY, Coming.ASKED))}
"""Requests for a helper of which the screen knows how they stand."""
PORTRAIT = {"width": 1080, "height": 1920}
COPIED = """async () => {
    for (;;) {
        for (const name of await caches.keys()) {
            if (await (await caches.open(name)).match("/kiosk/copy-state")) return;
        }
        await fetch("/kiosk/copy.json");
    }
}"""


@pytest.fixture(scope="module")
def town(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[tuple[Flask, str]]:
    """The service with a town's directory, and what the cookie of its kiosk holds."""
    url = postgres.create("events_kiosk", migrated("events"))
    app = create_app(Settings.from_env("events", environment("events", url)))
    database: Database = app.extensions["talka"].service.database
    with database.transaction() as session:
        worker = a_worker(session, an_organisation(session))
        services_of_rokiskis(session, worker)
        an_event(session, worker)
        a_post(session, worker, body={"lt": "Antradieniais bibliotekoje. " * 20})
        token = pair(session, a_kiosk(session, worker)["code"])
        session.add_all(KioskHelp(id=id_, state=state) for state, id_ in HELPS.items())
    yield app, token
    database.close()


@pytest.fixture
def address(town: tuple[Flask, str]) -> Iterator[str]:
    with served(town[0]) as address:
        yield address


def kiosk(page: Page, address: str, token: str) -> Page:
    """The page as the device of the kiosk."""
    cookie: dict[str, Any] = {"name": COOKIE, "value": token, "url": f"{address}/kiosk/", "httpOnly": True}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie by its address
    page.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]
    return page


def stands(app: Flask, request_id: UUID, state: Coming) -> None:
    """Let it be known how a request for a helper stands."""
    database: Database = app.extensions["talka"].service.database
    with database.transaction() as session:
        session.execute(update(KioskHelp).where(KioskHelp.id == request_id).values(state=state))


def with_copy(page: Page, address: str) -> None:
    """Wait until the device has copied all it is to keep."""
    page.goto(f"{address}/kiosk/lt/")
    page.evaluate(COPIED)
