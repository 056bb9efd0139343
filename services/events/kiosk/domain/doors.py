"""The doors of the start page: whom a person looks for help for. Behind each are services for some target groups."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, zip_longest
from uuid import UUID

from shared.errors import _


class Door(StrEnum):
    """Whom somebody looks for help for."""

    SENIOR = "senior"
    DISABILITY = "disability"
    FAMILY = "family"
    NEWCOMER = "newcomer"
    EVERYTHING = "everything"


DOORS = (Door.SENIOR, Door.DISABILITY, Door.FAMILY, Door.NEWCOMER)
DOOR_NAMES = {
    Door.SENIOR: _("Older people"),
    Door.DISABILITY: _("People with disabilities"),
    Door.FAMILY: _("Families, little income"),
    Door.NEWCOMER: _("New in Lithuania"),
    Door.EVERYTHING: _("Everything"),
}
DOOR_TARGETS: dict[Door, tuple[str, ...]] = {
    Door.SENIOR: ("senior",),
    Door.DISABILITY: ("disability",),
    Door.FAMILY: ("large_family", "single_parent", "on_support"),
    Door.NEWCOMER: ("newcomer",),
    Door.EVERYTHING: (),
}
"""Codes of the directory's taxonomy `target`; none for the door that leads to all services."""
MOST_POSTS = 12
"""Posts that the screen shows, and that a device keeps a copy of: older ones are on the board."""
PER_PAGE = 12
"""Services on one screen of a list."""


def kept_first(lists: Mapping[Door, Sequence[UUID]], most: int) -> list[UUID]:
    """The services that a device keeps a copy of, `most` at most: those that people come to by the fewest touches.

    First what the first screen behind each door shows; then what the doors of single groups lead to, of each door in
    turn, so that none is left out for another; then the rest. `lists` has each door's services as its list orders them.
    """
    firsts = _in_turn([ids[:PER_PAGE] for ids in lists.values()])
    groups = _in_turn([ids for door, ids in lists.items() if DOOR_TARGETS[door]])
    return list(dict.fromkeys(chain(firsts, groups, *lists.values())))[:most]


def _in_turn(lists: Sequence[Sequence[UUID]]) -> Iterator[UUID]:
    return (id_ for together in zip_longest(*lists) for id_ in together if id_ is not None)


def screens(lists: Mapping[Door, Sequence[UUID]], kept: Sequence[UUID]) -> Iterator[tuple[Door, int]]:
    """Each door with the numbers of the screens of its list, as far as all that they lead to is kept."""
    known = set(kept)
    for door, ids in lists.items():
        for begin in range(0, max(len(ids), 1), PER_PAGE):
            if not known.issuperset(ids[begin : begin + PER_PAGE]):
                break
            yield door, begin // PER_PAGE + 1
