"""What registrations hear: answers by text, who is not reached or wants no messages, offers whose time is over.

Also what else was done about a date, for its history.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.registrations import operations
from services.events.registrations.domain import OFFER, By, Links
from services.events.registrations.domain.deeds import note_to
from shared.contracts.envelope import Envelope, Message
from shared.contracts.notifications import (
    ConsentChanged,
    MessageDelivered,
    MessageFailed,
    NoteWritten,
    ReplyReceived,
)
from shared.contracts.volunteers import SignUpCancelled, SignUpConfirmed
from shared.errors import Conflict, Gone

ABOUT = "registration"


def subscriptions(links: Links) -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {
        ReplyReceived: partial(_heard_reply, links),
        MessageFailed: _heard_failure,
        MessageDelivered: _heard_delivery,
        ConsentChanged: _heard_wish,
        NoteWritten: _heard_note,
        SignUpConfirmed: _heard_sign_up,
        SignUpCancelled: _heard_end_of_sign_up,
    }


def due(links: Links) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come."""
    return {OFFER: lambda session, registration_id: operations.expire(session, links, registration_id)}


def _heard_reply(links: Links, session: Session, reply: ReplyReceived, _envelope: Envelope) -> None:
    """No cancels; yes accepts an offer. Where there is nothing to cancel or to accept, nothing changes."""
    if reply.about != ABOUT:
        return
    with suppress(Conflict, Gone):
        if reply.answer == "no":
            operations.cancel(session, links, reply.subject_id, By.REPLY)
        elif reply.answer == "yes":
            operations.accept(session, links, reply.subject_id)


def _heard_failure(session: Session, failure: MessageFailed, _envelope: Envelope) -> None:
    if failure.about == ABOUT:
        operations.mark_unreached(session, failure.subject_id, failure.state)


def _heard_delivery(session: Session, delivery: MessageDelivered, _envelope: Envelope) -> None:
    if delivery.about == ABOUT:
        operations.mark_unreached(session, delivery.subject_id, None)


def _heard_wish(session: Session, wish: ConsentChanged, _envelope: Envelope) -> None:
    if wish.about == ABOUT:
        operations.mark_wish(session, wish.subject_id, wish.at, wanted=wish.wanted)


def _heard_note(session: Session, told: NoteWritten, envelope: Envelope) -> None:
    readers = note_to(waiting=told.to_waiting, volunteers=told.to_volunteers)
    operations.note_about_date(session, told.occurrence_id, told.staff_id, readers, envelope.time)


def _heard_sign_up(session: Session, told: SignUpConfirmed, envelope: Envelope) -> None:
    operations.note_about_shift(session, told.shift.shift_id, "sign_up_made", envelope.time)


def _heard_end_of_sign_up(session: Session, told: SignUpCancelled, envelope: Envelope) -> None:
    what = "sign_up_dismissed" if told.by == "coordinator" else "sign_up_given_up"
    operations.note_about_shift(session, told.shift.shift_id, what, envelope.time, staff_id=told.staff_id)
