"""A household books in a browser on the running system in every way that people use one, and hears by SMS."""

import json
import re
import urllib.request
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.chromium import barriers, by_keyboard, by_mouse, chosen_by_keyboard, runs_out, too_wide
from tests.support.embedded import ROOT, Embedded
from tests.support.eventually import eventually

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
PHONES = (f"+3706123{number:04}" for number in count(1))
PICTURES = ROOT / "test-results"
"""Out of the repository: for whoever wants to look."""
JUMPS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(seen => seen.getEntries().forEach(shift => { sum += shift.value })).observe(
        {type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 300);
})"""
"""How much of a page has moved while it was loaded (web.dev/cls)."""
WEIGHT = 60_000
"""Bytes of one page over the wire, once the letters are there."""


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


def job(
    page: Page,
    start: str,
    phone: str,
    look: Callable[[], None],
    use: Callable[[Locator], None] = by_mouse,
    choose: Callable[[Page, str, str], None] = lambda page, name, value: page.check(f"[name={name}][value='{value}']"),
) -> None:
    """From the programme to the code, looking at each screen."""
    page.goto(start)
    look()
    use(page.locator("main a[href*='/events/']").first)
    look()
    use(page.locator("main a[href*='/register/']").first)
    expect(page.locator("[name=party]").first).to_be_visible()
    choose(page, "party", "3")
    look()
    use(page.locator("main form button").last)
    expect(page).to_have_url(re.compile("/reach$"))
    choose(page, "reach", "sms")
    page.locator("[name=phone]").fill(phone)
    look()
    use(page.locator("main form button").last)
    expect(page).to_have_url(re.compile("/check$"))
    look()
    use(page.locator("main form button").last)
    expect(page).to_have_url(re.compile(r"/r/[\w-]{16}\?new=1"))
    look()


@pytest.mark.parametrize("language", ["lt", "ar"])
@pytest.mark.parametrize("size", SIZES)
def test_a_household_books_in_three_screens_and_cancels_by_its_link(
    page: Page, talka: Embedded, size: str, language: str, refused: list[str]
) -> None:
    phone, pictures = next(PHONES), count(1)
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]  # width and height, as documented

    def look() -> None:
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"booking-{size}-{language}-{next(pictures)}.png", full_page=True)
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        assert (barriers(page), runs_out(page)) == ([], False)

    job(page, f"{talka.address}/?lang={language}", phone, look)
    (sms,) = eventually(lambda: texts(talka, phone))
    link = re.search(rf"{talka.address}/r/[\w-]{{16}}", sms)
    assert link
    page.goto(link[0])
    assert page.locator(".code").inner_text() in sms
    page.locator("a[href$='/cancel']").click()
    look()
    page.locator("main form button").last.click()
    expect(page).to_have_url(f"{link[0]}?done=cancelled")
    assert len(eventually(lambda: texts(talka, phone)[1:])) == 1
    assert refused == []


def test_the_whole_job_is_done_by_keyboard(page: Page, talka: Embedded) -> None:
    phone = next(PHONES)
    job(page, f"{talka.address}/?lang=lt", phone, lambda: None, by_keyboard, chosen_by_keyboard)
    assert len(eventually(lambda: texts(talka, phone))) == 1


def test_the_whole_job_is_done_without_scripts(scriptless: Page, talka: Embedded) -> None:
    phone = next(PHONES)
    job(scriptless, f"{talka.address}/?lang=lt", phone, lambda: None)
    assert len(eventually(lambda: texts(talka, phone))) == 1


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_nothing_runs_out_on_a_narrow_phone_or_with_large_letters(page: Page, talka: Embedded, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})

    def look() -> None:
        assert too_wide(page) == []

    job(page, f"{talka.address}/?lang={language}", next(PHONES), look)


def test_forced_colours_and_the_dark_hide_nothing(page: Page, talka: Embedded) -> None:
    def look() -> None:
        page.emulate_media(forced_colors="active")
        assert barriers(page) == []
        page.emulate_media(forced_colors="none", color_scheme="dark")
        assert barriers(page) == []

    job(page, f"{talka.address}/?lang=lt", next(PHONES), look)


def test_each_screen_is_light_lies_still_and_comes_from_one_house(page: Page, talka: Embedded) -> None:
    weights: list[int] = []
    hosts: set[str] = set()

    def weigh(url: str, weight: int) -> None:
        hosts.add(url.split("/")[2])
        weights.append(0 if "/fonts/" in url else weight)

    page.on("response", lambda answer: weigh(answer.url, 0 if answer.status == 303 else len(answer.body())))

    def look() -> None:
        page.wait_for_load_state("networkidle")
        assert sum(weights) < WEIGHT
        assert page.evaluate(JUMPS) < 0.05
        weights.clear()

    job(page, f"{talka.address}/?lang=ar", next(PHONES), look)
    assert hosts == {talka.address.removeprefix("http://")}
