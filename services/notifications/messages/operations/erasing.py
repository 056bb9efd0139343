"""Erasing a recipient from messages, and a helper's name from what others were told of them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import Reason
from services.notifications.messages.domain.states import State
from services.notifications.messages.models import Concerned, Message, Party
from services.notifications.messages.operations.fate import withdrawn
from services.notifications.recipients.domain import Purpose

EMPTY = {"body": None, "subject": None}
SENDING = (State.QUEUED, State.CLAIMED)


def erase_messages(session: Session, recipient_id: UUID) -> int:
    """Withdraw what was not sent, wipe what was written, and forget what the recipient is concerned by.

    That a message was written, when and what became of it stays, without a person: how many. One that is being sent at
    this moment goes as its sender has it in hand; the row must keep a text, in case that process dies.
    """
    theirs = Message.recipient_id == recipient_id
    unsent = update(Message).where(theirs, Message.state == State.QUEUED)
    session.execute(unsent.values(withdrawn(Reason.NO_LONGER_WANTED)))
    text = case((Message.state == State.CLAIMED, ""), else_=None)
    session.execute(update(Message).where(theirs).values(EMPTY | {"body": text}))
    nobody = {"recipient_id": None, "code": "", "link": ""}
    session.execute(update(Party).where(Party.recipient_id == recipient_id).values(nobody))
    session.execute(delete(Concerned).where(Concerned.recipient_id == recipient_id))
    return session.scalars(select(func.count()).where(theirs)).one()


def erase_helper_names(session: Session, request_ids: Collection[UUID]) -> None:
    """Wipe the messages that named an erased helper to whoever they came to."""
    named = (Message.subject_id.in_(request_ids), Message.purpose == Purpose.REQUEST_ASSIGNED)
    wiped = update(Message).where(*named, Message.state.not_in(SENDING)).values(EMPTY)
    session.execute(wiped.execution_options(synchronize_session=False))


def still_leaves(session: Session, recipient_id: UUID) -> bool:
    """Whether a message to the recipient is still on its way to the gateway."""
    on_its_way = select(Message.id).where(Message.recipient_id == recipient_id, Message.state.in_(SENDING))
    return session.scalar(on_its_way.limit(1)) is not None
