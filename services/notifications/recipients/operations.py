"""Writes: meeting an address for the first time, recording agreement, and never writing to it again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, literal, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.recipients.domain import Address, address_hmac
from services.notifications.recipients.models import Consent, Recipient, Suppression

_MEET = text(
    "WITH known AS (SELECT id FROM recipients WHERE channel = :channel AND address = :address), "
    "made AS (INSERT INTO recipients (id, channel, address, address_hmac, country, fault) "
    "SELECT :id, :channel, :address, :hmac, :country, CAST(:fault AS text) WHERE NOT EXISTS (SELECT FROM known) "
    "ON CONFLICT DO NOTHING RETURNING id), "
    "who AS (SELECT id FROM known UNION ALL SELECT id FROM made), "
    "agreed AS (INSERT INTO consents (recipient_id, purpose, evidence, given, at) "
    "SELECT id, 'messages', CAST(:evidence AS text), true, :now FROM who WHERE CAST(:evidence AS text) IS NOT NULL "
    "ON CONFLICT DO NOTHING) "
    "SELECT id FROM who"
)
"""One round trip, since every registration makes it."""


def meet_recipient(
    session: Session, address: Address, key: bytes, now: datetime, *, agreed_by: str | None = None
) -> UUID:
    """The recipient of this address, made on first sight; with `agreed_by` the act by which they agreed to messages."""
    values = {
        "id": uuid7(),
        "channel": address.channel,
        "address": address.value,
        "hmac": address_hmac(address.value, key),
        "country": address.country,
        "fault": address.fault,
        "evidence": agreed_by,
        "now": now,
    }
    while (found := session.scalar(_MEET, values)) is None:
        pass  # somebody else was making it, and has committed since: the next look sees it
    return UUID(str(found))


def suppress(session: Session, recipient_id: UUID, *, kind: str, reason: str, source: str, now: datetime) -> bool:
    """Send nothing more to this address; answers whether that is new. `kind` is `stop` or `unsubscribe`."""
    who = select(
        Recipient.address_hmac,
        Recipient.channel,
        literal(kind),
        literal(reason),
        literal(source),
        literal(now),
    ).where(Recipient.id == recipient_id)
    new = session.scalar(
        insert(Suppression)
        .from_select(["address_hmac", "channel", "kind", "reason", "source", "at"], who)
        .on_conflict_do_nothing()
        .returning(Suppression.at)
    )
    _record_consent(session, recipient_id, source, now, given=False)
    return new is not None


def allow_again(session: Session, recipient_id: UUID, *, source: str, now: datetime) -> None:
    """Send to this address again, because its owner asked for it."""
    of_recipient = exists().where(
        Recipient.id == recipient_id,
        Recipient.address_hmac == Suppression.address_hmac,
        Recipient.channel == Suppression.channel,
    )
    session.execute(delete(Suppression).where(of_recipient))
    _record_consent(session, recipient_id, source, now, given=True)


def _record_consent(session: Session, recipient_id: UUID, source: str, now: datetime, *, given: bool) -> None:
    """Keep what the owner of the address agreed to or took back, and the act it can be proved by."""
    session.execute(
        insert(Consent).values(
            recipient_id=recipient_id, purpose="messages", evidence=f"{source} {now.isoformat()}", given=given, at=now
        )
    )


def prefer(session: Session, recipient_id: UUID, *, wanted: bool, source: str, now: datetime) -> None:
    """Do what the owner of an address wants, however often they say it."""
    if wanted:
        allow_again(session, recipient_id, source=source, now=now)
    else:
        suppress(session, recipient_id, kind="unsubscribe", reason="asked by link", source=source, now=now)
