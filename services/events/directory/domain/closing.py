"""Public holidays on which somewhere is closed: nobody reads that out of the hours of a week."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.events.directory.domain.holidays import holidays
from services.events.directory.domain.hours import SINGLE, exceptions, spans
from services.events.directory.domain.rules import Schedule, days_open

TOLD = timedelta(weeks=6)
"""So far ahead a page tells of holidays."""


def holidays_off(schedules: Sequence[Schedule], today: date) -> list[date]:
    """The public holidays of the next six weeks, today's too, on which it is closed though a schedule's rule holds.

    None of a day that a schedule says something else of, and none where another schedule is open on holidays too.
    Whoever names no hours is not called closed. `today` is the day in Lithuania.
    """
    last, said = today + TOLD, {day for one in schedules for day in exceptions(one)}
    ahead = sorted(day for year in {today.year, last.year} for day in holidays(year) if today <= day <= last)
    timed = [one for one in schedules if one.keys() >= set(SINGLE)]
    return [day for day in ahead if day not in said and _is_off(timed, day)]


def _is_off(schedules: Sequence[Schedule], day: date) -> bool:
    would = any(days_open(one, day, day) for one in schedules)
    return would and not any(True for one in schedules for _span in spans(one, day, day))
