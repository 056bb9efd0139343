"""Words folded so that spellings meet: without marks, in Latin letters, whatever the keyboard.

`Šiauliai` is found by `siauliai`, `допомога` by `dopomoga`, and a word with a wrong letter by the groups of three it
shares with the right one.
"""

import re
import unicodedata
from itertools import takewhile

from services.events.directory.domain.synonyms import SYNONYMS

LETTERS = str.maketrans(
    {
        **dict(zip("абвгґдезийклмнопрстуфхыэєіїьъё", "abvhgdeziiklmnoprstufhieeii  e", strict=True)),
        "ж": "z",
        "ц": "c",
        "ч": "c",
        "ш": "s",
        "щ": "s",
        "ю": "iu",
        "я": "ia",
        "’": "",
        "'": "",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ı": "i",
        "ى": "ي",
        "ة": "ه",
        "ـ": "",
    }
)
PAIRS = (
    *(("shch", "s"), ("sch", "s"), ("ch", "c"), ("sh", "s"), ("zh", "z"), ("kh", "h"), ("ts", "c")),
    *(("yo", "e"), ("ph", "f"), ("w", "v"), ("x", "ks"), ("q", "k"), ("y", "i"), ("j", "i"), ("g", "h"), ("ie", "e")),
)
"""Letters as Latin keyboards write Cyrillic, and those that are heard alike."""
ARTICLE = "ال"
SHORTEST, LONGEST = 2, 40
GRAM = 3


def fold(word: str) -> str:
    """The word without what people leave out, mistype or write in other letters."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(one))
    plain = bare.translate(LETTERS).replace(" ", "").removeprefix(ARTICLE)
    for written, heard in PAIRS:
        plain = plain.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", plain)[:LONGEST]


def words(*texts: str) -> list[str]:
    """Every folded word of some texts once, in order; single letters are none."""
    return list(spelled_as(*texts))


def spelled_as(*texts: str) -> dict[str, str]:
    """Every folded word of some texts, in order, with how it is written there last."""
    found = ((fold(one), one) for text in texts for one in re.findall(r"[\w'’]+", text))
    return {folded: one for folded, one in found if len(folded) >= SHORTEST}


def grams(word: str) -> list[str]:
    """The groups of three letters of a word, its beginning counted more than its end."""
    padded = f"  {word} "
    return sorted({padded[start : start + GRAM] for start in range(len(padded) - GRAM + 1)})


NO_WORD = "-"
FEWEST_SHARED, ENDING = 4, 3
"""Letters that forms of a word have in common at their beginning, and that they may end in."""
GROUPS = [frozenset(words(*group)) for group in SYNONYMS]
STEMS = [tuple(fold(one.removesuffix("-")) for one in group if one.endswith("-")) for group in SYNONYMS]
"""For each group the beginnings of words that belong to it, however they end."""


def alike(word: str, other: str) -> bool:
    """Whether two folded words are taken for forms of one: they differ in their endings alone."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    return word == other or shared >= max(FEWEST_SHARED, max(len(word), len(other)) - ENDING)


def asked(text: str) -> list[tuple[str, list[str]]]:
    """What is looked for: each word, with those that may stand for it; of what is no word, one that nothing has."""
    groups = (
        (
            word,
            [
                group
                for group, stems in zip(GROUPS, STEMS, strict=True)
                if word.startswith(stems) or any(alike(word, one) for one in group)
            ],
        )
        for word in words(text) or [NO_WORD]
    )
    return [(word, sorted({other for group in found for other in group} - {word})) for word, found in groups]
