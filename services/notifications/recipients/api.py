"""JSON routes of recipients: their wishes, by a link that only they have; one-click unsubscribing (RFC 8058)."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, url_for
from sqlalchemy.orm import Session

from services.notifications.recipients import operations, queries
from services.notifications.recipients.domain import recipient_of
from services.notifications.recipients.schemas import NewPreferences, PreferencesView
from shared.web.pages import redirect
from shared.web.rest import Api
from shared.web.rules import anyone
from shared.web.served import talka

api = Api("recipients", url_prefix="/api/notifications/v1")


def _key() -> bytes:
    return talka().service.settings.secret_key.encode()


@api.get("/preferences/<string:token>", allow=anyone, gives=PreferencesView)
def preferences(session: Session, token: str) -> Any:
    """What the owner of an address has told us."""
    return queries.preferences(session, recipient_of(token, _key()))


@api.put("/preferences/<string:token>", allow=anyone, takes=NewPreferences, gives=PreferencesView)
def prefer(session: Session, body: dict[str, Any], token: str) -> Any:
    """Send nothing more to this address, or send again."""
    recipient_id = recipient_of(token, _key())
    operations.prefer(session, recipient_id, wanted=body["wanted"], source="preferences link", now=datetime.now(UTC))
    return queries.preferences(session, recipient_id)


@api.get("/unsubscribe/<string:token>", allow=anyone, status=303)
def unsubscribe_page(session: Session, token: str) -> Response:  # noqa: ARG001 - it reads nothing
    """Lead a person to their preferences; following a link changes nothing, since scanners follow all of them."""
    recipient_of(token, _key())
    return redirect(url_for("recipients.preferences", token=token))


@api.post("/unsubscribe/<string:token>", allow=anyone, gives=PreferencesView)
def unsubscribe(session: Session, token: str) -> Any:
    """Send nothing more to this address; what a mail programme's own button sends. Any body, as often as it likes."""
    recipient_id = recipient_of(token, _key())
    operations.prefer(session, recipient_id, wanted=False, source="one-click", now=datetime.now(UTC))
    return queries.preferences(session, recipient_id)
