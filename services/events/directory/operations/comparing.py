"""What a document would change, before anything is: each object beside the one we have, and who keeps it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.events.directory.domain import OBJECTS, PARENTS, Document, Facts
from services.events.directory.models import TABLES
from shared.errors import _

NOWHERE = _("This points at something that is neither in the document nor in the directory.")
FOREIGN = _("Another organisation keeps this, so it cannot be changed here.")
ELSEWHERE = _("This hangs under something else in the directory already.")
LOOSE = _("This belongs to nothing. Say what it belongs to.")
OWN_CLOCK = "last_modified"
"""We keep it ourselves where a document does not say it."""
Ref = tuple[str, UUID]
"""An object's name and id."""


@dataclass
class Difference:
    """What is new, and what would change of what is there; `facts` hold only what is to be written."""

    document: Document
    keeper_id: UUID
    known: dict[str, dict[UUID, Facts]] = field(default_factory=dict)
    new: dict[str, dict[UUID, Facts]] = field(default_factory=dict)
    changed: dict[str, dict[UUID, Facts]] = field(default_factory=dict)

    def keeper(self, name: str, id_: UUID) -> UUID | None:
        """Who keeps a thing: whoever keeps what it hangs under, and we what is new."""
        if OBJECTS[name].kept:
            known = self.known[name].get(id_)
            return known["keeper_id"] if known else self.keeper_id
        above = [self.keeper(*one) for one in self.above(name, id_)]
        return next((one for one in above if one != self.keeper_id), self.keeper_id)

    def above(self, name: str, id_: UUID) -> list[Ref]:
        """What a part hangs under."""
        return list(hung(name, self.document.rows[name][id_]))


def hung(name: str, facts: Facts) -> Iterator[Ref]:
    """What an object with these facts hangs under."""
    for column in PARENTS[name]:
        to = OBJECTS_TO[name, column]
        if facts.get(column):
            yield to, facts[column]
    for column, said in (("link_id", "link_entity"), ("resource_id", "resource_type")):
        if facts.get(column) and facts[said] in OBJECTS:
            yield facts[said], facts[column]


OBJECTS_TO = {(name, each.name): each.to or "" for name, one in OBJECTS.items() for each in one.fields}
"""The object that a column of ids points at."""


def among(column: ColumnElement[Any], ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Whether it is one of these ids, of which there may be more than a statement takes values (65,535)."""
    return column == any_(bindparam(None, list(ids), ARRAY(Uuid), unique=True))


def compare(session: Session, document: Document, keeper_id: UUID) -> Difference:
    """What the document would change. Raises DocumentIsWrong where it points at nothing, or at what others keep."""
    found = Difference(document, keeper_id)
    for name, rows in document.rows.items():
        table = TABLES[name]
        known = session.execute(select(table).where(among(table.c.id, rows))).mappings() if rows else ()
        found.known[name] = {row["id"]: dict(row) for row in known}
    for name, rows in document.rows.items():
        for id_, facts in rows.items():
            _compare(found, name, id_, facts)
    _check_pointers(session, document)
    document.check()
    for name, rows in document.rows.items():
        _check_keepers(found, name, rows)
    document.check()
    return found


def _compare(found: Difference, name: str, id_: UUID, facts: Facts) -> None:
    known = found.known[name].get(id_)
    if known is None:
        found.new.setdefault(name, {})[id_] = facts
        return
    whole = id_ in found.document.whole[name]
    columns = [each.name for each in OBJECTS[name].fields if each.name != OWN_CLOCK] if whole else []
    wanted = dict.fromkeys(columns) | facts
    if differs := {column: fact for column, fact in wanted.items() if known[column] != fact}:
        found.changed.setdefault(name, {})[id_] = differs


def _check_pointers(session: Session, document: Document) -> None:
    """See that each id leads somewhere: what something hangs under stands in the document, other things may be ours."""
    asked: dict[str, set[UUID]] = {}
    for name, rows in document.rows.items():
        for id_, facts in rows.items():
            place = document.places[name, id_]
            under = list(hung(name, facts))
            if not OBJECTS[name].kept and not under:
                document.wrong(place, LOOSE)
            for to, other in under if not OBJECTS[name].kept else ():
                if other not in document.rows[to]:
                    document.wrong(place, NOWHERE)
            for to, other in _pointers(name, facts):
                asked.setdefault(to, set()).add(other)
    there = {
        to: set(document.rows[to]) | held(session, to, ids - document.rows[to].keys()) for to, ids in asked.items()
    }
    for name, rows in document.rows.items():
        for id_, facts in rows.items():
            if any(other not in there[to] for to, other in _pointers(name, facts)):
                document.wrong(document.places[name, id_], NOWHERE)


def _pointers(name: str, facts: Facts) -> Iterator[Ref]:
    for each in OBJECTS[name].fields:
        if each.to and facts.get(each.name):
            yield each.to, facts[each.name]


def held(session: Session, name: str, ids: set[UUID]) -> set[UUID]:
    """Those of some ids that the directory has."""
    return set(session.scalars(select(TABLES[name].c.id).where(among(TABLES[name].c.id, ids)))) if ids else set()


def _check_keepers(found: Difference, name: str, rows: dict[UUID, Facts]) -> None:
    changed: dict[UUID, Any] = found.new.get(name, {}) | found.changed.get(name, {})
    for id_ in rows:
        if id_ not in changed:
            continue
        place, known = found.document.places[name, id_], found.known[name].get(id_)
        if found.keeper(name, id_) != found.keeper_id:
            found.document.wrong(place, FOREIGN)
        elif known and not OBJECTS[name].kept and list(hung(name, known)) != found.above(name, id_):
            found.document.wrong(place, ELSEWHERE)
