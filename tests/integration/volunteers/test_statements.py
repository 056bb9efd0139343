"""Each page asks the database equally often, however much there is to show."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.claims import accept
from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from tests.support.factories.assistance import LINKS, ROKISKIS, a_helper, a_request, ahead, asked
from tests.support.factories.volunteers import a_planned_shift, a_sign_up, a_volunteer, an_event, tomorrow
from tests.support.statements import counted

PAGES = (
    *("/volunteer/", "/volunteer/?fits_me=true", "/volunteer/my", "/volunteer/shifts/{shift}", "/volunteer/profile"),
    *("/volunteer/shifts/{shift}/calendar.ics", "/volunteer/profile/contact"),
)
OF_REQUESTS = (
    *("/volunteer/requests/", "/volunteer/requests/{first}", "/volunteer/requests/{token}"),
    "/volunteer/requests/{first}/correct",
    *("/volunteer/requests/mine", "/volunteer/requests/mine/{mine}", "/volunteer/profile/help"),
    *("/volunteer/requests/new", "/volunteer/help", "/volunteer/helpers/{helper}", "/volunteer/offers/{offered_token}"),
)
OF_ORGANISERS = ("/volunteer/shifts/{shift}/people", "/volunteer/events/{event}/shifts")


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


@pytest.mark.parametrize("page", PAGES)
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


def rides(database: Database, many: int) -> dict[str, Any]:
    """So many rides, each with history, and as many helpers who were asked, of whom one has promised the first."""
    with database.transaction() as session:
        me = a_helper(session)
        for _ in range(many):
            a_helper(session)
            a_helper(session, vehicle="none")
        made = [a_request(session, starts_at=ahead(2 + day)) for day in range(many)]
        offers = [one for request in made for one in asked(session, request)]
        mine = next(one for one in offers if one.volunteer_id == me.id)
        accept(session, LINKS, mine.id, "volunteer")
        first = session.get_one(Request, mine.request_id)
        links = {"token": LINKS.token("request", first.id), "offered_token": LINKS.token("offer", mine.id)}
        return links | {"me": me, "mine": mine.id, "first": first.id, "helper": me.id}


@pytest.mark.parametrize("page", OF_REQUESTS)
def test_a_longer_page_of_requests_asks_nothing_more(
    client: FlaskClient,
    database: Database,
    sign_in: Callable[[Volunteer], None],
    staff: Callable[[UUID], None],
    page: str,
) -> None:
    asked_then = []
    for many in (1, 6):
        made = rides(database, many)
        sign_in(made["me"])
        staff(ROKISKIS)
        with counted(database.engine) as seen:
            assert client.get(page.format(**made)).status_code == 200
        asked_then.append(len(seen))
    assert asked_then[0] == asked_then[1]


@pytest.mark.parametrize("page", OF_ORGANISERS)
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
