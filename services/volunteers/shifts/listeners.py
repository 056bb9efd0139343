"""What shifts hear: events published, changed and cancelled; answers by text; messages that did not arrive."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from services.volunteers.shifts.domain import SIGN_UP
from services.volunteers.shifts.operations.opening import follow_event
from services.volunteers.shifts.operations.signing_up import mark_unreached, withdraw_by_reply
from shared.contracts.envelope import Envelope, Message
from shared.contracts.events import EventCancelled, EventChanged, EventFacts, EventPublished
from shared.contracts.notifications import MessageDelivered, MessageFailed, ReplyReceived

Listener = Callable[[Session, Any, Envelope], None]


def subscriptions(link: str) -> dict[type[Message], Listener]:
    """Message -> what is done about it; `link` is the page of the own shifts, for the messages that follow."""

    def heard_reply(session: Session, reply: ReplyReceived, _envelope: Envelope) -> None:
        if (reply.about, reply.answer) == (SIGN_UP, "no"):
            withdraw_by_reply(session, reply.subject_id, link=link)

    return {
        EventPublished: _heard_event,
        EventChanged: _heard_event,
        EventCancelled: _heard_event,
        ReplyReceived: heard_reply,
        MessageFailed: _heard_failure,
        MessageDelivered: _heard_delivery,
    }


def _heard_event(session: Session, event: EventFacts, envelope: Envelope) -> None:
    follow_event(session, event, envelope.version)


def _heard_failure(session: Session, failure: MessageFailed, _envelope: Envelope) -> None:
    if failure.about == SIGN_UP:
        mark_unreached(session, failure.subject_id, unreached=True)


def _heard_delivery(session: Session, delivery: MessageDelivered, _envelope: Envelope) -> None:
    if delivery.about == SIGN_UP:
        mark_unreached(session, delivery.subject_id, unreached=False)
