"""Calendar entries in mails: iTIP requests and cancellations (RFC 5546) that replace one another by UID and SEQUENCE.

METHOD is never PUBLISH: with it Outlook and Google add a second entry instead of moving the first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from services.notifications.channels.domain.gateway import CalendarEntry

_RULES_AROUND = timedelta(days=366)
"""How far around the event the clock's changes are written down: a whole VTIMEZONE would weigh 2 KB in every mail."""


class Method(StrEnum):
    """What the entry asks of the calendar."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What everybody's entry at one occasion has in common; `sequence` rises with every change of time or place.

    `organiser` must be the address the mail comes from: calendars refuse a cancellation by somebody else.
    """

    method: Method
    sequence: int
    summary: str
    location: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    organiser: str
    organiser_name: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Whose entry it is; `uid` is one and the same for a person and an occasion, whatever happens to it.

    Not `comes`: they have yet to say whether they do.
    """

    uid: str
    address: str
    link: str
    comes: bool = True


def calendar_entry(invitation: Invitation, guest: Guest, stamp: datetime) -> CalendarEntry:
    """The guest's entry as it goes into a mail; `stamp` is when it is made."""
    before, after = _shared(invitation)
    own = (
        f"UID:{guest.uid}",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"ATTENDEE;PARTSTAT={'ACCEPTED' if guest.comes else 'NEEDS-ACTION'};RSVP=FALSE:mailto:{guest.address}",
        f"URL:{guest.link}",
    )
    return CalendarEntry(invitation.method, before + b"".join(map(_folded, own)) + after)


def _folded(line: str) -> bytes:
    """One line of ours, all ASCII, in pieces of at most 75 octets (RFC 5545 section 3.1)."""
    pieces = [line[:75], *(f" {line[start : start + 74]}" for start in range(75, len(line), 74))]
    return "".join(f"{piece}\r\n" for piece in pieces).encode("ascii")


@lru_cache(maxsize=256)
def _shared(invitation: Invitation) -> tuple[bytes, bytes]:
    """What stands before and after a guest's own lines; worked out once, since it takes 2 ms."""
    calendar = Calendar()
    calendar.add("prodid", "-//Talka//notifications//")
    calendar.add("version", "2.0")
    calendar.add("method", invitation.method)
    zone = ZoneInfo(invitation.zone)
    first, last = invitation.starts_at - _RULES_AROUND, invitation.ends_at + _RULES_AROUND
    rules = Timezone.from_tzinfo(zone, first_date=first.date(), last_date=last.date())
    for rule in rules.subcomponents:
        _begin_on_old_clock(rule)
    calendar.add_component(rules)
    calendar.add_component(_event(invitation, zone))
    before, begin, after = calendar.to_ical().partition(b"BEGIN:VEVENT\r\n")
    return before + begin, after


def _begin_on_old_clock(rule: Any) -> None:
    """A rule begins on the clock that was valid until then (RFC 5545 section 3.6.5); icalendar writes the new clock.

    Only where clocks go forward, for there the two differ: 03:00 in Lithuania, which becomes 04:00.
    """
    skipped = rule["TZOFFSETTO"].td - rule["TZOFFSETFROM"].td
    if skipped > timedelta(0):
        rule["DTSTART"].dt -= skipped
        for moment in rule["RDATE"].dts if "RDATE" in rule else ():
            moment.dt -= skipped


def _event(invitation: Invitation, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("sequence", invitation.sequence)
    event.add("dtstart", invitation.starts_at.astimezone(zone))
    event.add("dtend", invitation.ends_at.astimezone(zone))
    event.add("summary", invitation.summary)
    event.add("location", invitation.location)
    event.add("status", "CANCELLED" if invitation.method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    organiser = vCalAddress(f"mailto:{invitation.organiser}")
    organiser.params["CN"] = vText(invitation.organiser_name)
    event.add("organizer", organiser)
    return event
