"""JSON routes of messages, for those who organise the event they are about."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.messages.domain.states import HELPERS, State
from services.notifications.messages.operations.reaching import tell_otherwise
from services.notifications.messages.queries import fates
from services.notifications.messages.schemas import CountsView, FateQuery, FateView
from shared.web.rest import Api, Page
from shared.web.rules import staff
from shared.web.tokens import asker, current

api = Api("messages", url_prefix="/api/notifications/v1")


def _organisations() -> Collection[UUID]:
    principal = current()
    return principal.roles if principal else ()


@api.get("/events/<uuid:event_id>/messages", allow=staff(), takes=FateQuery, gives=FateView, paged=True)
def messages_of_event(session: Session, query: dict[str, Any], event_id: UUID, after: tuple[str, ...] | None) -> Page:
    """The messages about an event, the newest first; `state=uncertain` are those nobody knows the fate of."""
    fates.event_title(session, _organisations(), event_id)
    limit, state = query["limit"], query.get("state")
    found = fates.messages_of_event(
        session,
        event_id,
        state=State(state) if state else None,
        before=UUID(after[0]) if after else None,
        limit=limit + 1,
    )
    return Page(found[:limit], str(found[limit - 1].id) if len(found) > limit else None)


@api.post("/messages/<uuid:message_id>/told", allow=staff(*HELPERS))
def told(session: Session, message_id: UUID) -> None:
    """Note that you told the person yourself what this message did not bring, or perhaps not."""
    tell_otherwise(session, asker().id, asker().organisations(*HELPERS), message_id, datetime.now(UTC))


@api.get("/events/<uuid:event_id>/counts", allow=staff(), gives=CountsView)
def counts(session: Session, event_id: UUID) -> Any:
    """How many messages about an event were sent, delivered, withdrawn and why, failed; and their price."""
    fates.event_title(session, _organisations(), event_id)
    return {"counts": fates.counts(session, event_id)}
