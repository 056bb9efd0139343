"""Rules of the directory: what HSDS's objects are, how documents are read and written, when somewhere is open."""

from services.events.directory.domain.documents import Document, DocumentIsTooLarge, DocumentIsWrong, Facts, key
from services.events.directory.domain.objects import OBJECTS, PARENTS
from services.events.directory.domain.reading import TOP, read_json
from services.events.directory.domain.samples import id_of, spelled_out
from services.events.directory.domain.shapes import HOME, OTHERS, Field, Kind, Many, Object, One
from services.events.directory.domain.tabular import read_csv, write_csv

__all__ = [
    "HOME",
    "OBJECTS",
    "OTHERS",
    "PARENTS",
    "TOP",
    "Document",
    "DocumentIsTooLarge",
    "DocumentIsWrong",
    "Facts",
    "Field",
    "Kind",
    "Many",
    "Object",
    "One",
    "id_of",
    "key",
    "read_csv",
    "read_json",
    "spelled_out",
    "write_csv",
]
