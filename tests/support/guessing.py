"""Somebody who reads a table with holes, knows what adds up to what, and works out what must stand in them."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Name: TypeAlias = tuple[str, ...]
Sums: TypeAlias = list[tuple[list[Name], Name]]
"""Parts, and what they add up to; each a name of a number."""
Range: TypeAlias = dict[Name, tuple[int, int]]


def determined(true: Mapping[Name, int], holes: Iterable[Name], sums: Sums) -> list[Name]:
    """The holes that can only be what they are, by every whole number from 0 on that fits the sums."""
    most = max(true.values(), default=0) + 1
    known: Range = {name: (number, number) for name, number in true.items()}
    open_ = dict.fromkeys(holes, (0, most * 2))
    found = []
    for name in open_:
        here = true[name]
        other = [known | open_ | {name: (0, here - 1)}, known | open_ | {name: (here + 1, most * 2)}]
        if not any(_fits(ranges, sums, true) for ranges in other):
            found.append(name)
    return found


def _fits(ranges: Range, sums: Sums, true: Mapping[Name, int]) -> bool:
    """Whether some whole numbers fit: ranges are narrowed by each sum, then one is halved near what is true."""
    found = _narrowed(ranges, sums)
    if found is None:
        return False
    wide = [(high - low, name) for name, (low, high) in found.items() if high > low]
    if not wide:
        return True
    _width, name = min(wide)
    low, high = found[name]
    near = min(max(true[name], low), high)
    tries = [(near, near), (low, near - 1), (near + 1, high)]
    return any(_fits(found | {name: one}, sums, true) for one in tries if one[0] <= one[1])


def _narrowed(ranges: Range, sums: Sums) -> Range | None:
    """The ranges as narrow as the sums make them one by one; None if nothing fits."""
    found = dict(ranges)
    before: Range = {}
    while found != before:
        before = dict(found)
        for parts, total in sums:
            low, high = (sum(found[part][side] for part in parts) for side in (0, 1))
            found[total] = (max(found[total][0], low), min(found[total][1], high))
            for part in parts:
                least, most = found[part]
                found[part] = (max(least, found[total][0] - high + most), min(most, found[total][1] - low + least))
        if any(least > most for least, most in found.values()):
            return None
    return found
