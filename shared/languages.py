"""The six languages: which one a person wants, texts with their fallback, catalogues loaded from `.po` files.

`lt-simple` is plain Lithuanian: `simple` is the BCP 47 variant for simplified forms (IANA language subtag registry).
"""

import gettext as stdlib_gettext
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("lt", "lt-simple", "en", "uk", "ru", "ar")
NAMES = {
    "lt": "Lietuvių",
    "lt-simple": "Lengva lietuvių kalba",
    "en": "English",
    "uk": "Українська",
    "ru": "Русский",
    "ar": "العربية",
}
DEFAULT = "lt"

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)
_speaker: ContextVar[str] = ContextVar("speaker", default="")
"""The service that speaks: where several live in one process, each says a text in its own words."""
_folders: list[Path] = [Path(__file__).parent / "locales"]


def spoken(language: str) -> str:
    """The language that whoever reads this one speaks: plain Lithuanian is spoken by all who speak Lithuanian."""
    return language.partition("-")[0]


def add_catalogues(folder: Path) -> None:
    """Also look for `<language>.po` in this folder; each service adds its own when it is composed."""
    if folder not in _folders:
        _folders.append(folder)
        _translations.cache_clear()


@cache
def _translations(language: str, speaker: str) -> stdlib_gettext.NullTranslations:
    """All catalogues of one language in one object: the speaker's own first, then what all share, then the others'."""
    found: stdlib_gettext.NullTranslations = stdlib_gettext.NullTranslations()
    for folder in sorted(_folders, key=lambda folder: (folder.parent.name == speaker, folder.parent.name == "shared")):
        if (folder / f"{language}.po").exists():
            translations = copy(_catalogue(folder, language))  # its texts are shared, what it falls back on is not
            translations.add_fallback(found)
            found = translations
    return found


@cache
def _catalogue(folder: Path, language: str) -> stdlib_gettext.GNUTranslations:
    """One catalogue, read once for all speakers and compiled in memory so that no stale file can be served."""
    with (folder / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=str(babel_locale(language)))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return stdlib_gettext.GNUTranslations(compiled)


def current() -> str:
    """The language of the person who is being answered."""
    return _current.get()


@contextmanager
def using(language: str) -> Iterator[None]:
    """Speak this language within the block."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def speaking_as(service: str) -> Iterator[None]:
    """Speak in the words of this service within the block."""
    token = _speaker.set(service)
    try:
        yield
    finally:
        _speaker.reset(token)


def gettext(message: str, **facts: object) -> str:
    """The message in the current language, with its `{placeholders}` filled."""
    translated = _translations(current(), _speaker.get()).gettext(message) if message else ""
    return translated.format(**facts) if facts else translated


def ngettext(one: str, many: str, count: int, **facts: object) -> str:
    """The plural form that the current language wants for `count`, with `{count}` and the other placeholders filled."""
    return _translations(current(), _speaker.get()).ngettext(one, many, count).format(count=count, **facts)


def babel_locale(language: str) -> Locale:
    """Babel's locale for dates and numbers; plain Lithuanian counts and dates as Lithuanian does."""
    return Locale.parse(language.split("-", maxsplit=1)[0])


def left_to_right(text: str) -> str:
    """A number or a code within isolates, so that it keeps its order in a right-to-left sentence (UAX #9)."""
    return f"\u2066{text}\u2069"


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return str(babel_locale(language).text_direction)


def between(mark: str = ",") -> str:
    """What stands between two things in a row, as the current language's script writes it: a comma, or `;`."""
    signs = {",": "،", ";": "؛"} if direction(current()) == "rtl" else {}
    return f"{signs.get(mark, mark)} "


def chosen(wanted: str | None) -> str | None:
    """Our language for one tag such as `uk-UA` or `LT`, or None if we do not speak it."""
    tag = (wanted or "").strip().lower()
    if tag in LANGUAGES:
        return tag
    base = tag.split("-", maxsplit=1)[0]
    return base if base in LANGUAGES else None


def accepted(header: str | None) -> str:
    """The best of our languages for an Accept-Language header (RFC 9110 section 12.5.4); Lithuanian if none fits."""
    ranked: list[tuple[float, int, str]] = []
    for place, item in enumerate((header or "")[:500].split(",")):
        tag, _, quality = item.partition(";q=")
        language = chosen(tag)
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        if language and weight > 0:
            ranked.append((-weight, place, language))
    return min(ranked)[2] if ranked else DEFAULT


def text_for(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text for a person and its language: theirs, else Lithuanian, else English, else any (empty if none)."""
    for candidate in (language, spoken(language), "lt", "en", *sorted(texts)):
        if texts.get(candidate):
            return texts[candidate], candidate
    return "", language
