"""The tables of a report: facts added up."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from services.events.evidence.domain.facts import LINES, Fact, Outcome
from services.events.evidence.domain.reasons import why

Key = str


class Numbered(Protocol):
    """What can be added up."""

    @property
    def number(self) -> int:
        """How many."""


Told = TypeVar("Told", bound=Numbered)


@dataclass(frozen=True)
class Table:
    """Numbers by row and column, with their totals; None is a number that is not shown."""

    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    cells: Mapping[tuple[Key, Key], int | None]
    totals: Mapping[Key, int | None]

    @property
    def filled(self) -> list[Key]:
        """The columns that have anything but noughts; what is not shown is something."""
        return [one for one in self.columns if any(self.cells[row, one] != 0 for row in self.rows)]


def table(
    facts: Iterable[Told],
    rows: Sequence[Key],
    row: Callable[[Told], Key],
    column: Callable[[Told], Key],
    columns: Sequence[Key],
) -> Table:
    """Add facts up into cells, and into a total for each row."""
    cells = {(one, other): 0 for one in rows for other in columns}
    for fact in facts:
        cells[row(fact), column(fact)] += fact.number
    totals = {one: sum(cells[one, other] for other in columns) for one in rows}
    return Table(tuple(rows), tuple(columns), cells, totals)


def of_line(fact: Fact) -> Key:
    """The line of the report that a fact counts in."""
    return fact.line


def by_outcome(facts: Iterable[Fact], outcomes: Sequence[Key]) -> Table:
    """What became of each of the eight services, by line."""
    return table(facts, tuple(LINES), of_line, lambda fact: fact.outcome, outcomes)


def by(facts: Sequence[Fact], row: Callable[[Fact], Key], rows: Sequence[Key]) -> Table:
    """The eight services by something else that is told of them."""
    return table(facts, rows, row, of_line, tuple(LINES))


def unmet(facts: Iterable[Fact]) -> Counter[tuple[Key, Key]]:
    """How often a need was not met, by service and by why, in words."""
    counted: Counter[tuple[Key, Key]] = Counter()
    for one in facts:
        if one.outcome == Outcome.UNMET:
            counted[one.line, why(one.reason)] += one.number
    return counted


def hours(facts: Iterable[Fact]) -> dict[Key, float]:
    """Hours that helpers gave, by service, to the quarter of an hour."""
    minutes = dict.fromkeys(LINES, 0)
    for fact in facts:
        minutes[fact.line] += fact.minutes
    return {service: round(total / 15) / 4 for service, total in minutes.items()}


def tables_as_csv(tables: Mapping[str, Table]) -> str:
    """Tables as CSV (RFC 4180), one number on each line; one that is not shown is an empty cell."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(["table", "row", "column", "number"])
    for name, one in tables.items():
        for row in one.rows:
            rows.writerows([name, row, column, one.cells[row, column]] for column in one.columns)
            rows.writerow([name, row, "total", one.totals[row]])
    return written.getvalue()
