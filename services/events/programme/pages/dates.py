"""Which days a view of the programme shows, and which come before and after. Weeks begin on Monday, as they do here."""

from calendar import Calendar
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class View(StrEnum):
    """How the programme is laid out: everything ahead as one list, or what is on in a month, a week or a day."""

    LIST = "list"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


def days_of(view: View, day: date) -> tuple[date, date] | None:
    """The first and the last day that a view of this day shows; None for the list, which has no end."""
    if view is View.LIST:
        return None
    if view is View.MONTH:
        weeks = weeks_of(day)
        return weeks[0][0], weeks[-1][-1]
    first = day - timedelta(days=day.weekday()) if view is View.WEEK else day
    return first, first + (WEEK - timedelta(days=1) if view is View.WEEK else timedelta())


def around(view: View, day: date) -> tuple[date, date]:
    """A day of the month, week or day before, and one of that after."""
    if view is View.MONTH:
        first = day.replace(day=1)
        return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)
    step = WEEK if view is View.WEEK else timedelta(days=1)
    return day - step, day + step


def weeks_of(day: date) -> list[list[date]]:
    """The month of this day as whole weeks."""
    return Calendar(firstweekday=0).monthdatescalendar(day.year, day.month)


def weeks_on(days: Sequence[date], today: date) -> timedelta:
    """The whole weeks by which all these days come after today and after the last of them: a copy's first guess."""
    return timedelta(weeks=(max(today, *days) - min(days)).days // 7 + 1)
