"""Pages about messages, for those who organise the event they are about."""

from collections.abc import Collection
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.notifications.messages.domain.states import State
from services.notifications.messages.queries import fates
from shared.errors import _
from shared.languages import NAMES, gettext
from shared.web.pages import Pages, render
from shared.web.rules import staff
from shared.web.tokens import current

pages = Pages("messages", __name__, url_prefix="/messages")

STATES = {
    State.QUEUED: _("Waiting"),
    State.CLAIMED: _("Being sent"),
    State.UNCERTAIN: _("Nobody knows whether it arrived"),
    State.ACCEPTED: _("Sent"),
    State.BUFFERED: _("Sent, the phone is off"),
    State.UNKNOWN: _("Sent, never confirmed"),
    State.FAILED: _("Failed"),
    State.DELIVERED: _("Delivered"),
    State.WITHDRAWN: _("Withdrawn"),
}
REASONS = {
    "stale_version": _("The facts changed before it left"),
    "event_off": _("The event was cancelled"),
    "no_longer_wanted": _("They no longer come"),
    "suppressed": _("They asked us not to write"),
    "too_late": _("It would have come too late"),
    "quiet": _("It waits for the morning"),
    "gave_up": _("Every try failed"),
    "no_answer": _("The gateway did not answer"),
    "no_gateway": _("No gateway is set up for this"),
}
PURPOSES = {
    "registration_confirmed": _("Registration confirmed"),
    "registration_waitlisted": _("On the waiting list"),
    "registration_promoted": _("A place became free"),
    "registration_offered": _("A place is offered"),
    "offer_expired": _("The offer has expired"),
    "registration_cancelled": _("Registration cancelled"),
    "event_changed": _("New time or place"),
    "event_cancelled": _("Event cancelled"),
    "reminder_24h": _("Reminder, the day before"),
    "reminder_2h": _("Reminder, two hours before"),
    "sign_up_confirmed": _("Shift: signed up"),
    "sign_up_cancelled": _("Shift: sign-up cancelled"),
    "shift_changed": _("Shift: new time or place"),
    "shift_cancelled": _("Shift: cancelled"),
    "shift_reminder_24h": _("Shift: reminder, the day before"),
    "shift_reminder_2h": _("Shift: reminder, two hours before"),
}
PAGE = 50


def _organisations() -> Collection[UUID]:
    principal = current()
    return principal.roles if principal else ()


def _said(words: dict[str, str]) -> dict[str, str]:
    return {str(code): gettext(sentence) for code, sentence in words.items()}


@pages.get("/events/", allow=staff())
def events(session: Session) -> str:
    """Every event of one's organisations, with the number of its messages."""
    return render("messages/events.html", events=fates.events_with_messages(session, _organisations()))


@pages.get("/events/<uuid:event_id>", allow=staff())
def event(session: Session, event_id: UUID) -> str:
    """What became of the messages about one event."""
    title = fates.event_title(session, _organisations(), event_id)
    before = request.args.get("before", type=UUID)
    found = fates.messages_of_event(session, event_id, before=before, limit=PAGE + 1)
    return render(
        "messages/event.html",
        event_id=event_id,
        title=title,
        counts=fates.counts(session, event_id),
        messages=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        states=_said({str(state): sentence for state, sentence in STATES.items()}),
        reasons=_said(REASONS),
        purposes=_said(PURPOSES),
        languages=NAMES,
    )
