"""The volunteers' pages in a browser: no barrier, on the smallest phone, in both directions, a sign-up by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from uuid_utils.compat import uuid7

from services.volunteers.app import create_app
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from shared.settings import Settings
from shared.web.served import Talka
from shared.web.tokens import COOKIES, Principal, issue
from tests.support.chromium import barriers, served, too_wide
from tests.support.factories.volunteers import a_planned_shift, a_sign_up, a_volunteer, an_event, tomorrow
from tests.support.postgres import Postgres
from tests.support.services import environment, signing_key
from tests.support.tongues import unmarked

EVENT = an_event(
    a_planned_shift(starts_at=tomorrow(8), skills=("first_aid",)),
    a_planned_shift(starts_at=tomorrow(12), places=1),
    a_planned_shift(starts_at=tomorrow(16)),
)
TAKEN, FULL, FREE = (shift.shift_id for shift in EVENT.occurrences[0].shifts)
PAGES = {
    "nobody": ["", "my", "join", "sign-in", f"sign-in/{uuid7()}?code=123456", f"shifts/{FREE}", f"shifts/{FULL}"],
    "volunteer": ["", f"shifts/{FREE}", f"shifts/{FULL}", "my", "profile", "profile/contact"],
    "staff": [f"shifts/{TAKEN}/people", f"events/{EVENT.event_id}/shifts"],
}


@pytest.fixture(scope="module")
def people(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[dict[str, dict[str, str]]]:
    """The service on a port of its own; who asks -> their cookie for it."""
    url = postgres.create("volunteers_browser", migrated("volunteers"))
    settings = Settings.from_env("volunteers", environment("volunteers", url))
    app = create_app(settings)
    talka: Talka = app.extensions["talka"]
    principals = prepare(talka.service.database)
    keys = {"volunteer": str(settings.volunteer_private_key), "staff": signing_key("staff")[0]}
    with served(app) as site:
        yield {"nobody": {"url": site, "name": "nobody", "value": ""}} | {
            kind: {"url": site, "name": COOKIES[kind], "value": issue(keys[kind], principal)}
            for kind, principal in principals.items()
        }
    talka.service.database.close()


def prepare(database: Database) -> dict[str, Principal]:
    """An event whose first shift one volunteer covers and whose second is full, and who looks at it."""
    with database.transaction() as session:
        follow_event(session, EVENT, 1)
        skills = ["first_aid"]
        ona = a_volunteer(session, name="Ona Labai Ilgapavardė-Ilgapavardienė", skills=skills, email="ona@example.lt")
        a_sign_up(session, TAKEN, ona.id)
        a_sign_up(session, FULL, a_volunteer(session).id)
    organiser = {EVENT.organisation_id: "organiser"}
    return {
        "volunteer": Principal(kind="volunteer", id=ona.id, name=ona.name, language="lt"),
        "staff": Principal(kind="staff", id=uuid7(), name="Rasa", language="lt", roles=organiser),
    }


def visit(page: Page, people: dict[str, dict[str, str]], who: str, path: str) -> None:
    page.context.add_cookies([people[who]])  # type: ignore[list-item]  # a cookie by its address, as documented
    page.goto(f"{people[who]['url']}/volunteer/{path}")


@pytest.mark.parametrize(("language", "scheme"), [("uk", "light"), ("ar", "dark")])
@pytest.mark.parametrize("who", PAGES)
def test_no_barrier_is_found(
    page: Page, people: dict[str, dict[str, str]], who: str, language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    mixed: list[tuple[str, str]] = []
    for path in PAGES[who]:
        visit(page, people, who, f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert (path, barriers(page)) == (path, [])
        mixed += [(path, one) for one in unmarked(page)]
    assert mixed == []


@pytest.mark.parametrize("language", ["lt", "ar"])
@pytest.mark.parametrize("who", PAGES)
def test_nothing_runs_out_at_320_pixels_or_with_large_letters(
    page: Page, people: dict[str, dict[str, str]], who: str, language: str
) -> None:
    wide = {}
    for path in PAGES[who]:
        visit(page, people, who, f"{path}{'&' if '?' in path else '?'}lang={language}")
        wide[path] = too_wide(page)
    assert {path: ways for path, ways in wide.items() if ways} == {}


def test_a_place_is_taken_and_given_back_by_keyboard(page: Page, people: dict[str, dict[str, str]]) -> None:
    visit(page, people, "volunteer", f"shifts/{FREE}?lang=en")
    page.get_by_role("button", name="I will come").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Thank you!")
    page.locator("summary", has_text="I cannot come").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Give my place back").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You gave your place back.")


def test_a_form_with_mistakes_leads_to_each_of_them(page: Page, people: dict[str, dict[str, str]]) -> None:
    visit(page, people, "nobody", "join?lang=en")
    page.get_by_role("button", name="Join").click()
    alert = page.get_by_role("alert")
    expect(alert.get_by_role("listitem")).to_have_count(4)
    assert barriers(page) == []
    links = alert.get_by_role("link").all()
    ways = [link.get_attribute("href") for link in links]
    assert ways == ["#phone", "#name", "#languages", "#age_band"], "in the order of the page"
    for link, way in zip(links, ways, strict=True):
        link.click()
        expect(page.locator(str(way))).to_be_focused()
