"""The public copy: nobody works out a number that is not shown, from all tables of a report together."""

from random import Random

import pytest

from services.events.evidence.domain import (
    LINES,
    Fact,
    Outcome,
    Service,
    Table,
    by,
    by_outcome,
    for_everybody,
    reasons,
    together,
    unmet,
)
from tests.support.guessing import Name, Sums, determined
from tests.unit.events.evidence.test_domain import DECEMBER, NOVEMBER, a_fact

MONTHS = ("2026-11", "2026-12")
GROUPS = ("senior", "newcomer", "family")
LANGUAGES = ("lt", "uk")
WHY = ("expired", "not_got_unsaid", "refused_full", "assistance_nobody")


def tables_of(facts: list[Fact]) -> tuple[Table, dict[str, Table]]:
    return by_outcome(facts, tuple(Outcome)), {
        "month": by(facts, lambda one: f"{one.month:%Y-%m}", MONTHS),
        "group": by(facts, lambda one: one.target_group, GROUPS),
        "language": by(facts, lambda one: one.language, LANGUAGES),
    }


def some_facts(chance: Random) -> list[Fact]:
    """Two to five services with one to a dozen facts each, of numbers as a small office has them."""
    return [
        a_fact(
            chance.choice([1, 1, 1, 2, 3, 4, 6, 12]),
            service=service,
            part=chance.choice(["", "messages"]) if service == "spreading" else "",
            month=chance.choice([NOVEMBER, DECEMBER]),
            target_group=chance.choice(GROUPS),
            language=chance.choice(LANGUAGES),
            outcome=outcome,
            reason=chance.choice(WHY) if outcome == "unmet" else "",
        )
        for service in chance.sample(list(Service), chance.randint(2, 5))
        for outcome in chance.choices(list(Outcome), k=chance.randint(1, 12))
    ]


def read(facts: list[Fact]) -> tuple[dict[Name, int], list[Name], Sums]:
    """All numbers of a report, those that its public copy does not show, and what adds up to what."""
    services, others = tables_of(facts)
    shown, shown_others = for_everybody(services, others)
    told = reasons(unmet(facts), shown)
    true: dict[Name, int] = {("all",): sum(one.number for one in facts)}
    holes: list[Name] = [("all",)]
    sums: Sums = [([("total", row) for row in services.rows], ("all",))]

    def add(name: Name, number: int | None, public: int | None) -> Name:
        true[name] = number or 0
        if public is None:
            holes.append(name)
        return name

    for row in services.rows:
        total = add(("total", row), services.totals[row], shown.totals[row])
        own = [add(("outcome", row, one), services.cells[row, one], shown.cells[row, one]) for one in services.columns]
        sums.append((own, total))
        why = [add(("why", *key), number, number) for key, number in told.items() if key[0] == row]
        if why:
            sums.append((why, ("outcome", row, Outcome.UNMET)))
    for name, table in others.items():
        public = shown_others[name]
        for row in table.rows:
            total = add((name, row), table.totals[row], public.totals[row])
            sums.append(
                ([add((name, row, one), table.cells[row, one], public.cells[row, one]) for one in LINES], total)
            )
        sums += [([(name, row, one) for row in table.rows], ("total", one)) for one in LINES]
        sums.append(([(name, row) for row in table.rows], ("all",)))
    return true, holes, sums


@pytest.mark.parametrize("seed", range(24))
def test_no_number_that_is_not_shown_is_worked_out_from_the_rest(seed: int) -> None:
    true, holes, sums = read(some_facts(Random(seed)))
    assert not [name for name, number in true.items() if 0 < number < 5 and name not in holes], "all small are hidden"
    assert [one for one in determined(true, holes, sums) if one != ("all",)] == []


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ({"a": 0, "b": 5, "c": 9}, ""),
        ({"a": 1, "b": 5, "c": 9}, "ab"),
        ({"a": 1, "b": 2, "c": 9}, "abc"),
        ({"a": 1, "b": 4, "c": 9}, "ab"),
        ({"a": 2, "b": 0, "c": 0}, "a"),
    ],
)
def test_what_is_hidden_of_a_line_is_at_least_two_and_five_together(numbers: dict[str, int], hidden: str) -> None:
    assert together(numbers) == set(hidden)


def test_most_of_a_busy_year_is_shown() -> None:
    facts = [
        a_fact(20 + 7 * n, service=service, target_group=group, month=month, language=language)
        for n, service in enumerate(("mediation", "at_home", "informing"))
        for group in GROUPS
        for month, language in ((NOVEMBER, "lt"), (DECEMBER, "uk"))
    ]
    facts += [a_fact(3, service="screen"), a_fact(2, target_group="newcomer", outcome="unmet", reason="expired")]
    services, others = for_everybody(*tables_of(facts))
    assert {row for row, total in services.totals.items() if total is None} == {"screen", "mediation"}
    assert others["group"].totals == by(facts, lambda one: one.target_group, GROUPS).totals
    assert others["group"].cells["family", "at_home"] == 54
    assert reasons(unmet(facts), services) == {}


def test_small_reasons_are_another_reason() -> None:
    told = {"expired": 9, "refused_full": 6, "not_got_unsaid": 2, "assistance_nobody": 1}
    facts = [a_fact(number, outcome="unmet", reason=why) for why, number in told.items()] + [a_fact(30)]
    services, _others = for_everybody(*tables_of(facts))
    assert reasons(unmet(facts), services) == {
        ("mediation", "No answer came"): 9,
        ("mediation", "Another reason"): 9,
    }


def test_of_an_office_with_almost_nothing_only_what_it_did_not_do_is_shown() -> None:
    services, others = for_everybody(*tables_of([a_fact(3), a_fact(1, service="at_home", month=DECEMBER)]))
    assert {row: total for row, total in services.totals.items() if total != 0} == {"mediation": None, "at_home": None}
    for table in others.values():
        assert set(table.cells.values()) == {0, None}
        assert set(table.totals.values()) <= {0, None}
