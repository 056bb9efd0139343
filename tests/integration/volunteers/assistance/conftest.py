"""A town that asks for help, and what its forms are filled with."""

from collections.abc import Callable
from datetime import time
from uuid import UUID

import pytest

from services.volunteers.assistance.domain import waves
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from tests.support.factories.assistance import ROKISKIS, ahead
from tests.support.factories.volunteers import an_event

Staff = Callable[[UUID], None]
RIDE = {
    "kind": "ride",
    "day": (ahead(3)).date().isoformat(),
    "starts": "09:20",
    "ends": "10:30",
    "area": "Rokiškis, Kavoliškis",
    "destination": "Rokiškio poliklinika",
    "appointment": "10:00",
    "returns": "11:00",
}
ZOFIJA = {
    "name": "Zofija Vaitkienė",
    "phone": "8 458 52123",
    "place": "Kavoliškio g. 3-12",
    "language": "ru",
    "note": "Skambinti du kartus",
}
PRIVATE = ("Zofija", "+37061299999", "Kavoliškio g. 3-12", "Skambinti")


@pytest.fixture(autouse=True)
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """No search waits for the morning, at whatever hour the tests run; the night has tests of its own."""
    monkeypatch.setattr(waves, "NIGHT_ENDS", time.min)
    monkeypatch.setattr(waves, "NIGHT_BEGINS", time.max)


@pytest.fixture
def town(database: Database) -> UUID:
    """Rokiškis is known by an event of its support centre."""
    with database.transaction() as session:
        follow_event(session, an_event(organisation_id=ROKISKIS, organisation="Rokiškio socialinės paramos centras"), 1)
    return ROKISKIS
