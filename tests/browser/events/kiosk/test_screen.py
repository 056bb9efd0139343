"""The touch screen in Chromium: it forgets who was there, works without a network, reads aloud, keeps nobody out."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserType, Page, expect

from services.events.kiosk.domain import Coming
from services.events.kiosk.pages import limiting
from services.events.kiosk.pages.looking import COOKIE
from shared.web.pages import Limited
from tests.browser.events.kiosk.conftest import HELPS, kiosk, stands, with_copy
from tests.support.chromium import barriers, runs_out
from tests.support.factories.kiosk import a_service_id
from tests.support.tongues import unmarked

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
    "nix",
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


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_no_barrier_and_nothing_small_is_found_on_any_screen(
    page: Page, town: tuple[Flask, str], address: str, language: str
) -> None:
    mixed: list[tuple[str, str]] = []
    for path in SCREENS:
        kiosk(page, address, town[1]).goto(f"{address}/kiosk/{language}/{path}")
        assert (path, barriers(page)) == (path, [])
        assert (path, page.evaluate(SIZES), page.evaluate(SMALL)) == (path, [], [])
        page.set_viewport_size({"width": 320, "height": 640})
        assert (path, runs_out(page)) == (path, False)
        mixed += [(path, one) for one in unmarked(page)]
    assert mixed == []


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


def test_too_many_tries_keep_what_was_typed_until_nobody_is_there(
    page: Page, town: tuple[Flask, str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiting, "AT_KIOSK", dict.fromkeys(limiting.AT_KIOSK, Limited("none", most=0, seconds=600)))
    page.clock.install()
    kiosk(page, address, town[1]).goto(f"{address}/kiosk/lt/help/call")
    page.locator("[name=name]").fill("Zofija")
    page.locator("[name=phone]").fill("+370 612 34567")
    page.locator("[name=spoken][value=lt]").check()
    page.get_by_role("button", name="Siųsti").click()
    expect(page.locator("main [role=alert]:visible")).to_contain_text("Bandykite vėl po 10 minučių.")
    expect(page.locator("[name=name]")).to_have_value("Zofija")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert barriers(page) == []
    page.clock.fast_forward(61_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.clock.run_for(21_000)
    page.wait_for_url(f"{address}/kiosk/lt/")
    local, of_session, cookies, _kept, texts = page.evaluate(LEFT)
    assert (local, of_session, cookies, "Zofija" in texts) == (0, 0, "", False)


def test_whoever_waits_for_a_helper_reads_how_it_stands_until_it_is_known_and_leaves_nothing(
    page: Page, town: tuple[Flask, str], address: str
) -> None:
    """Two on duty are rung for three minutes each; nothing is touched meanwhile."""
    page.clock.install()
    kiosk(page, address, town[1]).goto(f"{address}/kiosk/lt/asked/helper?request={HELPS[Coming.ASKED]}")
    page.clock.run_for(6 * 60_000)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    expect(page.get_by_text("Kai tik sužinosime")).to_be_visible()
    expect(page.locator("[data-stay]")).to_be_hidden()
    stands(town[0], HELPS[Coming.ASKED], Coming.NOBODY)
    try:
        page.clock.run_for(11_000)
        expect(page.get_by_role("heading", name="Dabar niekas negali ateiti")).to_be_visible()
    finally:
        stands(town[0], HELPS[Coming.ASKED], Coming.ASKED)
    page.clock.run_for(61_000)
    page.wait_for_url(f"{address}/kiosk/lt/")
    assert page.evaluate(LEFT)[:3] == [0, 0, ""]


def test_a_screen_at_which_nobody_waits_for_the_helper_any_more_asks_and_begins_anew(
    page: Page, town: tuple[Flask, str], address: str
) -> None:
    page.clock.install()
    kiosk(page, address, town[1]).goto(f"{address}/kiosk/lt/asked/helper?request={HELPS[Coming.ASKED]}")
    page.clock.fast_forward(10 * 60_000 + 1000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.get_by_role("button", name="Taip, tęsti").click()
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.fast_forward(10 * 60_000 + 1000)
    page.clock.run_for(59_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.clock.run_for(2000)
    page.wait_for_url(f"{address}/kiosk/lt/")


@pytest.fixture
def keeping(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Page]:
    """A page of a Chromium that keeps whole pages for going back, as people's do and Playwright's does not."""
    chosen = browser_type_launch_args | {"ignore_default_args": ["--disable-back-forward-cache"]}
    browser = browser_type.launch(**chosen)
    yield browser.new_page()
    browser.close()


def test_a_page_that_the_browser_had_kept_whole_is_not_shown_again(
    keeping: Page, town: tuple[Flask, str], address: str
) -> None:
    page = kiosk(keeping, address, town[1])
    page.goto(f"{address}/kiosk/lt/events")
    page.goto(f"{address}/kiosk/lt/news")
    page.go_back(wait_until="commit")
    page.wait_for_url(f"{address}/kiosk/lt/")  # only a page that was kept whole leads there by itself
    page.goto(f"{address}/kiosk/lt/help/call")
    page.locator("[name=name]").fill("Zofija")
    page.goto(f"{address}/kiosk/lt/news")
    for turn in (page.go_back, page.go_forward, page.go_back):
        turn(wait_until="commit")
        page.wait_for_load_state()
        typed = [one.input_value() for one in page.locator("[name=name]").all()]
        assert (set(typed) <= {""}, "Zofija" in page.content()) == (True, False)


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
