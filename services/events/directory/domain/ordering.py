"""The order of names in a reader's alphabet. PostgreSQL need not know it: it compares these keys by their bytes.

ICU's rules for these languages (CLDR), as far as names need them; the embedded PostgreSQL is built without ICU.
"""

import re
import unicodedata
from functools import cache

from shared.languages import LANGUAGES, spoken, text_for

LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
LITHUANIAN = "aą b c č d eęė f g h iįy j k l m n o p q r s š t uųū v w x z ž"
"""Ą stands with a and y with i, but č, š and ž are letters of their own."""
UKRAINIAN = "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я ё ъ ы э"
RUSSIAN = "а б в г д её ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я є і ї ґ"
ARABIC = "ء اأإآٱ ب تة ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه وؤ يىئ"
ALPHABETS = {
    "lt": (LITHUANIAN, RUSSIAN, ARABIC),
    "en": (LATIN, RUSSIAN, ARABIC),
    "uk": (UKRAINIAN, LITHUANIAN, ARABIC),
    "ru": (RUSSIAN, LITHUANIAN, ARABIC),
    "ar": (ARABIC, LITHUANIAN, RUSSIAN),
}
"""What is spoken -> its own letters first, then those of other scripts; what is written together counts as one."""
FIRST = 0x100
"""Keys of letters begin here: behind digits and signs, before scripts that nobody here reads."""
SILENT = re.compile("[„“”\"«»‚‘’'ʼ\u064b-\u0652ـ]")
"""Quotes, apostrophes, and what Arabic writes above and between letters."""
LONGEST = 200
"""Letters of a name that are compared."""


def sort_key(name: str, language: str) -> str:
    """What a name is sorted by for readers of a language: lower keys, compared letter by letter, stand first."""
    places = _places(spoken(language))
    said = SILENT.sub("", unicodedata.normalize("NFC", name)).casefold().strip()[:LONGEST]
    return "".join(places.get(one) or places.get(_bare(one), one) for one in said)


def sort_keys(names: dict[str, str]) -> list[str]:
    """The keys of something by the name that readers of each language see, in the order of `LANGUAGES`."""
    return [sort_key(text_for(names, one)[0], one) for one in LANGUAGES]


def _bare(letter: str) -> str:
    """The letter without marks that its alphabet does not have."""
    return unicodedata.normalize("NFD", letter)[0]


@cache
def _places(language: str) -> dict[str, str]:
    groups = " ".join(ALPHABETS[language]).split()
    return {letter: chr(FIRST + place) for place, group in enumerate(groups) for letter in group}
