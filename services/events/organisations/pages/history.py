"""The page on which staff read what was done for their organisation as a whole, and by whom."""

from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.organisations import queries
from services.events.organisations.domain import HELPERS, LOOKS, ROLE_NAMES, Role, entitle
from shared.errors import NotFound, _
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff

pages = Pages("organisation_history", url_prefix="/organise/history")
READERS = staff(*HELPERS)
DEEDS_AT_ONCE = 20
DEEDS = {
    "staff_added": _("Somebody began to work here"),
    "role_changed": _("Gave another role"),
    "staff_removed": _("Ended somebody's work here"),
    "duty_phone_changed": _("Phone on duty changed"),
    "partner_added": _("Partner added to a project"),
    "partner_removed": _("Partner's part in a project ended"),
    "campaign_approved": _("Message to many approved"),
    "campaign_undone": _("Message to many undone before it began"),
    "campaign_stopped": _("Message to many stopped"),
    "kiosk_registered": _("Information screen added"),
    "kiosk_code_renewed": _("New code for an information screen"),
    "kiosk_ended": _("Information screen ended"),
    "post_written": _("News written"),
    "post_revised": _("News changed"),
    "post_renewed": _("News kept for longer"),
    "post_withdrawn": _("News taken off the board"),
    "staff_read": _("Looked at who works here"),
}
"""What the audit notes of an organisation as a whole -> what people call it."""
PLACES = {"campaign": ("/messages/campaigns/", (Role.OWNER, Role.ORGANISER)), "post": ("/organise/board/", HELPERS)}
"""The first word of a deed -> where the page of what it was about begins, and who may open that."""


@pages.get("/", allow=READERS)
def own(session: Session) -> Any:
    """The organisations whose history one may read, or at once the only one's."""
    found = queries.organisations(session, tokens.asker().organisations(*HELPERS))
    if len(found) == 1:
        return redirect(f"/organise/history/{found[0]['id']}")
    return render("organisations/histories.html", organisations=found)


@pages.get("/<uuid:organisation_id>", allow=READERS)
def history(session: Session, organisation_id: UUID) -> Any:
    """Who did what for the organisation, newest first; with `looks=1` also who looked at whom works here."""
    entitle(tokens.asker(), organisation_id, HELPERS)
    named = queries.organisations(session, [organisation_id])
    if not named:
        raise NotFound
    looks, after = request.args.get("looks") == "1", place(request.args.get("after"))
    without = () if looks else LOOKS
    rows, more = queries.history(session, organisation_id, without=without, limit=DEEDS_AT_ONCE, after=after)
    role = tokens.asker().roles[organisation_id]
    places = {word: begins for word, (begins, allowed) in PLACES.items() if role in allowed}
    facts = {"deeds": DEEDS, "roles": ROLE_NAMES, "places": places, "looks": looks}
    return render("organisations/history.html", organisation=named[0], rows=rows, more=cursor(more), **facts)
