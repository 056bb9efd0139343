"""What notes is woken for: a note whose next people are to be told."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Terms
from services.notifications.notes.operations.writing import TELL_NOTE, tell_note
from shared.database import moment


def _tell(terms: Terms, session: Session, note_id: UUID) -> None:
    tell_note(session, terms, note_id, moment(session))


DUE: dict[str, Callable[[Terms, Session, UUID], None]] = {TELL_NOTE: _tell}
