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
    by,
    by_outcome,
    checksum,
    hidden,
    hours,
    tables_as_csv,
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
    found = by_outcome(facts, tuple(Outcome), public=False)
    assert (found.cells["mediation", "met"], found.cells["mediation", "unmet"]) == (2, 5)
    assert (found.totals["mediation"], found.totals["at_home"], found.totals["screen"]) == (7, 1, 0)
    assert hours(facts)["at_home"] == 1.75
    assert hours(facts)["mediation"] == 0


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ({"a": 0, "b": 3, "c": 9}, {"a": 0, "b": 3, "c": 9}),
        ({"a": 1, "b": 3, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 1, "b": 2, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 2, "b": 0, "c": 0}, {"a": None, "b": 0, "c": 0}),
    ],
)
def test_nobody_is_recognised_by_a_small_number_nor_works_it_out(
    numbers: dict[str, int], shown: dict[str, Any]
) -> None:
    assert hidden(numbers) == shown


def test_the_public_copy_hides_small_totals_too() -> None:
    facts = [a_fact(2), a_fact(4, target_group="newcomer"), a_fact(1, target_group="newcomer", service="at_home")]
    found = by(facts, lambda one: one.target_group, ("senior", "newcomer"), public=True)
    assert (found.cells["senior", "mediation"], found.totals["senior"]) == (None, None)
    assert (found.cells["newcomer", "mediation"], found.cells["newcomer", "at_home"]) == (None, None)
    assert found.totals["newcomer"] == 5
    lines = tables_as_csv({"target_group": found}).splitlines()
    assert lines[0] == "table,row,column,number"
    assert "target_group,senior,mediation," in lines
    assert "target_group,newcomer,total,5" in lines


def test_the_same_facts_give_the_same_file_in_whatever_order_they_came() -> None:
    facts = [a_fact(2), a_fact(1, month=DECEMBER, outcome="unmet", reason="expired"), a_fact(3, service="at_home")]
    assert as_csv(facts) == as_csv(reversed(facts))
    assert checksum(facts) == checksum(facts[::-1]) != checksum(facts[1:])
    assert as_csv(facts).splitlines()[1:] == [
        "at_home,2026-11,senior,lt,met,,3,0",
        "mediation,2026-11,senior,lt,met,,2,0",
        "mediation,2026-12,senior,lt,unmet,expired,1,0",
    ]
