"""The events service's pages in a browser: no barrier in any state, on the smallest phone, in both directions."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.events.conftest import Town
from tests.support.chromium import barriers, runs_out, too_wide
from tests.support.clock import VILNIUS
from tests.support.factories.events import LINKS
from tests.support.factories.mediation import REFERRALS
from tests.support.tongues import unmarked


def public(town: Town) -> list[str]:
    """What everybody sees."""
    day = (datetime.now().astimezone() + timedelta(days=7)).date()
    full, free = (one["id"] for one in town.event["occurrences"])
    views = [f"/?view={view}&day={day}" for view in ("list", "day", "week", "month")]
    narrowed = ["/?kind=training", "/?kind=cultural_exchange&step_free=true&spoken=uk"]
    booking = [f"/register/{full}", f"/register/{free}", "/find", "/organise/sign-in"]
    event, own = f"/events/{town.event['id']}", f"/r/{LINKS.token(town.party)}"
    party = [f"{own}?done=party_changed", f"{own}/cancel"]
    found = ["/directory/", "/directory/?search=zzzz&target=senior", f"/directory/services/{town.service}"]
    found += [f"/directory/services/{town.service}/report", town.check, f"{town.check}/change"]
    found += [f"/directory/services/{town.service}/help"]
    found += [f"/directory/answers/{REFERRALS.answer_token(id_)}" for id_ in (town.asked, town.agreed)]
    found += [f"/directory/referrals/{REFERRALS.token(id_)}" for id_ in (town.asked, town.agreed)]
    about = ["/nowhere", "/organise/", "/privacy", "/accessibility", "/problems/directory-document-is-too-large"]
    return [*views, *narrowed, *found, event, f"{event}/poster", *booking, *party, *about]


def organising(town: Town) -> list[str]:
    """What an organiser sees."""
    event, draft = f"/organise/events/{town.event['id']}", f"/organise/events/{town.draft['id']}"
    party = f"/organise/bookings/{town.party}/party"
    full = f"/organise/occurrences/{town.event['occurrences'][0]['id']}"
    own = [
        event,
        draft,
        f"{event}/edit",
        f"{draft}/edit",
        f"{draft}/preview?in=uk",
        f"{event}/texts?in=ar",
        f"{event}/cancel",
        f"{event}/history",
        f"{event}/dates/new",
    ]
    party_move = f"/organise/bookings/{town.party}/move"
    lists = [full, party_move, f"{full}/move", f"{full}/book", f"{full}?done=booked&code=ABCDEF", party]
    lists += [f"{full}/cancel", f"{full}/cancel?scope=all"]
    people = f"/organise/organisations/{next(iter(town.worker.roles))}/staff"
    people_history = f"/organise/history/{next(iter(town.worker.roles))}?looks=1"
    projects = ["/organise/projects/", f"/organise/projects/{town.project}?done=added"]
    found = ["/organise/people?q=61234567", "/organise/people?q=nobody"]
    kiosks = [f"/organise/kiosks/{page}" for page in ("", "calls", "report")]
    entry = f"/organise/directory/{town.service}"
    found += ["/organise/directory/", "/organise/directory/new", entry, town.place]
    found += [f"{entry}/texts", f"{entry}/facts", f"{entry}/terms", f"{entry}/hours"]
    mediation = ["/organise/mediation/new", f"/organise/mediation/new?service={town.service}"]
    mediation += ["/organise/reports/", "/organise/reports/?copy=public&from=x"]
    mediation += ["/organise/mediation/?show=all", *(f"/organise/mediation/{id_}" for id_ in (town.asked, town.agreed))]
    made = ["/organise/events/new", f"{people}?done=added", *projects]
    return ["/organise/", people_history, *found, *kiosks, *mediation, *made, *own, *lists]


@pytest.mark.parametrize(("language", "scheme"), [("lt", "light"), ("ar", "dark")])
def test_no_barrier_and_no_unmarked_language_is_found_by_those_who_come(
    page: Page, town: Town, language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    mixed: list[tuple[str, str]] = []
    for path in public(town):
        page.goto(f"{town.address}{path}{'&' if '?' in path else '?'}lang={language}")
        assert (path, barriers(page)) == (path, [])
        mixed += [(path, one) for one in unmarked(page)]
    assert mixed == []


@pytest.mark.parametrize(("language", "scheme"), [("lt", "light"), ("ar", "dark")])
def test_no_barrier_and_no_unmarked_language_is_found_by_organisers(
    page: Page, town: Town, language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    mixed: list[tuple[str, str]] = []
    for path in organising(town):
        town.staff(page).goto(f"{town.address}{path}{'&' if '?' in path else '?'}lang={language}")
        assert (path, barriers(page)) == (path, [])
        mixed += [(path, one) for one in unmarked(page)]
    assert mixed == []


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_nothing_runs_out_at_320_pixels_or_with_large_letters(page: Page, town: Town, language: str) -> None:
    wide = {}
    for path in public(town) + organising(town):
        town.staff(page).goto(f"{town.address}{path}{'&' if '?' in path else '?'}lang={language}")
        wide[path] = too_wide(page)
    assert {path: ways for path, ways in wide.items() if ways} == {}


def test_a_provider_opens_the_hours_on_a_phone_and_finds_what_is_wrong_there(page: Page, town: Town) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{town.address}{town.check}/change?lang=en")
    page.get_by_text("Opening hours: Rokiškis Social Support Centre", exact=True).click()
    assert (barriers(page), runs_out(page)) == ([], False)
    row = page.get_by_role("group", name="Opening hours 3", exact=True)
    row.get_by_label("Saturday").check()
    row.get_by_label("From").first.fill("10:00")
    page.get_by_role("button", name="Send the changes").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    wrong = page.locator("input[name$='-2-closes_at'][name^='schedules_']")
    expect(wrong).to_be_focused()


def test_a_month_is_gone_through_by_keyboard(page: Page, town: Town) -> None:
    day = (datetime.now(VILNIUS) + timedelta(days=7)).date()
    page.goto(f"{town.address}/?view=month&day={day}&lang=en")
    page.locator(f".month a[href*='{day}']").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3)).to_have_text("Getting to know cultures")
    page.get_by_role("link", name="Later").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing is planned on these days.")).to_be_visible()


def test_a_draft_with_two_wrong_dates_leads_to_each_of_them(page: Page, town: Town) -> None:
    town.staff(page).goto(f"{town.address}/organise/events/{town.draft['id']}/edit?lang=en")
    for row in (0, 1):
        page.locator(f"#occurrences-{row}-day").fill("")
    page.get_by_role("button", name="Save").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text(
        ["Date 1, Day: Please fill this in.", "Date 2, Day: Please fill this in."]
    )
    assert barriers(page) == []
    summary.get_by_role("link").last.click()
    expect(page.locator("#occurrences-1-day")).to_be_focused()
