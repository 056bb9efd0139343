"""What became of messages: outcomes of attempts, receipts, withdrawals. A state only moves forward."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, null, select, text, update
from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import Reason
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.states import State
from services.notifications.messages.domain.wording import again
from services.notifications.messages.models import Message
from services.notifications.messages.operations.planning import IDENTITY, content, report_failure
from services.notifications.recipients.models import Recipient
from shared.database import ring
from shared.errors import Invalid

WIPED = {
    "body": case((Message.secret, null()), else_=Message.body),
    "subject": case((Message.secret, null()), else_=Message.subject),
}
"""A sign-in link or code does not outlive its sending."""

SETTLE = text(
    "UPDATE messages SET state = told.state, reason = told.reason, owner = NULL, lease_until = NULL, "
    "changed_at = now(), "
    "next_attempt_at = coalesce(told.next_attempt_at, messages.next_attempt_at), "
    "handed_over_at = coalesce(messages.handed_over_at, told.handed_over_at), "
    "body = CASE WHEN secret AND told.state <> 'queued' THEN NULL ELSE body END, "
    "subject = CASE WHEN secret AND told.state <> 'queued' THEN NULL ELSE subject END "
    "FROM unnest(CAST(:ids AS uuid[]), CAST(:attempts AS integer[]), CAST(:states AS text[]), "
    "CAST(:reasons AS text[]), CAST(:nexts AS timestamptz[]), CAST(:handed AS timestamptz[])) "
    "AS told (id, attempt, state, reason, next_attempt_at, handed_over_at) "
    "WHERE messages.id = told.id AND messages.attempts = told.attempt AND (messages.state = 'claimed' "
    "OR messages.state IN ('uncertain', 'queued') AND told.state IN ('accepted', 'delivered')) "
    "RETURNING messages.id, messages.about, messages.subject_id, messages.subject_version, messages.purpose, "
    "messages.state"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one attempt: a state with its reason, or (`queued`) another try at `next_attempt_at`."""

    message_id: UUID
    attempt: int
    state: State
    reason: str | None = None
    next_attempt_at: datetime | None = None
    handed_over_at: datetime | None = None


def settle(session: Session, fates: Sequence[Fate]) -> None:
    """Record what became of attempts, many at a time, and report those whose person does not know, or perhaps not.

    A receipt may have come first, and a process that was taken for dead may still bring an acceptance: the state stays
    where it is further on, and an acceptance of the same attempt ends every doubt.
    """
    columns = {
        "ids": [fate.message_id for fate in fates],
        "attempts": [fate.attempt for fate in fates],
        "states": [fate.state for fate in fates],
        "reasons": [fate.reason for fate in fates],
        "nexts": [fate.next_attempt_at for fate in fates],
        "handed": [fate.handed_over_at for fate in fates],
    }
    for row in session.execute(SETTLE, columns):
        if row.state in (State.FAILED, State.UNCERTAIN):
            report_failure(session, row, State(row.state))


def repeat(session: Session, terms: Terms, message_id: UUID, at: datetime) -> bool:
    """Send an urgent message whose first sending is in doubt once more, marked as a repetition, from `at` on.

    Answers False, and changes nothing, if the mark makes it too long or it was repeated or settled already.
    """
    row = session.execute(
        select(Message.subject, Message.body, Message.language, Message.channel, Recipient.country)
        .join(Recipient, Recipient.id == Message.recipient_id)
        .where(Message.id == message_id, Message.state == State.CLAIMED, Message.repeated.is_(False))
        .with_for_update(of=Message, key_share=True)
    ).first()
    if row is None:
        return False
    try:
        written = content(terms, again(terms, row.channel, row.language, row.subject, row.body), row.country)
    except Invalid:
        return False
    waiting = {"state": State.QUEUED, "repeated": True, "next_attempt_at": at, "owner": None, "lease_until": None}
    session.execute(
        update(Message).where(Message.id == message_id).values(written | waiting | {"changed_at": func.now()})
    )
    ring(session, "messages")
    return True


def withdrawn(reason: Reason) -> dict[str, Any]:
    """The columns of a message that will never leave."""
    return {"state": State.WITHDRAWN, "reason": reason, "changed_at": func.now()} | WIPED


def state_of(session: Session, message_id: UUID) -> State | None:
    """The message's state, held still until the transaction ends; None for a message we do not have."""
    found = session.scalar(select(Message.state).where(Message.id == message_id).with_for_update(key_share=True))
    return State(found) if found else None


def advance(session: Session, message_id: UUID, state: State, at: datetime) -> None:
    """Move a message on to the state that a receipt told; the receipt also proves that it was handed over."""
    row = session.execute(
        update(Message)
        .where(Message.id == message_id)
        .values(
            state=state,
            owner=None,
            lease_until=None,
            handed_over_at=func.coalesce(Message.handed_over_at, at),
            changed_at=func.now(),
            **WIPED,
        )
        .returning(*IDENTITY)
    ).one()
    if state is State.FAILED:
        report_failure(session, row, state)


def give_up_waiting(session: Session, now: datetime, wait: timedelta) -> None:
    """After `wait` without a final receipt an SMS becomes `unknown`."""
    awaiting = (
        Message.state.in_([State.ACCEPTED, State.BUFFERED]),
        Message.channel == "sms",
        Message.handed_over_at < now - wait,
    )
    session.execute(update(Message).where(*awaiting).values(state=State.UNKNOWN, changed_at=func.now()))
