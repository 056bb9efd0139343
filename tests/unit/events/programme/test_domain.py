"""The rules of the programme: times on wall clocks, states, places, calendar files."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from services.events.programme.domain import (
    ACCESS_NAMES,
    KIND_NAMES,
    STATE_NAMES,
    Access,
    AlreadyPublished,
    CapacityBelowTaken,
    EndsBeforeItStarts,
    Entry,
    EventIsCancelled,
    Kind,
    NoDateAhead,
    StartsInThePast,
    State,
    Status,
    TimeDoesNotExist,
    between,
    calendar,
    check_capacity,
    check_open,
    check_publishable,
    check_version,
    moment,
    moved,
    shift_span,
    span,
)
from shared.errors import Stale

VILNIUS = "Europe/Vilnius"
wall = datetime.fromisoformat
"""A wall time; which moment it is depends on the zone."""
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        (wall("2026-07-01 18:00"), datetime(2026, 7, 1, 15, tzinfo=UTC)),
        (wall("2026-12-01 18:00"), datetime(2026, 12, 1, 16, tzinfo=UTC)),
        (wall("2026-10-25 03:30"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (wall("2026-10-25 04:00"), datetime(2026, 10, 25, 2, tzinfo=UTC)),
        (wall("2027-03-28 02:59"), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (wall("2027-03-28 04:00"), datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ],
)
def test_a_wall_time_is_one_moment_and_of_a_doubled_one_the_first(typed: datetime, utc: datetime) -> None:
    assert moment(typed, VILNIUS) == utc


@pytest.mark.parametrize(
    ("starts", "ends", "last"), [("18:00", "20:00", 10), ("19:00", "01:00", 11), ("22:00", "10:00", 11)]
)
def test_an_end_up_to_twelve_hours_after_midnight_is_on_the_next_day(starts: str, ends: str, last: int) -> None:
    first, end = between(date(2027, 1, 10), time.fromisoformat(starts), time.fromisoformat(ends))
    assert (first, end) == (wall(f"2027-01-10 {starts}"), wall(f"2027-01-{last} {ends}"))


@pytest.mark.parametrize(("starts", "ends"), [("19:00", "18:00"), ("18:00", "18:00"), ("22:00", "10:01")])
def test_an_end_before_its_start_is_no_event_of_almost_a_day(starts: str, ends: str) -> None:
    with pytest.raises(EndsBeforeItStarts):
        between(date(2027, 1, 10), time.fromisoformat(starts), time.fromisoformat(ends))


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_a_wall_time_that_the_clocks_leave_out_is_refused(minute: int) -> None:
    with pytest.raises(TimeDoesNotExist):
        moment(wall(f"2027-03-28 03:{minute:02}"), VILNIUS)


def test_an_event_planned_in_summer_for_winter_keeps_its_wall_time() -> None:
    first = span(wall("2027-10-24 18:00"), wall("2027-10-24 20:00"), VILNIUS, NOW)
    after = moved(first.starts_wall, first.starts_wall, date(2027, 11, 7))
    assert after == wall("2027-11-07 18:00")
    assert moment(after, VILNIUS) - first.starts_at == timedelta(days=14, hours=1)


def test_a_night_over_the_clock_change_lasts_as_long_as_it_really_does() -> None:
    night = span(wall("2027-10-30 22:00"), wall("2027-10-31 06:00"), VILNIUS, NOW)
    assert night.ends_at - night.starts_at == timedelta(hours=9)


def test_an_end_must_come_after_its_start() -> None:
    for ends in (wall("2026-12-01 18:00"), wall("2026-12-01 17:00")):
        with pytest.raises(EndsBeforeItStarts) as refused:
            span(wall("2026-12-01 18:00"), ends, VILNIUS, NOW)
        assert "ends" in refused.value.errors


def test_a_start_must_be_still_to_come() -> None:
    with pytest.raises(StartsInThePast) as refused:
        span(wall("2026-11-22 14:00"), wall("2026-11-22 16:00"), VILNIUS, NOW)
    assert "starts" in refused.value.errors
    assert span(wall("2026-11-22 14:01"), wall("2026-11-22 16:00"), VILNIUS, NOW).starts_at > NOW


@given(st.datetimes(wall("2000-01-01 00:00"), wall("2099-01-01 00:00")), st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_what_is_moved_by_days_keeps_its_time_of_day(when: datetime, day: date) -> None:
    assert moved(when, when, day) == datetime.combine(day, when.time())


def test_a_shift_begins_before_and_ends_after_its_occurrence() -> None:
    begin, end = shift_span(NOW, NOW + timedelta(hours=2), 30, 15)
    assert (NOW - begin, end - NOW) == (timedelta(minutes=30), timedelta(minutes=135))


def test_a_draft_with_a_date_ahead_can_be_published_once() -> None:
    ahead, over = NOW + timedelta(days=1), NOW - timedelta(days=1)
    check_publishable(State.DRAFT, [over, ahead], NOW)
    with pytest.raises(NoDateAhead):
        check_publishable(State.DRAFT, [over], NOW)
    with pytest.raises(AlreadyPublished):
        check_publishable(State.PUBLISHED, [ahead], NOW)
    with pytest.raises(EventIsCancelled):
        check_publishable(State.CANCELLED, [ahead], NOW)


def test_what_is_cancelled_cannot_be_changed() -> None:
    check_open(State.PUBLISHED, "on")
    with pytest.raises(EventIsCancelled):
        check_open(State.PUBLISHED, "cancelled")


def test_a_change_needs_the_version_that_is_there() -> None:
    check_version(3, 3)
    with pytest.raises(Stale):
        check_version(4, 3)


def test_places_can_go_down_to_those_taken_and_no_further() -> None:
    check_capacity(3, 3)
    with pytest.raises(CapacityBelowTaken):
        check_capacity(2, 3)


def entry(status: Status = Status.CONFIRMED) -> Entry:
    return Entry(
        uid=f"{UUID(int=1)}@talka",
        sequence=2,
        status=status,
        stamp=NOW,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=2),
        summary="Знайомство з культурами; التعارف, žaidimai",
        description="",
        location="Kultūros centras, Gedimino g. 40",
        url="http://talka.test/events/1",
    )


def test_a_calendar_file_is_read_back_as_it_was_meant() -> None:
    written = calendar("Kultūrų pažinimas", [entry(), entry(Status.CANCELLED)])
    first, second = Calendar.from_ical(written).events
    assert (first["SUMMARY"], first.start, first["SEQUENCE"]) == (entry().summary, NOW, 2)
    assert (first["STATUS"], second["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert "DESCRIPTION" not in first
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


def test_the_same_dates_make_the_same_file() -> None:
    assert calendar("a", [entry()]) == calendar("a", [entry()])


def test_every_code_that_people_see_has_a_name() -> None:
    assert (set(KIND_NAMES), set(ACCESS_NAMES), set(STATE_NAMES)) == (set(Kind), set(Access), set(State))
