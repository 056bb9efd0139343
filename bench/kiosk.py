"""The touch screen on a cheap tablet and a slow line: how long until each of its screens can be used.

Chromium is made as slow as such a tablet (`tests.support.vitals`); the embedded run answers on the same machine.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from bench.ground import Ground
from bench.report import Line
from tests.support.embedded import Embedded
from tests.support.machine import program
from tests.support.vitals import TABLET, at_the_kiosk, ready

GOAL = 1000
"""Milliseconds in which a screen can be used."""


def bench(_ground: Ground, rounds: int) -> Iterator[Line]:
    """Each screen, loaded as often as there are rounds, after one to warm up; the middle one counts."""
    with tempfile.TemporaryDirectory(prefix="talka-bench-kiosk-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # its PostgreSQL runs under another account where we are root
        run = Embedded(Path(folder) / "var")
        try:
            run.start()
            yield from _looked_at(run.address, rounds)
        finally:
            run.stop()


def _looked_at(address: str, rounds: int) -> Iterator[Line]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = program("chromium", "chromium", "fonts-noto-core")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--disable-gpu", *sandbox])
        page = browser.new_page()
        for path in at_the_kiosk(page, address):
            ready(page, address + path)
            took = [ready(page, address + path) for _ in range(rounds)]
            name, middle = re.sub(r"[0-9a-f-]{36}", "…", path), median(took)
            yield Line(
                f"kiosk, {TABLET} times slower, slow 4G: {name}, slowest {max(took):.0f} ms",
                f"{middle:.0f} ms",
                f"{GOAL} ms",
                middle / GOAL,
                1,
                at_most=True,
            )
        browser.close()
