"""What a text costs as SMS, and the cheapest form of it that loses nothing a reader needs.

Alphabet: 3GPP TS 23.038 (GSM 03.38). No shift table exists for Lithuanian, Cyrillic or Arabic, so one letter of
theirs turns the whole text into UCS-2 and more than halves what a part holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from services.notifications.templates.domain.values import clean
from shared.addresses import CountryIsNotServed
from shared.errors import Invalid, _

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("^{}\\[~]|€\f")  # an escape before each: two septets
GSM7 = BASIC | EXTENSION

_LETTERS = "ąčęėįšųūžłńóśźżćāēģīķļņõ"
_FOLDED_LETTERS = "aceeisuuzlnoszzcaegiklno"
_SIGNS = {"„": '"', "“": '"', "”": '"', "–": "-", "—": "-", "’": "'", "‘": "'", "…": "..."}
_FOLD = str.maketrans(
    dict(zip(_LETTERS, _FOLDED_LETTERS, strict=True))
    | dict(zip(_LETTERS.upper(), _FOLDED_LETTERS.upper(), strict=True))
    | _SIGNS
)
"""Lithuanian letters, those of neighbours' names, typographic signs. NFD would not do: it makes и of й and leaves ł."""

LAST_BMP = "\uffff"
_LITHUANIAN = frozenset({"lt", "lt-simple"})


class Encoding(StrEnum):
    """How a text travels; the gateway must be told, or it guesses wrong."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


class CharacterIsTooWide(Invalid):
    """A character above U+FFFF: gateways cut its two halves apart at the edge of a part."""

    code = "sms-character-too-wide"
    title = _("“{character}” cannot be sent by SMS. Please remove it.")


class TextIsTooLong(Invalid):
    """The text needs more parts than allowed. It is never cut: the end may be what matters."""

    code = "sms-too-long"
    title = _("This SMS would take {parts} parts, and {allowed} are allowed. Please shorten it.")


@dataclass(frozen=True, slots=True)
class Limits:
    """Units that a part holds, alone and among several; configuration, since some operators take 152 for 153."""

    one_gsm7: int = 160
    many_gsm7: int = 153
    one_ucs2: int = 70
    many_ucs2: int = 67


STANDARD = Limits()


@dataclass(frozen=True, slots=True)
class Sms:
    """A text ready to send, with what it costs in parts."""

    text: str
    encoding: Encoding
    units: int
    parts: int


@dataclass(frozen=True, slots=True)
class Tariff:
    """Price of one part by country of the number (`LT`); a country that is missing is not served."""

    currency: str
    prices: Mapping[str, Decimal]

    def unit_price(self, country: str) -> Decimal:
        """The price of one part to that country. Raises CountryIsNotServed."""
        if country not in self.prices:
            raise CountryIsNotServed(country=country)
        return self.prices[country]


def encoding(text: str) -> Encoding:
    """GSM-7 if every character is in its alphabet, else UCS-2 for the whole text."""
    return Encoding.GSM7 if GSM7.issuperset(text) else Encoding.UCS2


def units(text: str) -> int:
    """Septets, or UTF-16 units, of the whole text."""
    return measure(text).units


def parts(text: str, limits: Limits = STANDARD) -> int:
    """The number of SMS the text is charged as."""
    return measure(text, limits).parts


def measure(text: str, limits: Limits = STANDARD) -> Sms:
    """The text as it is, with its cost."""
    found = encoding(text)
    gsm7 = found is Encoding.GSM7
    one, many = (limits.one_gsm7, limits.many_gsm7) if gsm7 else (limits.one_ucs2, limits.many_ucs2)
    if gsm7:
        weights = [] if EXTENSION.isdisjoint(text) else [2 if character in EXTENSION else 1 for character in text]
    else:
        weights = [] if max(text) <= LAST_BMP else [2 if character > LAST_BMP else 1 for character in text]
    total = sum(weights) or len(text)
    if total <= one:
        return Sms(text, found, total, 1)
    return Sms(text, found, total, _packed(weights, many) if weights else -(-total // many))


def _packed(weights: list[int], many: int) -> int:
    """Parts filled greedily, since pairs never straddle two of them: a division would under-count."""
    count, used = 1, 0
    for weight in weights:
        if used + weight > many:
            count, used = count + 1, 0
        used += weight
    return count


def folded(text: str) -> str:
    """The text without Lithuanian diacritics and typographic signs, as Lithuanians write on old phones."""
    return text.translate(_FOLD)


def same_price_or_readable(text: str, language: str, limits: Limits = STANDARD) -> str:
    """The text with its diacritics where they are free, else folded; other languages than Lithuanian are never touched.

    A text that stays UCS-2 after folding (a Cyrillic name in it) gets no cheaper, so it is not folded for nothing.
    """
    if language not in _LITHUANIAN:
        return text
    plain = folded(text)
    return plain if parts(plain, limits) < parts(text, limits) else text


def compose(text: str, language: str, *, allowed_parts: int, limits: Limits = STANDARD) -> Sms:
    """The SMS to send for a text, never cut, no letter lost. Raises CharacterIsTooWide or TextIsTooLong."""
    tidy = clean(text)
    if tidy and max(tidy) > LAST_BMP:
        raise CharacterIsTooWide(character=max(tidy))
    sms = measure(same_price_or_readable(tidy, language, limits), limits)
    if sms.parts > allowed_parts:
        raise TextIsTooLong(parts=sms.parts, allowed=allowed_parts)
    return sms
