"""Erasing a recipient from tries and receipts, and from the built-in phone and mailbox."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from services.notifications.channels.models import Attempt, MailboxItem, ReceiptRow
from services.notifications.messages.models import Message


def erase_attempts(session: Session, recipient_id: UUID) -> None:
    """Wipe what gateways said of a recipient's messages: it may hold the address. What became of them stays."""
    theirs = select(Message.id).where(Message.recipient_id == recipient_id)
    session.execute(update(Attempt).where(Attempt.message_id.in_(theirs)).values(detail=None))
    session.execute(update(ReceiptRow).where(ReceiptRow.message_id.in_(theirs)).values(raw=""))


def erase_handed_over(session: Session, message_ids: Collection[UUID]) -> None:
    """Wipe what gateways said of these messages, and delete them from the built-in phone or mailbox."""
    session.execute(update(Attempt).where(Attempt.message_id.in_(message_ids)).values(detail=None))
    session.execute(update(ReceiptRow).where(ReceiptRow.message_id.in_(message_ids)).values(raw=""))
    session.execute(delete(MailboxItem).where(MailboxItem.message_id.in_(message_ids)))


def empty_mailbox(session: Session, address: str) -> None:
    """Delete what has arrived on the built-in phone or in the built-in mailbox, in the embedded run."""
    session.execute(delete(MailboxItem).where(func.lower(MailboxItem.address) == address.lower()))
