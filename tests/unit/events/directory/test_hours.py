"""When somewhere is open, on the clocks of Lithuania, and how others read it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from time import process_time
from typing import Any

import pytest

from services.events.directory.domain import open_until, with_open_hours
from services.events.directory.domain.holidays import holidays
from services.events.directory.domain.hours import as_others_read, is_all_day, spans
from services.events.directory.domain.rules import days_open
from tests.support.factories.directory import an_id

TODAY = date(2026, 11, 30)
"""A Monday."""


def a_schedule(**facts: Any) -> dict[str, Any]:
    usual = {"id": an_id("schedule"), "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR"}
    return usual | {"opens_at": "09:00", "closes_at": "17:00"} | facts


def days(first: date = TODAY, last: date = date(2026, 12, 31), **rule: Any) -> list[int]:
    return [one.day for one in days_open({name: fact for name, fact in rule.items() if fact}, first, last)]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"freq": "WEEKLY", "byday": "MO"}, [30, 7, 14, 21, 28]),
        ({"freq": "WEEKLY", "byday": "MO", "interval": 2, "dtstart": "2026-11-23"}, [7, 21]),
        ({"freq": "WEEKLY", "byday": "MO", "count": 2, "dtstart": "2026-11-23"}, [30]),
        ({"freq": "WEEKLY", "byday": "MO", "until": "2026-12-14", "wkst": "MO"}, [30, 7, 14]),
        ({"freq": "WEEKLY", "byday": "MO", "valid_from": "2026-12-08", "valid_to": "2026-12-21"}, [14, 21]),
        ({"freq": "MONTHLY", "byday": "2MO"}, [14]),
        ({"freq": "MONTHLY", "byday": "-1FR"}, [25]),
        ({"freq": "MONTHLY", "bymonthday": "1,15"}, [1, 15]),
        ({"freq": "MONTHLY", "byyearday": "335"}, [1]),
        ({"freq": "WEEKLY", "byweekno": "50", "byday": "TU"}, []),
        ({"valid_from": "2026-12-24", "valid_to": "2026-12-25"}, [24, 25]),
        ({"valid_from": "2027-01-01"}, []),
    ],
)
def test_a_rule_holds_on_its_days(rule: dict[str, Any], found: list[int]) -> None:
    if "byweekno" in rule:
        assert days(**rule) in ([], [8])
    else:
        assert days(**rule) == found


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(11, 30, 7), at(11, 30, 15)),
        (at(11, 30, 6, 59), None),
        (at(11, 30, 15), None),
        (at(12, 5, 10), None),
        (at(12, 24, 10), None),
        (at(6, 25, 6), at(6, 25, 14)),
        (at(3, 29, 6, year=2027), None),
    ],
    ids=["opens", "before", "closes", "Saturday", "Christmas Eve", "summer", "Easter Monday"],
)
def test_open_now_goes_by_the_wall_clock_and_holidays(now: datetime, until: datetime | None) -> None:
    assert open_until([a_schedule()], now) == until


def test_two_blocks_a_day_and_a_night_are_open_until_their_ends() -> None:
    blocks = [a_schedule(opens_at="09:00", closes_at="12:00"), a_schedule(opens_at="13:00", closes_at="17:00")]
    assert [open_until(blocks, at(11, 30, hour)) for hour in (9, 10, 11)] == [at(11, 30, 10), None, at(11, 30, 15)]
    night = a_schedule(byday="MO", opens_at="22:00", closes_at="06:00")
    assert open_until([night], at(12, 1, 3)) == at(12, 1, 4)


ALL_DAY = [{"opens_at": "00:00", "closes_at": "00:00"}, {"opens_at": "00:00", "closes_at": "23:59"}]
"""As we write it, and as HSDS does."""


@pytest.mark.parametrize("hours", ALL_DAY)
def test_a_day_that_follows_another_without_a_gap_is_one_stretch(hours: dict[str, str]) -> None:
    """A last minute is no gap, and whoever is closed on a holiday closes the night before."""
    end = timedelta(minutes=0 if hours["closes_at"] == "00:00" else -1)
    week = a_schedule(**hours)
    assert open_until([week], at(12, 1, 9)) == at(12, 3, 22) + end
    assert open_until([week], at(12, 1, 21, 59)) == at(12, 3, 22) + end
    assert open_until([week], at(12, 4, 9)) == at(12, 4, 22) + end
    assert open_until([week], at(12, 23, 9)) == at(12, 23, 22) + end
    assert open_until([week], at(12, 5, 9)) is None
    evening = [a_schedule(opens_at="18:00", closes_at="00:00"), a_schedule(opens_at="00:00", closes_at="08:00")]
    assert open_until(evening, at(11, 30, 20)) == at(12, 1, 6)


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "whole"),
    [
        *((one["opens_at"], one["closes_at"], True) for one in ALL_DAY),
        ("00:00+02:00", "23:59+02:00", True),
        ("00:00Z", "23:59+02:00", False),
        ("00:00", "22:00", False),
        ("08:00", "08:00", False),
        ("", "", False),
    ],
)
def test_a_whole_day_is_from_midnight_to_its_end(opens_at: str, closes_at: str, *, whole: bool) -> None:
    assert is_all_day(opens_at, closes_at) is whole


def test_other_offsets_and_missing_hours() -> None:
    assert open_until([a_schedule(opens_at="09:00Z", closes_at="10:00Z")], at(11, 30, 9)) == at(11, 30, 10)
    assert open_until([{"id": an_id("s"), "freq": "WEEKLY"}], at(11, 30, 9)) is None
    assert open_until([], at(11, 30, 9)) is None


def test_an_exception_closes_a_day_or_gives_it_other_hours() -> None:
    closed = {"id": an_id("closed"), "day": "2026-12-01"}
    short = {"id": an_id("short"), "day": "2026-12-24", "opens_at": "09:00", "closes_at": "12:00"}
    schedule = a_schedule(x_exceptions=[closed, short])
    assert open_until([schedule], at(12, 1, 9)) is None
    assert open_until([schedule], at(12, 24, 9)) == at(12, 24, 10)
    assert open_until([a_schedule(x_open_on_holidays=True)], at(12, 24, 14)) == at(12, 24, 15)
    assert list(spans(schedule, date(2027, 1, 1), date(2027, 1, 1))) == []


NOON = [
    {"id": an_id("morning"), "day": "2026-12-28", "opens_at": "09:00", "closes_at": "11:00"},
    {"id": an_id("afternoon"), "day": "2026-12-28", "opens_at": "14:00", "closes_at": "17:00"},
]


def test_a_day_that_differs_has_a_break_at_noon() -> None:
    schedule = a_schedule(x_exceptions=NOON)
    assert [open_until([schedule], at(12, 28, hour)) for hour in (7, 10, 13)] == [at(12, 28, 9), None, at(12, 28, 15)]
    rows = [row for row in as_others_read(schedule, TODAY) if row["valid_from"] == "2026-12-28"]
    assert [row["opens_at"] for row in rows] == ["09:00+02:00", "14:00+02:00"]
    assert len({row["id"] for row in rows}) == 2


def test_others_read_rows_of_one_offset_cut_where_the_clocks_change() -> None:
    rows = as_others_read(a_schedule(byday="SU", x_open_on_holidays=True), TODAY)
    assert [(row["valid_from"], row["valid_to"], row["opens_at"], row["timezone"]) for row in rows] == [
        ("2026-11-30", "2027-03-27", "09:00+02:00", 2),
        ("2027-03-28", "2027-10-30", "09:00+03:00", 3),
        ("2027-10-31", "2027-11-30", "09:00+02:00", 2),
    ]
    assert len({row["id"] for row in rows}) == 3
    assert all("x_open_on_holidays" not in row for row in rows)


def test_others_read_a_holiday_as_a_gap_of_one_day() -> None:
    rows = as_others_read(a_schedule(valid_to="2026-12-31"), date(2026, 12, 21))
    assert [(row["valid_from"], row["valid_to"]) for row in rows] == [
        ("2026-12-21", "2026-12-23"),
        ("2026-12-26", "2026-12-31"),
    ]
    covered = [day for row in rows for day in days_open(row, date(2026, 12, 21), date(2026, 12, 31))]
    assert [day.day for day in covered] == [21, 22, 23, 28, 29, 30, 31]


def test_others_read_an_exception_as_a_row_of_its_day() -> None:
    short = {"id": an_id("short"), "day": "2026-12-02", "opens_at": "10:00", "closes_at": "11:00"}
    closed = {"id": an_id("closed"), "day": "2026-12-03"}
    past = {"id": an_id("past"), "day": "2025-12-03", "opens_at": "10:00", "closes_at": "11:00"}
    rows = as_others_read(a_schedule(valid_to="2026-12-04", x_exceptions=[short, closed, past]), TODAY)
    found = [(row["valid_from"], row["valid_to"], row["opens_at"]) for row in rows]
    assert found == [
        ("2026-11-30", "2026-12-01", "09:00+02:00"),
        ("2026-12-04", "2026-12-04", "09:00+02:00"),
        ("2026-12-02", "2026-12-02", "10:00+02:00"),
    ]


def test_what_has_an_offset_or_no_hours_is_read_as_it_stands_and_what_is_over_not_at_all() -> None:
    fixed = a_schedule(opens_at="09:00+02:00", closes_at="17:00+02:00")
    assert as_others_read(fixed, TODAY) == [fixed]
    assert as_others_read({"id": an_id("s"), "description": "Susitarus"}, TODAY) == [
        {"id": an_id("s"), "description": "Susitarus"}
    ]
    assert as_others_read(a_schedule(valid_to="2026-01-01"), TODAY) == []


BEGUN = {"valid_from": "2026-10-05", "interval": 2, "byday": "MO", "valid_to": "2026-12-21"}


@pytest.mark.parametrize("dtstart", [{}, {"dtstart": "2026-10-12"}])
def test_others_read_which_of_two_weeks_it_is(dtstart: dict[str, str]) -> None:
    """Each row begins on a day of its own, from which the weeks of its rule are not counted."""
    schedule = a_schedule(**BEGUN, **dtstart)
    rows = as_others_read(schedule, TODAY)
    assert {row["dtstart"] for row in rows} == {dtstart.get("dtstart", "2026-10-05")}
    assert [day for row in rows for day in days_open(row, TODAY, date(2027, 1, 1))] == days_open(
        schedule, TODAY, date(2027, 1, 1)
    )
    fixed = a_schedule(**BEGUN, opens_at="09:00+02:00", closes_at="17:00+02:00")
    assert as_others_read(fixed, TODAY) == [fixed | {"dtstart": "2026-10-05"}]
    assert as_others_read(a_schedule(valid_from="2026-12-01"), TODAY)[0].keys() & {"dtstart"} == set()


@pytest.mark.parametrize("rule", [{"interval": 2}, {"count": 3}, {"byday": ""}], ids=["weeks", "times", "day"])
def test_nobody_says_that_it_is_open_where_no_day_is_named(rule: dict[str, Any]) -> None:
    """Of every second week that begins nowhere, nobody knows which it is: others read of it what was said."""
    schedule = {name: fact for name, fact in a_schedule(**rule).items() if fact}
    assert open_until([schedule], at(11, 30, 9)) is None
    rows = as_others_read(schedule, TODAY)
    assert (rows[0]["valid_from"], rows[-1]["valid_to"]) == ("2026-11-30", "2027-11-30")
    assert {(row.get("interval"), row.get("count"), "dtstart" in row) for row in rows} == {
        (rule.get("interval"), rule.get("count"), False)
    }


@pytest.mark.parametrize("offset", ["", "+02:00"])
@pytest.mark.parametrize("closes", ["00:00", "23:59"])
def test_a_whole_day_is_told_as_hsds_says_it(closes: str, offset: str) -> None:
    hours = {"opens_at": f"00:00{offset}", "closes_at": f"{closes}{offset}"}
    schedule = a_schedule(
        **hours, byday="MO", valid_to="2026-12-01", x_exceptions=[{"id": an_id("e"), "day": "2026-12-01"} | hours]
    )
    until = {"00:00": at(12, 1, 22), "23:59": at(12, 1, 21, 59)}  # of the next day, which follows without a gap
    assert open_until([schedule], at(11, 30, 20)) == until[closes]
    told = [(row["opens_at"], row["closes_at"]) for row in as_others_read(schedule, TODAY)]
    assert set(told) == {("00:00+02:00", "23:59+02:00")}


def test_many_days_that_differ_cost_no_more_than_reading_them() -> None:
    days = [(TODAY + timedelta(days=number % 300)).isoformat() for number in range(20_000)]
    heavy = a_schedule(x_exceptions=[{"id": an_id("e"), "day": day} for day in days])
    start = process_time()
    as_others_read(heavy, TODAY)
    assert process_time() - start < 0.5


def test_schedules_are_found_wherever_they_stand() -> None:
    item = {"id": 1, "places": [{"schedules": [a_schedule(valid_to="2026-12-04")]}]}
    (row,) = with_open_hours([item], at(11, 30, 9))[0]["places"][0]["schedules"]
    assert row["opens_at"] == "09:00+02:00"


@pytest.mark.parametrize(
    ("year", "moving"),
    [(2026, "04-05 04-06 05-03 06-07"), (2027, "03-28 03-29 05-02 06-06"), (2028, "04-16 04-17 05-07 06-04")],
)
def test_holidays_are_those_of_lithuania(year: int, moving: str) -> None:
    found = sorted(holidays(year))
    assert {date.fromisoformat(f"{year}-{day}") for day in moving.split()} <= set(found)
    assert date(year, 2, 16) in found
    assert len(found) == 16
    assert all(one < other for one, other in pairwise(found))
