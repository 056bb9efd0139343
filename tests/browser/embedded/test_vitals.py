"""How soon a page is there and answers on a slow phone and a slow line (web.dev/vitals), the letters being at hand."""

import re
from statistics import median

import pytest
from playwright.sync_api import Page

from tests.support.embedded import Embedded
from tests.support.vitals import LOADS, at_the_kiosk, ready, slow

PHONE = 220.0
"""Milliseconds that `WORK` takes on a phone of about 2015: four times what a quiet machine of the tests needs."""
WORK = """() => {
    const began = performance.now();
    for (let i = 0, sum = 0; i < 3e7; i++) sum += i % 7;
    return performance.now() - began;
}"""


MOST = {"lcp": 1500, "tbt": 100, "cls": 0.05}
"""What each vital has to stay below."""


def vitals(page: Page, address: str, least: int = LOADS) -> dict[str, float]:
    """Largest contentful paint and total blocking time in ms, and the worst cumulative layout shift as a share.

    After the `least` loads no more are needed once the shortest times are short enough.
    """
    loads, found = list[dict[str, float]](), dict[str, float]()
    while len(loads) < least or (len(loads) < LOADS and any(found[vital] >= MOST[vital] for vital in ("lcp", "tbt"))):
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(300)
        loads.append(page.evaluate("vitals"))
        found = {vital: min(load[vital] for load in loads) for vital in ("lcp", "tbt")}
    return found | {"cls": max(load["cls"] for load in loads)}


def missed(page: Page, addresses: list[str], least: int = LOADS) -> dict[str, dict[str, float]]:
    """The pages of which a vital is not what it has to be, with what it is; ids are left out of their names."""
    found = {re.sub(r"[0-9a-f-]{36}", "…", one): vitals(page, one, least) for one in addresses}
    return {
        name: those for name, those in found.items() if not those["lcp"] > 0 or any(those[v] >= MOST[v] for v in MOST)
    }


def slowdown(page: Page) -> float:
    """How many times slower this machine has to be made to be as slow as the phone; 1 if it is as slow already."""
    needed: float = median(page.evaluate(WORK) for _ in range(5))
    return max(1.0, PHONE / needed)


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_pages_are_there_soon_lie_still_and_answer_at_once(page: Page, talka: Embedded, language: str) -> None:
    page.goto(f"{talka.address}/?lang={language}")
    date = page.locator("main a[href*='/events/']").first.get_attribute("href") or ""
    page.goto(talka.address + date)
    registering = page.locator("main a[href*='/register/']").first.get_attribute("href") or ""
    slow(page, slowdown(page))
    paths = ("/", date, registering, "/volunteer/", "/organise/sign-in")
    assert missed(page, [talka.address + path for path in paths]) == {}


def first(page: Page, link: str) -> str:
    """Where the first such link in the page leads; ids begin with 0, as long as the century does (UUIDv7)."""
    found: str = page.locator(f"main a[href*='{link}']").first.evaluate("link => link.href")
    return found


def test_pages_of_those_who_organise_are_as_quick(page: Page, talka: Embedded) -> None:
    page.goto(talka.shown("Organiser"))
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{talka.address}/organise/?lang=lt")
    event, copy = first(page, "/organise/events/0"), first(page, "new?copy=")
    page.goto(event)
    comers = re.findall(r".*/organise/occurrences/[0-9a-f-]{36}", first(page, "/organise/occurrences/"))
    slow(page, slowdown(page))
    messages = f"{talka.address}/messages/events/{event.rpartition('/')[2]}"
    assert missed(page, [f"{talka.address}/organise/", event, copy, *comers, messages], least=2) == {}


def test_pages_of_those_who_help_are_as_quick(page: Page, talka: Embedded) -> None:
    page.goto(talka.shown("Volunteer"))
    page.locator("main form button").last.click()
    page.goto(f"{talka.address}/volunteer/?lang=lt")
    shift = first(page, "/volunteer/shifts/")
    slow(page, slowdown(page))
    own = [f"{talka.address}/volunteer/{path}" for path in ("", "my", "profile")]
    assert missed(page, [*own, shift], least=2) == {}


HEAVIEST = 60_000
"""Bytes of a screen of the kiosk after the first: its page alone, since style, script and letters are at hand."""


def test_a_screen_of_the_kiosk_answers_within_a_second_on_a_slow_tablet(page: Page, talka: Embedded) -> None:
    for path in at_the_kiosk(page, talka.address):
        took, weight = list[float](), list[float]()
        for _ in range(LOADS):
            took.append(ready(page, talka.address + path))
            weight.append(page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize"))
        assert min(took) < 1000, (path, took)
        assert max(weight) < HEAVIEST, (path, weight)
