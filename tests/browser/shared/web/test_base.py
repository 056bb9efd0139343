"""What every page stands on: readable by everyone, on a small phone, in both directions, by keyboard."""

import re
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from shared.database import Database
from tests.support.machine import free_port
from tests.support.postgres import Postgres
from tests.support.thing_tables import Base
from tests.support.things import application

PAGES = ("/public", "/form", "/nowhere", "/secret", "/api/events/docs")
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
THUMB = 44


@pytest.fixture(scope="module")
def site(postgres: Postgres) -> Iterator[str]:
    """The service of things on a port of its own."""
    database = Database(postgres.create("browser"))
    Base.metadata.create_all(database.engine)
    server = make_server("127.0.0.1", free_port(), application(database), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    database.close()


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{fault['id']}: {node['html']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize(("language", "scheme"), [("lt", "light"), ("ar", "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_no_barrier_is_found(page: Page, site: str, path: str, language: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site}{path}?lang={language}")
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_in_a_form_with_mistakes(page: Page, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site}/form?lang=en")
    page.fill("#name", "x" * 41)
    page.click("text=Send")
    expect(page.locator("[role=alert]")).to_contain_text("Name: Give between 1 and 40.")
    assert faults(page) == []
    page.click("[role=alert] a")
    expect(page.locator("#name")).to_be_focused()


@pytest.mark.parametrize("language", ["lt", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_at_320_pixels_nothing_runs_out_of_the_page(page: Page, site: str, path: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}{path}?lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_everything_one_can_touch_is_large_enough(page: Page, site: str) -> None:
    page.goto(f"{site}/form?lang=en")
    for element in page.locator("header a, input:not([type=hidden]), button, select").all():
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
