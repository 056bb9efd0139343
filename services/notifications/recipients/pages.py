"""A person's own page: whether we may write to this address."""

from datetime import UTC, datetime

from flask import Response, request
from sqlalchemy.orm import Session

from services.notifications.recipients import operations, queries
from services.notifications.recipients.domain import recipient_of
from shared.web.pages import Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka

pages = Pages("recipients", __name__, url_prefix="/messages")


def _key() -> bytes:
    return talka().service.settings.secret_key.encode()


@pages.get("/preferences/<string:token>", allow=anyone)
def preferences(session: Session, token: str) -> str:
    """Show whether we write to this address, and the button for the opposite."""
    return render("recipients/preferences.html", preferences=queries.preferences(session, recipient_of(token, _key())))


@pages.post("/preferences/<string:token>", allow=anyone)
def prefer(session: Session, token: str) -> Response:
    """Stop, or begin again."""
    wanted = request.form.get("wanted") == "true"
    recipient_id = recipient_of(token, _key())
    operations.prefer(session, recipient_id, wanted=wanted, source="preferences page", now=datetime.now(UTC))
    return redirect(request.path)
