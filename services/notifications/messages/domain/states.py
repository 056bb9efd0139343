"""The states a message goes through, and what makes it the same message."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.notifications.recipients.domain import Channel, Purpose
from shared.errors import Conflict, _


class State(StrEnum):
    """The life of a message. `withdrawn` was never sent, `uncertain` may have been, `unknown` had no final receipt."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    UNCERTAIN = "uncertain"
    ACCEPTED = "accepted"
    BUFFERED = "buffered"
    UNKNOWN = "unknown"
    FAILED = "failed"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"

    @property
    def rank(self) -> int:
        """How far the message has come; the three final states share the highest."""
        return _RANKS[self]

    @property
    def is_final(self) -> bool:
        """Whether nothing can change it any more."""
        return self.rank == _FINAL


_FINAL = 9
_RANKS: dict[State, int] = {
    State.QUEUED: 0,
    State.CLAIMED: 1,
    State.UNCERTAIN: 2,
    State.ACCEPTED: 3,
    State.BUFFERED: 4,
    State.UNKNOWN: 5,
    State.FAILED: _FINAL,
    State.DELIVERED: _FINAL,
    State.WITHDRAWN: _FINAL,
}

UNSETTLED = frozenset({State.UNCERTAIN, State.UNKNOWN, State.FAILED})
"""Whoever it was for does not know, or perhaps not: somebody should call."""

HELPERS = ("owner", "organiser", "social_worker")
"""Roles of those who speak with people on the phone or at their door."""
WRITERS = ("owner", "organiser")
"""Roles of those who may write to everybody: it costs money and cannot be taken back."""


class NothingToTell(Conflict):
    """Only what did not arrive, or perhaps not, can be told by other means."""

    code = "nothing-to-tell"
    title = _("This message has arrived or is still to be sent, so nobody has to be told.")


@dataclass(frozen=True, slots=True)
class MessageKey:
    """What makes a message the same message: it exists once. `subject_version` counts changes of the facts told."""

    recipient_id: UUID
    channel: Channel
    purpose: Purpose
    subject_id: UUID
    subject_version: int
