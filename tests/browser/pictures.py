"""The pictures in the README: `make pictures` takes them anew, of the sample programmes with some people in them."""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from deploy.embedded.demo.cast import FIRST_DATE
from deploy.embedded.demo.client import Client
from deploy.embedded.demo.organiser import V1
from deploy.embedded.demo.programme import ORGANISERS
from deploy.embedded.demo.stage import Stage
from tests.browser import pictures_of_help
from tests.browser.conftest import FLAGS
from tests.support.embedded import ROOT, Embedded
from tests.support.eventually import eventually
from tests.support.machine import program

PICTURES = ROOT / "docs/pictures"
PHONE, DESK = (390, 760), (1180, 980)


def main() -> None:
    """Start a system of its own, fill an evening with people, look at it as each of them does."""
    folder = Path(tempfile.mkdtemp(prefix="talka-pictures-"))
    folder.chmod(0o755)
    talka = Embedded(folder / "var")
    PICTURES.mkdir(exist_ok=True)
    os.environ["TALKA_QUIET_HOURS"] = "off"  # what is asked and told at night would wait for the morning
    try:
        talka.start()
        with sync_playwright() as playwright:
            chromium = program("chromium", "chromium", "fonts-noto-core")
            browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, "--no-sandbox"])
            take(browser, talka)
            pictures_of_help.take(browser, talka, opened, keep)
            browser.close()
    finally:
        talka.clear()
        shutil.rmtree(folder, ignore_errors=True)


def take(browser: Browser, talka: Embedded) -> None:
    """Every picture."""
    somebody = Client(talka.address, "pictures", print)
    evening, another = somebody.get(f"{V1}/programme", kind="cultural_exchange")["items"][:2]
    stage = Stage(talka.address, print)
    stage.organiser.sign_in(ORGANISERS[0])  # who books for those who have neither phone nor e-mail
    for household in FIRST_DATE:
        stage.register(evening["occurrence_id"], household)
    family = FIRST_DATE[1]
    phone = str(stage.addresses.phone(family.phone or 0))
    eventually(lambda: len(stage.mailbox.at(phone)) > 1)

    keep(opened(browser, f"{talka.address}/", "lt", PHONE), "programme")
    keep(opened(browser, f"{talka.address}/register/{another['occurrence_id']}", "uk", PHONE), "registering")
    keep(opened(browser, f"{talka.address}/messages/phones/{phone}", "ar", PHONE), "messages")
    office = opened(browser, talka.shown("Organiser"), "lt", DESK)
    office.locator("main button").first.click()
    office.goto(f"{talka.address}/organise/occurrences/{evening['occurrence_id']}")
    keep(office, "participants")


def opened(browser: Browser, address: str, language: str, size: tuple[int, int], scale: float = 1.5) -> Page:
    """A page on a screen of this size, in somebody's language."""
    width, height = size
    context = browser.new_context(
        locale=language,
        timezone_id="Europe/Vilnius",
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
    )
    page = context.new_page()
    answer = page.goto(address)
    if not answer or not answer.ok:
        sys.exit(f"{re.sub(r'[?].*', '', address)} does not answer")
    return page


def keep(page: Page, name: str) -> None:
    """What is on the screen, once its letters are there."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
