"""Calendar files of events (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from icalendar import Calendar
from icalendar import Event as CalendarEvent


class Status(StrEnum):
    """How certain an entry of a calendar file is (RFC 5545 section 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar file. `sequence` rises with each change that the calendar has to take over."""

    uid: str
    sequence: int
    status: Status
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    url: str


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar file (RFC 5545); the same entries always make the same bytes.

    Times are UTC, which every calendar shows on its own clock.
    """
    made = Calendar()
    made.add("prodid", "-//Talka//events//")
    made.add("version", "2.0")
    made.add("name", name)
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(_component(entry))
    return bytes(made.to_ical())


def _component(entry: Entry) -> CalendarEvent:
    made = CalendarEvent()
    made.add("uid", entry.uid)
    made.add("sequence", entry.sequence)
    made.add("status", entry.status)
    made.add("dtstamp", entry.stamp.astimezone(UTC))
    made.add("dtstart", entry.starts_at.astimezone(UTC))
    made.add("dtend", entry.ends_at.astimezone(UTC))
    for property_name in ("summary", "description", "location", "url"):
        if value := getattr(entry, property_name):
            made.add(property_name, value)
    return made
