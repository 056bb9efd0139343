"""The pages about messages in a browser: no barrier and nothing that runs out of the page, in both directions."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Row
from uuid_utils.compat import uuid7

from services.notifications.campaigns.operations.spreading import approve_campaign
from services.notifications.recipients.domain import preferences_token
from services.notifications.replies.operations import Incoming, keep_text
from shared.settings import Settings
from shared.web.tokens import COOKIES, Principal, issue
from tests.support.chromium import barriers, by_keyboard, runs_out, served, too_wide
from tests.support.factories.campaigns import a_plan, agrees, spread_all
from tests.support.factories.notifications import EMAIL, PHONE, Event, Town, by_email, by_sms, web_side
from tests.support.postgres import Postgres
from tests.support.services import environment, signing_key
from tests.support.tongues import unmarked

WORDS = " ".join(["Pasiimkite termosus."] * 14)
KEPT = ("Ar galima su vaikais? Gal net su šunimi?", "لا أعرف الطريق", "labai-ilgas.example/" + "be-tarpo" * 9)


@pytest.fixture(scope="module")
def town(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[Town]:
    """One that has told three people of an event, and was asked things."""
    url = postgres.create("notifications_browser", migrated("notifications"))
    env = environment("notifications", url, TALKA_EMBEDDED="1", TALKA_QUIET_HOURS="off")
    town = Town(Settings.from_env("notifications", env))
    yield town
    town.database.close()


@pytest.fixture(scope="module")
def event(town: Town) -> Event:
    event = Event()
    town.hear_event(event, event.published())
    for contact in (by_sms("ar"), by_email("uk"), by_sms(phone="+37052123456")):
        town.hear(event.confirmed(contact=contact))
    town.send()
    with town.database.transaction() as session:
        for words in KEPT:
            keep_text(session, Incoming("builtin", str(uuid4()), PHONE, words), b"key", datetime.now(UTC))
    town.do_all_due("follow_text")
    return event


@pytest.fixture(scope="module")
def site(town: Town) -> Iterator[str]:
    with web_side(town) as app, served(app) as address:
        yield address


@pytest.fixture
def signed_in(page: Page, site: str, event: Event) -> Page:
    """Somebody who works for the event's organisation."""
    principal = Principal(kind="staff", id=uuid7(), name="Rasa", language="lt", roles={event.organisation_id: "owner"})
    token = issue(signing_key("staff")[0], principal)
    page.context.add_cookies([{"name": COOKIES["staff"], "value": token, "url": site}])
    return page


@pytest.fixture
def addresses(town: Town, site: str, event: Event) -> list[str]:
    """Every page that the service has."""
    key = town.service.settings.secret_key.encode()
    recipient = town.rows("SELECT id FROM recipients WHERE channel = 'email'")[0].id
    text = town.rows("SELECT id FROM incoming_texts ORDER BY id")[0].id
    agrees(town, "+37067654321", language="ar", target_group="senior")
    campaign = town.rows("SELECT id FROM campaigns") or [approve_for(town, event)]
    paths = (
        "campaigns/",
        "campaigns/new",
        f"campaigns/{campaign[0].id}",
        "agreements",
        "",
        "events/",
        f"events/{event.event_id}",
        f"events/{event.event_id}/note",
        f"{town.messages()[0].id}",
        "texts",
        f"texts/{text}",
        "privacy/",
        f"privacy/{uuid4()}",
        "privacy/caller",
        "privacy/yours",
        f"phones/{PHONE}",
        f"mailboxes/{EMAIL}",
    )
    return [f"{site}/messages/{path}" for path in (*paths, f"preferences/{preferences_token(recipient, key)}")]


def approve_for(town: Town, event: Event) -> Row[Any]:
    """A campaign of the event's organisation that has been sent."""
    wish = a_plan(organisation_id=event.organisation_id, words={"lt": WORDS[:280], "ar": KEPT[1]})
    with town.database.transaction() as session:
        approve_campaign(session, town.terms, uuid7(), [event.organisation_id], wish, datetime.now(UTC))
    spread_all(town)
    return town.rows("SELECT id FROM campaigns")[0]


