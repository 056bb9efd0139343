"""Each page asks the database equally often, however much there is to show."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from services.events.organisations import operations as organisations
from services.events.organisations.domain import Part
from shared.database import Database
from tests.integration.events.conftest import leave_nothing, token_of
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_party,
    a_shift,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
    wall,
)
from tests.support.statements import Opened, asks_nothing_more, compared, counted
from tests.support.visitor import Visitor

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
PAGES = (
    *("/", "/?view=month&day={day}", "/?view=week&day={day}", "/?view=day&day={day}&free=true"),
    *("/events/{event}", "/register/{occurrence}", "/organise/", "/organise/events/new", "/organise/events/{event}"),
    *(
        "/organise/events/{event}/edit",
        "/organise/events/{event}/preview",
        "/organise/events/{event}/history",
        "/organise/occurrences/{occurrence}",
    ),
    *("/organise/occurrences/{occurrence}/move", "/organise/occurrences/{occurrence}/cancel?scope=all"),
    *(
        "/organise/occurrences/{occurrence}?q=Ona",
        "/organise/people?q=Ona",
        "/organise/events/{event}/dates/new",
        "/organise/occurrences/{occurrence}/book",
    ),
    *("/organise/projects/", "/organise/projects/{project}", "/organise/organisations/", "/organise/history/"),
    *("/organise/organisations/{organisation}/staff", "/organise/events/{event}/texts", "/events/{event}.ics"),
    *("/organise/events/{event}/cancel", "/organise/bookings/{party}/move", "/organise/bookings/{party}/party"),
    *("/events/{event}/poster", "/r/{token}", "/r/{token}/cancel", "/r/{token}/calendar.ics", "/board/"),
    *("/organise/mediation/new", "/board/subscribe", "/board/widget", "/organise/reports/services.csv"),
    *("/organise/reports/websites.csv", "/kiosk/lt/events", "/kiosk/lt/search?words=Ona"),
)


def town(database: Database, worker: Worker, many: int) -> dict[str, Any]:
    """An event with so many dates, the first of which so many parties come to and so many wait for.

    Its organisation has so many projects more, each with as many partners, and so many who work there.
    """
    (organisation,) = worker.roles
    with database.transaction() as session:
        for number in range(many):
            a_worker(session, organisation)
            name, facts = f"{many} {number}", {"number": "24", "funder": "ES", "starts_on": FIRST, "ends_on": LAST}
            partners: dict[UUID, str] = {an_organisation(session): Part.PARTNER for _ in range(many)}
            project = organisations.open_project(session, organisation, partners=partners, name=name, **facts)
        dates = [an_occurrence(3 + day, capacity=many, shifts=[a_shift()]) for day in range(many)]
        event = an_event(session, worker, occurrences=dates)
        first = event["occurrences"][0]
        for _ in range(2 * many):
            party = a_party(session, first["id"], 1, names=("Ona",))
    about = {"project": project, "organisation": organisation, "party": party["id"], "token": LINKS.token(party["id"])}
    return about | {"event": event["id"], "occurrence": first["id"], "day": first["starts"].date()}


@pytest.fixture(scope="module")
def opened(composed: Flask) -> dict[str, list[Opened]]:
    """How each page opened, for the owner of the organisation."""
    database: Database = composed.extensions["talka"].service.database
    with database.transaction() as session:
        worker = a_worker(session, an_organisation(session), email="rasa@example.lt")

    def look(address: str, _named: dict[str, Any]) -> int:
        return Visitor(composed, lang="en", talka_staff=token_of(worker)).open(address).status

    found = compared(database.engine, PAGES, (1, 7), lambda many: town(database, worker, many), look)
    leave_nothing(composed)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_longer_page_asks_nothing_more(opened: dict[str, list[Opened]], page: str) -> None:
    assert asks_nothing_more(opened[page])


def test_a_look_before_a_move_asks_nothing_more_of_many_dates(app: Flask, database: Database, worker: Worker) -> None:
    staff, asked = Visitor(app, lang="en", talka_staff=token_of(worker)), []
    fields = {"venue_name": "A", "venue_address": "B", "venue_municipality": "C", "scope": "all"}
    for many in (1, 7):
        address = f"/organise/occurrences/{town(database, worker, many)['occurrence']}/move"
        staff.open(address)
        with counted(database.engine) as seen:
            staff.send(f"{address}/preview", day=wall(9).date().isoformat(), starts="17:00", ends="19:00", **fields)
        assert staff.status == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]
