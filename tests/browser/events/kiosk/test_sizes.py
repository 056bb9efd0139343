"""The start page on phones, tablets and screens in town: its four doors are seen at once, where hands reach."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.events.kiosk.conftest import kiosk
from tests.support.chromium import barriers, runs_out

WINDOWS = [(1024, 600), (1024, 768), (1280, 800), (800, 1280), (768, 1024), (390, 844), (1080, 1920), (1920, 1080)]
COPIED = """() => {
    const line = document.querySelector("[data-copy-line]");
    line.textContent = line.dataset.copyLine;
    line.hidden = false;
    document.documentElement.dataset.copied = "12:00";
}"""
OUT_OF_REACH = """() => {
    const bar = document.querySelector("footer");
    const below = getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().top : innerHeight;
    const doors = [...document.querySelectorAll('main a[href*="/for/"]:not([href$="everything"])')];
    const wrong = doors.map((door) => [door.innerText, door.getBoundingClientRect()])
        .filter(([, box]) => box.bottom > below || box.top < innerHeight / 2 || box.height < 64)
        .map(([text, box]) => [text, box.top, box.bottom, below]);
    return [doors.length, scrollY, wrong];
}"""
CLIPPED = """() => [...document.querySelectorAll("header a, main li a span, footer .button")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
    .map((one) => one.innerText)"""


@pytest.mark.parametrize("language", ["lt", "lt-simple", "uk", "ar"])
def test_the_four_doors_are_seen_at_once_in_the_lower_half_of_any_window(
    page: Page, town: tuple[Flask, str], address: str, language: str
) -> None:
    kiosk(page, address, town[1])
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{address}/kiosk/{language}/")
        assert (width, height, page.evaluate(OUT_OF_REACH)) == (width, height, [4, 0, []])
        assert (width, height, page.evaluate(CLIPPED), runs_out(page)) == (width, height, [], False)
        page.evaluate(COPIED)
        assert (width, height, "copy", page.evaluate(OUT_OF_REACH)) == (width, height, "copy", [4, 0, []])


@pytest.mark.parametrize("window", [(1024, 600), (390, 844)])
def test_smaller_windows_have_no_barrier(
    page: Page, town: tuple[Flask, str], address: str, window: tuple[int, int]
) -> None:
    kiosk(page, address, town[1])
    page.set_viewport_size({"width": window[0], "height": window[1]})
    for path in ("", "for/senior", "help"):
        page.goto(f"{address}/kiosk/lt/{path}")
        assert (path, barriers(page)) == (path, [])
