"""JSON routes of replies: texts from a gateway, and the built-in phone and mailbox of the embedded run."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from services.notifications.channels.queries import arrived
from services.notifications.replies import operations
from services.notifications.replies.schemas import IncomingQuery, MailboxItemView, MailboxQuery, NewText, TextView
from shared.addresses import phone
from shared.web.rest import Api, Page
from shared.web.rules import embedded_only, gateway
from shared.web.served import talka

api = Api("replies", url_prefix="/api/notifications/v1")


def _key() -> bytes:
    return talka().service.settings.secret_key.encode()


@api.get("/texts", allow=gateway, takes=IncomingQuery, gives=TextView)
def incoming(_reading: Session, query: dict[str, Any]) -> Any:
    """Take a text from the gateway, which knows no other verb than GET; one that it repeats is taken once."""
    text = operations.Incoming("kannel", query["id"], query["sender"], query["text"])
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
