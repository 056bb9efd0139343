"""How one message went, for those who organise the event it is about. Its text is not shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.channels.domain.timeline import Course, Step, Try, steps
from services.notifications.channels.models import Attempt, ReceiptRow
from services.notifications.messages.domain.checks import Reason
from services.notifications.messages.domain.states import UNSETTLED, State
from services.notifications.messages.models import Message, Occasion
from services.notifications.messages.queries.fates import of_organisations
from shared.errors import NotFound

ENDED = (State.FAILED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A message and all that happened to it, the oldest first.

    `open`: whoever it was for does not know, or perhaps not, and nobody has told them.
    """

    event_id: UUID
    title: dict[str, str]
    zone: str
    purpose: str
    channel: str
    language: str
    state: str
    parts: int | None
    open: bool
    steps: Sequence[Step]


def timeline(session: Session, organisations: Collection[UUID], message_id: UUID) -> Timeline:
    """Three statements, however long the way was.

    Raises NotFound for a message that is about no event of these organisations.
    """
    wanted = (
        select(Message, Occasion.event_id, Occasion.title, Occasion.zone)
        .join(Occasion, Occasion.id == Message.occasion_id)
        .where(Message.id == message_id, of_organisations(organisations))
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    message: Message = row.Message
    tries = select(Attempt.started_at, Attempt.ended_at, Attempt.outcome, Attempt.code)
    receipts = select(ReceiptRow.received_at, ReceiptRow.status)
    course = Course(
        written_at=message.created_at,
        not_before=message.not_before,
        state=message.state,
        reason=message.reason,
        ended_at=message.changed_at if message.state in ENDED else None,
        told_at=message.told_at,
    )
    gone = steps(
        course,
        [Try(*one) for one in session.execute(tries.where(Attempt.message_id == message_id).order_by(Attempt.n))],
        [(at, status) for at, status in session.execute(receipts.where(ReceiptRow.message_id == message_id))],
    )
    unsettled = message.state in UNSETTLED or message.reason == Reason.SUPPRESSED
    facts = (message.purpose, message.channel, message.language, message.state, message.parts)
    return Timeline(row.event_id, row.title, row.zone, *facts, unsettled and message.told_at is None, gone)
