"""JSON routes of replies: texts that come in, those one of us has to read, and the embedded run's phone and mailbox."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import request
from sqlalchemy.orm import Session

from services.notifications.channels.queries.arrived import arrived
from services.notifications.messages.domain.states import HELPERS
from services.notifications.replies import operations, queries
from services.notifications.replies.schemas import (
    MailboxItemView,
    MailboxQuery,
    NewText,
    TextView,
    UnreadView,
    incoming,
)
from shared.addresses import phone
from shared.web.rest import Api, Page
from shared.web.rules import built_in_phone, embedded_only, gateway, staff
from shared.web.served import talka
from shared.web.tokens import asker

api = Api("replies", url_prefix="/api/notifications/v1")


def _key() -> bytes:
    return talka().service.settings.secret_key.encode()


@api.get("/texts", allow=gateway, gives=TextView)
def take_text(_reading: Session) -> Any:
    """Take a text from the gateway, which knows GET alone: `from`, `text`, `id`, `charset` as Kannel's `%p %a %I %C`.

    One that it repeats is taken once.
    """
    given = incoming(request.query_string)
    text = operations.Incoming("kannel", given["id"], given["sender"], given["text"])
    with talka().service.database.transaction() as session:
        operations.keep_text(session, text, _key(), datetime.now(UTC))
    return {"kept": True}


@api.post("/phones/<string:number>/texts", allow=built_in_phone, takes=NewText, gives=TextView, status=201)
def text_back(session: Session, body: dict[str, Any], number: str) -> Any:
    """Send us a text from the built-in phone."""
    text = operations.Incoming("builtin", str(uuid4()), phone(number).e164, body["text"])
    operations.keep_text(session, text, _key(), datetime.now(UTC))
    return {"kept": True}


@api.get("/texts-to-read", allow=staff(*HELPERS), gives=UnreadView, paged=True)
def texts_to_read(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """What people text us that we could do nothing with, the oldest first, until one of us has read it."""
    limit, begin = query["limit"], UUID(after[0]) if after else None
    found = queries.texts_to_read(session, asker().organisations(*HELPERS), after=begin, limit=limit + 1)
    return Page(found[:limit], str(found[limit - 1].id) if len(found) > limit else None)


@api.post("/texts-to-read/<uuid:text_id>/read", allow=staff(*HELPERS))
def read(session: Session, text_id: UUID) -> None:
    """Note that you have read this text and done what it asks."""
    operations.read_text(session, asker().id, asker().organisations(*HELPERS), text_id, datetime.now(UTC))


@api.get("/mailbox", allow=embedded_only, takes=MailboxQuery, gives=MailboxItemView, paged=True)
def mailbox(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """What has arrived in the built-in phone and mailbox, oldest first."""
    begin = (datetime.fromisoformat(after[0]), UUID(after[1])) if after else None
    limit = query["limit"]
    found = arrived(session, address=query.get("address"), event_id=query.get("event_id"), after=begin, limit=limit + 1)
    page = found[:limit]
    more = len(found) > limit
    return Page(page, (page[-1].handed_over_at.isoformat(), page[-1].message_id) if more else None)
