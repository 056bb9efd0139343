"""Who stands by an information screen: what work is called so, and at which of several screens it is. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping

from services.volunteers.assistance.domain.requests import home_of

SKILL = "kiosk"
"""What a shift asks for whose people help at a screen."""
CALLED = re.compile(
    r"\bkiosk"
    r"|\binformacin\w* (ekran|stend)|\binteraktyv\w* ekran|\b(padė|pagalb|budė)\w* prie (\w+ )?ekran"
    r"|\b(information|touch) ?screen|\bhelp\w* (at|by) the (\w+ )?screen"
    r"|\bкіоск|\b(інформаційн|інтерактивн)\w* екран|\b(допом|черг)\w* біля (\w+ )?екран"
    r"|\bкиоск|\b(информационн|интерактивн)\w* экран|\b(помо|дежур)\w* (у|возле|около) (\w+ )?экран"
    r"|شاشة المعلومات|شاشة التفاعلية|مساعدة عند (ال)?شاشة|كشك المعلومات",
    re.IGNORECASE,
)
"""Titles that say so beyond doubt. A screen alone does not: films are shown on one, and fairs have stands."""
DOOR = 2
"""A part of an address with a number in it says more than the town: that much more."""


def is_at_screen(skills: Collection[str], title: Mapping[str, str]) -> bool:
    """Whether a shift's people help at a screen: it asks for that skill, or its title says so in some language."""
    return SKILL in skills or any(CALLED.search(one) for one in title.values())


def shared_places(here: str, there: Iterable[str]) -> int:
    """How much two places have in common, by the parts between the commas of what they are called; 0 for nothing.

    `Ekranas, Rokiškis, Respublikos g. 94` has more in common with `Respublikos g. 94, Rokiškis` than with
    `Vytauto g. 25, Rokiškis`.
    """
    common = home_of(here) & home_of(",".join(there))
    return sum(DOOR if any(letter.isdigit() for letter in part) else 1 for part in common)
