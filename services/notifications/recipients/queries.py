"""Reads: what we know of a recipient, and the recipients of an address."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from services.notifications.recipients.domain import Topic
from services.notifications.recipients.models import Listed, Recipient, Suppression
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Agreed:
    """A topic that somebody behind an address agreed to hear about, when (UTC) and how."""

    topic: str
    at: datetime
    how: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """How an address is written to at present."""

    recipient_id: UUID
    channel: str
    address: str
    wanted: bool
    topics: tuple[Agreed, ...] = ()


def preferences(session: Session, recipient_id: UUID) -> Preferences:
    """What the owner of an address has told us. Raises NotFound."""
    suppressed = exists().where(
        Suppression.address_hmac == Recipient.address_hmac, Suppression.channel == Recipient.channel
    )
    row = session.execute(
        select(Recipient.id, Recipient.channel, Recipient.address, ~suppressed).where(Recipient.id == recipient_id)
    ).first()
    if row is None:
        raise NotFound
    known = select(Listed.topics, Listed.at, Listed.how).where(Listed.recipient_id == recipient_id)
    agreed = {
        topic: Agreed(topic, at, how)
        for topics, at, how in session.execute(known.order_by(Listed.at.desc()))
        for topic in topics
    }
    return Preferences(*row, tuple(agreed[topic] for topic in Topic if topic in agreed))


_LANGUAGE = text(
    "SELECT language FROM (SELECT subject_id, language FROM audience WHERE recipient_id = :recipient_id "
    "UNION ALL SELECT subject_id, language FROM concerned WHERE recipient_id = :recipient_id) AS known "
    "ORDER BY subject_id DESC LIMIT 1"
)
"""Both tables are of a feature that stands on this one; an address itself has no language, since two may share it."""


def language_of(session: Session, recipient_id: UUID) -> str | None:
    """The language in which the owner was written to last, for the newest party; None before they were part of any."""
    language: str | None = session.scalar(_LANGUAGE, {"recipient_id": recipient_id})
    return language
