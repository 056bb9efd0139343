"""Pages on which an organiser writes to the people of a date: words, then a look at all of it, then it is sent."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.looking import LONGEST
from services.notifications.messages.domain.states import WRITERS
from services.notifications.messages.queries.fates import event_title
from services.notifications.messages.schemas import field_name
from services.notifications.notes.domain import NoteIsTooLate, Wish
from services.notifications.notes.operations.previewing import preview_note
from services.notifications.notes.operations.writing import write_note
from services.notifications.notes.queries import dates_to_write_about
from services.notifications.notes.schemas import NoteForm
from shared.languages import LANGUAGES, NAMES
from shared.web.pages import Pages, redirect, render
from shared.web.rules import staff
from shared.web.tokens import asker


def notes_pages(terms: Terms) -> Pages:
    """The pages; what a note would say and cost depends on the terms."""
    pages = Pages("notes", __name__, url_prefix="/messages")

    @pages.get("/events/<uuid:event_id>/note", allow=staff(*WRITERS))
    def begin(session: Session, event_id: UUID) -> str:
        """The empty form."""
        return _form(session, event_id, {}, {})

    @pages.post("/events/<uuid:event_id>/note", allow=staff(*WRITERS), look=True)
    def go_on(session: Session, event_id: UUID) -> Any:
        """Look at the note, go back to its words, or send it, as the button says."""
        loaded, errors = pages.form(NoteForm)
        typed = {name: value for name, value in pages.typed(NoteForm).items() if name != "then"}
        if errors or loaded["then"] == "change":
            return _form(session, event_id, typed, errors), 422 if errors else 200
        wish: Wish = loaded["wish"]
        try:
            if loaded["then"] == "look":
                return _look(session, terms, event_id, wish, typed)
            people = preview_note(session, terms, asker().organisations(*WRITERS), wish, datetime.now(UTC)).people
            write_note(session, asker().id, asker().organisations(*WRITERS), wish, datetime.now(UTC))
        except NoteIsTooLate as late:
            return _form(session, event_id, typed, pages.errors(late)), 422
        return redirect(url_for("messages.event", event_id=event_id, done="sent", people=people))

    return pages


def _form(session: Session, event_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    organisations = asker().organisations(*WRITERS)
    now = datetime.now(UTC)
    dates = [date for date in dates_to_write_about(session, organisations, event_id) if date.ends_at > now]
    return render(
        "notes/note.html",
        event_id=event_id,
        title=event_title(session, organisations, event_id),
        dates=dates,
        values=values,
        errors=errors,
        names=NAMES,
        field_name=field_name,
        longest=LONGEST,
    )


def _look(session: Session, terms: Terms, event_id: UUID, wish: Wish, typed: dict[str, Any]) -> str:
    organisations = asker().organisations(*WRITERS)
    return render(
        "notes/preview.html",
        event_id=event_id,
        title=event_title(session, organisations, event_id),
        preview=preview_note(session, terms, organisations, wish, datetime.now(UTC)),
        typed={name: value for name, value in typed.items() if value},
        names=NAMES,
        languages=LANGUAGES,
    )
