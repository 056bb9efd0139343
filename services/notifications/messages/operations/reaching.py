"""Doubts that end well: a receipt comes late, or staff tell the person themselves and note it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import Reason
from services.notifications.messages.domain.states import UNSETTLED, NothingToTell
from services.notifications.messages.models import Message
from services.notifications.messages.operations.planning import TOLD_BY_OTHERS
from services.notifications.messages.queries.fates import of_organisations
from shared.audit import audit
from shared.contracts.notifications import MessageDelivered
from shared.errors import NotFound
from shared.messaging.outbox import publish

FINAL = 9
"""Version of the message about the end of a doubt: as far as a message can come."""


def tell_otherwise(
    session: Session, who: UUID, organisations: Collection[UUID], message_id: UUID, now: datetime
) -> None:
    """Note that `who` told the person what a message of these organisations did not bring; twice changes nothing.

    Raises NotFound for another's message, and NothingToTell for one that arrived or is still to be sent.
    """
    own = select(Message).where(Message.id == message_id, of_organisations(organisations))
    message = session.scalars(own.with_for_update(of=Message, key_share=True)).one_or_none()
    if message is None:
        raise NotFound
    if message.state not in UNSETTLED and message.reason != Reason.SUPPRESSED:
        raise NothingToTell
    if message.told_at is None:
        message.told_by, message.told_at = who, now
        session.flush()
        audit(session, who, "person_told", message_id)
        report_reached(session, message_id, "staff")


def report_reached(session: Session, message_id: UUID, by: str) -> None:
    """Tell the service whose thing it is about that the person knows, unless another message is open."""
    message = session.get_one(Message, message_id, populate_existing=True)
    others = select(Message.id).where(
        Message.subject_id == message.subject_id,
        Message.id != message_id,
        or_(Message.state.in_(UNSETTLED), Message.reason == Reason.SUPPRESSED),
        Message.told_at.is_(None),
    )
    if message.about not in TOLD_BY_OTHERS or session.scalar(others.limit(1)) is not None:
        return
    delivered = MessageDelivered(
        message_id=message_id, about=message.about, subject_id=message.subject_id, purpose=message.purpose, by=by
    )
    publish(session, delivered, subject=message_id, version=FINAL)
