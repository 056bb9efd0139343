"""JSON routes of notes, for those who may write to everybody."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.states import WRITERS
from services.notifications.messages.schemas import PreviewView
from services.notifications.notes.domain import Wish
from services.notifications.notes.operations.previewing import preview_note
from services.notifications.notes.operations.writing import write_note
from services.notifications.notes.schemas import NewNote, NoteView
from shared.web.rest import Api
from shared.web.rules import staff
from shared.web.tokens import asker


def notes_api(terms: Terms) -> Api:
    """The routes; what a note would say and cost depends on the terms."""
    api = Api("notes", url_prefix="/api/notifications/v1")

    @api.post("/notes/preview", allow=staff(*WRITERS), takes=NewNote, gives=PreviewView)
    def preview(session: Session, body: Wish) -> Any:
        """How many would get this note, by which channel, in which words, at which price. Nothing is sent."""
        return preview_note(session, terms, asker().organisations(*WRITERS), body, datetime.now(UTC))

    @api.post("/notes", allow=staff(*WRITERS), takes=NewNote, gives=NoteView, status=201)
    def write(session: Session, body: Wish) -> Any:
        """Send this note to the people of a date. It leaves by day, and cannot be taken back."""
        return {
            "id": write_note(session, asker().id, asker().organisations(*WRITERS), body, datetime.now(UTC)),
        }

    return api
