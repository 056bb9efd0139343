"""What was shown on websites and told to many: names of the other service, tables, and what stays hidden."""

from random import Random

import pytest

from services.events.evidence.domain import Shown, for_everybody, group_of, language_of, shown_tables
from tests.support.guessing import Name, Sums, determined
from tests.unit.events.evidence.test_domain import DECEMBER, NOVEMBER

SITES, MONTHS, KINDS = ("caritas", "sirena", "unnamed"), ("2026-11", "2026-12"), ("programme", "board", "services")


def some_loads(chance: Random) -> list[Shown]:
    return [
        Shown(
            chance.choice(SITES),
            chance.choice([NOVEMBER, DECEMBER]),
            chance.choice(KINDS),
            chance.choice(["lt", "uk", "ar"]),
            chance.choice([1, 1, 2, 3, 4, 7, 30]),
        )
        for _ in range(chance.randint(1, 14))
    ]


def test_groups_and_languages_are_those_of_this_service() -> None:
    told = ("senior", "disabled", "social_support", "refugees", "large_family", "single_parent", "", "martians")
    assert [str(group_of(code)) for code in told] == [
        *("senior", "disability", "on_support", "newcomer", "large_family", "single_parent", "unsaid", "unsaid"),
    ]
    assert (language_of("ar"), language_of("tlh")) == ("ar", "lt")


def test_loads_add_up_by_language_site_and_month() -> None:
    loads = [Shown("caritas", NOVEMBER, "board", "uk", 7), Shown("unnamed", DECEMBER, "board", "uk", 2)]
    languages, others = shown_tables(loads, SITES, MONTHS)
    assert (languages.cells["board", "uk"], languages.totals["board"], languages.totals["services"]) == (9, 9, 0)
    assert (others["site"].totals["caritas"], others["site"].totals["unnamed"]) == (7, 2)
    assert others["month"].cells["2026-12", "board"] == 2


@pytest.mark.parametrize("seed", range(12))
def test_no_small_number_of_loads_is_worked_out_from_the_public_copy(seed: int) -> None:
    languages, others = shown_tables(some_loads(Random(seed)), SITES, MONTHS)
    shown, shown_others = for_everybody(languages, others)
    true: dict[Name, int] = {("all",): sum(total or 0 for total in languages.totals.values())}
    holes: list[Name] = [("all",)]
    sums: Sums = [([("kind", kind) for kind in KINDS], ("all",))]
    both = {"kind": (languages, shown)} | {name: (others[name], shown_others[name]) for name in others}
    for name, (table, public) in both.items():
        for row in table.rows:
            numbers = {(name, row): (table.totals[row], public.totals[row])}
            cells = {(name, row, one): (table.cells[row, one], public.cells[row, one]) for one in table.columns}
            for place, (number, told) in (numbers | cells).items():
                true[place] = number or 0
                holes += [place] if told is None else []
            sums.append((list(cells), (name, row)))
        if name != "kind":
            sums += [([(name, row, one) for row in table.rows], ("kind", one)) for one in KINDS]
            sums.append(([(name, row) for row in table.rows], ("all",)))
    assert not [place for place, number in true.items() if 0 < number < 5 and place not in holes]
    assert [one for one in determined(true, holes, sums) if one != ("all",)] == []
