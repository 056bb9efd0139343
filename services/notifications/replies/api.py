"""JSON routes of replies: texts from a gateway, and the built-in phone and mailbox of the embedded run."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import request
from sqlalchemy.orm import Session

from services.notifications.channels.queries import arrived
from services.notifications.replies import operations
from services.notifications.replies.schemas import MailboxItemView, MailboxQuery, NewText, TextView, incoming
from shared.addresses import phone
from shared.web.rest import Api, Page
from shared.web.rules import embedded_only, gateway
from shared.web.served import talka

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


@api.post("/phones/<string:number>/texts", allow=embedded_only, takes=NewText, gives=TextView, status=201)
def text_back(session: Session, body: dict[str, Any], number: str) -> Any:
    """Send us a text from the built-in phone."""
    text = operations.Incoming("builtin", str(uuid4()), phone(number).e164, body["text"])
    operations.keep_text(session, text, _key(), datetime.now(UTC))
    return {"kept": True}


@api.get("/mailbox", allow=embedded_only, takes=MailboxQuery, gives=MailboxItemView, paged=True)
def mailbox(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
    """What has arrived in the built-in phone and mailbox, oldest first."""
    begin = (datetime.fromisoformat(after[0]), UUID(after[1])) if after else None
    limit = query["limit"]
    found = arrived(session, address=query.get("address"), event_id=query.get("event_id"), after=begin, limit=limit + 1)
    page = found[:limit]
    more = len(found) > limit
    return Page(page, (page[-1].handed_over_at.isoformat(), page[-1].message_id) if more else None)
