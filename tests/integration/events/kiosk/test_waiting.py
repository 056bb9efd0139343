"""Whoever waits at the screen reads within a minute what is true: asked, somebody comes, nobody can."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.kiosk import operations, queries
from services.events.kiosk.domain import WATCHED, Coming
from services.events.kiosk.listeners import subscriptions
from shared.contracts.envelope import Message, wrap
from shared.contracts.parts import Contact, Errand
from shared.contracts.volunteers import CoordinatorNeeded, RequestAssigned, RequestClosed, RequestReopened
from shared.database import Database, moment
from tests.integration.events.kiosk.test_asking import ask, messages
from tests.support.visitor import Visitor

REFRESHED = '<noscript><meta http-equiv="refresh" content="10"></noscript>'
SOMEBODY = Contact(channel="none", language="lt")
LINK = "https://talka.test/volunteer/requests/x"


@pytest.fixture
def waiting(kiosk: Visitor, database: Database) -> Any:
    """Somebody at the screen has asked for a helper; what was asked."""
    ask(kiosk, "helper", reach="here", spoken="lt")
    (asked,) = messages(database)
    return asked


def facts(asked: Any) -> dict[str, Any]:
    errand: Errand = asked.errand
    both = {"request_id": asked.request_id, "organisation_id": asked.organisation_id, "errand": errand, "link": LINK}
    return both | {"person": SOMEBODY}


def hear(database: Database, message: Message, asked: Any, version: int) -> None:
    envelope = wrap("volunteers", message, subject=asked.request_id, version=version, correlation_id="x")
    with database.transaction() as session:
        subscriptions()[type(message)](session, message, envelope)


def assigned(asked: Any) -> Message:
    return RequestAssigned(**facts(asked), helper=SOMEBODY, helper_name="Olga", helper_link=LINK)


def nobody(asked: Any, alarm: str = "nobody_helps", *, goes_on: bool = False) -> Message:
    known = {name: value for name, value in facts(asked).items() if name != "person"}
    return CoordinatorNeeded(**known, alarm=alarm, goes_on=goes_on)


def test_the_screen_looks_again_until_it_is_known_that_nobody_comes_and_offers_a_call(
    kiosk: Visitor, database: Database, waiting: Any
) -> None:
    page = f"/kiosk/en/asked/helper?request={waiting.request_id}"
    assert "as soon as we know whether somebody comes" in kiosk.open(page).text
    assert "data-return=" not in kiosk.page
    hear(database, nobody(waiting, "panic"), waiting, 2)
    assert "as soon as we know" in kiosk.open(page).text
    hear(database, nobody(waiting), waiting, 3)
    assert "Nobody can come just now" in kiosk.open(page).text
    assert 'href="/kiosk/en/help/call"' in kiosk.page
    assert 'data-return="60"' in kiosk.page


def test_who_can_be_called_reads_that_somebody_is_looked_for_on_until_that_is_over(
    kiosk: Visitor, database: Database, waiting: Any
) -> None:
    page = f"/kiosk/en/asked/helper?request={waiting.request_id}"
    hear(database, nobody(waiting, goes_on=True), waiting, 3)
    assert "For up to an hour we look for a helper" in kiosk.open(page).text
    assert "Nobody can come just now" in kiosk.page
    hear(database, RequestClosed(**facts(waiting), outcome="unmet", by="clock"), waiting, 4)
    assert "Nobody can come just now" in kiosk.open(page).text
    assert "For up to an hour" not in kiosk.page


def test_somebody_comes_after_all_and_what_is_older_changes_nothing(
    kiosk: Visitor, database: Database, waiting: Any
) -> None:
    page = f"/kiosk/en/asked/helper?request={waiting.request_id}"
    hear(database, assigned(waiting), waiting, 4)
    hear(database, nobody(waiting), waiting, 3)
    assert "Somebody comes to you" in kiosk.open(page).text
    hear(database, RequestReopened(**facts(waiting)), waiting, 5)
    assert "as soon as we know" in kiosk.open(page).text
    hear(database, RequestClosed(**facts(waiting), outcome="done", by="clock"), waiting, 6)
    assert "as soon as we know" in kiosk.open(page).text
    hear(database, RequestClosed(**facts(waiting), outcome="unmet", by="clock"), waiting, 7)
    assert "Nobody can come just now" in kiosk.open(page).text


def test_it_is_asked_for_by_the_browser_itself_and_not_for_ever(app: Flask, database: Database, waiting: Any) -> None:
    page = f"/kiosk/lt/asked/helper?request={waiting.request_id}"
    assert REFRESHED in app.test_client().get(page).text
    with database.transaction() as session:
        now = moment(session)
        assert queries.coming(session, waiting.request_id, now + WATCHED) == (Coming.ASKED, False, False)
        operations.follow_helper(session, waiting.request_id, Coming.COMES, 1)
    assert REFRESHED not in app.test_client().get(page).text


def test_the_screen_goes_on_looking_until_the_search_is_over_and_then_says_that_nobody_comes(
    kiosk: Visitor, database: Database, waiting: Any
) -> None:
    """Each on duty is rung for three minutes, and is looked for as long as the helper is asked for."""
    page = f"/kiosk/en/asked/helper?request={waiting.request_id}"
    ago = text("UPDATE kiosk_helps SET asked_at = now() - make_interval(mins => :minutes)")
    for minutes, said in ((6, "as soon as we know"), (59, "as soon as we know"), (66, "Nobody can come just now")):
        with database.transaction() as session:
            session.execute(ago, {"minutes": minutes})
        assert said in kiosk.open(page).text
    assert 'data-return="60"' in kiosk.page


@pytest.mark.parametrize("named", ["", "?request=nonsense", "?request=01938a00-0000-7000-8000-000000000000"])
def test_a_request_that_is_not_known_is_thanked_for_like_any_other(kiosk: Visitor, named: str) -> None:
    assert "We have asked helpers nearby." in kiosk.open(f"/kiosk/en/asked/helper{named}").text
    assert 'data-return="30"' in kiosk.page
