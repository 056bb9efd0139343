"""How an object of HSDS is described: its fields, and what hangs under it or is pointed at."""

from dataclasses import dataclass
from enum import StrEnum

from shared.languages import LANGUAGES

HOME = "lt"
"""HSDS has no translations: it answers in this language, and `x_name_en` is our own key for a name in English."""
OTHERS = tuple(language for language in LANGUAGES if language != HOME)


class Kind(StrEnum):
    """What a field holds; `WORDS` are for people and may be there in each language."""

    TEXT = "text"
    WORDS = "words"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    CLOCK = "clock"
    URI = "uri"
    EMAIL = "email"
    ID = "id"
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    """One field. It takes one of `values`, or what looks like `pattern`; `to` is the object whose id it holds."""

    name: str
    kind: Kind
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    to: str | None = None


@dataclass(frozen=True)
class Many:
    """A list of objects under a key; they point back by `column`.

    Those that are `owned` end with what they hang under.
    """

    key: str
    object: str
    column: str
    owned: bool = True


@dataclass(frozen=True)
class One:
    """One object under a key, which `column` points at; `whole` if it is given there with all that hangs under it."""

    key: str
    object: str
    column: str
    whole: bool = False


ATTRIBUTES = Many("attributes", "attribute", "link_id")
METADATA_OF = Many("metadata", "metadata", "resource_id")


@dataclass(frozen=True)
class Object:
    """One object of the standard. Those that are `kept` belong to an organisation here, and all under them with them.

    `ties` are the two lists that any object may have: attributes and metadata.
    """

    name: str
    fields: tuple[Field, ...]
    many: tuple[Many, ...] = ()
    one: tuple[One, ...] = ()
    kept: bool = False
    ties: tuple[Many, ...] = (ATTRIBUTES, METADATA_OF)

    @property
    def lists(self) -> tuple[Many, ...]:
        """Every list of objects that may hang under it."""
        return self.many + self.ties
