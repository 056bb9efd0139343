"""A household books in a browser on the running system, on a phone and on a desk, and hears by SMS."""

import json
import re
import urllib.request
from itertools import count
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.embedded import ROOT, Embedded
from tests.support.eventually import eventually

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
PHONES = (f"+3706123{number:04}" for number in count(1))
PICTURES = ROOT / "test-results"
"""Out of the repository: for whoever wants to look."""


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest, page: Page) -> str:
    page.set_viewport_size(SIZES[request.param])  # type: ignore[arg-type]  # width and height, as documented
    return str(request.param)


@pytest.fixture
def refused(page: Page) -> list[str]:
    """What the browser complains of: errors of scripts, and what it was not allowed or could not load."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    return said


def texts(talka: Embedded, phone: str) -> list[str]:
    """The SMS that a phone has got."""
    address = f"{talka.address}/api/notifications/v1/mailbox?address={phone.replace('+', '%2B')}"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
        return [item["body"] for item in json.load(answer)["items"]]


def looks_right(page: Page, name: str) -> None:
    """No barrier, nothing beside the page; a picture for whoever wants to look."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_a_household_books_in_three_screens_and_cancels_by_its_link(
    page: Page, talka: Embedded, size: str, language: str, refused: list[str]
) -> None:
    phone, name = next(PHONES), f"booking-{size}-{language}"
    page.goto(f"{talka.address}/?lang={language}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    looks_right(page, f"{name}-1")
    page.locator("main a[href*='/events/']").first.click()
    looks_right(page, f"{name}-2")
    page.locator("main a[href*='/register/']").first.click()
    page.locator("[name=party]").select_option("3")
    page.locator("[name=phone]").fill(phone)
    looks_right(page, f"{name}-3")
    page.locator("main form button").last.click()
    expect(page).to_have_url(re.compile(rf"{talka.address}/r/[\w-]{{16}}\?new=1"))
    looks_right(page, f"{name}-4")
    (sms,) = eventually(lambda: texts(talka, phone))
    link = re.search(rf"{talka.address}/r/[\w-]{{16}}", sms)
    assert link
    page.goto(link[0])
    expect(page.locator("main")).to_contain_text(page.locator("dl.facts strong").first.inner_text())
    page.locator("a[href$='/cancel']").click()
    looks_right(page, f"{name}-5")
    page.locator("main form button").last.click()
    expect(page).to_have_url(link[0])
    assert len(eventually(lambda: texts(talka, phone)[1:])) == 1
    assert refused == []
