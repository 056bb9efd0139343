"""Pages about messages, for those who organise the event they are about."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from services.notifications.messages.domain.states import HELPERS, UNSETTLED, WRITERS
from services.notifications.messages.domain.words import PURPOSES, REASONS, STATES
from services.notifications.messages.operations.reaching import tell_otherwise
from services.notifications.messages.queries import fates
from services.notifications.messages.queries.whom import whom
from shared.languages import gettext
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.signing_out import add_sign_out
from shared.web.tokens import asker, current

pages = Pages("messages", __name__, url_prefix="/messages")
add_sign_out(pages)

PAGE = 50


def _organisations() -> Collection[UUID]:
    principal = current()
    return principal.roles if principal else ()


def _said(words: dict[str, str]) -> dict[str, str]:
    return {str(code): gettext(sentence) for code, sentence in words.items()}


@pages.get("/events/", allow=staff())
def events(session: Session) -> str:
    """Every event of one's organisations, with the number of its messages."""
    here = place(request.args.get("after"))
    found = fates.events_with_messages(session, _organisations(), after=here, limit=PAGE + 1)
    return render(
        "messages/events.html",
        events=found[:PAGE],
        more=cursor((found[PAGE - 1].starts_at, found[PAGE - 1].event_id)) if len(found) > PAGE else None,
        may_read=bool(asker().organisations(*HELPERS)),
        may_write=bool(asker().organisations(*WRITERS)),
    )


@pages.post("/<uuid:message_id>/told", allow=staff(*HELPERS))
def told(session: Session, message_id: UUID) -> Response:
    """Note that one told the person oneself, and go back to the event's messages."""
    tell_otherwise(session, asker().id, asker().organisations(*HELPERS), message_id, datetime.now(UTC))
    return redirect(url_for("messages.event", event_id=fates.event_of(session, message_id)))


@pages.get("/events/<uuid:event_id>", allow=staff())
def event(session: Session, event_id: UUID) -> str:
    """What became of the messages about one event; that there are none, of one that we never heard of."""
    title = fates.title_if_heard_of(session, _organisations(), event_id)
    before = request.args.get("before", type=UUID)
    found = fates.messages_of_event(session, event_id, before=before, limit=PAGE + 1)
    return render(
        "messages/event.html",
        event_id=event_id,
        title=title,
        sent=request.args.get("people", type=int) if request.args.get("done") == "sent" else None,
        counts=fates.counts(session, event_id),
        messages=found[:PAGE],
        whom=whom(session, [message.id for message in found[:PAGE]]),
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        states=_said({str(state): sentence for state, sentence in STATES.items()}),
        reasons=_said(REASONS),
        purposes=_said(PURPOSES),
        zone=talka().service.settings.zone,
        currency=talka().service.settings.sms_currency,
        may_tell=bool(asker().organisations(*HELPERS)),
        may_write=title is not None and bool(asker().organisations(*WRITERS)),
        unsettled=[str(state) for state in UNSETTLED],
    )
