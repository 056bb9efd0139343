"""What the links of a subscription lead to."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.board.domain import SubscriptionIsOver
from services.events.board.models import BoardSubscription
from shared.contracts.parts import Thing, Whose
from shared.links import digest
from shared.messaging.erasing import thing, under

LINKS = {"confirm": BoardSubscription.confirm_digest, "stop": BoardSubscription.stop_digest}


def subscription(session: Session, deed: str, token: str) -> dict[str, Any]:
    """The subscription that its link for this deed names, without the address. Raises SubscriptionIsOver for none."""
    known = LINKS[deed] == digest(token)
    shown = (BoardSubscription.language, BoardSubscription.categories, BoardSubscription.confirmed_at)
    row = session.execute(select(*shown).where(known)).mappings().one_or_none()
    if row is None:
        raise SubscriptionIsOver
    return dict(row)


def subscriptions_held(session: Session, whose: Whose) -> list[Thing]:
    """What the board keeps under an address, for its owner."""
    found = select(BoardSubscription).where(under(whose, email=BoardSubscription.email)).order_by(BoardSubscription.id)
    return [
        thing(
            "subscription",
            email=one.email,
            language=one.language,
            topics=one.categories,
            made_at=one.asked_at,
            agreed_on=one.confirmed_at,
        )
        for one in session.scalars(found)
    ]
