"""Public holidays of Lithuania (Labour Code); one on a weekend is not moved to a working day."""

from datetime import date, timedelta
from functools import cache

FIXED = (
    *((1, 1), (2, 16), (3, 11), (5, 1), (6, 24), (7, 6), (8, 15)),
    *((11, 1), (11, 2), (12, 24), (12, 25), (12, 26)),
)
MAY, JUNE, SUNDAY = 5, 6, 6


@cache
def holidays(year: int) -> frozenset[date]:
    """The days of the year on which offices are closed: fixed ones, Easter, Mother's Day and Father's Day."""
    sunday = easter(year)
    moving = {sunday, sunday + timedelta(days=1), first_sunday(year, MAY), first_sunday(year, JUNE)}
    return frozenset({date(year, month, day) for month, day in FIXED} | moving)


def first_sunday(year: int, month: int) -> date:
    """The first Sunday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=SUNDAY - first.weekday())


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, odd = divmod(century, 4)
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * odd + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
