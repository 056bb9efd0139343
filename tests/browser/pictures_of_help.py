"""The pictures of help to one person: a mother in Rokiškis, her daughter, and whoever helps them."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page

from tests.support.chain import RIDE, a_partner_is_asked, asks_for_her_mother, get_it_agreed, who_is_asked
from tests.support.embedded import Embedded
from tests.support.people import Somebody

Opened = Callable[..., Page]
Keep = Callable[[Page, str], None]
SCREEN, PHONE, DESK = (1080, 1920), (390, 760), (1180, 980)
HALF, WHOLE = 0.5, 1.0
"""Dots for each unit of a page: large screens are kept small."""


def take(browser: Browser, talka: Embedded, opened: Opened, keep: Keep) -> None:
    """Every picture: the touch screen, the boards of staff, what a volunteer is asked, and the report."""
    daughter, mother = Somebody(talka, "lt", "+37061239932"), Somebody(talka, "ru", "+37061239931")
    asta, clinic = (Somebody(talka, "lt", f"{who}.example") for who in ("asta@rokiskis", "registratura@poliklinika"))
    olga, jonas = Somebody(talka, "uk", "+37061200107"), Somebody(talka, "lt", "+37061200108")

    keep(opened(browser, f"{talka.address}/kiosk/lt/", "lt", SCREEN, HALF), "kiosk")
    door = opened(browser, f"{talka.address}/kiosk/ru/for/everything", "ru", SCREEN, HALF)
    door.locator("main a[href*='/services/']").last.click()
    keep(door, "kiosk-service")

    asks_for_her_mother(daughter)
    office = opened(browser, talka.shown("Social worker"), "lt", DESK, WHOLE)
    office.locator("main button").first.click()
    office.goto(f"{talka.address}/organise/mediation/")
    keep(office, "mediation")
    asta.signs_in_as_staff()
    get_it_agreed(asta, clinic)
    daughter.open(daughter.hears("referral_answered"))
    asked = who_is_asked(asta, daughter, mother, olga, jonas)
    office.goto(asta.address)
    office.get_by_text("Kas netinka ir kodėl").click()
    keep(from_heading(office, "h2"), "who-is-asked")
    keep(from_heading(opened(browser, asked[olga, RIDE], "uk", PHONE), "h1"), "offer")
    office.goto(f"{talka.address}/organise/reports/")
    keep(from_heading(office, "h2"), "report")
    phone = opened(browser, f"{talka.address}/messages/phones/{mother.reached_at}", "ru", PHONE)
    keep(from_heading(phone, "h1"), "told")
    keep(asked_for_volunteers(browser, talka, opened, asta), "partner")


def asked_for_volunteers(browser: Browser, talka: Embedded, opened: Opened, asta: Somebody) -> Page:
    """What a coordinator of a partner sees when nobody at home can help."""
    vida, ona = (Somebody(talka, "lt", address) for address in ("vida@rokiskis.example", "ona@obeliai.example"))
    question = a_partner_is_asked(asta, vida, ona, Somebody(talka, "lt", "+37061200555"))
    at_home = Somebody(talka, "lt", ona.reached_at)
    at_home.knows_all()
    at_home.open("/organise/").send("/organise/sign-in", email=ona.reached_at)
    page = opened(browser, at_home.hears("staff_sign_in"), "lt", DESK, WHOLE)
    page.locator("main button").first.click()
    page.goto(question)
    return page


def from_heading(page: Page, level: str) -> Page:
    """The page moved so that the first heading of this level is at the top."""
    page.locator(f"main {level}").first.evaluate("heading => heading.scrollIntoView({behavior: 'instant'})")
    return page
