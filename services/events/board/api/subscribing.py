"""JSON routes on which news by e-mail is asked for, begun and ended, without an account; staff see none of it."""

from typing import Any

from sqlalchemy.orm import Session

from services.events.board import operations, queries
from services.events.board.domain import SubscriptionLinks
from services.events.board.schemas import NewsForm, NewsLink, SubscriptionView
from shared.web.rest import Api, Limited
from shared.web.rules import anyone
from shared.web.served import talka

api = Api("board_subscribing", url_prefix="/api/events/v1/board")
DAY = 24 * 3600
TRIES = (
    Limited("board-subscribe", most=3, seconds=DAY, field="email"),
    Limited("board-subscribe-address", most=20, seconds=DAY),
)
"""Counted with those that are sent from the page."""


@api.post("/subscriptions", allow=anyone, takes=NewsForm, limits=TRIES)
def subscribe(session: Session, body: dict[str, Any]) -> None:
    """Ask for news by e-mail: a link goes to the address, which begins it within two days.

    The answer is the same for an address that gets news already.
    """
    settings = talka().service.settings
    operations.ask_for_news(session, SubscriptionLinks(settings.secret_key, settings.public_url), **body)


@api.post("/subscriptions/confirm", allow=anyone, takes=NewsLink, gives=SubscriptionView)
def confirm(session: Session, body: dict[str, Any]) -> Any:
    """Begin to send news; `token` is the last part of the link in the first e-mail. Twice is as once."""
    operations.confirm_subscription(session, body["token"])
    return queries.subscription(session, "confirm", body["token"])


@api.post("/subscriptions/stop", allow=anyone, takes=NewsLink)
def stop(session: Session, body: dict[str, Any]) -> None:
    """Send no more news, and forget the address; `token` is the last part of the link in every e-mail with news."""
    operations.stop_subscription(session, body["token"])
