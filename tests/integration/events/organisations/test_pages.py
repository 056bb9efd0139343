"""Pages on which staff sign in and out."""

from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from services.events.programme.schemas import as_typed
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.events import Worker, a_draft
from tests.support.ledger import told
from tests.support.visitor import Visitor, hidden


def link_sent(database: Database) -> str:
    with database.transaction() as session:
        link: str = told(session, "events.staff.")[-1].link
    return link.removeprefix("http://talka.test")


def test_a_link_signs_in_by_its_button_and_once(app: Flask, database: Database, worker: Worker) -> None:
    browser = Visitor(app)
    browser.open("/organise/sign-in").send("/organise/sign-in", email="rasa@example.lt")
    assert "Look into your mailbox" in browser.text
    link = link_sent(database)
    for _scanner in range(2):
        assert Visitor(app).open(link).status == 200
    browser.open(link).send(link)
    assert (browser.status, browser.address) == (200, "/organise/")
    late = Visitor(app).open(link).send(link)
    assert (late.status, "Ask for a new one here." in late.text) == (410, True)
    assert late.send("/organise/sign-in", email="rasa@example.lt").status == 200
    browser.send("/organise/sign-out")
    assert browser.open("/organise/").status == 401


def test_an_unknown_address_sees_the_same_page_and_gets_nothing(app: Flask, database: Database) -> None:
    browser = Visitor(app)
    browser.open("/organise/sign-in").send("/organise/sign-in", email="nobody@example.lt")
    assert "Look into your mailbox" in browser.text
    with database.transaction() as session:
        assert told(session, "events.staff.") == []


def test_what_is_no_address_is_said_so(app: Flask) -> None:
    browser = Visitor(app)
    browser.open("/organise/sign-in").send("/organise/sign-in", email="rasa")
    assert (browser.status, "not an e-mail address" in browser.text) == (422, True)


def test_asking_for_links_ends_after_some_tries(app: Flask) -> None:
    browser = Visitor(app)
    answers = [
        browser.open("/organise/sign-in").send("/organise/sign-in", email="rasa@example.lt").status for _ in range(6)
    ]
    assert answers == [200] * 5 + [429]
    assert "Please try again in 15 minutes." in browser.text


def test_a_sign_in_that_ends_loses_nothing_that_was_typed(app: Flask, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker)
    address, cookie = f"/organise/events/{draft['id']}/edit", token_of(worker)
    browser = Visitor(app, lang="en", talka_staff=cookie)
    browser.open(address).lose("talka_staff")
    typed = {"kind": "training", "title_lt": "Ilgai rašyta <b>", "venue_access": ["lift", "parking"]}
    browser.send(address, **typed | dates(draft))
    assert (browser.status, "nothing that you typed is lost" in browser.text) == (401, True)
    assert 'value="Ilgai rašyta &lt;b&gt;"' in browser.page
    assert browser.page.count('name="venue_access"') == 2
    assert browser.send(address).status == 401
    browser.take("talka_staff", cookie)
    again, kept = hidden(browser.page, "/edit")
    assert browser.send(again.rstrip("?"), **kept).status == 200
    assert "Ilgai rašyta <b>" in browser.text


def test_nothing_is_lost_either_when_one_signs_out_in_another_window(
    app: Flask, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker)
    address, cookie = f"/organise/events/{draft['id']}/edit", token_of(worker)
    browser = Visitor(app, lang="en", talka_staff=cookie)
    browser.open(address).lose("talka_staff")
    browser.lose("talka_visitor")
    typed = {"kind": "training", "title_lt": "Ilgai rašyta", "venue_access": ["lift", "parking"]}
    assert browser.send(address, **typed | dates(draft)).status == 401
    browser.take("talka_staff", cookie)
    again, kept = hidden(browser.page, "/edit")
    assert browser.send(again.rstrip("?"), **kept).status == 200
    assert "Ilgai rašyta" in browser.text


def test_a_form_that_is_not_ours_is_not_offered_to_be_sent_again(app: Flask) -> None:
    browser = Visitor(app, lang="en")
    browser.send("/organise/events", title_lt="Svetima", csrf_token="forged")
    assert (browser.status, "Svetima" in browser.page, "Sign in" in browser.text) == (401, False, True)


def dates(draft: dict[str, Any]) -> dict[str, Any]:
    """What else the form holds."""
    typed = as_typed(draft)
    rows = {f"occurrences-0-{name}": value for name, value in typed["occurrences"][0].items()}
    return rows | {name: typed[name] for name in typed if name.startswith("venue_") and name != "venue_access"}


def test_whoever_opens_a_page_of_staff_signed_out_signs_in_there_and_lands_on_it(
    app: Flask, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker)
    wanted = f"/organise/events/{draft['id']}/edit"
    browser = Visitor(app).open(f"{wanted}?done=saved&q=Ona&lang=en")
    assert (browser.status, "Please sign in to see this page." in browser.text) == (401, True)
    address, _fields = hidden(browser.page, "/organise/sign-in")
    assert (address, "Ona" in address) == (f"/organise/sign-in?to={wanted}%3Fdone%3Dsaved", False)
    browser.send(address, email="rasa@example.lt")
    link = link_sent(database)
    browser.open(link)
    address, _fields = hidden(browser.page, "/organise/sign-in/")
    browser.send(address)
    assert (browser.status, browser.address) == (200, wanted)


@pytest.mark.parametrize(
    "forged",
    [
        "https://evil.example/organise/",
        "//evil.example/organise/",
        "/organise//evil.example",
        "/organise/../volunteer/",
        "/organise/%2e%2e/",
        "/organise/\\evil.example",
        "/organise/events\r\nSet-Cookie: a=b",
        "/organise/people?to=//evil.example",
        "/organise/#x",
        "/organisers/",
        "/",
        "organise/",
        "javascript:alert(1)",
        "/organise/" + "a" * 300,
    ],
)
def test_a_forged_way_on_leads_to_ones_own_events(app: Flask, database: Database, worker: Worker, forged: str) -> None:
    browser = Visitor(app)
    browser.open("/organise/sign-in").send("/organise/sign-in", email="rasa@example.lt")
    link = link_sent(database)
    browser.open(f"{link}?{urlencode({'to': forged})}")
    address, _fields = hidden(browser.page, "/organise/sign-in/")
    assert address == link
    browser.send(f"{link}?{urlencode({'to': forged})}")
    assert browser.address == "/organise/"
