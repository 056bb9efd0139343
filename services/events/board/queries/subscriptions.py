"""What the links of a subscription lead to."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.board.domain import SubscriptionIsOver
from services.events.board.models import BoardSubscription
from shared.links import digest

LINKS = {"confirm": BoardSubscription.confirm_digest, "stop": BoardSubscription.stop_digest}


def subscription(session: Session, deed: str, token: str) -> dict[str, Any]:
    """The subscription that its link for this deed names, without the address. Raises SubscriptionIsOver for none."""
    known = LINKS[deed] == digest(token)
    shown = (BoardSubscription.language, BoardSubscription.categories, BoardSubscription.confirmed_at)
    row = session.execute(select(*shown).where(known)).mappings().one_or_none()
    if row is None:
        raise SubscriptionIsOver
    return dict(row)
