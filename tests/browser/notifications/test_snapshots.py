"""The texts to read look as they did, on a desk and on a phone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page
from uuid_utils.compat import uuid7

from services.notifications.replies.operations import Incoming, keep_text
from shared.settings import Settings
from shared.web.tokens import COOKIES, Principal, issue
from tests.support.chromium import served
from tests.support.factories.notifications import PHONE, Town, web_side
from tests.support.postgres import Postgres
from tests.support.services import environment, signing_key
from tests.support.snapshots import changed

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
TEXTS = ("Ar galima su vaikais?", "لا أعرف الطريق", "Дякую, ми прийдемо пізніше")


@pytest.fixture(scope="module")
def site(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[str]:
    """A town that was texted three times."""
    url = postgres.create("notifications_snapshots", migrated("notifications"))
    town = Town(Settings.from_env("notifications", environment("notifications", url, TALKA_EMBEDDED="1")))
    with town.database.transaction() as session:
        for number, words in enumerate(TEXTS):
            keep_text(session, Incoming("builtin", f"{number}", PHONE, words), b"key", AT.replace(hour=9 + number))
    town.do_all_due("follow_text")
    with web_side(town) as app, served(app) as address:
        yield address
    town.database.close()


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_the_texts_to_read_look_as_they_did(page: Page, site: str, language: str) -> None:
    principal = Principal(kind="staff", id=uuid7(), name="Rasa", language="lt", roles={uuid7(): "owner"})
    cookie = {"name": COOKIES["staff"], "value": issue(signing_key("staff")[0], principal), "url": site}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie by its address, as documented
    assert changed(page, {"texts": f"{site}/messages/texts"}, language, {}) == {}
