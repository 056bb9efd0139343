"""What we hand to a gateway and what it may answer. Adapters live in `gateways/`; `app.py` chooses one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from services.notifications.templates.domain.sms import Sms


@dataclass(frozen=True, slots=True)
class Accepted:
    """The gateway took the message; `ref` is its own name for it. `delivered`: it has arrived, no receipt follows."""

    ref: str
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The gateway will never take this message: a wrong number, a text it forbids."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Certainly not taken, and may be later: no connection, 429, 503, SMTP 4xx. `after` is the gateway's own wish."""

    after: timedelta | None
    detail: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Perhaps taken: no answer in time, the line broke after the body. Never tried again through another gateway."""

    detail: str


Outcome = Accepted | Refused | Retry | Uncertain


@dataclass(frozen=True, slots=True)
class OutgoingSms:
    """One SMS; `message_id` comes back in the receipt, `useful_until` (UTC) is its validity at the operator."""

    message_id: UUID
    to: str
    sms: Sms
    useful_until: datetime


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An iTIP part (RFC 5546): `method` is REQUEST or CANCEL, `ics` the whole calendar object."""

    method: str
    ics: bytes


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail to one person; `message_id` becomes the Message-ID, the same in every try."""

    message_id: UUID
    to: str
    subject: str
    body: str
    language: str
    calendar: CalendarEntry | None = None
    unsubscribe_url: str | None = None


Outgoing_contra = TypeVar("Outgoing_contra", contravariant=True)


class Gateway(Protocol[Outgoing_contra]):
    """Sends one kind of message. `connections` is how many it may be asked to send at once, from as many threads."""

    @property
    def name(self) -> str:
        """How attempts and receipts call it."""
        ...

    @property
    def connections(self) -> int:
        """At least 1."""
        ...

    def send(self, message: Outgoing_contra) -> Outcome:
        """Try once. Never raises for what a gateway, a server or a network does."""
        ...

    def look_up(self, message_id: UUID) -> Outcome:
        """What became of a message that a process may have handed over before it died."""
        ...

    def close(self) -> None:
        """Let go of connections that are kept open."""
        ...


SmsGateway = Gateway[OutgoingSms]
MailGateway = Gateway[OutgoingMail]
