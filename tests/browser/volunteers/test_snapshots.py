"""The volunteers' shifts look as they did, on a desk and on a phone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from services.volunteers.app import create_app
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from shared.settings import Settings
from tests.support.chromium import served
from tests.support.factories.volunteers import a_planned_shift, a_sign_up, a_volunteer, an_event
from tests.support.postgres import Postgres
from tests.support.services import environment
from tests.support.snapshots import changed

MORNING = datetime(2090, 5, 17, 6, 0, tzinfo=UTC)
"""A day so far ahead that pages say the same of it for as long as these tests are run."""


@pytest.fixture(scope="module")
def site(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[str]:
    """Three shifts of one event, one of them with a volunteer."""
    url = postgres.create("volunteers_snapshots", migrated("volunteers"))
    app = create_app(Settings.from_env("volunteers", environment("volunteers", url)))
    database: Database = app.extensions["talka"].service.database
    starts = (MORNING, MORNING.replace(hour=10), MORNING.replace(day=18))
    shifts = [a_planned_shift(starts_at=at) for at in starts]
    with database.transaction() as session:
        follow_event(session, an_event(*shifts), 1)
        a_sign_up(session, shifts[1].shift_id, a_volunteer(session).id)
    with served(app) as address:
        yield address
    database.close()


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_the_shifts_look_as_they_did(page: Page, site: str, language: str) -> None:
    assert changed(page, {"shifts": f"{site}/volunteer/"}, language, {}) == {}
