"""HSDS as JSON, read: every object with its lists, wherever it is nested."""

from typing import Any
from uuid import UUID

from services.events.directory.domain.documents import KEYS, Document, Facts, id_of, missing, put
from services.events.directory.domain.objects import OBJECTS
from services.events.directory.domain.shapes import Field, Kind, Many, Object
from services.events.directory.domain.values import EMPTY, Wrong, read
from shared.errors import _

TOP = {
    "organizations": "organization",
    "services": "service",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
"""What stands at the top of a document -> the object."""
ABOUT = {"version", "profile"}
SOURCE = Field("x_source", Kind.TEXT)
"""Our own key at the top: the document is all that the source of this name has."""
UNKNOWN = _("HSDS knows no such field here. Begin a name of your own with x_.")


def read_json(content: object) -> Document:
    """What a JSON document says. Keys of other publishers (`x_…`) are left out. Raises DocumentIsWrong or …TooLarge."""
    document = Document()
    if not isinstance(content, dict) or not content.keys() & TOP.keys():
        document.wrong("_schema", _("Give at least one of organizations, services, taxonomies and taxonomy_terms."))
        document.check()
    else:
        _Reader(document).top(content)
    document.check()
    return document


class _Reader:
    """Takes a document apart, key by key."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def top(self, content: dict[str, Any]) -> None:
        for key, value in content.items():
            if key == SOURCE.name and value not in EMPTY:
                self._source(value)
            elif key in TOP:
                self._list(TOP[key], value, key, {})
            elif key not in ABOUT and not key.startswith("x_"):
                self._document.wrong(key, UNKNOWN)

    def _source(self, value: object) -> None:
        try:
            self._document.source = read(SOURCE, value).strip()
        except Wrong as error:
            self._document.wrong(SOURCE.name, error.sentence)

    def _list(self, name: str, value: object, place: str, under: Facts) -> None:
        if value is None:
            return
        if not isinstance(value, list):
            self._document.wrong(place, "Not a valid list.")
            return
        for number, one in enumerate(value):
            self._object(name, one, f"{place}.{number}", under, whole=True)

    def _object(self, name: str, value: object, place: str, under: Facts, *, whole: bool) -> UUID | None:
        """Take an object in; `under` is what it knows by where it stands."""
        if not isinstance(value, dict):
            self._document.wrong(place, "Invalid type.")
            return None
        id_ = id_of(self._document, value.get("id"), place, read)
        if id_ is None:
            return None
        facts = self._facts(OBJECTS[name], value, place)
        for column, fact in under.items():
            if facts.setdefault(column, fact) != fact:
                self._document.wrong(f"{place}.{column}", _("This is another entry than the one it is written in."))
        for column in missing(name, facts):
            self._document.wrong(f"{place}.{column}", "Missing data for required field.")
        self._document.add(name, id_, facts, place)
        if whole:
            self._document.whole[name].add(id_)
        for way in OBJECTS[name].lists:
            self._list(way.object, value.get(way.key), f"{place}.{way.key}", _under(OBJECTS[name], way, id_))
        return id_

    def _facts(self, one: Object, value: dict[str, Any], place: str) -> Facts:
        facts: Facts = {}
        known = {"id"} | {way.key for way in one.lists + one.one}
        for key, said in value.items():
            if key in KEYS[one.name]:
                self._fact(facts, one.name, key, said, f"{place}.{key}")
            elif key not in known and not key.startswith("x_"):
                self._document.wrong(f"{place}.{key}", UNKNOWN)
        for way in one.one:
            if value.get(way.key) is not None:
                self._pointed(facts, way.column, value[way.key], f"{place}.{way.key}", way.object, whole=way.whole)
        return facts

    def _fact(self, facts: Facts, name: str, key: str, said: object, place: str) -> None:
        if said in EMPTY:
            return
        each, language = KEYS[name][key]
        try:
            put(facts, each, language, read(each, said))
        except Wrong as error:
            self._document.wrong(place, error.sentence)

    def _pointed(self, facts: Facts, column: str, said: object, place: str, name: str, *, whole: bool) -> None:
        id_ = self._object(name, said, place, {}, whole=whole)
        if id_ is not None and facts.setdefault(column, id_) != id_:
            self._document.wrong(f"{place}.id", _("This is another entry than the one it is written in."))


def _under(one: Object, way: Many, id_: UUID) -> Facts:
    """What an object knows by the list it stands in."""
    if way.column == "link_id":
        return {"link_id": id_, "link_entity": one.name}
    if way.column == "resource_id":
        return {"resource_id": id_, "resource_type": one.name}
    return {way.column: id_}
