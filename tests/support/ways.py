"""The ways in which people use a page: each group's whole job is done in all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.chromium import barriers, by_keyboard, by_mouse, enlarge, runs_out

WAYS = ("mouse", "keyboard", "no scripts", "narrow", "large letters", "arabic", "forced colours")


@dataclass(frozen=True)
class Way:
    """A browser used in one way. `use` presses something, `language` is what the pages are read in."""

    name: str
    page: Page
    use: Callable[[Locator], None]
    language: str

    def look(self) -> None:
        """See that all of the page is there, in the right direction, and for everybody."""
        direction = "rtl" if self.language == "ar" else "ltr"
        expect(self.page.locator("html")).to_have_attribute("dir", direction)
        if self.name == "large letters":
            enlarge(self.page)
        assert (self.page.url, runs_out(self.page)) == (self.page.url, False)
        if self.name != "no scripts":  # axe is one
            assert (self.page.url, barriers(self.page)) == (self.page.url, [])


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Way]:
    """One way after the other, each in a browser of its own."""
    name: str = request.param
    width = {"narrow": 320, "large letters": 640}.get(name, 360)
    context = browser.new_context(
        java_script_enabled=name != "no scripts",
        viewport={"width": width, "height": 740},
        forced_colors="active" if name == "forced colours" else "none",
    )
    use = by_keyboard if name == "keyboard" else by_mouse
    yield Way(name, context.new_page(), use, "ar" if name == "arabic" else "en")
    context.close()
