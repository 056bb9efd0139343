"""Rules of repetition hold on the days that RFC 5545 says, and cost little whatever they say."""

import random
from datetime import date, datetime, time, timedelta
from time import process_time
from typing import Any

import pytest
from dateutil import rrule

from services.events.directory.domain import WEEKDAYS, open_until
from services.events.directory.domain.hours import ZONE, as_others_read
from services.events.directory.domain.rules import days_open
from tests.support.factories.directory import an_id

TODAY = date(2026, 11, 30)
"""A Monday."""
NUMBERS = {"bymonthday": 31, "byyearday": 365, "byweekno": 50}
"""dateutil counts the very last weeks of a year, from its end, only roughly."""


def by_dateutil(rule: dict[str, Any], first: date, last: date) -> list[date]:
    """The same days as another one finds them, who goes through all of them."""
    given = {name: [int(one) for one in rule[name].split(",")] for name in NUMBERS if name in rule}
    if "byday" in rule:
        days = [(getattr(rrule, one[-2:]), one[:-2]) for one in rule["byday"].split(",")]
        given["byweekday"] = [day(int(number)) if number else day for day, number in days]
    found = rrule.rrule(
        getattr(rrule, rule["freq"]),
        dtstart=datetime.combine(date.fromisoformat(rule["dtstart"]), time()),
        until=datetime.combine(last, time()),
        interval=rule["interval"],
        wkst=getattr(rrule, rule["wkst"]),
        **given,
    )
    held = [one.date() for number, one in enumerate(found) if number < rule.get("count", number + 1)]
    return [one for one in held if one >= first]


def a_rule(chance: random.Random) -> dict[str, Any]:
    rule: dict[str, Any] = {"freq": chance.choice(["WEEKLY", "MONTHLY"]), "interval": chance.choice([1, 1, 2, 3, 13])}
    rule["dtstart"] = (date(2019, 1, 1) + timedelta(chance.randrange(3000))).isoformat()
    rule["wkst"] = chance.choice(WEEKDAYS)
    which = ["1", "2", "5", "-1", "-5"] if rule["freq"] == "MONTHLY" and chance.random() < 0.5 else [""]
    if chance.random() < 0.6:
        rule["byday"] = ",".join(chance.choice(which) + chance.choice(WEEKDAYS) for _ in range(3))
    if which == [""] and chance.random() < 0.6:  # of more parts that never meet, dateutil does not come back soon
        name, most = chance.choice(list(NUMBERS.items()))
        some = [chance.choice([-1, 1]) * chance.randint(1, most) for _ in range(chance.randint(1, 25))]
        rule[name] = ",".join(map(str, some))
    return rule | ({"count": chance.randint(1, 60)} if chance.random() < 0.3 else {})


def test_any_rule_holds_on_the_days_that_somebody_else_finds() -> None:
    chance = random.Random(5545)
    for _number in range(300):
        rule, first = a_rule(chance), date(2021, 1, 1) + timedelta(chance.randrange(3000))
        last = first + timedelta(chance.randrange(800))
        assert days_open(rule, first, last) == by_dateutil(rule, first, last), rule


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        ({"byweekno": "53", "byday": "MO"}, ["2026-12-28"]),
        ({"byweekno": "-53", "byday": "MO,TH"}, ["2025-12-29", "2026-01-01"]),
        ({"byweekno": "1", "byday": "FR"}, ["2026-01-02", "2027-01-08"]),
        ({"byyearday": "366,-366"}, []),
        ({"bymonthday": "32,0,-32,999"}, []),
        ({"byweekno": "54,99"}, []),
        ({"count": -3, "dtstart": "2020-01-01", "byday": "MO"}, []),
        ({"byday": "2MO", "valid_to": "2026-01-12"}, ["2025-12-22", "2025-12-29", "2026-01-05", "2026-01-12"]),
        ({"byday": "MO", "interval": -2, "valid_to": "2025-12-22"}, ["2025-12-22"]),
        (
            {"freq": "MONTHLY", "byday": "MO,1TU", "valid_to": "2026-01-06"},
            ["2025-12-22", "2025-12-29", "2026-01-05", "2026-01-06"],
        ),
        (
            {"freq": "MONTHLY", "dtstart": "2025-10-31", "count": 7},
            [f"{month}-31" for month in ("2025-12", "2026-01", "2026-03", "2026-05", "2026-07", "2026-08")],
        ),
        ({"interval": 1e12, "dtstart": "2026-02-02", "byday": "MO"}, ["2026-02-02"]),
    ],
)
def test_what_was_taken_in_before_it_was_looked_at_has_an_answer(rule: dict[str, Any], held: list[str]) -> None:
    found = days_open({"freq": "WEEKLY"} | rule, date(2025, 12, 20), date(2027, 1, 10))
    assert [one.isoformat() for one in found] == held


def test_days_without_a_frequency_are_those_that_are_named() -> None:
    week = (TODAY, TODAY + timedelta(days=13))
    assert [one.day for one in days_open({"byday": "MO", "interval": 2, "count": 1}, *week)] == [30, 7]


def all_of(most: int) -> str:
    return ",".join(str(one) for one in range(-most, most + 1) if one)


FROM_THE_FIRST = {"dtstart": "1970-01-01", "opens_at": "09:00", "closes_at": "17:00", "id": an_id("heavy")}


@pytest.mark.parametrize(
    "rule",
    [
        {"freq": "MONTHLY", "bymonthday": "32"},
        {"freq": "WEEKLY", "byweekno": "54,99"},
        {"freq": "WEEKLY", "byyearday": "366", "bymonthday": "30"},
        {"freq": "WEEKLY", "byyearday": "366", "bymonthday": "30", "count": 5},
        {
            "freq": "MONTHLY",
            "bymonthday": all_of(31),
            "byyearday": all_of(366),
            "byweekno": all_of(53),
            "count": 20_000,
        },
        {"freq": "WEEKLY", "interval": 2, "byday": ",".join(WEEKDAYS), "count": 10_000},
        {"freq": "MONTHLY", "interval": 2, "bymonthday": all_of(31), "count": 1e12},
    ],
    ids=lambda rule: " ".join(map(str, rule.values()))[:40],
)
def test_no_rule_costs_more_than_some_milliseconds(rule: dict[str, Any]) -> None:
    """Whoever looks for the next day of what never holds looks to the year 9999: some seconds for each schedule."""
    taken = []
    for _attempt in range(3):
        start = process_time()
        as_others_read(FROM_THE_FIRST | rule, TODAY)
        open_until([FROM_THE_FIRST | rule], datetime.combine(TODAY, time(12), ZONE))
        taken.append(process_time() - start)
    assert min(taken) < 0.02
