"""Calendar entries in mails: iTIP requests and cancellations (RFC 5546) that replace one another by UID and SEQUENCE.

METHOD is never PUBLISH: with it Outlook and Google add a second entry instead of moving the first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
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
    """One person's place at one occasion. `uid` never changes, `sequence` rises with every change of time or place.

    `organiser` must be the address the mail comes from: calendars refuse a cancellation by somebody else.
    """

    method: Method
    uid: str
    sequence: int
    summary: str
    location: str
    link: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    organiser: str
    organiser_name: str
    attendee: str
    stamp: datetime


def calendar_entry(invitation: Invitation) -> CalendarEntry:
    """The entry as it goes into a mail."""
    calendar = Calendar()
    calendar.add("prodid", "-//Talka//Talka//LT")
    calendar.add("version", "2.0")
    calendar.add("method", invitation.method)
    zone = ZoneInfo(invitation.zone)
    first, last = invitation.starts_at - _RULES_AROUND, invitation.ends_at + _RULES_AROUND
    calendar.add_component(Timezone.from_tzinfo(zone, first_date=first.date(), last_date=last.date()))
    calendar.add_component(_event(invitation, zone))
    return CalendarEntry(invitation.method, calendar.to_ical())


def _event(invitation: Invitation, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamp)
    event.add("dtstart", invitation.starts_at.astimezone(zone))
    event.add("dtend", invitation.ends_at.astimezone(zone))
    event.add("summary", invitation.summary)
    event.add("location", invitation.location)
    event.add("url", invitation.link)
    event.add("status", "CANCELLED" if invitation.method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    organiser = vCalAddress(f"mailto:{invitation.organiser}")
    organiser.params["CN"] = vText(invitation.organiser_name)
    event.add("organizer", organiser)
    attendee = vCalAddress(f"mailto:{invitation.attendee}")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee)
    return event
