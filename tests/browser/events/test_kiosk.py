"""The touch screen in Chromium: it forgets who was there, works without a network, reads aloud, keeps nobody out."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from services.events.app import create_app
from services.events.kiosk.domain import Coming
from services.events.kiosk.models import KioskHelp
from services.events.kiosk.operations import pair
from services.events.kiosk.pages.looking import COOKIE
from shared.database import Database
from shared.settings import Settings
from tests.support.chromium import barriers, runs_out, served
from tests.support.factories.board import a_post
from tests.support.factories.events import a_worker, an_event, an_organisation
from tests.support.factories.kiosk import a_kiosk, a_service_id, services_of_rokiskis
from tests.support.postgres import Postgres
from tests.support.services import environment

HELPS = {state: UUID(int=number) for number, state in enumerate((Coming.COMES, Coming.NOBODY))}
"""Requests for a helper of which the screen knows how they stand."""
PORTRAIT = {"width": 1080, "height": 1920}
SERVICE = f"services/{a_service_id()}"
SCREENS = [
    "",
    "for/senior",
    SERVICE,
    f"{SERVICE}/phone",
    f"{SERVICE}/help",
    "events",
    "news",
    "help",
    "help/visit",
    "asked/call",
    "asked/service",
    *(f"asked/helper?request={id_}" for id_ in HELPS.values()),
    "offline",
    "pair",
]
LEFT = """async () => {
    const kept = [], texts = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) {
            kept.push(request.url);
            texts.push(await (await (await caches.open(name)).match(request, {ignoreVary: true})).text());
        }
    }
    return [localStorage.length, sessionStorage.length, document.cookie, kept, texts.join(" ")];
}"""
COPIED = """async () => {
    for (;;) {
        for (const name of await caches.keys()) {
            if (await (await caches.open(name)).match("/kiosk/copy-state")) return;
        }
        await fetch("/kiosk/copy.json");
    }
}"""
VOICES = """
window.said = [];
class Words { constructor(text) { this.text = text; } }
const speech = {speaking: false, getVoices: () => [{lang: "lt-LT"}], addEventListener() {}, cancel() {},
    speak: (words) => window.said.push(words.text)};
