"""The tables of a report: facts added up, and what of them may be shown to everybody."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.events.evidence.domain.facts import Fact, Service

SMALL = 3
"""A number from one up to this, without it, could point at a person whom neighbours know."""
Key = str


@dataclass(frozen=True)
class Table:
    """Numbers by row and column, with their totals; None is a number that is not shown."""

    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    cells: Mapping[tuple[Key, Key], int | None]
    totals: Mapping[Key, int | None]


def table(
    facts: Iterable[Fact],
    rows: Sequence[Key],
    row: Callable[[Fact], Key],
    column: Callable[[Fact], Key],
    columns: Sequence[Key],
    *,
    public: bool,
) -> Table:
    """Add facts up into cells, and into a total for each row; in the public copy small numbers are not shown."""
    cells = {(one, other): 0 for one in rows for other in columns}
    for fact in facts:
        cells[row(fact), column(fact)] += fact.number
    totals = {one: sum(cells[one, other] for other in columns) for one in rows}
    if not public:
        return Table(tuple(rows), tuple(columns), cells, totals)
    shown: dict[tuple[Key, Key], int | None] = {}
    for one in rows:
        shown |= {(one, other): number for other, number in hidden({c: cells[one, c] for c in columns}).items()}
    return Table(tuple(rows), tuple(columns), shown, {one: None if small(n) else n for one, n in totals.items()})


def small(number: int) -> bool:
    """Whether a number could point at a person."""
    return 0 < number < SMALL


def hidden(numbers: Mapping[Key, int]) -> dict[Key, int | None]:
    """The numbers of a row without the small ones. If only one is small, the next smallest goes too.

    Else the hidden one could be worked out of the row's total. Nothing is hidden of nothing.
    """
    found: dict[Key, int | None] = {key: None if small(number) else number for key, number in numbers.items()}
    gone = [key for key, number in found.items() if number is None]
    others = [(number, key) for key, number in numbers.items() if number >= SMALL]
    if len(gone) == 1 and others:
        found[min(others)[1]] = None
    return found


def of_service(fact: Fact) -> Key:
    """The service a fact is about."""
    return fact.service


def by_outcome(facts: Iterable[Fact], outcomes: Sequence[Key], *, public: bool) -> Table:
    """What became of each of the eight services."""
    return table(facts, tuple(Service), of_service, lambda fact: fact.outcome, outcomes, public=public)


def by(facts: Sequence[Fact], row: Callable[[Fact], Key], rows: Sequence[Key], *, public: bool) -> Table:
    """The eight services by something else that is told of them."""
    return table(facts, rows, row, of_service, tuple(Service), public=public)


def hours(facts: Iterable[Fact]) -> dict[Key, float]:
    """Hours that helpers gave, by service, to the quarter of an hour."""
    minutes = dict.fromkeys(map(str, Service), 0)
    for fact in facts:
        minutes[fact.service] += fact.minutes
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
