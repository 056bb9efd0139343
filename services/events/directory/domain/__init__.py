"""Rules of the directory: what HSDS's objects are, how documents are read and written, when somewhere is open."""

from services.events.directory.domain.documents import (
    Document,
    DocumentIsTooLarge,
    DocumentIsWrong,
    Facts,
    key,
    texts_of,
)
from services.events.directory.domain.envelope import envelope
from services.events.directory.domain.folding import asked, grams, words
from services.events.directory.domain.holidays import holidays
from services.events.directory.domain.hours import open_until, with_open_hours
from services.events.directory.domain.objects import OBJECTS, PARENTS, WEEKDAYS
from services.events.directory.domain.reading import TOP, read_json
from services.events.directory.domain.samples import id_of, spelled_out
from services.events.directory.domain.shapes import HOME, OTHERS, Field, Kind, Many, Object, One
from services.events.directory.domain.tabular import read_csv, write_csv
from services.events.directory.domain.telling import day_names, language_name, told

__all__ = [
    "HOME",
    "OBJECTS",
    "OTHERS",
    "PARENTS",
    "TOP",
    "WEEKDAYS",
    "Document",
    "DocumentIsTooLarge",
    "DocumentIsWrong",
    "Facts",
    "Field",
    "Kind",
    "Many",
    "Object",
    "One",
    "asked",
    "day_names",
    "envelope",
    "grams",
    "holidays",
    "id_of",
    "key",
    "language_name",
    "open_until",
    "read_csv",
    "read_json",
    "spelled_out",
    "texts_of",
    "told",
    "with_open_hours",
    "words",
    "write_csv",
]
