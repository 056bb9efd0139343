"""JSON routes of recipients: their wishes, by a link that only they have; one-click unsubscribing (RFC 8058)."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, url_for
from sqlalchemy.orm import Session

from services.notifications.recipients import operations, queries
from services.notifications.recipients.domain import Agreement, Topic, recipient_of
from services.notifications.recipients.schemas import NewAgreement, NewPreferences, NewTopics, PreferencesView
from shared.languages import current
from shared.web.pages import redirect
from shared.web.rest import Api
from shared.web.rules import anyone, staff
from shared.web.served import talka
from shared.web.tokens import asker

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


@api.put("/preferences/<string:token>/topics", allow=anyone, takes=NewTopics, gives=PreferencesView)
def agree(session: Session, body: dict[str, Any], token: str) -> Any:
    """Hear of these topics, and of no others."""
    recipient_id = recipient_of(token, _key())
    queries.preferences(session, recipient_id)
    language = queries.language_of(session, recipient_id) or current()
    facts: dict[str, Any] = {"source": "preferences link", "language": language, "now": datetime.now(UTC)}
    operations.agree(session, recipient_id, body["topics"], **facts)
    return queries.preferences(session, recipient_id)


@api.post("/agreements", allow=staff("owner", "organiser", "social_worker"), takes=NewAgreement)
def note_agreement(session: Session, body: dict[str, Any]) -> None:
    """Note what somebody told you that they agree to hear about, and how they said so."""
    address = body.pop("address")
    agreement = Agreement(**body | {"topics": tuple(map(Topic, body["topics"])), "noted_by": asker().id})
    operations.note_agreement(session, address, agreement, _key(), datetime.now(UTC))


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
