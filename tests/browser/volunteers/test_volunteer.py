"""A volunteer's whole job in a browser: find a shift, take a place, see it among one's own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from services.volunteers.app import create_app
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from shared.settings import Settings
from shared.web.tokens import COOKIES, Principal, issue
from tests.support.chromium import served
from tests.support.factories.volunteers import a_planned_shift, a_volunteer, an_event
from tests.support.postgres import Postgres
from tests.support.services import environment
from tests.support.ways import Way


@dataclass(frozen=True)
class Site:
    """Where the service is, and what a test needs to bring people in."""

    address: str
    database: Database
    key: str

    def newcomer(self, way: Way) -> None:
        """Somebody who has joined opens the list in their browser."""
        with self.database.transaction() as session:
            person = a_volunteer(session, language=way.language)
        principal = Principal(kind="volunteer", id=person.id, name=person.name, language=way.language)
        token = {"name": COOKIES["volunteer"], "value": issue(self.key, principal), "url": self.address}
        way.page.context.add_cookies([token])  # type: ignore[list-item]  # a cookie by its address, as documented
        way.page.goto(f"{self.address}/volunteer/?lang={way.language}")


@pytest.fixture(scope="module")
def site(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[Site]:
    """The service on a port of its own, with a shift that asks for Ukrainian."""
    url = postgres.create("volunteers_job", migrated("volunteers"))
    settings = Settings.from_env("volunteers", environment("volunteers", url))
    app = create_app(settings)
    database: Database = app.extensions["talka"].service.database
    with database.transaction() as session:
        follow_event(session, an_event(a_planned_shift(places=20)), 1)
    with served(app) as address:
        yield Site(address, database, str(settings.volunteer_private_key))
    database.close()


def test_a_shift_is_found_and_taken(way: Way, site: Site) -> None:
    page, use = way.page, way.use
    site.newcomer(way)
    way.look()
    use(page.locator("main a[href*='/volunteer/shifts/']").first)
    way.look()
    use(page.locator("main form[action*='sign-ups'] button"))
    expect(page).to_have_url(re.compile("/volunteer/my"))
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("main a[href$='calendar.ics']")).to_have_count(1)
    way.look()
