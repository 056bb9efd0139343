"""News by e-mail for programmes: the address is proved by its link, and nobody finds out whose gets any."""

from flask import Flask
from sqlalchemy import text

from services.events.board.domain import SubscriptionLinks
from shared.database import Database
from tests.integration.events.board.test_subscribing import OLENA, rows
from tests.integration.events.conftest import Caller, of
from tests.support.ledger import told

PATH = "/board/subscriptions"


def token(database: Database) -> str:
    """That of the link that was sent last."""
    with database.reading() as session:
        link: str = told(session, "events.board.subscription_asked")[-1].link
    return link.rsplit("/", 1)[-1]


def test_news_are_asked_for_begun_and_ended(app: Flask, anyone: Caller, database: Database) -> None:
    assert anyone("POST", PATH, OLENA).status_code == 204
    with database.reading() as session:
        assert rows(session) == [("olena@example.com", False)]
    for _time in range(2):
        begun = anyone("POST", f"{PATH}/confirm", {"token": token(database)})
        assert begun.status_code == 200
        assert of(begun)["categories"] == ["integration", "jobs"]
        assert (of(begun)["language"], "email" in of(begun)) == ("uk", False)
    assert anyone("POST", PATH, OLENA).status_code == 204, "as for any address"
    stop = stop_token(app, database)
    for _time in range(2):
        assert anyone("POST", f"{PATH}/stop", {"token": stop}).status_code == 204
    with database.reading() as session:
        assert rows(session) == [("olena@example.com", False)], "only what was not confirmed is left, for two days"


def stop_token(app: Flask, database: Database) -> str:
    settings = app.extensions["talka"].service.settings
    with database.reading() as session:
        id_ = session.scalars(text("SELECT id FROM board_subscriptions WHERE confirmed_at IS NOT NULL")).one()
    return SubscriptionLinks(settings.secret_key, settings.public_url).token("stop", id_)


def test_what_is_wrong_or_forged_changes_nothing(app: Flask, anyone: Caller, database: Database) -> None:
    for wrong in ({}, OLENA | {"email": "olena"}, OLENA | {"categories": []}, OLENA | {"categories": ["weather"]}):
        assert anyone("POST", PATH, wrong).status_code == 422
    forged = anyone("POST", f"{PATH}/confirm", {"token": "guessed"})
    assert (forged.status_code, of(forged)["type"]) == (410, "/problems/subscription-is-over")
    assert anyone("POST", f"{PATH}/stop", {"token": "guessed"}).status_code == 204
    with database.reading() as session:
        assert rows(session) == []


def test_an_address_is_written_to_three_times_a_day_however_it_is_asked(app: Flask, anyone: Caller) -> None:
    assert [anyone("POST", PATH, OLENA).status_code for _number in range(4)] == [204, 204, 204, 429]
