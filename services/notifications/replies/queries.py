"""Reads: what one phone sent, and the texts for one of us to read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About
from services.notifications.messages.models import Concerned, Matter, Message, Occasion, Party
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.models import Recipient
from services.notifications.replies.models import IncomingText
from shared.contracts.parts import Thing
from shared.messaging.erasing import MOST, thing


def was_answered(session: Session, recipient_id: UUID, purpose: Purpose, since: datetime) -> bool:
    """Whether a text of theirs was answered since then with a message of this purpose."""
    found = (
        select(IncomingText.id)
        .join(Message, Message.subject_id == IncomingText.id)
        .where(
            IncomingText.recipient_id == recipient_id,
            IncomingText.received_at >= since,
            Message.purpose == purpose,
        )
    )
    return session.scalar(found.limit(1)) is not None


def has_promised(session: Session, recipient_id: UUID) -> bool:
    """Whether they were ever thanked for promising a visit."""
    taken = (Message.recipient_id == recipient_id, Message.purpose == Purpose.REQUEST_TAKEN)
    return session.scalar(select(Message.id).where(*taken).limit(1)) is not None


def arrived_at(session: Session, recipient_id: UUID, since: datetime) -> set[UUID]:
    """The visits at which they have texted since then to be."""
    said = (IncomingText.answer == "arrived", IncomingText.about == About.VISIT, IncomingText.received_at >= since)
    found = session.scalars(select(IncomingText.subject_id).where(IncomingText.recipient_id == recipient_id, *said))
    return {subject_id for subject_id in found if subject_id}


def reason_awaited(session: Session, recipient_id: UUID, since: datetime) -> tuple[str, UUID, int] | None:
    """What they said no to since then and were asked by text why: about what, which, and its version."""
    found = (
        select(Concerned.about, Concerned.subject_id, Concerned.version)
        .join(IncomingText, IncomingText.subject_id == Concerned.subject_id)
        .join(Message, Message.subject_id == IncomingText.id)
        .where(
            Concerned.recipient_id == recipient_id,
            IncomingText.recipient_id == recipient_id,
            IncomingText.received_at >= since,
            Message.purpose == Purpose.WHY_NOT,
        )
        .order_by(IncomingText.received_at.desc(), IncomingText.id.desc())
    )
    row = session.execute(found.limit(1)).one_or_none()
    return (row.about, row.subject_id, row.version) if row else None


def accepted(session: Session, recipient_id: UUID, subjects: Collection[UUID]) -> set[UUID]:
    """To which of these things they have said yes by text, with the newest text about it."""
    newest = (
        select(IncomingText.subject_id, IncomingText.answer)
        .ext(distinct_on(IncomingText.subject_id))
        .where(IncomingText.recipient_id == recipient_id, IncomingText.subject_id.in_(subjects))
        .order_by(IncomingText.subject_id, IncomingText.received_at.desc())
    )
    return {subject_id for subject_id, answer in session.execute(newest) if subject_id and answer == "yes"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that somebody sent us."""

    text: str
    at: datetime
    answer: str


def texts_from(session: Session, phone: str) -> Sequence[Sent]:
    """What came from this phone, oldest first."""
    rows = session.execute(
        select(IncomingText.text, IncomingText.received_at, IncomingText.answer)
        .join(Recipient, Recipient.id == IncomingText.recipient_id)
        .where(Recipient.channel == "sms", Recipient.address == phone)
        .order_by(IncomingText.received_at, IncomingText.id)
        .limit(500)
    )
    return [Sent(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that waits for one of us; the event is the newest that its sender has to do with, if any.

    `referral_id` is the mediation of the reader's organisation of which it says why it did not help, `visit_id` the
    request for help at whose visit its sender was; `work` is that of a shift.
    """

    id: UUID
    recipient_id: UUID
    phone: str
    text: str
    received_at: datetime
    referral_id: UUID | None
    visit_id: UUID | None
    event_id: UUID | None
    title: dict[str, str] | None
    work: dict[str, str] | None
    starts_at: datetime | None


def texts_to_read(
    session: Session, organisations: Collection[UUID], *, after: UUID | None = None, limit: int = 50
) -> Sequence[Unread]:
    """The texts nobody has read yet that concern these organisations, oldest first."""
    wanted = _unclear(organisations).where(IncomingText.read_at.is_(None))
    if after:
        wanted = wanted.where(IncomingText.id > after)
    return [Unread(*row) for row in session.execute(wanted.order_by(IncomingText.id).limit(limit))]


def texts_read(session: Session, organisations: Collection[UUID], *, limit: int) -> Sequence[Unread]:
    """Those of them that one of us has read, the newest first."""
    wanted = _unclear(organisations).where(IncomingText.read_at.is_not(None))
    return [Unread(*row) for row in session.execute(wanted.order_by(IncomingText.id.desc()).limit(limit))]


def _unclear(organisations: Collection[UUID]) -> Select[tuple[Any, ...]]:
    """The texts that we could do nothing with and that concern these organisations."""
    newest = (
        _theirs(organisations)
        .add_columns(Occasion.event_id, Occasion.title, Occasion.work, Occasion.starts_at)
        .order_by(Party.subject_id.desc())
        .limit(1)
        .lateral()
    )
    matter = select(Matter.subject_id).where(
        Matter.subject_id == IncomingText.subject_id, Matter.organisation_id.in_(organisations)
    )
    referral, visit = (
        matter.where(IncomingText.about == about).scalar_subquery() for about in (About.REFERRAL, About.VISIT)
    )
    return (
        select(IncomingText.id, Recipient.id, Recipient.address, IncomingText.text, IncomingText.received_at)
        .add_columns(referral, visit)
        .add_columns(newest.c.event_id, newest.c.title, newest.c.work, newest.c.starts_at)
        .join(Recipient, Recipient.id == IncomingText.recipient_id)
        .outerjoin(newest, true())
        .where(IncomingText.unclear, concerns(organisations))
    )


def concerns(organisations: Collection[UUID]) -> ColumnElement[bool]:
    """Whether a text's sender has to do with an event or a matter of these, or with nobody's that we know of."""
    anybody = select(Party.subject_id).where(Party.recipient_id == IncomingText.recipient_id)
    matters = (
        select(Matter.subject_id)
        .join(Concerned, Concerned.subject_id == Matter.subject_id)
        .where(Concerned.recipient_id == IncomingText.recipient_id)
        .correlate(IncomingText)
    )
    own, known = Matter.organisation_id.in_(organisations), Matter.organisation_id.is_not(None)
    nobody = ~anybody.exists() & ~matters.where(known).exists()
    return or_(_theirs(organisations).exists(), matters.where(own).exists(), nobody)


def _theirs(organisations: Collection[UUID]) -> Select[UUID]:
    """What a text's sender has to do with at these organisations. A shift has none of its own: its event has."""
    own = select(Occasion.event_id).where(Occasion.organisation_id.in_(organisations))
    return (
        select(Party.subject_id)
        .join(Occasion, Occasion.id == Party.occasion_id)
        .where(Party.recipient_id == IncomingText.recipient_id, Occasion.event_id.in_(own))
        .correlate(IncomingText)
    )


def texts_held(session: Session, recipient_id: UUID) -> list[Thing]:
    """What somebody has texted us, for themselves, the newest first."""
    found = select(IncomingText).where(IncomingText.recipient_id == recipient_id).order_by(IncomingText.id.desc())
    return [thing("text", text=one.text, made_at=one.received_at) for one in session.scalars(found.limit(MOST))]
