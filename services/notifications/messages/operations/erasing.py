"""Erasing a recipient from messages, and a helper's name from what others were told of them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import Reason
from services.notifications.messages.domain.facts import About
from services.notifications.messages.domain.states import State
from services.notifications.messages.models import Concerned, Message, Party
from services.notifications.messages.operations.fate import withdrawn
from services.notifications.messages.queries.about import among
from services.notifications.recipients.domain import Purpose

EMPTY = {"body": None, "subject": None}
SENDING = (State.QUEUED, State.CLAIMED)
VOLUNTEERING = (About.SIGN_UP, About.OFFER, About.VISIT)
TO_VOLUNTEERS = (Purpose.VOLUNTEER_SIGN_IN, Purpose.CONTACT_CHANGED, Purpose.REQUEST_TAKEN)
"""What only a volunteer is written to about, and the messages about other things that only a volunteer gets."""


def erase_messages(session: Session, recipient_id: UUID) -> int:
    """Withdraw what was not sent, wipe what was written, and forget what the recipient is concerned by.

    That a message was written, when and what became of it stays, without a person: how many. One that is being sent at
    this moment goes as its sender has it in hand; the row must keep a text, in case that process dies. The recipient
    must be locked: rows are taken in the order of decision 0012.
    """
    theirs = Message.recipient_id == recipient_id
    _leave(session, Party.recipient_id == recipient_id)
    _wipe(session, theirs)
    session.execute(delete(Concerned).where(Concerned.recipient_id == recipient_id))
    return session.scalars(select(func.count()).where(theirs)).one()


def erase_volunteering(session: Session, recipient_id: UUID, helped: Collection[UUID]) -> list[UUID]:
    """Do the same to what a recipient got and is concerned by as a volunteer, and to nothing else: whose messages.

    `helped` are the requests in which they have promised to help. The recipient must be locked.
    """
    as_helper = and_(Message.subject_id.in_(helped), Message.purpose == Purpose.REQUEST_CLOSED)
    as_volunteer = or_(Message.about.in_(VOLUNTEERING), Message.purpose.in_(TO_VOLUNTEERS), as_helper)
    theirs = and_(Message.recipient_id == recipient_id, as_volunteer)
    _leave(session, and_(Party.recipient_id == recipient_id, Party.about == About.SIGN_UP))
    _wipe(session, theirs)
    of_visits = or_(Concerned.about.in_(VOLUNTEERING), Concerned.subject_id.in_(helped))
    session.execute(delete(Concerned).where(Concerned.recipient_id == recipient_id, of_visits))
    return list(session.scalars(select(Message.id).where(theirs)))


def _leave(session: Session, theirs: ColumnElement[bool]) -> None:
    """Locked in the order in which an audience is told, and before its messages are."""
    found = select(Party.subject_id).where(theirs).order_by(Party.subject_id).with_for_update(key_share=True)
    nobody = {"recipient_id": None, "code": "", "link": ""}
    session.execute(update(Party).where(among(Party.subject_id, session.scalars(found).all())).values(nobody))


def _wipe(session: Session, theirs: ColumnElement[bool]) -> None:
    unsent = update(Message).where(theirs, Message.state == State.QUEUED)
    session.execute(unsent.values(withdrawn(Reason.NO_LONGER_WANTED)))
    text = case((Message.state == State.CLAIMED, ""), else_=None)
    session.execute(update(Message).where(theirs).values(EMPTY | {"body": text}))


def erase_helper_names(session: Session, request_ids: Collection[UUID]) -> None:
    """Wipe the messages that named an erased helper to whoever they came to."""
    named = (Message.subject_id.in_(request_ids), Message.purpose == Purpose.REQUEST_ASSIGNED)
    wiped = update(Message).where(*named, Message.state.not_in(SENDING)).values(EMPTY)
    session.execute(wiped.execution_options(synchronize_session=False))


def erase_number(session: Session, phone: str) -> list[UUID]:
    """Wipe the messages that asked somebody else to call this number (E.164): which they are."""
    told = (Message.body.contains(phone, autoescape=True), Message.state.not_in(SENDING))
    wiped = update(Message).where(*told).values(EMPTY).returning(Message.id)
    return list(session.scalars(wiped.execution_options(synchronize_session=False)))


def still_leaves(session: Session, recipient_id: UUID) -> bool:
    """Whether a message to the recipient is still on its way to the gateway."""
    on_its_way = select(Message.id).where(Message.recipient_id == recipient_id, Message.state.in_(SENDING))
    return session.scalar(on_its_way.limit(1)) is not None
