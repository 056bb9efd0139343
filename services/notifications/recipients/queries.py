"""Reads: what we know of a recipient, and the recipients of an address."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.notifications.recipients.models import Recipient, Suppression
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Preferences:
    """How an address is written to at present."""

    recipient_id: UUID
    channel: str
    address: str
    wanted: bool


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
    return Preferences(*row)
