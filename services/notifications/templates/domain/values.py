"""What is put into a text: cleaned values, moments in words, the mark of a repetition."""

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from shared.languages import babel_locale

_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_LAST_BMP = 0xFFFF
LISTS = frozenset({"posts", "promises", "questions", "reasons", "waiting"})
"""The only values that have several lines; each of them is cleaned by itself."""
_AS_THEY_ARE = LISTS | {"link", "stop"}
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"

_IN_FULL = {
    "lt": "y 'm'. MMMM d 'd'., EEEE, HH:mm",
    "lt-simple": "y 'metų' MMMM d 'diena', EEEE, HH:mm",
    "en": "EEEE, d MMMM y, HH:mm",
    "uk": "EEEE, d MMMM y 'р'., HH:mm",
    "ru": "EEEE, d MMMM y 'г'., HH:mm",
    "ar": "EEEE، d MMMM y، HH:mm",
}
_IN_BRIEF = {
    "lt": "MMMM d 'd'., EEEE, HH:mm",
    "lt-simple": "MMMM d 'diena', EEEE, HH:mm",
    "en": "EEE d MMM, HH:mm",
    "uk": "d MMMM, EEEE, HH:mm",
    "ru": "d MMMM, EEEE, HH:mm",
    "ar": "EEEE d MMMM، HH:mm",
}
_SENT_AGAIN = {
    "lt": "(kartojama)",
    "lt-simple": "(rašome dar kartą)",
    "en": "(sent again)",
    "uk": "(повторно)",
    "ru": "(повторно)",
    "ar": "(نرسلها مرة أخرى)",
}
_OVERLAPPING = {
    "lt": "Tuo metu jau turite kitą pamainą.",
    "lt-simple": "Tuo metu Jūs jau turite kitą darbą.",
    "en": "You have another shift at that time.",
    "uk": "На цей час у Вас уже є інша робота.",
    "ru": "На это время у Вас уже есть другая смена.",
    "ar": "لديكم عمل آخر في الوقت نفسه.",
}


def overlapping(language: str) -> str:
    """That the reader has another shift at the time just told."""
    return _OVERLAPPING[language]


def clean(text: str) -> str:
    """The same text in fewer units: composed letters (NFC), single plain spaces, nothing invisible, the same lines."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def one_line(name: str, value: str) -> str:
    """The cleaned value as one line, unless it is a list."""
    if name in LISTS:
        return "\n".join(clean(line) for line in value.split("\n"))
    return clean(value.replace("\n", " "))


def for_sms(name: str, value: str) -> str:
    """Without pictures above U+FFFF: they tell no fact, and gateways cut them in half. Letters up there are kept."""
    kept = (sign for sign in value if ord(sign) <= _LAST_BMP or unicodedata.category(sign)[0] in "LN")
    return one_line(name, "".join(kept))


def for_rtl_mail(name: str, value: str) -> str:
    """Within isolates, so that a Latin name keeps its place in a right-to-left line; a link stays clickable."""
    shown = one_line(name, value)
    return shown if name in _AS_THEY_ARE or not shown else f"{_ISOLATE}{shown}{_END_ISOLATE}"


def when_in_full(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """The wall time with year and weekday, for mail: `2026 m. lapkričio 28 d., šeštadienis, 14:00`."""
    return _formatted(moment, zone, language, _IN_FULL[language])


def when_in_brief(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """The wall time for SMS: `lapkričio 28 d., šeštadienis, 14:00`."""
    return _formatted(moment, zone, language, _IN_BRIEF[language])


def clock_time(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """The wall time of today, for what expires within minutes: `14:15`."""
    return _formatted(moment, zone, language, "HH:mm")


def _formatted(moment: datetime, zone: ZoneInfo, language: str, pattern: str) -> str:
    return format_datetime(moment, pattern, tzinfo=zone, locale=babel_locale(language))


def sent_again(text: str, language: str) -> str:
    """The text marked as a repetition, for an urgent message whose first sending is in doubt."""
    return f"{_SENT_AGAIN[language]} {text}"


def language_name(spoken: str, language: str) -> str:
    """What a reader of `language` calls another language: `lietuvių` is `литовська` in Ukrainian."""
    return str(babel_locale(language).languages[spoken.partition("-")[0]])
