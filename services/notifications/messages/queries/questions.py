"""Reads: what somebody has been asked and may still answer by text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About, PartyState
from services.notifications.messages.domain.wording import moment
from services.notifications.messages.models import Concerned, Message, Occasion, Party
from services.notifications.messages.queries.about import Subject
from services.notifications.recipients.domain import Channel, Purpose
from shared.languages import text_for

SETTLES = frozenset(
    {
        Purpose.OFFER_EXPIRED,
        Purpose.REGISTRATION_PROMOTED,
        Purpose.REGISTRATION_CANCELLED,
        Purpose.SIGN_UP_CANCELLED,
        Purpose.REQUEST_OFFER_WITHDRAWN,
        Purpose.REQUEST_TAKEN,
        Purpose.REQUEST_CLOSED,
    }
)
"""News that something asked before is answered or is asked no more: a yes after it may be meant for that."""
_WRITTEN: ColumnElement[Any] = func.max(Message.handed_over_at).label("written")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody may say yes to; `words` tell it by kind and time alone, `link` takes the answer too."""

    subject: Subject
    words: str
    link: str


def open_questions(session: Session, recipient_id: UUID, now: datetime) -> list[Question]:
    """All that this recipient has read and may still say yes to, the newest first."""
    found = [*_of_parties(session, recipient_id, now), *_of_matters(session, recipient_id, now)]
    return sorted(found, key=lambda question: question.subject.written, reverse=True)


def last_written(session: Session, recipient_id: UUID) -> tuple[str, UUID] | None:
    """What the newest message to them was about, and which; answers to texts of theirs are about nothing."""
    newest = (
        select(Message.about, Message.subject_id)
        .where(Message.recipient_id == recipient_id, Message.handed_over_at.is_not(None))
        .where(Message.about.not_in((About.REPLY, About.SIGN_IN)))
        .order_by(Message.handed_over_at.desc(), Message.id.desc())
        .limit(1)
    )
    row = session.execute(newest).first()
    return (row.about, row.subject_id) if row else None


def settled_since(session: Session, recipient_id: UUID, written: datetime) -> bool:
    """Whether they have been told since then that something they were asked is answered, or asked no more."""
    told = (Message.recipient_id == recipient_id, Message.handed_over_at >= written, Message.purpose.in_(SETTLES))
    return session.scalar(select(Message.id).where(*told).limit(1)) is not None


def _of_parties(session: Session, recipient_id: UUID, now: datetime) -> Sequence[Question]:
    rows = session.execute(
        select(Party, Occasion, _WRITTEN)
        .join(Message, Message.subject_id == Party.subject_id)
        .join(Occasion, Occasion.id == Party.occasion_id)
        .where(
            Party.recipient_id == recipient_id,
            Party.state == PartyState.OFFERED,
            Occasion.on,
            Occasion.ends_at > now,
            Message.handed_over_at.is_not(None),
        )
        .group_by(Party.subject_id, Occasion.id)
    )
    return [_of_party(*row) for row in rows]


def _of_party(party: Party, occasion: Occasion, written: datetime) -> Question:
    title = text_for(occasion.title, party.language)[0]
    when = moment(occasion.starts_at, ZoneInfo(occasion.zone), Channel.SMS, party.language)
    subject = Subject(party.about, party.subject_id, party.version, True, True, written)
    return Question(subject, f"{title}, {when}", party.link)


def _of_matters(session: Session, recipient_id: UUID, now: datetime) -> Sequence[Question]:
    rows = session.execute(
        select(Concerned, _WRITTEN)
        .join(
            Message,
            and_(
                Message.subject_id == Concerned.subject_id,
                Message.about == Concerned.about,
                Message.recipient_id == Concerned.recipient_id,
            ),
        )
        .where(Concerned.recipient_id == recipient_id, Concerned.asks_until > now, Message.handed_over_at.is_not(None))
        .group_by(Concerned.subject_id, Concerned.recipient_id)
    )
    return [_of_matter(*row) for row in rows]


def _of_matter(concerned: Concerned, written: datetime) -> Question:
    subject = Subject(concerned.about, concerned.subject_id, concerned.version, True, True, written)
    return Question(subject, concerned.question, concerned.link)
