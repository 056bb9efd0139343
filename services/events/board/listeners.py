"""What the board does when a moment has come."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.board import operations
from services.events.board.domain import DIGEST, ENDS, LAPSES, Decision, SubscriptionLinks
from services.events.organisations.operations import PARTNER_LEFT


def due(links: SubscriptionLinks) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come."""
    return {
        ENDS: operations.expire_post,
        LAPSES: operations.lapse_subscription,
        PARTNER_LEFT: operations.give_back_posts,
        DIGEST: partial(_digest, links),
        **{decision.due: partial(_judged, links.public_url, decision) for decision in Decision},
    }


def _judged(public_url: str, decision: Decision, session: Session, post_id: UUID) -> None:
    operations.tell_writer(session, public_url, post_id, decision)


def _digest(links: SubscriptionLinks, session: Session, subscription_id: UUID) -> None:
    operations.send_digest(session, links, subscription_id)
