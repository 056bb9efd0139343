"""Receipts: what a gateway tells of a message later. They come early, twice, late, out of order, or never."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.channels.domain.delivery import RECEIPT_WAIT, Receipt, forward
from services.notifications.channels.models import ReceiptRow
from services.notifications.messages.domain.states import State
from services.notifications.messages.operations.fate import advance, give_up_waiting, state_of
from services.notifications.messages.operations.reaching import report_reached


def hear_receipt(session: Session, provider: str, message_id: UUID, receipt: Receipt, raw: str, now: datetime) -> None:
    """Keep a receipt, and move its message forward if it says more than we know.

    One of a message we do not have is kept by itself: the database may have been put back to an older state.
    """
    state = state_of(session, message_id)
    told = forward(state, receipt) if state else None
    if told and told is not state:
        advance(session, message_id, told, now)
        if state is State.UNCERTAIN and told is not State.FAILED:
            report_reached(session, message_id, "receipt")
    session.add(
        ReceiptRow(
            id=uuid7(),
            provider=provider,
            provider_ref=None if state else str(message_id),
            message_id=message_id if state else None,
            status=receipt,
            raw=raw,
            received_at=now,
            applied_at=now if told and told is not state else None,
        )
    )


def stop_waiting(session: Session, now: datetime) -> None:
    """Whatever had no final receipt for 72 hours becomes `unknown`."""
    give_up_waiting(session, now, RECEIPT_WAIT)
