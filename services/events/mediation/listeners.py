"""What mediation hears: answers by text, messages that did not arrive, help that volunteers give; and what is due."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.mediation import operations
from services.events.mediation.domain import CONFIRMATION, EXPIRY, FOLLOW_UP, REMINDER, WIPING, Links, WhyNot
from shared.contracts.envelope import Envelope, Message
from shared.contracts.notifications import MessageDelivered, MessageFailed, ReplyReceived
from shared.contracts.volunteers import (
    RequestAssigned,
    RequestClosed,
    RequestFacts,
    RequestMoved,
    RequestOpened,
    RequestReopened,
)
from shared.errors import Conflict, NotFound

ABOUT = "referral"
Heard = Callable[[Session, Any, Envelope], None]


def subscriptions() -> dict[type[Message], Heard]:
    """Message -> what is done about it."""
    return {
        ReplyReceived: _heard_reply,
        MessageFailed: _heard_failure,
        MessageDelivered: _heard_delivery,
        RequestOpened: partial(_heard_request, "open"),
        RequestReopened: partial(_heard_request, "open"),
        RequestAssigned: _heard_assigned,
        RequestMoved: _heard_moved,
        RequestClosed: _heard_closed,
    }


def due(links: Links) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come."""
    return {
        CONFIRMATION: _quietly(partial(operations.expire_unconfirmed, links=links)),
        REMINDER: _quietly(partial(operations.remind, links=links)),
        EXPIRY: _quietly(partial(operations.expire, links=links)),
        FOLLOW_UP: _quietly(partial(operations.follow_up, links=links)),
        WIPING: _quietly(operations.wipe),
    }


def _quietly(act: Callable[..., None]) -> Callable[[Session, UUID], None]:
    """A referral that was wiped has nothing due any more."""

    def run(session: Session, referral_id: UUID) -> None:
        with suppress(NotFound):
            act(session, referral_id=referral_id)

    return run


def _heard_reply(session: Session, reply: ReplyReceived, _envelope: Envelope) -> None:
    """Yes and no answer whether the person got the service; where nobody asked for that, nothing changes.

    Nor does it of a referral that was wiped. A reason that we have no word for is another one: whoever tells it may be
    newer.
    """
    if reply.about == ABOUT and reply.answer in {"yes", "no"}:
        why_not = (reply.why_not if reply.why_not in set(WhyNot) else WhyNot.OTHER) if reply.why_not else None
        with suppress(Conflict, NotFound):
            operations.learn_by_reply(session, reply.subject_id, got_it=reply.answer == "yes", why_not=why_not)


def _heard_failure(session: Session, failure: MessageFailed, _envelope: Envelope) -> None:
    if failure.about == ABOUT:
        operations.mark_unreached(session, failure.subject_id, failure.state)


def _heard_delivery(session: Session, delivery: MessageDelivered, _envelope: Envelope) -> None:
    if delivery.about == ABOUT:
        operations.mark_unreached(session, delivery.subject_id, None)


def _heard_request(state: str, session: Session, told: RequestFacts, envelope: Envelope) -> None:
    operations.follow_help(session, told, envelope.version, state)


def _heard_assigned(session: Session, told: RequestAssigned, envelope: Envelope) -> None:
    operations.follow_help(session, told, envelope.version, "assigned", told.helper_name)


def _heard_moved(session: Session, told: RequestMoved, envelope: Envelope) -> None:
    operations.follow_help(session, told, envelope.version, told.state)


def _heard_closed(session: Session, told: RequestClosed, envelope: Envelope) -> None:
    operations.follow_help(session, told, envelope.version, told.outcome)
