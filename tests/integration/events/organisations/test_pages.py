"""Pages on which staff sign in and out."""

from flask import Flask

from shared.database import Database
from tests.support.browser import Visitor
from tests.support.factories.events import Worker
from tests.support.ledger import told


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
    assert Visitor(app).open(link).send(link).status == 410
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
