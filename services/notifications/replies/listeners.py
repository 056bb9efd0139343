"""What replies is woken for: a text that was kept and is to be followed."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Terms
from services.notifications.replies.operations import FOLLOW, follow_text


def _follow(terms: Terms, session: Session, text_id: UUID) -> None:
    follow_text(session, terms, text_id)


DUE: dict[str, Callable[[Terms, Session, UUID], None]] = {FOLLOW: _follow}
