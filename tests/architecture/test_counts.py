"""No page is forgotten where it is counted what pages ask the database."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from shared.settings import Settings
from tests.integration.events import test_statements as of_events
from tests.integration.notifications import test_statements as of_notifications
from tests.integration.volunteers import test_statements as of_volunteers
from tests.support.services import environment

TESTS = Path(__file__).parents[1] / "integration"
KIOSK = "/kiosk/{language}"
COUNTED = {
    "events": of_events.PAGES,
    "volunteers": of_volunteers.PAGES + of_volunteers.OF_REQUESTS + of_volunteers.OF_ORGANISERS,
    "notifications": of_notifications.PAGES,
}
ELSEWHERE = {
    "events/board/test_pages.py": ("/board/{id}", "/organise/board/"),
    "events/directory/test_pages.py": ("/directory/", "/directory/services/{id}"),
    "events/directory/test_entry_pages.py": (
        *("/organise/directory/", "/organise/directory/{id}", "/organise/directory/{id}/facts"),
        *("/organise/directory/{id}/history", "/organise/directory/{id}/places/{id}", "/organise/directory/new"),
        *("/organise/directory/{id}/places/new", "/organise/directory/{id}/hours"),
    ),
    "events/evidence/test_spreading.py": ("/organise/reports/",),
    "events/invitations/test_invitations.py": ("/organise/events/{id}/invitations",),
    "events/kiosk/test_counting.py": (
        *("/organise/kiosks/", "/organise/kiosks/calls"),
        *("/organise/kiosks/report", "/organise/kiosks/report.csv"),
    ),
    "events/kiosk/test_looking.py": (f"{KIOSK}/for/everything", f"{KIOSK}/news"),
    "events/mediation/test_staff_pages.py": ("/organise/mediation/",),
    "events/organisations/test_history.py": ("/organise/history/{id}",),
    "volunteers/assistance/test_partner_pages.py": ("/volunteer/partners/{id}",),
}
"""File of a test that counts -> the addresses that it counts; `{id}` is anything's, `{token}` a link's."""
ONE_THING = (
    *("/find", "/k/x", "/register/{id}/check", "/register/{id}/reach", "/organise/mediation/{id}"),
    *(
        "/organise/sign-in",
        "/organise/sign-in/{token}",
        "/organise/sign-in/provider",
        "/organise/sign-in/provider/back",
    ),
    *("/board/confirm/{token}", "/board/invitations/{token}", "/board/stop/{token}"),
    *("/organise/board/{id}", "/organise/board/{id}/edit", "/organise/board/new"),
    *("/directory/services/{id}/help", "/directory/services/{id}/report", "/directory/answers/{token}"),
    *("/directory/referrals/{token}", "/directory/checks/{token}", "/directory/checks/{token}/change"),
    *("/organise/directory/{id}/terms", "/organise/directory/{id}/texts"),
    *("/kiosk/", f"{KIOSK}/", f"{KIOSK}/asked/call", f"{KIOSK}/help", f"{KIOSK}/help/call", f"{KIOSK}/offline"),
    *(f"{KIOSK}/pair", f"{KIOSK}/sent", f"{KIOSK}/services/{{id}}", f"{KIOSK}/services/{{id}}/help"),
    f"{KIOSK}/services/{{id}}/phone",
    *("/volunteer/join", "/volunteer/sign-in", "/volunteer/sign-in/{id}", "/volunteer/help/who"),
    *("/messages/preferences/x", "/messages/privacy/caller", "/messages/privacy/yours"),
    *("/messages/privacy/{id}", "/messages/privacy/file", "/messages/privacy/print"),
)
"""Forms, and what shows one thing: nothing in them becomes longer by there being more."""
WITHOUT_A_PERSON = re.compile(r"/(static|api|healthz|readyz|metrics|problems|privacy|accessibility|design|widget)\b.*")
"""What machines read, and texts that stand in no database."""
MACHINES = {"/board/feed.atom", "/board/feed.json", "/kiosk/copy.json", "/kiosk/worker.js"}
ID = "01900000-0000-7000-8000-000000000001"
FILLED = {"token": "x" * 16, "offered_token": "x" * 16, "language": "lt"}


@pytest.fixture(scope="module")
def apps() -> Iterator[dict[str, Flask]]:
    """The services' applications, without a database."""
    made = dict[str, Flask]()
    for name in COUNTED:
        env = environment(name, "postgresql://nobody@127.0.0.1:1/none", TALKA_EMBEDDED="1")
        made[name] = importlib.import_module(f"services.{name}.app").create_app(Settings.from_env(name, env))
    yield made
    for app in made.values():
        app.extensions["talka"].service.database.close()


def pages(app: Flask) -> set[str]:
    """The pages of a service as its routes have them; not those that show a form again."""
    routes = {route.rule for route in app.url_map.iter_rules() if "GET" in (route.methods or ())}
    return {one for one in routes if "/again/" not in one and not WITHOUT_A_PERSON.match(one)} - MACHINES


def routes(app: Flask, addresses: tuple[str, ...]) -> set[str]:
    """The routes of these addresses, as far as they are this service's."""
    urls, found = app.url_map.bind("talka.test"), set[str]()
    for address in addresses:
        path = re.sub(r"\{(\w+)\}", lambda name: FILLED.get(name[1], ID), address)
        try:
            rule, _parts = urls.match(path.partition("?")[0], return_rule=True)
        except NotFound:
            continue
        found.add(rule.rule)
    return found


@pytest.mark.parametrize("name", COUNTED)
def test_every_page_is_counted_or_named_as_one_that_does_not_grow(apps: dict[str, Flask], name: str) -> None:
    counted = routes(apps[name], COUNTED[name] + tuple(one for some in ELSEWHERE.values() for one in some))
    fixed = routes(apps[name], ONE_THING)
    assert pages(apps[name]) - counted - fixed == set(), "a page that nobody counts"
    assert counted & fixed == set(), "counted, so it need not be named"


def test_each_address_that_is_named_is_one_of_a_page(apps: dict[str, Flask]) -> None:
    named = {*ONE_THING, *(one for some in ELSEWHERE.values() for one in some)}
    assert {one for one in named if not any(routes(app, (one,)) & pages(app) for app in apps.values())} == set()


@pytest.mark.parametrize("file", ELSEWHERE)
def test_the_tests_that_are_named_count_something(file: str) -> None:
    assert "counted(" in (TESTS / file).read_text()
