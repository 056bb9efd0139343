"""What stands above organisations and terms: an id in a column of its own, which leads somewhere and never back."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.directory.models import TABLES
from services.events.directory.operations.comparing import NOWHERE, Difference, among, held
from shared.errors import _

ABOVE = {"organization": "parent_organization_id", "taxonomy_term": "parent_id"}
"""Object -> the column that says which other one it is a part of."""
CIRCLE = _("This leads back to itself. Name another one, or none.")


def check_parents(session: Session, found: Difference) -> None:
    """See that what a document newly puts under something else has an end above it. Raises DocumentIsWrong."""
    for name, column in ABOVE.items():
        written = found.new.get(name, {}) | found.changed.get(name, {})
        named = {id_: facts[column] for id_, facts in written.items() if facts.get(column)}
        if not named:
            continue
        places = found.document.places
        there = found.document.rows[name].keys() | held(session, name, set(named.values()))
        for id_, parent in named.items():
            if parent not in there:
                found.document.wrong(f"{places[name, id_]}.{column}", NOWHERE)
        table = TABLES[name].c
        stored = select(table.id, table[column]).where(table[column].is_not(None), ~among(table.id, written))
        above = {row.id: row[1] for row in session.execute(stored)} | named
        for id_ in _in_circles(above):
            if id_ in named:
                found.document.wrong(f"{places[name, id_]}.{column}", CIRCLE)
    found.document.check()


def _in_circles(above: Mapping[UUID, UUID]) -> Iterator[UUID]:
    """Those that are above themselves; each is looked at twice at most."""
    seen: set[UUID] = set()
    for start in above:
        way: dict[UUID, None] = {}
        at = start
        while at in above and at not in seen:
            seen.add(at)
            way[at] = None
            at = above[at]
        if at in way:
            yield from list(way)[list(way).index(at) :]
