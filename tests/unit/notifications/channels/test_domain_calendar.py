"""Calendar entries that replace one another, on every calendar."""

from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar

from services.notifications.channels.domain.calendar import Guest, Invitation, Method, calendar_entry
from services.notifications.channels.domain.gateway import CalendarEntry
from tests.support.clock import vilnius


def an_invitation(**facts: Any) -> Invitation:
    known: dict[str, Any] = {
        "method": Method.REQUEST,
        "sequence": 3,
        "summary": "Kultūrų pažinimas",
        "location": "Kultūros centras, Gedimino g. 40, Kaišiadorys",
        "starts_at": vilnius(2026, 11, 28, 14).astimezone(UTC),
        "ends_at": vilnius(2026, 11, 28, 16).astimezone(UTC),
        "zone": "Europe/Vilnius",
        "organiser": "talka@talka.test",
        "organiser_name": "Kaišiadorių agentūra",
    }
    return Invitation(**known | facts)


GUEST = Guest("0193@talka.test", "ona@example.lt", "https://talka.test/r/abc")


def entry_of(guest: Guest = GUEST, **facts: Any) -> CalendarEntry:
    return calendar_entry(an_invitation(**facts), guest, datetime(2026, 11, 1, tzinfo=UTC))


def event_of(ics: bytes) -> Any:
    (event,) = Calendar.from_ical(ics).walk("VEVENT")
    return event


def test_a_request_has_what_calendars_need_to_put_it_in_and_to_move_it_later() -> None:
    entry = entry_of()
    event = event_of(entry.ics)
    assert entry.method == "REQUEST"
    assert b"METHOD:REQUEST\r\n" in entry.ics
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("0193@talka.test", 3, "CONFIRMED")
    assert event["ORGANIZER"] == "mailto:talka@talka.test"
    assert event["ATTENDEE"] == "mailto:ona@example.lt"
    assert event["DTSTART"].dt == vilnius(2026, 11, 28, 14)
    assert event["DTSTAMP"].dt == datetime(2026, 11, 1, tzinfo=UTC)
    assert event["URL"] == "https://talka.test/r/abc"


def test_a_cancellation_names_the_same_entry() -> None:
    entry = entry_of(method=Method.CANCEL, sequence=4)
    event = event_of(entry.ics)
    assert (entry.method, event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        "CANCEL",
        "0193@talka.test",
        4,
        "CANCELLED",
    )


@pytest.mark.parametrize("month", [3, 10])
def test_the_wall_time_is_given_with_the_clock_changes_around_it_and_no_others(month: int) -> None:
    at = vilnius(2027, month, 28, 14)
    ics = entry_of(starts_at=at, ends_at=at).ics
    assert b"DTSTART;TZID=Europe/Vilnius:2027" in ics
    assert b"T140000\r\n" in ics
    assert len(ics) < 1500
    assert event_of(ics)["DTSTART"].dt == at


def test_each_rule_of_the_zone_begins_on_the_clock_that_was_valid_until_then() -> None:
    """RFC 5545 section 3.6.5; Lithuania's clocks change at 01:00 UTC: at 03:00 in March, at 04:00 in October."""
    ics = entry_of(starts_at=vilnius(2027, 3, 28, 14), ends_at=vilnius(2027, 3, 28, 16)).ics.decode()
    assert "DTSTART:20260329T030000\r\nRDATE:20270328T030000" in ics
    assert "DTSTART:20261025T040000" in ics


def test_lines_end_and_fold_as_the_format_wants_also_in_arabic() -> None:
    ics = entry_of(summary="التعرف على الثقافات " * 10, location="š" * 200).ics
    lines = ics.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert "\ufffd" not in "".join(line.decode(errors="replace") for line in lines)  # no character is cut in half
    assert lines[-2:] == [b"END:VCALENDAR", b""]


def test_the_same_invitation_gives_the_same_bytes() -> None:
    assert entry_of().ics == entry_of().ics
