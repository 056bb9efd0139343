"""The page of a conversation by SMS."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from services.notifications.conversations.domain import LONGEST, AnsweredMeanwhile
from services.notifications.conversations.operations import Answering, answer_text
from services.notifications.conversations.queries import conversation
from services.notifications.conversations.schemas import NewAnswer
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.states import HELPERS
from services.notifications.messages.domain.words import STATES
from shared.errors import DomainError, NotFound
from shared.languages import NAMES, gettext
from shared.web.pages import Pages, redirect, render
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.tokens import asker

NEWEST = 100


def conversations_pages(terms: Terms) -> Pages:
    """The pages; what an answer says depends on the terms."""
    pages = Pages("conversations", __name__, url_prefix="/messages")

    @pages.get("/texts/<uuid:text_id>", allow=staff(*HELPERS))
    def read(session: Session, text_id: UUID) -> str:
        """What has been said, and a place to answer."""
        return _page(session, text_id, {}, {})

    @pages.post("/texts/<uuid:text_id>", allow=staff(*HELPERS))
    def write(session: Session, text_id: UUID) -> Any:
        """Answer, and see it in its place; what cannot be sent is shown again with the reason."""
        loaded, errors = pages.form(NewAnswer)
        status = 422
        if not errors:
            own = asker().organisations(*HELPERS)
            try:
                answer_text(session, terms, asker().id, own, text_id, Answering(**loaded), datetime.now(UTC))
            except NotFound:
                raise
            except DomainError as refused:
                errors = pages.errors(refused)
                status = 409 if isinstance(refused, AnsweredMeanwhile) else status
            else:
                return redirect(url_for("conversations.read", text_id=text_id))
        return _page(session, text_id, pages.typed(NewAnswer), errors), status

    return pages


def _page(session: Session, text_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render(
        "conversations/conversation.html",
        text_id=text_id,
        found=conversation(session, asker().organisations(*HELPERS), text_id, limit=NEWEST),
        states={str(state): gettext(sentence) for state, sentence in STATES.items()},
        names=NAMES,
        values=values,
        errors=errors,
        longest=LONGEST,
        zone=talka().service.settings.zone,
    )