@pytest.mark.parametrize(("language", "scheme"), [("lt", "light"), ("ar", "dark")])
def test_no_barrier_is_found(signed_in: Page, addresses: list[str], language: str, scheme: str) -> None:
    signed_in.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    mixed: list[tuple[str, str]] = []
    for address in addresses:
        signed_in.goto(f"{address}?lang={language}")
        assert (address, barriers(signed_in)) == (address, [])
        if "/phones/" not in address and "/mailboxes/" not in address:  # a message is shown as it left
            mixed += [(address, one) for one in unmarked(signed_in)]
    assert mixed == []


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_nothing_runs_out_at_320_pixels_or_with_large_letters(
    signed_in: Page, addresses: list[str], language: str
) -> None:
    wide = {}
    for address in addresses:
        signed_in.goto(f"{address}?lang={language}")
        wide[address] = too_wide(signed_in)
    assert {address: ways for address, ways in wide.items() if ways} == {}


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_a_note_is_looked_at_before_it_is_sent(signed_in: Page, site: str, event: Event, language: str) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 640})
    signed_in.goto(f"{site}/messages/events/{event.event_id}/note?lang={language}")
    signed_in.fill(f"[name=words_{language}]", WORDS)
    by_keyboard(signed_in.locator("main form button"))
    expect(signed_in.locator("[value=send]")).to_be_visible()
    assert (barriers(signed_in), runs_out(signed_in)) == ([], False)
    by_keyboard(signed_in.locator("[value=change]"))
    expect(signed_in.locator(f"[name=words_{language}]")).to_have_value(WORDS)
    signed_in.locator("[name=occurrence_id]").evaluate("choice => { choice.options[0].value = 'x' }")
    signed_in.locator("main form button").click()
    expect(signed_in.get_by_role("alert")).to_be_visible()
    assert barriers(signed_in) == []


def test_a_text_is_answered_by_keyboard_and_the_answer_stands_in_the_conversation(
    signed_in: Page, site: str, town: Town
) -> None:
    signed_in.goto(f"{site}/messages/texts?lang=en")
    by_keyboard(signed_in.get_by_role("link", name="Answer").last)
    signed_in.get_by_label("Your answer").fill("أهلًا بكم عند المدخل الجانبي")
    by_keyboard(signed_in.get_by_role("button", name="Send"))
    expect(signed_in.locator(".bubble.sent").last).to_contain_text("أهلًا بكم")
    expect(signed_in.get_by_role("button", name="Done without an answer")).to_have_count(0)
    assert barriers(signed_in) == []
    town.send()
    assert "أهلًا بكم" in next(message.body for message in town.arrived() if message.purpose == "answer")


def test_texts_are_read_and_ticked_off_by_keyboard(signed_in: Page, site: str) -> None:
    signed_in.goto(f"{site}/messages/texts?lang=en")
    buttons = signed_in.get_by_role("button", name="Done")
    expect(buttons).not_to_have_count(0)
    for left in reversed(range(buttons.count())):
        by_keyboard(buttons.first)
        expect(buttons).to_have_count(left)
    expect(signed_in.get_by_text("Nothing waits to be read.")).to_be_visible()


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_a_message_to_many_is_looked_at_and_undone_by_keyboard(
    signed_in: Page, site: str, town: Town, language: str
) -> None:
    agrees(town, "+37067654321", language="ar", target_group="senior")
    signed_in.set_viewport_size({"width": 320, "height": 640})
    signed_in.goto(f"{site}/messages/campaigns/new?lang={language}")
    signed_in.locator("[name=topic][value=jobs]").check()
    signed_in.fill(f"[name=words_{language}]", WORDS[:280])
    by_keyboard(signed_in.locator("main form button"))
    expect(signed_in.locator("[value=send]")).to_be_visible()
    assert (barriers(signed_in), runs_out(signed_in)) == ([], False)
    by_keyboard(signed_in.locator("[value=send]"))
    expect(signed_in.locator(".notice button")).to_be_visible()
    assert (barriers(signed_in), runs_out(signed_in)) == ([], False)
    by_keyboard(signed_in.locator(".notice button"))
    expect(signed_in.locator(".notice button")).to_have_count(0)
    assert town.rows("SELECT 1 FROM campaigns WHERE state = 'waiting'") == []


def test_back_after_a_note_was_sent_does_no_harm(signed_in: Page, site: str, event: Event) -> None:
    page = signed_in
    page.goto(f"{site}/messages/events/{event.event_id}/note?lang=en")
    page.get_by_label("What shall they know?").fill("Bring a cup.")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_label("What shall they know?")).to_have_value("Bring a cup.")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile(f"/messages/events/{event.event_id}"))
    page.go_back()
    expect(page.get_by_role("button", name="Look at it")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_have_count(0)
