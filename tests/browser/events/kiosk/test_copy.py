"""The copy that the touch screen keeps: everything to read is there without a network, and not older than is said."""

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import text

from shared.database import Database
from tests.browser.events.kiosk.conftest import kiosk, with_copy
from tests.support.chromium import served
from tests.support.factories.kiosk import a_service_id

SERVICE = f"services/{a_service_id()}"
AGED = """async () => {
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        const state = await (await cache.match("/kiosk/copy-state")).json();
        const older = {...state, checked: state.checked - 301_000};
        await cache.put("/kiosk/copy-state", new Response(JSON.stringify(older)));
    }
}"""
KEPT = """async ([address, words]) => {
    for (const name of await caches.keys()) {
        const kept = await (await caches.open(name)).match(address, {ignoreVary: true});
        if (kept && (await kept.text()).includes(words)) return true;
    }
    return false;
}"""


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


def test_a_copy_is_asked_about_after_five_minutes_and_has_what_has_changed(page: Page, town: tuple[Flask, str]) -> None:
    database: Database = town[0].extensions["talka"].service.database
    with served(town[0]) as address:
        kiosk(page, address, town[1])
        with_copy(page, address)
        with database.transaction() as session:
            session.execute(text('UPDATE events SET title = title || \'{"lt": "Perkelta į sodą"}\''))
        page.evaluate(AGED)
        page.goto(f"{address}/kiosk/lt/")
        page.wait_for_function(KEPT, arg=["/kiosk/lt/events", "Perkelta į sodą"])
    page.goto(f"{address}/kiosk/lt/events")
    expect(page.get_by_text("Perkelta į sodą").first).to_be_visible()
    expect(page.locator("[data-copy-line]")).to_be_visible()


def test_a_device_that_is_no_kiosk_keeps_no_copy(page: Page, address: str) -> None:
    page.goto(f"{address}/kiosk/lt/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys()") == []
