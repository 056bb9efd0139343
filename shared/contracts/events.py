"""What the events service tells the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message
from shared.contracts.parts import Contact, Occurrence, Texts


@dataclass(frozen=True, kw_only=True)
class EventFacts(Message):
    """A published event as it stands now, with all its occurrences; subject = the event, version = its version."""

    event_id: UUID
    organisation_id: UUID
    organisation: str
    kind: str
    title: Texts
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, kw_only=True)
class EventPublished(EventFacts):
    """An event can now be registered for, and its shifts signed up for."""

    type: ClassVar[str] = "events.event.published"


@dataclass(frozen=True, kw_only=True)
class EventChanged(EventFacts):
    """A published event changed; occurrences whose `version` rose are news to the people who come to them."""

    type: ClassVar[str] = "events.event.changed"


@dataclass(frozen=True, kw_only=True)
class EventCancelled(EventFacts):
    """What was to come of the event will not take place: those occurrences are `cancelled`. `reason` may be empty."""

    type: ClassVar[str] = "events.event.cancelled"
    reason: Texts


@dataclass(frozen=True, kw_only=True)
class RegistrationFacts(Message):
    """A party's registration; subject = the registration, version = its version. `link` lets them see and cancel it."""

    registration_id: UUID
    event_id: UUID
    occurrence_id: UUID
    party: int
    code: str
    link: str
    contact: Contact


@dataclass(frozen=True, kw_only=True)
class RegistrationConfirmed(RegistrationFacts):
    """The party has its places."""

    type: ClassVar[str] = "events.registration.confirmed"


@dataclass(frozen=True, kw_only=True)
class RegistrationWaitlisted(RegistrationFacts):
    """The party waits for places; `position` counts from 1."""

    type: ClassVar[str] = "events.registration.waitlisted"
    position: int


@dataclass(frozen=True, kw_only=True)
class RegistrationOffered(RegistrationFacts):
    """Free places are held for the waiting party until `expires_at`; it has to say yes."""

    type: ClassVar[str] = "events.registration.offered"
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegistrationPromoted(RegistrationFacts):
    """The waiting party got its places."""

    type: ClassVar[str] = "events.registration.promoted"


@dataclass(frozen=True, kw_only=True)
class RegistrationCancelled(RegistrationFacts):
    """The party does not come. `by` is `participant`, `organiser`, `reply` or `expiry` (an offer ran out)."""

    type: ClassVar[str] = "events.registration.cancelled"
    by: str


@dataclass(frozen=True, kw_only=True)
class StaffRightsChanged(Message):
    """What a staff member may do has changed: tokens of before are good no more; version counts their changes."""

    type: ClassVar[str] = "events.staff.rights_changed"
    staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class StaffSignInRequested(Message):
    """A staff member asked for a one-use sign-in link; subject = the staff member."""

    type: ClassVar[str] = "events.staff.sign_in_requested"
    contact: Contact
    link: str
    expires_at: datetime
