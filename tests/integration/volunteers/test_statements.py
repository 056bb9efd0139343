"""Each page asks the database equally often, however much there is to show."""

from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.claims import accept
from services.volunteers.shifts.operations.opening import follow_event
from services.volunteers.tables import Base
from shared.database import Database
from tests.integration.volunteers.conftest import come_in, come_to_work
from tests.support.factories.assistance import LINKS, ROKISKIS, a_helper, a_request, ahead, asked
from tests.support.factories.volunteers import a_planned_shift, a_sign_up, a_volunteer, an_event, tomorrow
from tests.support.rows import empty
from tests.support.statements import Opened, asks_nothing_more, compared

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
        return links | {"me": me, "mine": mine.id, "first": first.id, "helper": me.id, "organisation": ROKISKIS}


def browser(app: Flask, named: dict[str, Any], *who: str) -> FlaskClient:
    """A browser of its own, in which these have signed in: a volunteer, an organiser."""
    client = app.test_client()
    if "volunteer" in who:
        come_in(client, named["me"])
    if "organiser" in who:
        come_to_work(client, named["organisation"])
    return client


@pytest.fixture(scope="module")
def opened(composed: Flask) -> dict[str, list[Opened]]:
    """How each page opened, for whoever it is made for."""
    database: Database = composed.extensions["talka"].service.database
    found: dict[str, list[Opened]] = {}
    for pages, sizes, build, who in (
        (PAGES, (1, 7), town, ["volunteer"]),
        (OF_REQUESTS, (1, 6), rides, ["volunteer", "organiser"]),
        (OF_ORGANISERS, (1, 7), town, ["organiser"]),
    ):

        def look(address: str, named: dict[str, Any], who: list[str] = who) -> int:
            return browser(composed, named, *who).get(address).status_code

        found |= compared(database.engine, pages, sizes, partial(build, database), look)
        empty(database, Base.metadata)
    return found


@pytest.mark.parametrize("page", PAGES + OF_REQUESTS + OF_ORGANISERS)
def test_a_longer_page_asks_nothing_more(opened: dict[str, list[Opened]], page: str) -> None:
    assert asks_nothing_more(opened[page])
