"""Finding a party by what somebody types or hears: a name in whichever script, a code, the end of a phone number."""

from collections.abc import Iterable
from itertools import groupby
from unicodedata import normalize

FEWEST_DIGITS = 4
"""Fewer digits than these name nobody's phone."""
ALIKE = (
    *(("zh", "z"), ("kh", "h"), ("ch", "c"), ("sh", "s"), ("ts", "c"), ("w", "v"), ("y", "i"), ("j", "i"), ("g", "h")),
    *(("ie", "e"), ("ii", "i")),
)
"""What one name is spelt with in one passport or another; the later pairs see what the earlier have made."""
CYRILLIC = {
    **dict(zip("абвдезиіїйклмнопрстуфхыэё", "abvdeziiiiklmnoprstufhiee", strict=True)),
    "г": "h",
    "ґ": "h",
    "є": "e",
    "ж": "z",
    "ц": "c",
    "ч": "c",
    "ш": "s",
    "щ": "sc",
    "ю": "iu",
    "я": "ia",
    "ь": "",
    "ъ": "",
}
UNDIVIDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)
"""Letters of the Latin alphabet that Unicode does not take apart into a plain one and its mark."""
ARABIC = {
    **dict(zip("بتجحخدرزسشصضطظغفقكگلمنهپ", "btjhhdrzsssdtzgfkkglmnhp", strict=True)),
    "ث": "th",
    "ذ": "dh",
    "چ": "c",
}
"""Consonants alone: short vowels are not written, and long ones differ from one passport to the next."""
UNSURE = str.maketrans(dict.fromkeys("aeiouv")) | {ord("q"): "k"}
"""What is left out of a name in Latin letters that is held against one in Arabic; v is what w became."""
FEWEST_CONSONANTS = 2
"""One alone would find half of a list."""


def folded(text: str) -> str:
    """A name as it is compared: small letters, without accents, Cyrillic in Latin letters, look-alikes made one.

    So `Žydrūnas` is found as `zydrunas` and `Юлія` as `Yuliia` or `Julija`.
    """
    latin = "".join(CYRILLIC.get(letter, letter) for letter in text.lower()).translate(UNDIVIDED)
    plain = "".join(letter for letter in normalize("NFKD", latin) if letter.isalnum() or letter == " ")
    for spelt, meant in ALIKE:
        plain = plain.replace(spelt, meant)
    return " ".join(plain.split())


def consonants(text: str) -> str:
    """A name as it is compared across Arabic and other scripts: `محمد` like `Muhammad` and `Mohamed` is `mhmd`.

    An h at the end of a word is silent: `سارة` is Sara or Sarah.
    """
    latin = "".join(ARABIC.get(letter, "" if "\u0600" <= letter <= "\u06ff" else letter) for letter in text)
    heard = "".join(letter for letter, _run in groupby(folded(latin).translate(UNSURE)))
    return " ".join(word.removesuffix("h") for word in heard.split())


def is_arabic(text: str) -> bool:
    """Whether something of it is written in Arabic letters."""
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def code_as_typed(typed: str) -> str:
    """A code as it was given out, however it was typed: case, spaces and hyphens do not matter."""
    return "".join(typed.upper().replace("-", " ").split())


def is_meant(wanted: str, *, names: Iterable[str], code: str, phone: str | None) -> bool:
    """Whether a party is the one that was typed: by a part of a name, the code, or the last digits of the phone."""
    digits = "".join(letter for letter in wanted if letter.isdigit())
    if len(digits) >= FEWEST_DIGITS and phone is not None and phone.endswith(digits[-8:]):
        return True
    return code_as_typed(wanted) == code or any(_is_named(wanted, one) for one in names)


def _is_named(wanted: str, name: str) -> bool:
    part = folded(wanted)
    if is_arabic(wanted) != is_arabic(name):
        part, name = consonants(wanted), consonants(name)
        return len(part) >= FEWEST_CONSONANTS and part in name
    return bool(part) and part in folded(name)
