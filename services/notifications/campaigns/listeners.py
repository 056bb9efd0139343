"""What campaigns is woken for: a campaign whose next people are to be told."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.campaigns.operations.spreading import SPREAD, spread
from services.notifications.messages.domain.facts import Terms
from shared.database import moment


def _spread(terms: Terms, session: Session, campaign_id: UUID) -> None:
    spread(session, terms, campaign_id, moment(session))


DUE: dict[str, Callable[[Terms, Session, UUID], None]] = {SPREAD: _spread}
