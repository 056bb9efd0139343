"""Which days a view of the programme shows."""

from datetime import date, timedelta

import pytest

from services.events.programme.pages.dates import View, around, days_of, weeks_of, weeks_on

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("view", "first", "last"),
    [
        (View.MONTH, date(2026, 10, 26), date(2026, 12, 6)),
        (View.WEEK, date(2026, 11, 23), date(2026, 11, 29)),
        (View.DAY, THURSDAY, THURSDAY),
    ],
)
def test_a_view_shows_whole_weeks_from_monday_or_one_day(view: View, first: date, last: date) -> None:
    assert days_of(view, THURSDAY) == (first, last)


def test_the_list_has_no_end() -> None:
    assert days_of(View.LIST, THURSDAY) is None


@pytest.mark.parametrize(
    ("view", "day", "before", "after"),
    [
        (View.MONTH, date(2026, 12, 31), date(2026, 11, 1), date(2027, 1, 1)),
        (View.MONTH, date(2027, 1, 31), date(2026, 12, 1), date(2027, 2, 1)),
        (View.WEEK, THURSDAY, date(2026, 11, 19), date(2026, 12, 3)),
        (View.DAY, date(2027, 1, 1), date(2026, 12, 31), date(2027, 1, 2)),
    ],
)
def test_one_goes_on_by_a_month_a_week_or_a_day(view: View, day: date, before: date, after: date) -> None:
    assert around(view, day) == (before, after)


def test_a_month_is_whole_weeks() -> None:
    weeks = weeks_of(date(2027, 2, 10))
    assert (weeks[0][0], len(weeks)) == (date(2027, 2, 1), 4)


@pytest.mark.parametrize(
    ("days", "weeks"),
    [
        ([date(2026, 11, 26)], 1),
        ([date(2026, 11, 27)], 1),
        ([date(2026, 11, 19)], 2),
        ([date(2026, 11, 18)], 2),
        ([date(2026, 1, 1)], 48),
        ([date(2026, 12, 1), date(2026, 12, 8)], 2),
        ([date(2026, 12, 8), date(2026, 12, 1), date(2026, 12, 2)], 2),
    ],
)
def test_a_copy_is_on_the_same_days_of_the_week_after_today_and_all_that_was(days: list[date], weeks: int) -> None:
    today = date(2026, 11, 26)
    later = weeks_on(days, today)
    assert later == timedelta(weeks=weeks)
    assert min(days) + later > max(today, *days)
