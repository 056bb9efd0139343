"""The page of one message: how it went, moment by moment, for those who organise the event it is about."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.channels.domain.timeline import Kind, Step
from services.notifications.channels.queries.timeline import timeline
from services.notifications.messages.domain.states import HELPERS, State
from services.notifications.messages.domain.words import PURPOSES, REASONS, STATES
from services.notifications.messages.queries.whom import whom
from shared.errors import _
from shared.languages import gettext
from shared.web.pages import Pages, render
from shared.web.rules import staff
from shared.web.tokens import asker

pages = Pages("channels", url_prefix="/messages")

MOMENTS = {
    Kind.WRITTEN: _("It was written."),
    Kind.HELD: _("From now on it might leave: it had to wait for the morning, or for the time it was meant for."),
    Kind.TRIED: _("It was handed to the gateway."),
    Kind.TOLD: _("One of us told the person."),
}
SAID = {
    "accepted": _("The gateway took it."),
    "refused": _("The gateway refused it for good."),
    "retry": _("The gateway did not take it; another try follows."),
    "uncertain": _("The gateway did not answer: nobody knows whether it took it."),
}
RECEIPTS = {
    "accepted": _("The operator took it."),
    "buffered": _("The phone is off; the operator keeps it."),
    "delivered": _("It has arrived."),
    "failed": _("The operator could not deliver it."),
}


WORDS = {
    Kind.SAID: SAID,
    Kind.RECEIPT: RECEIPTS,
    Kind.ENDED: {str(state): sentence for state, sentence in STATES.items()},
}


@pages.get("/<uuid:message_id>", allow=staff())
def one(session: Session, message_id: UUID) -> str:
    """Everything that happened to a message, the oldest first."""
    found = timeline(session, asker().roles, message_id)
    return render(
        "channels/timeline.html",
        found=found,
        one=whom(session, [message_id])[message_id],
        to_tell=found.open and bool(asker().organisations(*HELPERS)),
        purpose=gettext(PURPOSES[found.purpose]) if found.purpose in PURPOSES else found.purpose,
        state=gettext(STATES[State(found.state)]),
        steps=[(step.at, _worded(step)) for step in found.steps],
    )


def _worded(step: Step) -> str:
    """What happened, with the reason or the gateway's own code where there is one."""
    sentence = gettext(WORDS[step.kind][step.word] if step.kind in WORDS else MOMENTS[step.kind])
    detail = gettext(REASONS[step.detail]) if step.detail in REASONS else step.detail
    return f"{sentence} ({detail})" if detail else sentence
