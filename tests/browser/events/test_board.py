"""The board in a browser: no barrier on its pages, and its widget on the site of a partner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, Response
from playwright.sync_api import Page, expect

from services.events.app import create_app
from services.events.board.domain import SubscriptionLinks
from services.events.board.operations import ask_for_news
from services.events.invitations.domain import Guest, InvitationLinks
from services.events.invitations.operations import invite
from services.events.organisations.queries import organisations
from shared.database import Database
from shared.settings import Settings
from shared.web import tokens
from tests.support.chromium import barriers, served, too_wide
from tests.support.factories.board import TITLE, a_partner, a_post
from tests.support.factories.events import Worker, a_worker, an_event, an_organisation
from tests.support.ledger import told
from tests.support.postgres import Postgres
from tests.support.rows import add_up
from tests.support.services import environment, signing_key
from tests.support.tongues import unmarked


@dataclass(frozen=True)
class Board:
    """Where it is, who leads, and the pages to look at."""

    address: str
    lead: Worker
    public: tuple[str, ...]
    staff: tuple[str, ...]

    def signed_in(self, page: Page) -> Page:
        principal = tokens.Principal(kind="staff", id=self.lead.id, name="Rasa", language="lt", roles=self.lead.roles)
        cookie = {"name": tokens.COOKIES["staff"], "value": tokens.issue(signing_key("staff")[0], principal)}
        page.context.add_cookies([cookie | {"url": self.address}])  # type: ignore[list-item]  # a cookie by its address
        return page


@pytest.fixture(scope="module")
def board(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[Board]:
    """A post on the board, one that waits, a draft, a subscription and an invitation."""
    app = create_app(Settings.from_env("events", environment("events", postgres.create("board", migrated("events")))))
    service = app.extensions["talka"].service
    database: Database = service.database
    secrets = (service.settings.secret_key, service.settings.public_url)
    with database.transaction() as session:
        lead = a_worker(session, an_organisation(session))
        partner = a_partner(session, lead)
        post = a_post(session, lead, machine_made=["ar"], title=TITLE | {"ar": "دروس مجانية"})
        draft, waiting = a_post(session, lead, send=False), a_post(session, partner)
        project = UUID(organisations(session, lead.roles)[0]["projects"][0]["id"])
        event = an_event(session, lead, project_id=project)
        ask_for_news(session, SubscriptionLinks(*secrets), email="a@b.example", language="uk", categories=["jobs"])
        guest = Guest("Ona", "ona@vvg.example", "lt")
        date = event["occurrences"][0]["id"]
        invite(session, InvitationLinks(*secrets), lead, event["id"], occurrence_id=date, partners=(), guest=guest)
        links = [one.link.removeprefix(secrets[1]) for one in told(session, "events.") if hasattr(one, "link")]
    public = ("/board/", "/board/?category=jobs", f"/board/{post}", "/board/widget", "/board/subscribe", *links)
    own = tuple(f"/organise/board/{which}" for which in ("", "new", f"{post}?done=sent", f"{draft}/edit", waiting))
    with served(app) as address:
        yield Board(address, lead, (*public, "/board/stop/none"), (*own, f"/organise/events/{event['id']}/invitations"))
    add_up(app)
    database.close()


@contextmanager
def partner_site(line: str, language: str, script_from: str) -> Iterator[str]:
    """A page of another origin, whose policy allows the widget's origin and nothing else."""
    site = Flask("partner")
    direction = "rtl" if language == "ar" else "ltr"
    policy = f"default-src 'none'; script-src {script_from}; connect-src {script_from}; img-src 'self'"
    body = (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>Partneris</title>'
        f'<link rel="icon" href="/icon"></head><body><main><h1>Partneris</h1>{line}</main></body></html>'
    )

    @site.get("/")
    def home() -> Response:
        return Response(body, headers={"Content-Security-Policy": policy})

    @site.get("/icon")
    def icon() -> Response:
        return Response(status=204)

    with served(site) as address:
        yield address


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_no_barrier_is_found_and_nothing_runs_out(page: Page, board: Board, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    mixed: list[tuple[str, str]] = []
    for paths, visitor in ((board.public, page), (board.staff, board.signed_in(page))):
        for path in paths:
            answer = visitor.goto(f"{board.address}{path}{'&' if '?' in path else '?'}lang={language}")
            assert answer
            assert (path, answer.status) == (path, 410 if path.endswith("none") else 200)
            assert (path, barriers(visitor), too_wide(visitor)) == (path, [], [])
            mixed += [(path, one) for one in unmarked(visitor)]
    assert mixed == []


@pytest.mark.parametrize(("language", "title"), [("lt", TITLE["lt"]), ("ar", "دروس مجانية")])
def test_one_line_shows_the_news_on_the_site_of_a_partner(page: Page, board: Board, language: str, title: str) -> None:
    said: list[Any] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    script = f'<script src="{board.address}/widget/v1.js" data-show="{{}}" async></script>'
    lines = script.format("board") + script.format("programme").replace(" async", ' data-lang="uk" async')
    with partner_site(lines, language, board.address) as site:
        page.goto(site)
        expect(page.get_by_role("region")).to_have_count(2)
        shown = page.get_by_role("link", name=title)
        expect(shown).to_be_visible()
        assert str(shown.get_attribute("href")).startswith(f"{board.address}/board/")
        direction = page.get_by_role("region").filter(has=shown).evaluate("one => getComputedStyle(one).direction")
        assert direction == ("rtl" if language == "ar" else "ltr")
        expect(page.get_by_role("link", name="Знайомство з культурами")).to_be_visible()
        assert barriers(page) == []
        assert (said, page.context.cookies()) == ([], [])


def test_a_site_whose_widget_cannot_be_filled_still_leads_somewhere(page: Page, board: Board) -> None:
    line = f'<script src="{board.address}/widget/v1.js" data-show="nothing" async></script>'
    with partner_site(line, "lt", board.address) as site:
        page.goto(site)
        expect(page.locator(".talka-widget").get_by_role("link")).to_have_attribute("href", f"{board.address}/")
