"""On which days a rule of repetition holds: RFC 5545, as far as HSDS has it.

A year is a number with a bit for each day, the lowest for the first of January; each part of a rule takes bits away.
So every year costs the same few steps whatever the rule says, and no year after the days that are asked for is looked
at: a rule that never holds costs no more than another one.
"""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache, reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

WEEKLY, MONTHLY = "WEEKLY", "MONTHLY"
WEEK, LEAP_YEAR = 7, 366
MIDDLE = 3
"""Days from the first of a week to that in whose year the week counts."""
MOST_DAYS = 31
SEVEN_DAYS = 0b1111111
EACH_WEEK = sum(1 << day for day in range(0, LEAP_YEAR + WEEK, WEEK))
Numbers = frozenset[int] | None
"""Counted from 1, or from the end if less than 0; none where a rule says nothing of it."""


class Named(NamedTuple):
    """What days a rule names. Each of `weekdays` with which one in a month it is, 0 for each; Monday is 0."""

    weekdays: frozenset[tuple[int, int]] | None = None
    monthdays: Numbers = None
    yeardays: Numbers = None
    weeks: Numbers = None
    week_begins: int = 0


@dataclass(frozen=True)
class Rule:
    """The days that are named, of every so many weeks or months from the first day on, at most `count`."""

    start: date
    named: Named
    freq: str = ""
    interval: int = 1
    count: int | None = None


class Shape(NamedTuple):
    """Years of one shape have the same days: how many, the first one's weekday, how long the years beside it are."""

    length: int
    weekday: int
    before: int
    after: int


def days(rule: Rule, first: date, last: date) -> list[date]:
    """The days between two on which the rule holds. Years before them are gone through only if it ends by a count."""
    found: list[date] = []
    left = rule.count
    for year in range(max(rule.start, first).year if left is None else rule.start.year, last.year + 1):
        new_year, bits = date(year, 1, 1), _year(rule, year)
        if left is not None:
            bits = _lowest(bits, left)
            left -= bits.bit_count()
        begin, end = max(0, (first - new_year).days), min(LEAP_YEAR, (last - new_year).days + 1)
        found += [new_year + timedelta(day) for day in range(begin, end) if bits >> day & 1]
    return found


def _year(rule: Rule, year: int) -> int:
    """The days of a year on which the rule holds."""
    new_year = date(year, 1, 1)
    bits = _named(rule.named, _shape(year))
    if rule.freq == WEEKLY and rule.interval > 1:
        bits &= _weeks_in_turn(rule, new_year)
    if rule.freq == MONTHLY and rule.interval > 1:
        since = (year - rule.start.year) * 12 - rule.start.month + 1
        turns = range(-since % rule.interval, 12, rule.interval)
        bits &= _any(_stretch(*_months(_shape(year).length)[month]) for month in turns)
    before = max(0, (rule.start - new_year).days)
    return bits >> before << before


def _weeks_in_turn(rule: Rule, new_year: date) -> int:
    begins = rule.start - timedelta((rule.start.weekday() - rule.named.week_begins) % WEEK)
    turn = rule.interval * WEEK
    first = (begins - new_year).days % turn
    end_of_last = SEVEN_DAYS >> (turn - first) if turn - first < WEEK else 0  # a week that began in December
    return end_of_last | _any(SEVEN_DAYS << day for day in range(first, LEAP_YEAR, turn))


def _lowest(bits: int, most: int) -> int:
    """The first days of them, so many at most."""
    for _more in range(bits.bit_count() - most):
        bits ^= 1 << bits.bit_length() - 1
    return bits


@lru_cache(4096)
def _named(named: Named, shape: Shape) -> int:
    """The days of a year of this shape that are named in every way."""
    bits = _stretch(0, shape.length)
    if named.weekdays is not None:
        bits &= _any(_weekday(shape, *one) for one in named.weekdays)
    if named.monthdays is not None:
        bits &= _any(_monthday(shape.length, one) for one in _there(named.monthdays, MOST_DAYS))
    if named.yeardays is not None:
        bits &= _any(1 << _from_either_end(one, shape.length) for one in _there(named.yeardays, shape.length))
    if named.weeks is not None:
        weeks = _weeks(shape, named.week_begins)
        bits &= _any(weeks.get(one, 0) for one in named.weeks)
    return bits


def _there(numbers: frozenset[int], most: int) -> Iterable[int]:
    return (one for one in numbers if 0 < abs(one) <= most)


def _from_either_end(number: int, length: int) -> int:
    """The place, from 0, of what counts from 1 or from the end."""
    return number - 1 if number > 0 else length + number


@cache
def _monthday(length: int, number: int) -> int:
    """The days of that number in the months of a year of this length."""
    found = 0
    for begin, size in _months(length):
        place = _from_either_end(number, size)
        if 0 <= place < size:
            found |= 1 << begin + place
    return found


@cache
def _weekday(shape: Shape, number: int, weekday: int) -> int:
    """All such weekdays of a year, or the one of each month that the number says."""
    first = (weekday - shape.weekday) % WEEK
    if number == 0:
        return EACH_WEEK << first
    found = 0
    for begin, size in _months(shape.length):
        held = range(begin + (first - begin) % WEEK, begin + size, WEEK)
        if abs(number) <= len(held):
            found |= 1 << held[_from_either_end(number, len(held))]
    return found


@cache
def _weeks(shape: Shape, begins: int) -> dict[int, int]:
    """The number of a week, from either end -> its days in a year; weeks at its ends may be of the years beside it."""
    found = dict[int, int]()
    for start in range(-((shape.weekday - begins) % WEEK), shape.length, WEEK):
        middle, length = start + MIDDLE, shape.length
        if middle < 0:
            middle, length = middle + shape.before, shape.before
        elif middle >= length:
            middle, length = middle - length, shape.after
        for number in (middle // WEEK + 1, (middle - length) // WEEK):
            found[number] = found.get(number, 0) | (SEVEN_DAYS << start if start >= 0 else SEVEN_DAYS >> -start)
    return found


@cache
def _months(length: int) -> tuple[tuple[int, int], ...]:
    """Each month of a year of this length: its first day, from 0, and how many it has."""
    year = 2024 if length == LEAP_YEAR else 2025
    firsts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    return tuple(((one - firsts[0]).days, (after - one).days) for one, after in pairwise(firsts))


@cache
def _shape(year: int) -> Shape:
    length, before, after = (_length(one) for one in (year, year - 1, year + 1))
    return Shape(length, date(year, 1, 1).weekday(), before, after)


def _length(year: int) -> int:
    return LEAP_YEAR if isleap(year) else LEAP_YEAR - 1


def _stretch(begin: int, size: int) -> int:
    return (1 << size) - 1 << begin


def _any(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)
