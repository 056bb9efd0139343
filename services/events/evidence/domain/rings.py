"""Rings of cells: what is added along one and taken away again leaves every total of a table as it is."""

from collections.abc import Mapping
from heapq import heappop, heappush

Cell = tuple[str, str]
Line = tuple[int, str]
"""A row (0) or a column (1) of a table."""
COSTLY = 10**9
"""A zero is hidden only where nothing else makes a ring."""


def ring(cells: Mapping[Cell, int], hidden: set[Cell], cell: Cell) -> set[Cell]:
    """The cells to hide so that `cell` can be one more, or one less, with all totals as they are; empty if none can.

    Those that are hidden already cost nothing, others their number.
    """
    ways = [found for more in (True, False) if (found := _way(cells, hidden, cell, more=more)) is not None]
    return set(min(ways)[1]) if ways else set()


def _way(cells: Mapping[Cell, int], hidden: set[Cell], cell: Cell, *, more: bool) -> tuple[int, list[Cell]] | None:
    """The cheapest way from a cell's row to its column by other cells, and its cost (Dijkstra).

    If the cell has one `more`, the first on the way has one less, the next one more, and so on: nothing is less than 0.
    """
    lines: dict[Line, list[Cell]] = {}
    for one in cells:
        for side, key in enumerate(one):
            lines.setdefault((side, key), []).append(one)
    waiting: list[tuple[int, list[Cell], Line]] = [(0, [], (0, cell[0]))]
    seen: set[Line] = set()
    while waiting:
        cost, way, at = heappop(waiting)
        if at == (1, cell[1]):
            return cost, way
        if at in seen:
            continue
        seen.add(at)
        taken = more == (at[0] == 0)
        for one in lines[at]:
            if one == cell or (taken and cells[one] == 0):
                continue
            price = 0 if one in hidden else cells[one] or COSTLY
            heappush(waiting, (cost + price, [*way, one], (1 - at[0], one[1 - at[0]])))
    return None