Object.defineProperty(window, "speechSynthesis", {value: speech});
Object.defineProperty(window, "SpeechSynthesisUtterance", {value: Words});
"""
SIZES = """() => [...document.querySelectorAll("main a, main button, footer a, footer button, header a, main input")]
    .filter((one) => one.checkVisibility() && one.type !== "hidden")
    .map((one) => [one.closest("label") ?? one, one.outerHTML])
    .map(([one, html]) => [one.getBoundingClientRect(), html])
    .filter(([box]) => box.width < 63.5 || box.height < 63.5).map(([, html]) => html)"""
SMALL = """() => [...document.querySelectorAll("body *")]
    .filter((one) => one.checkVisibility() && [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 22).map((one) => one.outerHTML)"""


@pytest.fixture(scope="module")
def town(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[tuple[Flask, str]]:
    """The service with a town's directory, and what the cookie of its kiosk holds."""
    url = postgres.create("events_kiosk", migrated("events"))
    app = create_app(Settings.from_env("events", environment("events", url)))
    database: Database = app.extensions["talka"].service.database
    with database.transaction() as session:
        worker = a_worker(session, an_organisation(session))
        services_of_rokiskis(session, worker)
        an_event(session, worker)
        a_post(session, worker, body={"lt": "Antradieniais bibliotekoje. " * 20})
        token = pair(session, a_kiosk(session, worker)["code"])
        session.add_all(KioskHelp(id=id_, state=state) for state, id_ in HELPS.items())
    yield app, token
    database.close()


@pytest.fixture
def address(town: tuple[Flask, str]) -> Iterator[str]:
    with served(town[0]) as address:
        yield address


def kiosk(page: Page, address: str, token: str) -> Page:
    """The page as the device of the kiosk."""
    cookie: dict[str, Any] = {"name": COOKIE, "value": token, "url": f"{address}/kiosk/", "httpOnly": True}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie by its address
    page.set_viewport_size(PORTRAIT)  # type: ignore[arg-type]
    return page


def with_copy(page: Page, address: str) -> None:
    """Wait until the device has copied all it is to keep."""
    page.goto(f"{address}/kiosk/lt/")
    page.evaluate(COPIED)


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_no_barrier_and_nothing_small_is_found_on_any_screen(
    page: Page, town: tuple[Flask, str], address: str, language: str
) -> None:
    for path in SCREENS:
        kiosk(page, address, town[1]).goto(f"{address}/kiosk/{language}/{path}")
        assert (path, barriers(page)) == (path, [])
        assert (path, page.evaluate(SIZES), page.evaluate(SMALL)) == (path, [], [])
        page.set_viewport_size({"width": 320, "height": 640})
        assert (path, runs_out(page)) == (path, False)


def test_strong_contrast_has_no_barrier_either_and_ends_with_the_visit(
    page: Page, town: tuple[Flask, str], address: str
) -> None:
    kiosk(page, address, town[1]).goto(f"{address}/kiosk/lt/{SERVICE}")
    page.get_by_role("button", name="Didelis kontrastas").click()
    assert barriers(page) == []
    page.goto(f"{address}/kiosk/lt/for/senior")
    assert page.locator("html").get_attribute("data-contrast") == ""


def test_nobody_there_leaves_nothing_behind(page: Page, town: tuple[Flask, str], address: str) -> None:
    page.clock.install()
    kiosk(page, address, town[1])
    with_copy(page, address)
    page.goto(f"{address}/kiosk/uk/")
    page.locator("[name=words]").fill("Таємниця")
    page.locator("[name=words]").press("Enter")
    page.get_by_role("link", name="Звернутися до людини").last.click()
    page.get_by_role("link", name="Зателефонуйте мені").click()
    page.locator("[name=name]").fill("Zofija")
    page.clock.fast_forward(61_000)
    asking = page.get_by_role("alertdialog")
    expect(asking).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Так, продовжити").click()
    expect(asking).to_be_hidden()
    expect(page.locator("[name=name]")).to_have_value("Zofija")
    page.clock.fast_forward(61_000)
    expect(asking).to_be_visible()
    page.clock.run_for(21_000)
    page.wait_for_url(f"{address}/kiosk/lt/")
    local, of_session, cookies, kept, texts = page.evaluate(LEFT)
    assert (local, of_session, cookies) == (0, 0, "")
    assert ("Zofija" in texts, "Таємниця" in texts) == (False, False)
    assert [
        one for one in kept if "/help/" in one or "search" in one or one.endswith(("/phone", f"{SERVICE}/help"))
    ] == []
    assert {one["name"] for one in page.context.cookies()} <= {COOKIE, "talka_visitor"}
    page.clock.fast_forward(61_000)
    expect(asking).to_be_hidden()
    for turn in (page.go_back, page.go_forward):
        turn()
        assert "Zofija" not in page.content()
        assert "/help/" not in page.url
        assert "search" not in page.url


def test_a_page_that_the_browser_had_kept_whole_is_not_shown_again(
    page: Page, town: tuple[Flask, str], address: str
) -> None:
    kiosk(page, address, town[1]).goto(f"{address}/kiosk/lt/help/call")
    page.locator("[name=name]").fill("Zofija")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_url(f"{address}/kiosk/lt/")


def test_a_wrong_number_is_said_without_an_entry_of_history_and_thanks_return_to_the_start(
    page: Page, town: tuple[Flask, str], address: str
) -> None:
    page.clock.install()
    kiosk(page, address, town[1]).goto(f"{address}/kiosk/lt/help/call")
    entries = page.evaluate("history.length")
    page.locator("[name=name]").fill("Zofija")
    page.locator("[name=phone]").fill("12")
    page.get_by_role("button", name="Siųsti").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("Zofija")
    page.locator("[name=phone]").fill("0 612 34567")
    page.get_by_role("button", name="Siųsti").click()
    page.wait_for_url("**/asked/call")
    assert page.evaluate("history.length") == entries
    page.clock.run_for(31_000)
    page.wait_for_url(f"{address}/kiosk/lt/")


def test_an_answer_that_is_no_screen_of_the_kiosk_never_leads_away(
    page: Page, town: tuple[Flask, str], address: str
) -> None:
    kiosk(page, address, town[1]).goto(f"{address}/kiosk/lt/help/call")
    page.context.clear_cookies(name="talka_visitor")  # so that the form is refused as one of another browser
    page.locator("[name=name]").fill("Zofija")
    page.get_by_role("button", name="Siųsti").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("Zofija")


def test_without_a_network_everything_is_still_there_to_read(page: Page, town: tuple[Flask, str]) -> None:
    with served(town[0]) as address:
        kiosk(page, address, town[1])
        with_copy(page, address)
        forms = [page, page.context.new_page()]
        for one, path in zip(forms, ("help/call", f"{SERVICE}/help"), strict=True):
            one.goto(f"{address}/kiosk/lt/{path}")
    for one in forms:
        one.locator("[name=name]").fill("Zofija")
        one.locator("[name=phone]").fill("0 612 34567")
        one.get_by_role("button", name="Siųsti").click()
        expect(one.locator("[data-unsent]")).to_be_visible()
        expect(one.locator("[name=name]")).to_have_value("Zofija")
    for path, words in (
        ("lt/", "Kuo galime padėti?"),
        (f"ar/{SERVICE}", "Vytauto g. 25"),
        ("uk/events", "Культур"),
        ("uk/news", "Безкоштовні курси"),
    ):
        page.goto(f"{address}/kiosk/{path}")
        expect(page.get_by_text(words).first).to_be_visible()
        expect(page.locator("[data-copy-line]")).to_be_visible()
    page.goto(f"{address}/kiosk/lt/")
    assert ":" in page.locator("[data-copy-line]").inner_text()
    page.get_by_role("link", name="Vyresni žmonės").click()
    page.get_by_role("link", name="Informavimas apie socialines").click()
    expect(page.get_by_text("Dabar uždaryta").first).to_be_hidden()
    assert page.evaluate("document.fonts.check('16px \"Noto Sans\"')")
    for path in ("search?words=pagalba", f"{SERVICE}/help"):
        page.goto(f"{address}/kiosk/lt/{path}")
        expect(page.get_by_role("heading", name="Šiuo metu nėra ryšio.")).to_be_visible()


def test_a_device_that_is_no_kiosk_keeps_no_copy(page: Page, address: str) -> None:
    page.goto(f"{address}/kiosk/lt/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys()") == []


def test_it_reads_aloud_where_the_device_has_a_voice(page: Page, town: tuple[Flask, str], address: str) -> None:
    page.add_init_script(VOICES)
    kiosk(page, address, town[1]).goto(f"{address}/kiosk/ar/{SERVICE}")
    expect(page.locator("[data-read]")).to_be_hidden()
    page.goto(f"{address}/kiosk/lt/{SERVICE}")
    page.get_by_role("button", name="Skaityti balsu").click()
    assert "Vytauto g. 25" in page.evaluate("said[0]")
    assert "talka.test" not in page.evaluate("said[0]")


def test_on_paper_a_service_has_its_facts_and_its_code_alone(page: Page, town: tuple[Flask, str], address: str) -> None:
    kiosk(page, address, town[1]).goto(f"{address}/kiosk/lt/{SERVICE}")
    page.emulate_media(media="print")
    expect(page.get_by_text("Vytauto g. 25")).to_be_visible()
    expect(page.locator(".kiosk-away .code svg")).to_be_visible()
    for hidden in ("footer", "header", ".actions"):
        expect(page.locator(hidden).first).to_be_hidden()
