"""An object with what hangs under it as JSON, written by PostgreSQL: one expression, made from HSDS's description.

Keys without a value are left out, since HSDS knows no null, and so are empty lists. Lists are ordered by id.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from services.events.directory.domain import HOME, OBJECTS, OTHERS, Field, Kind, Many, Object, key
from services.events.directory.models import table_name

PAIRS = 45
"""A function of PostgreSQL takes a hundred arguments."""


@dataclass(frozen=True)
class Writer:
    """Writes expressions: `public` ones without metadata, which may name persons, `translated` ones with all texts.

    Attributes are written of the objects that are `tied`, of all if none is named.
    """

    public: bool
    translated: bool
    tied: tuple[str, ...]
    numbers: "Iterator[int]"

    def object(self, name: str, alias: str, hidden: frozenset[str] = frozenset(), *, lists: bool = True) -> str:
        """The object of a row called `alias`, without the keys and columns that are `hidden`."""
        one = OBJECTS[name]
        nested = {way.column for way in one.one if way.key not in hidden}
        pairs = ["'id'", f"{alias}.id"]
        for each in one.fields:
            if each.name not in hidden | nested:
                pairs += _values(each, alias, translated=self.translated)
        if name == "taxonomy_term" and "language" not in hidden and not self.translated:
            # of two equal keys the later one counts
            pairs += ["'language'", IN_LANGUAGE.format(row=alias)]
        for way in one.one:
            if way.key not in hidden:
                inner = self.object(way.object, at := self._alias(), NOT_INSIDE[way.object], lists=lists and way.whole)
                pairs += [f"'{way.key}'", _select(inner, way.object, at, f"{at}.id = {alias}.{way.column}")]
        for many in self._lists(one) if lists else ():
            if many.key not in hidden:
                pairs += [f"'{many.key}'", self.list(one, many, alias)]
        built = (", ".join(pairs[start : start + 2 * PAIRS]) for start in range(0, len(pairs), 2 * PAIRS))
        return " || ".join(f"jsonb_build_object({part})" for part in built)

    def list(self, one: Object, way: Many, alias: str) -> str:
        """The list of objects that hang under a row."""
        at = self._alias()
        hidden, fits = {way.column}, f"{at}.{way.column} = {alias}.id"
        if way.column == "link_id":
            fits += f" AND {at}.link_entity = '{one.name}'"
        if way.column == "resource_id":
            hidden.add("resource_type")
            fits += f" AND {at}.resource_type = '{one.name}'"
        inner = self.object(way.object, at, NOT_INSIDE[way.object] | hidden)
        return _select(f"jsonb_agg({inner} ORDER BY {at}.id)", way.object, at, fits)

    def _lists(self, one: Object) -> tuple[Many, ...]:
        left_out = {"metadata"} if self.public else set()
        left_out |= {"attribute"} if self.tied and one.name not in self.tied else set()
        return tuple(way for way in one.lists if way.object not in left_out)

    def _alias(self) -> str:
        return f"t{next(self.numbers)}"


NOT_INSIDE = {name: frozenset({"organization", "program"} if name == "service" else ()) for name in OBJECTS} | {
    "taxonomy_term": frozenset({"taxonomy_detail"})
}
"""What an object does not repeat where it stands inside another one."""

IN_LANGUAGE = f"""CASE WHEN {{row}}.language IS NOT NULL AND CAST(:language AS text) <> '{HOME}'
    AND {{row}}.name ->> CAST(:language AS text) IS NOT NULL
    THEN split_part(CAST(:language AS text), '-', 1) ELSE {{row}}.language END"""
"""The language that a term's texts are told in, by its code of ISO 639, where the term says one at all."""


def written(
    name: str,
    *hidden: str,
    row: str = "o",
    public: bool = True,
    translated: bool = False,
    lists: bool = True,
    tied: tuple[str, ...] = (),
) -> str:
    """The expression for a row of this alias, in the language of the parameter `:language`; nulls are not stripped."""
    return Writer(public, translated, tied, count()).object(name, row, frozenset(hidden), lists=lists)


def listed(name: str, key: str, *, row: str = "o") -> str:
    """The expression for one list under the row of this alias, as the public sees it, with all its texts."""
    one = OBJECTS[name]
    (way,) = (each for each in one.lists if each.key == key)
    return Writer(public=True, translated=True, tied=(name,), numbers=count()).list(one, way, row)


def _select(what: str, name: str, alias: str, fits: str) -> str:
    return f"(SELECT {what} FROM {table_name(name)} AS {alias} WHERE {fits})"  # noqa: S608 - our own words


def _values(each: Field, alias: str, *, translated: bool) -> list[str]:
    column = f"{alias}.{each.name}"
    if each.kind is Kind.WORDS:
        pairs = [f"'{each.name}'", f"coalesce({column} ->> :language, {column} ->> '{HOME}')"]
        for language in OTHERS if translated else ():
            pairs += [f"'{key(each.name, language)}'", f"{column} ->> '{language}'"]
        return pairs
    if each.kind is Kind.MOMENT:
        return [f"'{each.name}'", f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"]
    return [f"'{each.name}'", column]
