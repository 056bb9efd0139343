"""Reads: what we know of a recipient, and the recipients of an address."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session

from services.notifications.recipients.domain import ERASED, Topic
from services.notifications.recipients.models import Consent, Listed, Recipient, Suppression
from shared.contracts.parts import Thing, Whose
from shared.errors import NotFound
from shared.messaging.erasing import MOST, thing


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
        select(Recipient.id, Recipient.channel, Recipient.address, ~suppressed).where(
            Recipient.id == recipient_id, Recipient.fault.is_distinct_from(ERASED)
        )
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


def recipients_of(session: Session, whose: Whose) -> list[UUID]:
    """The recipients with this address, in the order of their ids; an e-mail counts in any case."""
    channel, address = ("sms", whose.phone) if whose.phone else ("email", whose.email)
    found = select(Recipient.id).where(
        Recipient.channel == channel, func.lower(Recipient.address) == str(address).lower()
    )
    return list(session.scalars(found.order_by(Recipient.id)))


def is_suppressed(session: Session, recipient_id: UUID) -> bool:
    """Whether the owner has told us not to write to this address."""
    return not preferences(session, recipient_id).wanted


def recipient_held(session: Session, recipient_id: UUID) -> list[Thing]:
    """What is kept of an address, of what its owner agreed to, and of the topics they want to hear about."""
    recipient = session.get_one(Recipient, recipient_id)
    agreed = select(Consent).where(Consent.recipient_id == recipient_id).order_by(Consent.at.desc()).limit(MOST)
    listed = select(Listed).where(Listed.recipient_id == recipient_id).order_by(Listed.at)
    return [
        thing("address", kind=recipient.channel, address=recipient.address, made_at=recipient.created_at),
        *(
            thing(
                "agreement", topics=one.purpose, answer="yes" if one.given else "no", how=one.evidence, made_at=one.at
            )
            for one in session.scalars(agreed)
        ),
        *(
            thing(
                "list",
                topics=one.topics,
                language=one.language,
                group=one.target_group,
                place=one.area,
                how=one.how,
                made_at=one.at,
            )
            for one in session.scalars(listed)
        ),
    ]
