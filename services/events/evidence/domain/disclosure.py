"""What of a report may be shown to everybody: no number from one to four, and none that could be worked out.

The threshold rule for frequencies (OECD Glossary of Statistical Disclosure Control, "threshold rule": at least five in
a cell), with table redesign and secondary suppression as in Eurostat's Handbook on Statistical Disclosure Control,
chapters 4 and 5. Three steps, because the four tables share the totals of the services:

1. Lines (a service, a month, a group, a language) whose total is small are hidden together with the next smallest,
   until what is hidden together reaches the threshold: as if they were one line. All totals left may be known.
2. The services by what became of them: in each line the small numbers and the next smallest, at least two.
3. Every other table, row *and* column: cells are hidden along rings, so that each can be larger or smaller with
   all totals as they are (D. Gusfield, A graph theoretic approach to statistical data security, 1988).

Zeros are shown, unless a ring needs one. What is not met is told by reason only where the number of what is not met is
shown; small reasons become "another reason". It protects one report: two for periods that differ by a day can be
compared, so a town hands out whole months or years.
"""

from collections.abc import Mapping
from dataclasses import replace

from services.events.evidence.domain.facts import Outcome
from services.events.evidence.domain.reasons import OTHERWISE
from services.events.evidence.domain.rings import ring
from services.events.evidence.domain.tables import Key, Table

ENOUGH = 5
"""From this number on nobody points at a person."""


def small(number: int) -> bool:
    """Whether a number could point at a person whom neighbours know."""
    return 0 < number < ENOUGH


def together(numbers: Mapping[Key, int]) -> frozenset[Key]:
    """What of a line is hidden: the small numbers, and the next smallest until two are and they reach the threshold."""
    gone = {key for key, number in numbers.items() if small(number)}
    others = sorted((number, key) for key, number in numbers.items() if number >= ENOUGH)
    for _number, key in others:
        if not gone or (len(gone) > 1 and sum(numbers[one] for one in gone) >= ENOUGH):
            break
        gone.add(key)
    return frozenset(gone)


def for_everybody(services: Table, others: Mapping[str, Table]) -> tuple[Table, dict[str, Table]]:
    """The services by outcome, and the tables of something else by service, without what is not for everybody."""
    totals = {row: services.totals[row] or 0 for row in services.rows}
    gone = together(totals)
    cells: dict[tuple[Key, Key], int | None] = {}
    for row in services.rows:
        line = {column: services.cells[row, column] or 0 for column in services.columns}
        hidden = frozenset(line) if row in gone else together(line)
        cells |= {(row, column): None if column in hidden else number for column, number in line.items()}
    shown = replace(services, cells=cells, totals={row: None if row in gone else totals[row] for row in totals})
    return shown, {name: _two_way(one, gone) for name, one in others.items()}


def _two_way(table: Table, services_gone: frozenset[Key]) -> Table:
    """A table whose columns are services, of which the totals of some are not shown."""
    rows_gone = together({row: table.totals[row] or 0 for row in table.rows})
    row_of = {row: "" if row in rows_gone else row for row in table.rows}
    column_of = {column: "" if column in services_gone else column for column in table.columns}
    joined: dict[tuple[Key, Key], int] = {}
    for (row, column), number in table.cells.items():
        line = row_of[row], column_of[column]
        joined[line] = joined.get(line, 0) + (number or 0)
    hidden = _ringed(joined)
    cells: dict[tuple[Key, Key], int | None] = {}
    for (row, column), number in table.cells.items():
        line = row_of[row], column_of[column]
        cells[row, column] = None if line in hidden or ("" in line and joined[line]) else number
    totals = {row: None if row in rows_gone else total for row, total in table.totals.items()}
    return replace(table, cells=cells, totals=totals)


def _ringed(cells: Mapping[tuple[Key, Key], int]) -> set[tuple[Key, Key]]:
    """The cells to hide so that none is known from the totals, and those of a line reach the threshold together."""
    hidden = {line for line, number in cells.items() if small(number)}
    before = -1
    while len(hidden) != before:
        before = len(hidden)
        for cell in sorted(hidden):
            hidden |= ring(cells, hidden, cell)
        for side in (0, 1):
            for key in {cell[side] for cell in hidden}:
                hidden |= _enough({cell: number for cell, number in cells.items() if cell[side] == key}, hidden)
    return hidden


def _enough(line: Mapping[tuple[Key, Key], int], hidden: set[tuple[Key, Key]]) -> set[tuple[Key, Key]]:
    """The next smallest of a line in which what is hidden is a small number together, if there is one."""
    others = sorted((number, cell) for cell, number in line.items() if number and cell not in hidden)
    return {others[0][1]} if others and small(sum(line[cell] for cell in hidden & set(line))) else set()


def reasons(counted: Mapping[tuple[Key, Key], int], services: Table) -> dict[tuple[Key, Key], int]:
    """How often a need was not met, by service and why, as far as the services' table tells how many there were.

    Where it does not, no reason is told; reasons that are small, together with the next, are another reason.
    """
    told: dict[tuple[Key, Key], int] = {}
    for service in services.rows:
        if services.cells[service, Outcome.UNMET] is None:
            continue
        why = {reason: number for (one, reason), number in counted.items() if one == service}
        rest = together(why)
        for reason, number in why.items():
            name = (service, OTHERWISE if reason in rest else reason)
            told[name] = told.get(name, 0) + number
    return told
