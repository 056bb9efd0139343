"""What organisers print: on paper stands what one reads, and nothing of what one can do on a screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.events.conftest import Town

PAPER = {"width": 718, "height": 1000}
"""CSS pixels of a sheet of A4 within the margins that browsers leave (210 mm less twice 10)."""


@pytest.fixture
def paper(page: Page, town: Town) -> Page:
    """A page of somebody signed in, as a printer gets it."""
    page.set_viewport_size({"width": PAPER["width"], "height": PAPER["height"]})
    page.emulate_media(media="print")
    return town.staff(page)


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_the_list_of_who_comes_has_room_for_names_and_contacts(paper: Page, town: Town, language: str) -> None:
    date = town.event["occurrences"][0]["id"]
    paper.goto(f"{town.address}/organise/occurrences/{date}?lang={language}")
    tables = paper.get_by_role("table")
    expect(tables).to_have_count(2)
    for row in tables.first.locator("tbody tr").all():
        assert row.locator("td:visible").count() == 5, "people, contact, language, needs, state"
        phone = row.locator("[href^='tel:']")
        expect(phone).to_be_visible()
        assert phone.evaluate("link => link.getClientRects().length") == 1, "a number stands in one line"
    assert tables.first.locator("thead th:visible").count() == 6
    expect(paper.locator("[role=search], form, button, .button").locator("visible=true")).to_have_count(0)


@pytest.mark.parametrize(
    "address", ["/", "/organise/people?q=61234567", "/organise/kiosks/calls", "/organise/reports/"]
)
def test_no_field_and_no_button_is_printed(paper: Page, town: Town, address: str) -> None:
    paper.goto(f"{town.address}{address}")
    expect(paper.get_by_role("heading", level=1)).to_be_visible()
    expect(paper.locator("input, select, button, .button").locator("visible=true")).to_have_count(0)
