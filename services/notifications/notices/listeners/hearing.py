"""What all listeners of notices share: a message as a matter, a contact as a reader."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import About, Cause, Terms
from services.notifications.notices.domain.letters import Matter, To
from services.notifications.recipients.domain import address
from shared.contracts.envelope import Envelope, Message
from shared.contracts.parts import Contact
from shared.database import moment

Heard = Callable[[Terms, Session, Any, Envelope], None]
Subscriptions = dict[type[Message], Heard]


def to(contact: Contact) -> To:
    """The contact as a reader; without an address for somebody whom a helper tells."""
    return To(address(contact.channel, contact.phone, contact.email), contact.language, contact.any_hour)


def both(person: Contact, asker: Contact | None) -> list[tuple[Contact, str]]:
    """Whom it is for and whoever asked for them, each with the phone of the person if they have to tell them."""
    call = person.phone if person.channel == "none" else None
    return [(person, ""), *([(asker, call or "")] if asker else [])]


def matter(about: About, envelope: Envelope, *, over: bool = False, raised: bool = False) -> Matter:
    """What the message is about, as it stands by its version; `raised` for an alarm, each of which counts."""
    return Matter(
        id=UUID(envelope.subject),
        about=about,
        version=envelope.version,
        over=over,
        raised_by=envelope.id if raised else None,
        organisation_id=_named(envelope, "organisation_id"),
        part_of=_named(envelope, "request_id"),
    )


def _named(envelope: Envelope, name: str) -> UUID | None:
    found = envelope.data.get(name)
    return UUID(found) if found else None


def cause(session: Session, envelope: Envelope) -> Cause:
    """What happened on a machine whose clock is ahead happened at the latest now."""
    return Cause(min(envelope.time, moment(session)), envelope.correlation_id)
