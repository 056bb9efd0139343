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
    "post_approved": _("A partner's news approved"),
    "post_sent_back": _("A partner's news given back to be changed"),
    "referral_asked": _("Mediation begun"),
    "referral_confirmed": _("Mediation that somebody asked for confirmed"),
    "referral_answered": _("A provider's answer noted"),
    "referral_changed": _("A provider's change noted"),
    "referral_help_asked": _("A ride or company asked for"),
    "referral_outcome_noted": _("Outcome of a mediation noted"),
    "referral_person_called": _("Call about a mediation noted"),
    "referral_withdrawn": _("Mediation taken back"),
    "kiosk_call_done": _("Somebody at an information screen called back"),
    "kiosk_call_not_reached": _("Somebody at an information screen not reached"),
    "staff_read": _("Looked at who works here"),
    "referral_read": _("Looked at a mediation"),
    "referrals_read": _("Looked at the list of mediations"),
    "kiosk_calls_read": _("Looked at who wants to be called"),
    "people_searched": _("Looked for somebody"),
}
"""What the audit notes of an organisation as a whole -> what people call it."""
PLANNERS = (Role.OWNER, Role.ORGANISER)
PLACES = {
    "campaign_": ("/messages/campaigns/", PLANNERS),
    "post_approved": ("/organise/board/", PLANNERS),
    "post_sent_back": ("/organise/board/", PLANNERS),
    "post_": ("/organise/board/", HELPERS),
    "referral_": ("/organise/mediation/", HELPERS),
}
"""How deeds begin -> where the page of what they were about begins, and who may open that; the first that fits."""


@pages.get("/", allow=READERS)
def own(session: Session) -> Any:
    """The organisations whose history one may read, or at once the only one's."""
    found = queries.organisations(session, tokens.asker().organisations(*HELPERS))
    if len(found) == 1:
        return redirect(f"/organise/history/{found[0]['id']}")
    return render("organisations/histories.html", organisations=found)


@pages.get("/<uuid:organisation_id>", allow=READERS)
def history(session: Session, organisation_id: UUID) -> Any:
    """Who did what for the organisation, newest first; with `looks=1` also who looked at people's data."""
    entitle(tokens.asker(), organisation_id, HELPERS)
    named = queries.organisations(session, [organisation_id])
    if not named:
        raise NotFound
    looks, after = request.args.get("looks") == "1", place(request.args.get("after"))
    without = () if looks else LOOKS
    rows, more = queries.history(session, organisation_id, without=without, limit=DEEDS_AT_ONCE, after=after)
    role = tokens.asker().roles[organisation_id]
    places = {deed: begins for deed in DEEDS if (begins := _place(deed, role))}
    facts = {"deeds": DEEDS, "roles": ROLE_NAMES, "places": places, "looks": looks}
    return render("organisations/history.html", organisation=named[0], rows=rows, more=cursor(more), **facts)


def _place(deed: str, role: str) -> str | None:
    begins, allowed = next((place for word, place in PLACES.items() if deed.startswith(word)), (None, ()))
    return begins if role in allowed else None
