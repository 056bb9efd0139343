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


def vitals(page: Page, address: str) -> dict[str, float]:
    """Largest contentful paint and total blocking time in ms, and the worst cumulative layout shift as a share."""
    loads = list[dict[str, float]]()
    for _ in range(LOADS):
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(300)
        loads.append(page.evaluate("vitals"))
    times = {vital: min(load[vital] for load in loads) for vital in ("lcp", "tbt")}
    return times | {"cls": max(load["cls"] for load in loads)}


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
    for path in ("/", date, registering, "/volunteer/", "/organise/sign-in"):
        found = vitals(page, talka.address + path)
        name = re.sub(r"[0-9a-f-]{36}", "…", path)
        assert 0 < found["lcp"] < 1500, (name, found)
        assert found["cls"] < 0.05, (name, found)
        assert found["tbt"] < 100, (name, found)


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
