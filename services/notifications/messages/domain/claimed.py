"""A message that has been claimed to be handed over now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.messages.domain.facts import Appointment, OccasionFacts, PartyState
from services.notifications.recipients.domain import Channel, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One message in its `attempt`-th try, ours until `lease_until`. `occasion` is as it was when we claimed it.

    `subject` is a mail's; `encoding`, `units` and `parts` are an SMS's; `had_place`, of a farewell alone, says that the
    person was told of a place before; `appointment` is what the reader alone is invited to.
    """

    id: UUID
    attempt: int
    lease_until: datetime
    purpose: Purpose
    subject_id: UUID
    recipient_id: UUID
    channel: Channel
    address: str
    language: str
    subject: str | None
    body: str
    encoding: str | None
    units: int | None
    parts: int | None
    repeated: bool
    useful_until: datetime
    correlation_id: str
    party_state: PartyState | None
    had_place: bool
    link: str | None
    occasion: OccasionFacts | None
    appointment: Appointment | None = None
