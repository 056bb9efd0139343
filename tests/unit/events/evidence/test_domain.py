"""What a report adds up, and what of it everybody may see."""

from datetime import date
from typing import Any

import pytest

from services.events.evidence.domain import (
    Fact,
    Outcome,
    Period,
    PeriodIsWrong,
    as_csv,
    by_outcome,
    checksum,
    hours,
)

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def a_fact(number: int, **facts: Any) -> Fact:
    usual: dict[str, Any] = {"service": "mediation", "month": NOVEMBER, "target_group": "senior", "language": "lt"}
    return Fact(number=number, **usual | {"outcome": "met", "reason": ""} | facts)


def test_a_period_has_the_months_it_touches() -> None:
    assert Period(date(2026, 11, 30), date(2027, 1, 1)).months() == [NOVEMBER, DECEMBER, date(2027, 1, 1)]
    assert len(Period(date(2020, 1, 1), date(2024, 12, 31)).months()) == 60
    assert Period(date(9999, 12, 1), date(9999, 12, 31)).months() == [date(9999, 12, 1)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 12, 2), date(2026, 12, 1)),
        (date(2020, 1, 1), date(2025, 1, 1)),
        (date(1, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_period_that_nobody_can_read_is_refused(first: date, last: date) -> None:
    with pytest.raises(PeriodIsWrong) as refused:
        Period(first, last)
    assert list(refused.value.errors) == ["to"]


def test_cells_and_totals_add_up() -> None:
    facts = [a_fact(2), a_fact(5, outcome="unmet"), a_fact(1, service="at_home", minutes=100)]
    found = by_outcome(facts, tuple(Outcome))
    assert (found.cells["mediation", "met"], found.cells["mediation", "unmet"]) == (2, 5)
    assert (found.totals["mediation"], found.totals["at_home"], found.totals["screen"]) == (7, 1, 0)
    assert hours(facts)["at_home"] == 1.75
    assert hours(facts)["mediation"] == 0


def test_the_same_facts_give_the_same_file_in_whatever_order_they_came() -> None:
    facts = [a_fact(2), a_fact(1, month=DECEMBER, outcome="unmet", reason="expired"), a_fact(3, service="at_home")]
    assert as_csv(facts) == as_csv(reversed(facts))
    assert checksum(as_csv(facts)) == checksum(as_csv(facts[::-1])) != checksum(as_csv(facts[1:]))
    assert as_csv(facts).splitlines()[1:] == [
        "at_home,2026-11,senior,lt,met,,3,0,",
        "mediation,2026-11,senior,lt,met,,2,0,",
        "mediation,2026-12,senior,lt,unmet,expired,1,0,",
    ]
