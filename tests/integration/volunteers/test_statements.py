"""Each page asks the database equally often, however much there is to show."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from tests.support.factories.volunteers import a_planned_shift, a_sign_up, a_volunteer, an_event, tomorrow
from tests.support.statements import counted


def town(database: Database, many: int) -> dict[str, Any]:
    """So many shifts that one volunteer has promised, and so many people in the first of them."""
    with database.transaction() as session:
        me = a_volunteer(session)
        shifts = [
            a_planned_shift(starts_at=tomorrow(2 * n), ends_at=tomorrow(2 * n + 1), places=9) for n in range(many)
        ]
        event = an_event(*shifts)
        follow_event(session, event, 1)
        for shift in shifts:
            a_sign_up(session, shift.shift_id, me.id)
        for _ in range(many):
            a_sign_up(session, shifts[0].shift_id, a_volunteer(session).id)
        return {"me": me, "shift": shifts[0].shift_id, "event": event.event_id, "organisation": event.organisation_id}


@pytest.mark.parametrize(
    "page",
    ["/volunteer/", "/volunteer/?fits_me=true", "/volunteer/my", "/volunteer/shifts/{shift}", "/volunteer/profile"],
)
def test_a_volunteers_longer_page_asks_nothing_more(
    client: FlaskClient, database: Database, sign_in: Callable[[Volunteer], None], page: str
) -> None:
    asked = []
    for many in (1, 7):
        made = town(database, many)
        sign_in(made["me"])
        with counted(database.engine) as seen:
            assert client.get(page.format(**made)).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("page", ["/volunteer/shifts/{shift}/people", "/volunteer/events/{event}/shifts"])
def test_an_organisers_longer_page_asks_nothing_more(
    client: FlaskClient, database: Database, staff: Callable[[UUID], None], page: str
) -> None:
    asked = []
    for many in (1, 7):
        made = town(database, many)
        staff(made["organisation"])
        with counted(database.engine) as seen:
            assert client.get(page.format(**made)).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]
