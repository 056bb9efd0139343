"""What the events service tells of representatives of partners whom it invites to an occurrence."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.contracts.envelope import Message
from shared.contracts.parts import Contact, Texts


@dataclass(frozen=True, kw_only=True)
class RepresentativeInvited(Message):
    """A partner's representative is invited to an occurrence, or hears of a change of it; subject = the invitation.

    `state` is the occurrence's, `on` or `cancelled`; `link` takes the answer.
    """

    type: ClassVar[str] = "events.representative.invited"
    contact: Contact
    organisation: str
    title: Texts
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str
    link: str
    state: str = "on"


@dataclass(frozen=True, kw_only=True)
class RepresentativeUninvited(Message):
    """A partner's representative need not come after all: their invitation was withdrawn; subject = the invitation."""

    type: ClassVar[str] = "events.representative.uninvited"
    contact: Contact
    organisation: str
    title: Texts
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str
