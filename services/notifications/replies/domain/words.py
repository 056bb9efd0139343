"""The words by which people answer a text of ours.

Only a message that is nothing but the word counts: "NE, ateisime visi" is for a human to read.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Answer(StrEnum):
    """What was meant. NO declines one thing and never unsubscribes; STOP ends all messages, START brings them back.

    ARRIVED and DONE are said by whoever has promised a visit.
    """

    STOP = "stop"
    START = "start"
    NO = "no"
    YES = "yes"
    ARRIVED = "arrived"
    DONE = "done"
    HELP = "help"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and the language of its word; None where several share the word, so the person's own is used."""

    answer: Answer
    language: str | None = None


_STOP: Mapping[str, str | None] = {
    "STOP": None,
    "STABDYTI": "lt",
    "SUSTABDYTI": "lt",
    "ATSISAKAU": "lt",
    "СТОП": None,
    "STOPALL": "en",
    "UNSUBSCRIBE": "en",
    "ВІДПИСАТИ": "uk",
    "ВІДПИСАТИСЯ": "uk",
    "ОТПИСАТЬСЯ": "ru",
    "توقف": "ar",
    "إيقاف": "ar",
}
_START: Mapping[str, str | None] = {
    "START": None,
    "PRADĖTI": "lt",
    "VĖL": "lt",
    "СТАРТ": None,
    "ПОЧАТИ": "uk",
    "НАЧАТЬ": "ru",
    "ابدأ": "ar",
}
_NO: Mapping[str, str | None] = {"NE": "lt", "NO": "en", "NI": None, "НІ": "uk", "НЕТ": "ru", "НЕ": None, "لا": "ar"}
"""НЕ is how NE looks typed on a Cyrillic keyboard."""
_YES: Mapping[str, str | None] = {"TAIP": "lt", "YES": "en", "TAK": None, "ТАК": "uk", "ДА": "ru", "نعم": "ar"}
_ARRIVED: Mapping[str, str | None] = {
    "ATVYKAU": "lt",
    "ATĖJAU": "lt",
    "ATVAŽIAVAU": "lt",
    "ARRIVED": "en",
    "ТУТ": None,
    "ПРИБУВ": "uk",
    "ПРИБУЛА": "uk",
    "ПРИЇХАВ": "uk",
    "ПРИЇХАЛА": "uk",
    "ЗДЕСЬ": "ru",
    "ПРИБЫЛ": "ru",
    "ПРИБЫЛА": "ru",
    "ПРИЕХАЛ": "ru",
    "ПРИЕХАЛА": "ru",
    "وصلت": "ar",
}
_DONE: Mapping[str, str | None] = {
    "BAIGIAU": "lt",
    "DONE": "en",
    "ГОТОВО": None,
    "ЗАКІНЧИВ": "uk",
    "ЗАКІНЧИЛА": "uk",
    "ЗАКОНЧИЛ": "ru",
    "ЗАКОНЧИЛА": "ru",
    "انتهيت": "ar",
}
_HELP: Mapping[str, str | None] = {
    "PAGALBA": "lt",
    "PAGALBOS": "lt",
    "PADĖKITE": "lt",
    "GELBĖKIT": "lt",
    "GELBĖKITE": "lt",
    "HELP": "en",
    "HELP ME": "en",
    "SOS": None,
    "ДОПОМОГА": "uk",
    "ДОПОМОЖІТЬ": "uk",
    "РЯТУЙТЕ": "uk",
    "ПОМОЩЬ": "ru",
    "ПОМОГИТЕ": "ru",
    "СПАСИТЕ": "ru",
    "مساعدة": "ar",
    "ساعدوني": "ar",
    "النجدة": "ar",
}
"""Also what somebody in danger writes: at a visit it calls the coordinators."""
_MEANINGS = {
    Answer.STOP: _STOP,
    Answer.START: _START,
    Answer.NO: _NO,
    Answer.YES: _YES,
    Answer.ARRIVED: _ARRIVED,
    Answer.DONE: _DONE,
    Answer.HELP: _HELP,
}
_ARABIC_STRETCH = "\u0640"  # tatweel only widens a word


def reply(text: str) -> Reply:
    """Read an incoming text, whatever its case, diacritics, spaces and the punctuation around it."""
    return _WORDS.get(bare(text), Reply(Answer.UNKNOWN))


def bare(text: str) -> str:
    """The text without case, marks and spaces, from its first letter or digit to its last.

    `Stop!`, `S T O P` and `«ne»` are words; `ne 2` and `ne/taip` keep what makes them something else.
    """
    signs = list(_without_marks(text.casefold()))
    while signs and not signs[-1].isalnum():
        signs.pop()
    while signs and not signs[0].isalnum():
        signs.pop(0)
    return "".join(signs)


def _without_marks(text: str) -> Iterator[str]:
    for sign in unicodedata.normalize("NFKD", text):
        if unicodedata.category(sign)[0] not in "MZC" and sign != _ARABIC_STRETCH:
            yield sign


_WORDS: Mapping[str, Reply] = MappingProxyType(
    {bare(word): Reply(answer, language) for answer, words in _MEANINGS.items() for word, language in words.items()}
)
