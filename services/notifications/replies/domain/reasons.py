"""Why somebody did not get the help that was promised: what we ask by number, and what they answer."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from services.notifications.replies.domain.words import bare
from services.notifications.templates.domain.phrases import phrase
from services.notifications.templates.domain.referral_phrases import WHY_NOTS

WHY_NOT = ("not_contacted", "too_far", "too_expensive", "refused", "other")
"""The codes of `events` (`mediation.domain.WhyNot`), in the order of its pages; each has the number of its place."""
_SAID: Mapping[str, tuple[str, ...]] = {
    "not_contacted": (
        "neskambino",
        "niekas neskambino",
        "nobody called",
        "ніхто не дзвонив",
        "ніхто не зв'язався",
        "никто не звонил",
    ),
    "too_far": ("toli", "far", "too far", "далеко", "занадто далеко", "слишком далеко", "بعيد"),
    "too_expensive": (
        *("brangu", "expensive", "too expensive", "дорого", "задорого"),
        *("занадто дорого", "слишком дорого", "غالٍ", "غالي"),
    ),
    "refused": ("atsisakė", "refused", "відмовили", "отказали", "رفضوا"),
    "other": ("kita priežastis", "other", "інша причина", "другая причина", "آخر"),
}
"""What people write in place of the number, beside the very words we have sent them."""
_NUMBER = re.compile(r"(\d)\W*(.*)", re.DOTALL)


def numbered(language: str) -> str:
    """The reasons to choose from, one a line, each with its number, in the person's language."""
    return "\n".join(f"{number} {phrase(WHY_NOTS, code, language)}" for number, code in enumerate(WHY_NOT, 1))


def why_not(text: str) -> str | None:
    """The code of the reason that a text is nothing but: its number in any digits, its words, or both.

    None for what is said otherwise: that is for a human to read.
    """
    said = bare(text)
    if (code := _WORDS.get(said)) or (found := _NUMBER.fullmatch(said)) is None:
        return code
    number, words = int(found[1]), found[2]
    code = WHY_NOT[number - 1] if 0 < number <= len(WHY_NOT) else None
    return code if not words or _WORDS.get(words) == code else None


_WORDS: Mapping[str, str] = MappingProxyType(
    {bare(words): code for code in WHY_NOT for words in (*_SAID[code], *WHY_NOTS[code].values())}
)
