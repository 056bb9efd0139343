"""The whole story by pages alone: each person does their part in a browser and reads on a phone what comes of it."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.embedded.demo.programme import ORGANISERS
from tests.support.embedded import Embedded
from tests.support.eventually import eventually

PETRAS, OLENA, HELPER = "+37061239901", "+37061239902", "+37061239903"
TODAY = datetime.now(ZoneInfo("Europe/Vilnius")).date()
TEXTS = {
    "title_lt": "Vakaras visiems",
    "title_uk": "Вечір для всіх",
    "title_en": "An evening for all",
    "summary_lt": "Susipažinkime.",
    "shift_lt": "Pasitikti svečius",
    "shift_uk": "Зустріти гостей",
    "shift_en": "Welcome the guests",
    "venue_name": "Kultūros centras",
    "venue_address": "Gedimino g. 40, Kaišiadorys",
    "venue_municipality": "Kaišiadorių r.",
    "shift_places": "1",
    "shift_before": "60",
    "shift_after": "30",
    "offer_hours": "0",
}


@pytest.fixture
def somebody(browser: Browser, talka: Embedded) -> Iterator[Callable[[str], Page]]:
    """`somebody("uk")`: a browser of somebody's own, in their language; addresses may be given without the host."""
    contexts = []

    def make(language: str) -> Page:
        context = browser.new_context(base_url=talka.address, viewport={"width": 360, "height": 740})
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/?lang={language}")
        return page

    yield make
    for context in contexts:
        context.close()


def texts(page: Page, phone: str, count: int) -> list[str]:
    """What a phone shows, as soon as so many SMS are there."""

    def arrived() -> list[str]:
        page.goto(f"/messages/phones/{phone}")
        found = page.locator("ol.bubbles p[lang]").all_inner_texts()
        return found if len(found) >= count else []

    found = eventually(arrived)
    assert len(found) == count, found
    return found


def signed_in(page: Page) -> Page:
    """The organiser asks for a link, finds it in the mailbox and uses it."""

    def links() -> int:
        page.goto(f"/messages/mailboxes/{ORGANISERS[0]}")
        return page.locator("a[href*='/organise/sign-in/']").count()

    before = links()  # the run is shared with other tests, whose links are used
    page.goto("/organise/sign-in")
    page.locator("#email").fill(ORGANISERS[0])
    page.get_by_role("button", name="Send me a link").click()
    eventually(lambda: links() > before)
    page.locator("a[href*='/organise/sign-in/']").first.click()
    page.get_by_role("button", name="Sign in now").click()
    expect(page).to_have_url(re.compile("/organise/"))
    return page


def published(page: Page) -> str:
    """An event on two days with four places each and one shift; answers to its address for organisers."""
    page.goto("/organise/events/new")
    for group in page.locator("details").all():
        group.evaluate("group => { group.open = true }")
    for name, words in TEXTS.items():
        page.locator(f"#{name}").fill(words)
    for row in (0, 1):
        facts = {"day": str(TODAY + timedelta(20 + row)), "starts": "18:00", "ends": "20:00", "capacity": "4"}
        for name, fact in facts.items():
            page.locator(f"#occurrences-{row}-{name}").fill(fact)
    page.check("[name=shift_languages][value=uk]")
    page.check("[name=venue_access][value=step_free]")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An evening for all")
    address = page.url.partition("?")[0]
    page.get_by_role("link", name="As people will see it").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. People can register now.")).to_be_visible()
    return address


def helping(page: Page, title: str) -> None:
    """A volunteer joins by a code and takes the place."""
    eventually(lambda: page.goto("/volunteer/") and page.get_by_role("link", name=title).count())
    page.get_by_role("link", name=title).first.click()
    page.locator("main a[href*='/join']").click()
    page.locator("#name").fill("Оксана")
    page.locator("#phone").fill(HELPER)
    page.check("[name=languages][value=uk]")
    page.check("[name=age_band][value=adult]")
    page.check("[name=any_hour]")
    page.locator("main form button").last.click()
    asked = page.url
    (sms,) = texts(page, HELPER, 1)
    page.goto(asked)
    page.locator("#code").fill(re.findall(r"\b\d{6}\b", sms)[0])
    page.locator("main form button").last.click()
    page.locator("main form button").last.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def registered(page: Page, date: str, party: int, phone: str) -> None:
    """A household goes through the three screens."""
    page.goto(date)
    page.check(f"[name=party][value='{party}']")
    page.locator("main form button").last.click()
    page.check("[name=reach][value=sms]")
    page.locator("[name=phone]").fill(phone)
    page.check("[name=any_hour]")
    page.locator("main form button").last.click()
    page.locator("main form button").last.click()
    expect(page).to_have_url(re.compile(r"/r/[\w-]{16}\?new=1"))


def test_from_a_draft_to_the_last_message_everything_is_done_by_pages(
    somebody: Callable[[str], Page], talka: Embedded
) -> None:
    organiser, petras, olena, helper = (somebody(language) for language in ("en", "lt", "uk", "uk"))
    event = published(signed_in(organiser))

    helping(helper, "Зустріти гостей")
    assert "Дякуємо, що допоможете: Зустріти гостей" in texts(helper, HELPER, 2)[-1]

    petras.goto(event.replace("/organise", ""))
    date = petras.locator("main a[href*='/register/']").first.get_attribute("href") or ""
    registered(petras, date, 3, "0 612 39901")
    registered(olena, date, 2, OLENA)
    assert "patvirtinta: Vakaras visiems" in texts(petras, PETRAS, 1)[0]
    assert "Ви в списку очікування" in texts(olena, OLENA, 1)[0]

    petras.locator("ol.bubbles a[href*='/r/']").last.click()
    petras.locator("a[href$='/cancel']").click()
    petras.locator("main form button").last.click()
    assert "atsaukta: Vakaras visiems" in texts(petras, PETRAS, 2)[-1]
    assert "є місце" in texts(olena, OLENA, 2)[-1]
    organiser.goto(event)
    organiser.get_by_role("link", name="Who comes and who waits").first.click()
    expect(organiser.get_by_text("A party cancelled")).to_be_visible()

    organiser.goto(event)
    organiser.get_by_role("link", name=re.compile("Move")).first.click()
    organiser.locator("#day").fill(str(TODAY + timedelta(22)))
    organiser.get_by_role("button", name="Next").click()
    organiser.get_by_role("button", name="Yes, move 1 date").click()
    assert "Змінився час" in texts(olena, OLENA, 3)[-1]
    assert "Змінився час" in texts(helper, HELPER, 3)[-1]

    registered(petras, date, 2, PETRAS)
    texts(petras, PETRAS, 3)
    petras.locator("#text").fill("NE")
    petras.locator("main form button").last.click()
    assert "atsaukta: Vakaras visiems" in texts(petras, PETRAS, 4)[-1]

    organiser.goto(f"{event}/cancel")
    organiser.locator("#reason_en").fill("The hall is damaged.")
    organiser.get_by_role("button", name="Yes, cancel the event").click()
    assert "Подію скасовано" in texts(olena, OLENA, 4)[-1]
    assert "Роботу скасовано" in texts(helper, HELPER, 4)[-1]
    assert "atsaukta" in texts(petras, PETRAS, 4)[-1]  # who left hears nothing more
