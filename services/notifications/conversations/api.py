"""JSON routes of conversations, for those who speak with people."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.conversations.operations import Answering, answer_text
from services.notifications.conversations.queries import conversation
from services.notifications.conversations.schemas import ConversationView, NewAnswer
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.states import HELPERS
from shared.web.rest import Api
from shared.web.rules import staff
from shared.web.tokens import asker

NEWEST = 200


def conversations_api(terms: Terms) -> Api:
    """The routes; what an answer says depends on the terms."""
    api = Api("conversations", url_prefix="/api/notifications/v1/texts-to-read")

    @api.get("/<uuid:text_id>/conversation", allow=staff(*HELPERS), gives=ConversationView)
    def read(session: Session, text_id: UUID) -> Any:
        """What the phone that sent this text and we have said to each other."""
        return conversation(session, asker().organisations(*HELPERS), text_id, limit=NEWEST)

    @api.post("/<uuid:text_id>/answer", allow=staff(*HELPERS), takes=NewAnswer)
    def write(session: Session, body: dict[str, Any], text_id: UUID) -> None:
        """Answer this text by SMS. It leaves at once, at any hour, and the text counts as read."""
        own = asker().organisations(*HELPERS)
        answer_text(session, terms, asker().id, own, text_id, Answering(**body), datetime.now(UTC))

    return api
