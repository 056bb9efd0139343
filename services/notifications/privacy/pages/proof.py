"""How a browser is known that has given a case's code: by a sealed cookie of these pages, for an hour."""

from uuid import UUID

from flask import Response, url_for

from shared.web import drafts
from shared.web.pages import redirect

PATH = "/messages/privacy"


def lead_to_own(case_id: UUID) -> Response:
    """Let the browser see the case from now on, and lead it there."""
    return drafts.keep(redirect(url_for("privacy_own.yours")), PATH, {"case": str(case_id)})


def proved() -> UUID | None:
    """The case whose code this browser has given within the hour."""
    found = drafts.kept(PATH).get("case")
    return UUID(found) if found else None
