"""What follows an attempt: the next try, and receipts, which only move a message forward."""

from datetime import datetime, timedelta
from enum import StrEnum

from services.notifications.messages.domain.states import State

LADDER = (
    timedelta(0),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""Waiting time before the first try, the second, …; after the last the message has failed."""

JITTER = 0.2
"""The share by which a wait may be longer or shorter, so that a gateway's return is not met by everybody at once."""

RECEIPT_WAIT = timedelta(hours=72)
"""After this long without a final receipt nobody will tell us any more: the message becomes `unknown`."""


class Receipt(StrEnum):
    """What a gateway says later about a message it took."""

    ACCEPTED = "accepted"
    BUFFERED = "buffered"
    DELIVERED = "delivered"
    FAILED = "failed"


KANNEL_RECEIPTS = {
    1: Receipt.DELIVERED,
    2: Receipt.FAILED,
    4: Receipt.BUFFERED,
    8: Receipt.ACCEPTED,
    16: Receipt.FAILED,
}
"""What Kannel's `%d` means; 2 is a failure at the network, 16 a refusal by the operator."""


def next_attempt(
    made: int, begun: datetime, useful_until: datetime, *, chance: float, after: timedelta | None = None
) -> datetime | None:
    """When to try again after `made` tries, or None: no rung is left, or it would come too late to be of use.

    The wait counts from when the last try began, which is long ago if that try's process died.

    `chance` in 0..1 places the wait within its jitter; `after` is the least wait the gateway asked for. All in UTC.
    """
    if made >= len(LADDER):
        return None
    wait = LADDER[made] * (1 + JITTER * (2 * chance - 1))
    due = begun + max(wait, after or timedelta(0))
    return due if due < useful_until else None


def forward(state: State, receipt: Receipt) -> State:
    """The state after a receipt. They come early, twice and out of order: none lowers a state, a final one stays."""
    told = State(receipt)
    return told if told.rank > state.rank else state
