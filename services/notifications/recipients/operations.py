"""Writes: meeting an address for the first time, recording agreement, and never writing to it again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.recipients.domain import Address, address_hmac
from services.notifications.recipients.models import Consent, Recipient, Suppression


def meet_recipient(session: Session, address: Address, key: bytes) -> UUID:
    """The recipient of this address, made on first sight."""
    made = (
        insert(Recipient)
        .values(
            id=uuid7(),
            channel=address.channel,
            address=address.value,
            address_hmac=address_hmac(address.value, key),
            country=address.country,
            fault=address.fault,
        )
        .on_conflict_do_nothing()
        .returning(Recipient.id)
    )
    known = select(Recipient.id).where(Recipient.channel == address.channel, Recipient.address == address.value)
    found = session.scalar(known) or session.scalar(made) or session.scalar(known)
    return found or meet_recipient(session, address, key)


def record_consent(
    session: Session, recipient_id: UUID, purpose: str, evidence: str, now: datetime, *, given: bool = True
) -> None:
    """Keep what the owner of the address agreed to or took back, and the act it can be proved by."""
    session.execute(
        insert(Consent)
        .values(recipient_id=recipient_id, purpose=purpose, evidence=evidence, given=given, at=now)
        .on_conflict_do_nothing()
    )


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
    record_consent(session, recipient_id, "messages", f"{source} {now.isoformat()}", now, given=False)
    return new is not None


def allow_again(session: Session, recipient_id: UUID, *, source: str, now: datetime) -> None:
    """Send to this address again, because its owner asked for it."""
    of_recipient = exists().where(
        Recipient.id == recipient_id,
        Recipient.address_hmac == Suppression.address_hmac,
        Recipient.channel == Suppression.channel,
    )
    session.execute(delete(Suppression).where(of_recipient))
    record_consent(session, recipient_id, "messages", f"{source} {now.isoformat()}", now)


def prefer(session: Session, recipient_id: UUID, *, wanted: bool, source: str, now: datetime) -> None:
    """Do what the owner of an address wants, however often they say it."""
    if wanted:
        allow_again(session, recipient_id, source=source, now=now)
    else:
        suppress(session, recipient_id, kind="unsubscribe", reason="asked by link", source=source, now=now)
