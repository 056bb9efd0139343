"""A document of HSDS taken apart: each object's facts by its id, wherever in the document it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.events.directory.domain.objects import OBJECTS
from services.events.directory.domain.shapes import HOME, OTHERS, Field, Kind, Object
from services.events.directory.domain.values import EMPTY, Wrong
from shared.errors import Invalid, _
from shared.languages import LANGUAGES

MOST_OBJECTS = 200_000
MOST_ERRORS = 100
TWO_WAYS = _("This is described in two ways in the same document.")

Facts = dict[str, Any]
"""Column -> what is kept in it; texts for people by language."""


class DocumentIsWrong(Invalid):
    """Something in the document is not as HSDS wants it; `errors` say where and what."""

    code = "directory-document-is-wrong"
    title = _("This is not a document that the directory can take. Nothing was changed.")


class DocumentIsTooLarge(Invalid):
    """So many objects are a mistake, or should come in parts."""

    code = "directory-document-is-too-large"
    title = _("There are more than {most} objects in it. Send it in parts; nothing was changed.")


@dataclass
class Document:
    """What a document says. `whole` are those that it gives with all that hangs under them, `complete` the lists.

    `source` is the name of whatever it is all of; empty if it is no whole.
    """

    rows: dict[str, dict[UUID, Facts]] = field(default_factory=lambda: {name: {} for name in OBJECTS})
    whole: dict[str, set[UUID]] = field(default_factory=lambda: {name: set() for name in OBJECTS})
    places: dict[tuple[str, UUID], str] = field(default_factory=dict)
    complete: set[str] = field(default_factory=lambda: set(OBJECTS))
    errors: dict[str, list[str]] = field(default_factory=dict)
    source: str = ""

    def wrong(self, place: str, sentence: str) -> None:
        """Note an error. Raises DocumentIsWrong once there are so many that nobody reads on."""
        self.errors.setdefault(place, []).append(sentence)
        if len(self.errors) >= MOST_ERRORS:
            self.check()

    def check(self) -> None:
        """Raise DocumentIsWrong if anything is."""
        if self.errors:
            raise DocumentIsWrong(self.errors)

    def add(self, name: str, id_: UUID, facts: Facts, place: str) -> None:
        """Take an object in; what is described twice must be described alike. Raises DocumentIsTooLarge."""
        known = self.rows[name].setdefault(id_, {})
        self.places.setdefault((name, id_), place)
        for column, fact in facts.items():
            if known.setdefault(column, fact) != fact:
                self.wrong(f"{place}.{column}", TWO_WAYS)
        if len(self.places) > MOST_OBJECTS:
            raise DocumentIsTooLarge(most=MOST_OBJECTS)


def key(column: str, language: str) -> str:
    """The key of a text in a language: `name`, and `x_name_en`."""
    return column if language == HOME else f"x_{column}_{language.replace('-', '_')}"


def texts_of(item: Mapping[str, Any], column: str) -> dict[str, str]:
    """A text out of an object's JSON, by language."""
    found = {language: item.get(key(column, language)) for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


def keys(one: Object) -> dict[str, tuple[Field, str]]:
    """Every key of an object's own facts -> the field, and the language of its text."""
    found = {each.name: (each, HOME) for each in one.fields}
    for each in one.fields:
        if each.kind is Kind.WORDS:
            found |= {key(each.name, language): (each, language) for language in OTHERS}
    return found


KEYS = {name: keys(one) for name, one in OBJECTS.items()}


def put(facts: Facts, each: Field, language: str, value: Any) -> None:
    """Put a value that was read into the facts."""
    if each.kind is Kind.WORDS:
        facts.setdefault(each.name, {})[language] = value
    else:
        facts[each.name] = value


def missing(name: str, facts: Facts) -> list[str]:
    """The columns that an object needs and has not, and texts that are there in other languages alone."""
    needed = [each.name for each in OBJECTS[name].fields if each.required and facts.get(each.name) in EMPTY]
    foreign = [column for column, fact in facts.items() if isinstance(fact, dict) and HOME not in fact]
    return needed + foreign


def id_of(document: Document, value: object, place: str, read: Any) -> UUID | None:
    """The id of an object, None with an error noted if it has none that is one."""
    try:
        id_: UUID = read(Field("id", Kind.ID), value)
    except Wrong as error:
        document.wrong(
            f"{place}.id".lstrip("."), "Missing data for required field." if value in EMPTY else error.sentence
        )
        return None
    return id_
