"""A service's page, at the kiosk too, says on which coming public holidays its places are closed, and on which open."""

from datetime import datetime, timedelta

import pytest
from babel.dates import format_date
from flask import Flask

from services.events.directory.domain import ZONE, closing, id_of
from services.events.directory.domain.holidays import easter
from shared.database import Database
from tests.support.factories.events import Worker
from tests.support.factories.kiosk import services_of_rokiskis
from tests.support.visitor import Visitor


@pytest.fixture
def town(app: Flask, database: Database, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The services of Rokiškis, as pages tell of them that look a year ahead, whenever this runs."""
    monkeypatch.setattr(closing, "TOLD", timedelta(days=366))
    with database.transaction() as session:
        services_of_rokiskis(session, worker)
    return app


PUBLIC, KIOSK = "/directory/services/{}?lang={}", "/kiosk/{1}/services/{0}"
both = pytest.mark.parametrize("address", [PUBLIC, KIOSK], ids=["public", "kiosk"])


def page(town: Flask, address: str, service: str, language: str) -> str:
    return Visitor(town).open(address.format(id_of(f"service:{service}"), language)).text


@both
def test_an_office_is_said_to_be_closed_on_holidays_of_working_days(town: Flask, address: str) -> None:
    """Easter Monday is one of them in any year; Easter itself is not, since it is a Sunday."""
    today = datetime.now(ZONE).date()
    sunday = next(day for day in map(easter, (today.year, today.year + 1)) if day > today)
    said = page(town, address, "informing", "en").partition("Closed on public holidays: ")[2]
    named = [format_date(day, "d MMMM", "en") for day in (sunday, sunday + timedelta(days=1))]
    listed = [day.strip() for day in said.partition("No steps")[0].removesuffix("Access ").split(" , ")]
    assert [day in listed for day in named] == [False, True]
    assert "Švenčių dienomis uždaryta: " in page(town, address, "informing", "lt")


@both
def test_the_screen_in_town_that_is_open_on_holidays_is_not(town: Flask, address: str) -> None:
    assert "Closed on public holidays" not in page(town, address, "screen", "en")
