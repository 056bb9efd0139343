"""What every page stands on: readable by everyone, on a small phone, in both directions, by keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from shared.database import Database
from tests.support.chromium import barriers, served, too_wide
from tests.support.postgres import Postgres
from tests.support.thing_tables import Base
from tests.support.things import application

PAGES = ("/public", "/form", "/design/", "/nowhere", "/secret", "/api/events/docs")
THUMB = 44


@pytest.fixture(scope="module")
def site(postgres: Postgres) -> Iterator[str]:
    """The service of things on a port of its own."""
    database = Database(postgres.create("browser"))
    Base.metadata.create_all(database.engine)
    with served(application(database, TALKA_EMBEDDED="1")) as address:
        yield address
    database.close()


@pytest.mark.parametrize(("language", "scheme"), [("lt", "light"), ("lt", "dark"), ("ar", "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_no_barrier_is_found(page: Page, site: str, path: str, language: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site}{path}?lang={language}")
    assert barriers(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_in_a_form_with_mistakes(page: Page, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site}/form?lang=en")
    page.fill("#name", "x" * 41)
    page.click("text=Send")
    expect(page.locator("[role=alert]")).to_contain_text("Name: The length must be between 1 and 40.")
    assert barriers(page) == []
    page.click("[role=alert] a")
    expect(page.locator("#name")).to_be_focused()


def test_without_a_network_what_was_typed_stays_and_is_sent_when_it_is_back(page: Page, site: str) -> None:
    page.goto(f"{site}/form?lang=en")
    notice = page.get_by_text("There is no network just now.")
    expect(notice).to_be_hidden()
    page.fill("#name", "x" * 41)
    page.context.set_offline(True)
    expect(notice).to_be_visible()
    page.click("text=Send")
    expect(page.locator("[data-offline]")).to_be_focused()
    expect(page.locator("#name")).to_have_value("x" * 41)
    assert barriers(page) == []
    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    page.click("text=Send")
    expect(page.get_by_text("Name: The length must be")).to_be_visible()


@pytest.mark.parametrize("language", ["lt", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_out_at_320_pixels_or_with_large_letters(page: Page, site: str, path: str, language: str) -> None:
    page.goto(f"{site}{path}?lang={language}")
    assert too_wide(page) == []


def test_forced_colours_hide_nothing(page: Page, site: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/design/?lang=lt")
    assert barriers(page) == []
    for seen in page.locator("main .button, main .card, main .notice, main .badge, main input[type=text]").all():
        assert seen.evaluate("element => getComputedStyle(element).borderTopStyle") in {"solid", "dashed"}


@pytest.mark.parametrize(("language", "script"), [("lt", "ąčęėįšųūž"), ("uk", "Її Єє Ґґ"), ("ar", "أهلًا")])
def test_our_own_letters_are_there_for_each_script(page: Page, site: str, language: str, script: str) -> None:
    page.goto(f"{site}/design/?lang={language}")
    faces = f"document.fonts.load('16px \"Noto Sans\"', '{script}').then(faces => faces.map(face => face.status))"
    assert set(page.evaluate(faces)) == {"loaded"}


def test_everything_one_can_touch_is_large_enough(page: Page, site: str) -> None:
    page.goto(f"{site}/form?lang=en")
    for element in page.locator("header a:visible, input:not([type=hidden]), button, select").all():
        box = element.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= THUMB or "skip" in (element.get_attribute("class") or "")


def test_the_first_key_leads_past_the_menu(page: Page, site: str) -> None:
    page.goto(f"{site}/form?lang=en")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#name")).to_be_focused()


def test_the_summary_of_mistakes_takes_the_focus(page: Page, site: str) -> None:
    page.goto(f"{site}/form?lang=en")
    page.click("text=Send")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_be_focused()


def test_focus_can_be_seen(page: Page, site: str) -> None:
    page.goto(f"{site}/public?lang=en")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(re.sub("[a-z]+", "", outline)) >= 2


def test_the_browser_obeys_the_policy_and_fetches_nothing_from_elsewhere(page: Page, site: str) -> None:
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{site}/form?lang=ar")
    assert complaints == []
    assert asked
    assert [url for url in asked if not url.startswith(site)] == []


def test_the_language_is_chosen_by_one_touch_and_kept(page: Page, site: str) -> None:
    page.goto(f"{site}/public")
    page.click("text=العربية")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.goto(f"{site}/form")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
