"""A person's own page: whether we may write to this address."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.notifications.recipients import operations, queries
from services.notifications.recipients.domain import recipient_of
from shared.errors import _
from shared.languages import gettext
from shared.web import speaking
from shared.web.pages import Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka

pages = Pages("recipients", __name__, url_prefix="/messages")
DONE = {
    "stopped": (False, _("Saved. We send you nothing more.")),
    "allowed": (True, _("Saved. We write to you again.")),
}
"""What has just been done, as the page's address says it in `done` -> what is wanted then, what its owner reads."""


def _key() -> bytes:
    return talka().service.settings.secret_key.encode()


def _owner(session: Session, token: str) -> UUID:
    """The recipient that a link names; from here on the page speaks the language they are written to in."""
    recipient_id = recipient_of(token, _key())
    if language := queries.language_of(session, recipient_id):
        speaking.prefer(language)
    return recipient_id


@pages.get("/preferences/<string:token>", allow=anyone)
def preferences(session: Session, token: str) -> str:
    """Show whether we write to this address, and the button for the opposite."""
    found = queries.preferences(session, _owner(session, token))
    wanted, said = DONE.get(request.args.get("done", ""), (None, ""))
    done = gettext(said) if wanted is found.wanted else ""
    return render("recipients/preferences.html", preferences=found, done=done)


@pages.post("/preferences/<string:token>", allow=anyone)
def prefer(session: Session, token: str) -> Response:
    """Stop, or begin again."""
    wanted = request.form.get("wanted") == "true"
    recipient_id = recipient_of(token, _key())
    operations.prefer(session, recipient_id, wanted=wanted, source="preferences page", now=datetime.now(UTC))
    return redirect(f"{request.path}?done={'allowed' if wanted else 'stopped'}")
