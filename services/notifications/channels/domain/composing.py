"""A claimed message as a gateway wants it: an SMS with its alphabet, or a mail with its calendar entry and headers."""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.notifications.channels.domain.calendar import Guest, Invitation, Method, calendar_entry
from services.notifications.channels.domain.gateway import CalendarEntry, OutgoingMail, OutgoingSms
from services.notifications.messages.domain.claimed import Claimed
from services.notifications.messages.domain.facts import Appointment, OccasionFacts, PartyState
from services.notifications.messages.domain.timing import ASKED_FOR
from services.notifications.recipients.domain import Purpose, preferences_token
from services.notifications.templates.domain.sms import Encoding, Sms
from shared.languages import text_for

INVITES = frozenset(
    {
        Purpose.REGISTRATION_CONFIRMED,
        Purpose.REGISTRATION_PROMOTED,
        Purpose.REGISTRATION_MOVED,
        Purpose.EVENT_CHANGED,
        Purpose.SIGN_UP_CONFIRMED,
        Purpose.SHIFT_CHANGED,
    }
)
UNINVITES = frozenset({Purpose.EVENT_CANCELLED, Purpose.SHIFT_CANCELLED})
UNINVITES |= {Purpose.REPRESENTATIVE_CANCELLED, Purpose.REPRESENTATIVE_UNINVITED}
FAREWELLS = frozenset({Purpose.REGISTRATION_CANCELLED, Purpose.SIGN_UP_CANCELLED})
"""These take the entry away although the occasion has not changed: SEQUENCE rises by one above its version."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who our mails come from, and where links in them lead; `key` signs them."""

    address: str
    public_url: str
    key: bytes


def sms_of(message: Claimed) -> OutgoingSms:
    """The SMS, measured when it was planned."""
    encoding = Encoding(message.encoding or Encoding.GSM7)
    sms = Sms(message.body, encoding, message.units or 0, message.parts or 1)
    return OutgoingSms(message.id, message.address, sms, message.useful_until)


def mail_of(message: Claimed, sender: Sender) -> OutgoingMail:
    """The mail with its calendar entry, if it is about a place at an occasion."""
    token = preferences_token(message.recipient_id, sender.key)
    unsubscribe = f"{sender.public_url}/api/notifications/v1/unsubscribe/{token}"
    return OutgoingMail(
        message.id,
        message.address,
        message.subject or "",
        message.body,
        message.language,
        _calendar(message, sender),
        None if message.purpose in ASKED_FOR else unsubscribe,
    )


def _calendar(message: Claimed, sender: Sender) -> CalendarEntry | None:
    """Who only waits, or only waited, has no entry, so none is changed or taken away."""
    occasion = message.occasion
    has_place = message.party_state is PartyState.CONFIRMED
    if occasion and has_place and message.purpose in INVITES:
        return _entry(message, occasion, sender, Method.REQUEST, occasion.version)
    if occasion and has_place and message.purpose in UNINVITES:
        return _entry(message, occasion, sender, Method.CANCEL, occasion.version)
    if occasion and message.had_place and message.purpose in FAREWELLS:
        return _entry(message, occasion, sender, Method.CANCEL, occasion.version + 1)
    if message.appointment:
        return _invited(message, message.appointment, sender)
    return None


def _invited(message: Claimed, appointment: Appointment, sender: Sender) -> CalendarEntry:
    """The entry of somebody who has not answered yet, or what takes it away."""
    invitation = Invitation(
        method=Method.CANCEL if message.purpose in UNINVITES else Method.REQUEST,
        sequence=appointment.version,
        summary=appointment.summary,
        location=appointment.venue,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        zone=appointment.zone,
        organiser=sender.address,
        organiser_name=appointment.organisation,
    )
    guest = Guest(f"{message.subject_id}@talka", message.address, message.link or "", comes=False)
    return calendar_entry(invitation, guest, datetime.now(UTC))


def _entry(message: Claimed, occasion: OccasionFacts, sender: Sender, method: Method, sequence: int) -> CalendarEntry:
    title = text_for(occasion.title, message.language)[0]
    work = text_for(occasion.work, message.language)[0]
    invitation = Invitation(
        method=method,
        sequence=sequence,
        summary=f"{work}: {title}" if work else title,
        location=occasion.place.venue,
        starts_at=occasion.place.starts_at,
        ends_at=occasion.place.ends_at,
        zone=occasion.zone,
        organiser=sender.address,
        organiser_name=occasion.organisation,
    )
    uid = f"{message.subject_id}@talka"  # as in the public .ics files: one entry, wherever it was taken from
    return calendar_entry(invitation, Guest(uid, message.address, message.link or ""), datetime.now(UTC))
