"""What campaigns is woken for: a campaign whose next people are to be told, or whose fate is to be counted."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.campaigns.operations.counting import COUNT, count_campaign
from services.notifications.campaigns.operations.spreading import SPREAD, spread
from services.notifications.messages.domain.facts import Terms
from shared.database import moment


def _spread(terms: Terms, session: Session, campaign_id: UUID) -> None:
    spread(session, terms, campaign_id, moment(session))


def _count(_terms: Terms, session: Session, campaign_id: UUID) -> None:
    count_campaign(session, campaign_id, moment(session))


DUE: dict[str, Callable[[Terms, Session, UUID], None]] = {SPREAD: _spread, COUNT: _count}
