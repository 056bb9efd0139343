"""An organiser's whole job in a browser: copy the last event, change it, look at it, publish it, see who comes."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.events.conftest import Town
from tests.support.chromium import barriers
from tests.support.ways import Way

DAYS = [(datetime.now().astimezone() + timedelta(days=30 + row)).date().isoformat() for row in (0, 1)]


def test_an_event_is_copied_changed_looked_at_published_and_its_people_are_seen(way: Way, town: Town) -> None:
    page, use = way.page, way.use
    town.staff(page).goto(f"{town.address}/organise/?lang={way.language}")
    way.look()
    use(page.locator("main a[href*='/organise/events/new?copy=']").first)
    expect(page.locator("#venue_name")).to_be_hidden()
    page.locator("#title_lt").fill(way.name)
    for row, day in enumerate(DAYS):
        page.locator(f"#occurrences-{row}-day").fill(day)
    way.look()
    use(page.locator("main form .actions button").last)
    expect(page).to_have_url(re.compile(r"\?done=created"))
    way.look()
    use(page.locator("main a[href$='/edit']"))
    expect(page.locator("#title_lt")).to_have_value(way.name)
    page.locator(f"#title_{way.language}").evaluate("field => field.closest('details')?.setAttribute('open', '')")
    page.locator(f"#title_{way.language}").fill(f"{way.name}!")
    use(page.locator("main form .actions button").last)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{way.name}!")
    use(page.locator("main a[href$='/preview']"))
    use(page.locator("main a[href='?in=uk']"))
    expect(page.locator("section.seen")).to_have_attribute("dir", "ltr")
    way.look()
    use(page.locator("main form[action$='/publish'] button"))
    expect(page.get_by_role("status")).to_be_visible()
    way.look()
    use(page.locator("main a[href*='/organise/occurrences/']").first)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    way.look()


def test_dates_are_looked_at_before_they_move_and_are_moved_back(way: Way, town: Town) -> None:
    page, use = way.page, way.use
    place = f"{town.address}/organise/occurrences/{town.event['occurrences'][0]['id']}"
    town.staff(page).goto(f"{place}/move?lang={way.language}")
    page.locator("input[name=starts]").fill("16:00")
    page.locator("input[name=scope]").last.check()
    way.look()
    use(page.locator("main form .actions button"))
    expect(page.locator("main .cards > li")).to_have_count(len(town.event["occurrences"]))
    way.look()
    use(page.locator("main form[action$='/preview?again=1'] button"))
    expect(page.locator("input[name=starts]")).to_have_value("16:00")
    use(page.locator("main form .actions button"))
    use(page.locator("main form[action$='/move'] button"))
    expect(page.locator("main .card h3").first).to_contain_text("16:00")
    way.look()
    use(page.locator("main .toast button"))
    expect(page).to_have_url(re.compile(r"\?done=undone"))
    expect(page.locator("main .card h3").first).not_to_contain_text("16:00")
    way.look()


def test_a_sign_in_that_ends_loses_nothing(page: Page, town: Town) -> None:
    town.staff(page).goto(f"{town.address}/organise/events/{town.draft['id']}/edit?lang=en")
    page.locator("#title_en").fill("Written for half a day")
    page.context.clear_cookies(name="talka_staff")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("nothing that you typed is lost")).to_be_visible()
    assert barriers(page) == []
    town.staff(page).get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Written for half a day")
