"""Rules of subscriptions: the links that begin and end one, and when news is sent."""

from datetime import datetime, time, timedelta
from uuid import UUID

from services.events.board.domain.posts import ZONE
from shared.errors import Gone, _
from shared.links import LONG, Derived

CONFIRMED_WITHIN = timedelta(hours=48)
"""How long the link of the first mail is good. Whoever was entered by somebody else is forgotten after it."""
LAPSES, DIGEST = "board_subscription_lapses", "board_digest"
"""Kinds of the due rows at which a subscription nobody confirmed is forgotten, and at which news is sent."""
DIGEST_AT = time(9)
"""Mondays at nine in ZONE."""
SETTLED = timedelta(minutes=1)
"""A post is dated when its transaction begins, and seen when that ends: so young ones wait for the next digest."""
MOST_POSTS = 50
"""Posts in one digest: more than a town writes in a week."""


class SubscriptionIsOver(Gone):
    """Nothing is sent there any more, or never was."""

    code = "subscription-is-over"
    title = _("This link is no longer good: the subscription was ended, or not confirmed within two days.")


class SubscriptionLinks(Derived):
    """Makes a subscription's two links, of which only digests are kept."""

    def token(self, deed: str, subscription_id: UUID) -> str:
        """What the link for this deed ends in."""
        return self.made(f"board {deed} ", subscription_id, LONG)

    def address(self, deed: str, subscription_id: UUID) -> str:
        """The page that confirms (`deed` is `confirm`) or ends (`stop`) the subscription."""
        return f"{self.public_url}/board/{deed}/{self.token(deed, subscription_id)}"


def next_digest(now: datetime) -> datetime:
    """The next Monday at nine in ZONE, after this moment."""
    today = now.astimezone(ZONE).date()
    monday = datetime.combine(today + timedelta(days=-today.weekday() % 7), DIGEST_AT, ZONE)
    return monday if monday > now else datetime.combine(monday.date() + timedelta(days=7), DIGEST_AT, ZONE)
