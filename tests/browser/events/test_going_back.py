"""Back and another language do no harm where a page answered a form, and nothing that was typed is lost."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.events.conftest import Town
from tests.support.clock import VILNIUS


def test_back_from_the_next_screen_leads_to_what_was_typed_though_it_was_wrong_at_first(page: Page, town: Town) -> None:
    booking = f"{town.address}/register/{town.event['occurrences'][1]['id']}"
    page.goto(f"{booking}?lang=en")
    page.locator("main form button").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible()
    page.check("[name=party][value='2']")
    page.locator("main form button").last.click()
    expect(page).to_have_url(f"{booking}/reach")
    page.go_back()
    expect(page.locator("[name=party][value='2']")).to_be_checked()
    page.check("[name=party][value='3']")
    page.locator("main form button").last.click()
    expect(page).to_have_url(f"{booking}/reach")


def test_a_look_at_a_move_is_loaded_again_left_and_read_in_another_language(page: Page, town: Town) -> None:
    date = town.event["occurrences"][1]["id"]
    town.staff(page).goto(f"{town.address}/organise/occurrences/{date}/move?lang=en")
    page.fill("[name=day]", (datetime.now(VILNIUS) + timedelta(days=12)).date().isoformat())
    page.locator("main form button").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("move", ignore_case=True)
    page.goto(f"{page.url}?lang=ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert re.search(r"/move/preview/again/[\w-]{16}\?lang=ar$", page.url)
    expect(page.locator("[type=hidden][name=day]").first).to_be_attached()
    page.go_back()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.go_back()
    expect(page.locator("[name=day]")).to_be_visible()
