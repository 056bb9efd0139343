"""What a page says of coming public holidays: only where it is closed by them."""

from datetime import date
from typing import Any

import pytest

from services.events.directory.domain.closing import holidays_off

TODAY = date(2026, 11, 30)
CHRISTMAS = [date(2026, 12, day) for day in (24, 25)]
OFFICE: dict[str, Any] = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH", "opens_at": "08:00", "closes_at": "17:00"}
FRIDAYS = OFFICE | {"byday": "FR", "closes_at": "15:45"}
ALWAYS = {"opens_at": "00:00", "closes_at": "00:00"}


def test_working_days_that_are_holidays_are_named_and_those_of_a_weekend_are_not() -> None:
    """Christmas Day is a Friday in 2026, the 26th a Saturday, New Year a Friday."""
    assert holidays_off([OFFICE, FRIDAYS], TODAY) == [*CHRISTMAS, date(2027, 1, 1)]
    assert holidays_off([OFFICE], TODAY) == CHRISTMAS[:1]


@pytest.mark.parametrize(
    "schedule",
    [
        OFFICE | {"x_open_on_holidays": True},
        OFFICE | {"valid_to": "2026-12-23"},
        OFFICE | {"x_exceptions": [{"day": "2026-12-24", "opens_at": "08:00", "closes_at": "12:00"}]},
        OFFICE | {"x_exceptions": [{"day": "2026-12-24"}]},
        {"freq": "WEEKLY", "byday": "TH", "description": "Iš anksto susitarus"},
    ],
    ids=["open on holidays", "over before", "open that day", "said to be closed", "no hours"],
)
def test_nothing_is_said_where_the_holiday_changes_nothing(schedule: dict[str, Any]) -> None:
    assert holidays_off([schedule], TODAY) == []


def test_one_schedule_that_holds_on_holidays_is_enough() -> None:
    assert holidays_off([OFFICE, ALWAYS | {"x_open_on_holidays": True}], TODAY) == []
    assert holidays_off([OFFICE, ALWAYS], TODAY)[0] == CHRISTMAS[0]


def test_of_holidays_far_ahead_nothing_is_said_and_of_today_it_is() -> None:
    assert holidays_off([OFFICE], date(2026, 11, 5)) == []
    assert holidays_off([OFFICE], date(2026, 12, 24)) == CHRISTMAS[:1]
