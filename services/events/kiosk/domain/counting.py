"""What is counted at a kiosk: how often, never by whom. Words that found nothing are a finding, names must not be.

A word is readable only from the second day on which somebody looked for it, as it was typed then; until then its seal
alone is kept. Folded, as it is compared, `psichologas` is `psicolohas`, which nobody reads.
"""

import hashlib
import hmac
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from services.events.directory.domain import spelled_as
from shared.errors import _

LONGEST_WORD = 24
MOST_WORDS = 5


class What(StrEnum):
    """What happened at a kiosk."""

    DOOR = "door"
    SERVICE = "service"
    SEARCH = "search"
    TAKE_AWAY = "take_away"
    REQUEST = "request"


WHAT_NAMES = {
    What.DOOR: _("Doors opened"),
    What.SERVICE: _("Services looked at"),
    What.SEARCH: _("Searches"),
    What.TAKE_AWAY: _("Sent to a phone"),
    What.REQUEST: _("People asked for"),
}


def findings(searched: str, in_vain: Collection[str]) -> dict[str, str]:
    """The words of a search that may be kept of those (folded) that found nothing, with how each is typed.

    None of a search with a digit, as phones, codes and birthdays have them.
    """
    if any(one.isdigit() for one in searched) or "@" in searched:
        return {}
    typed = {word: spelled.lower() for word, spelled in spelled_as(searched).items() if word in in_vain}
    kept = [(word, spelled) for word, spelled in typed.items() if len(spelled) <= LONGEST_WORD]
    return dict(kept[:MOST_WORDS])


def sealed(secret: str, word: str) -> bytes:
    """What recognises a word that is looked for again; whoever reads the table alone cannot guess it."""
    return hmac.digest(hashlib.sha256(f"kiosk {secret}".encode()).digest(), word.encode(), "sha256")


def whole_month(day: date) -> tuple[date, date]:
    """The first day of a day's month and of the month after it."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def months_back(today: date, number: int = 12) -> list[date]:
    """The first days of this month and of those before it, the newest first."""
    found = [today.replace(day=1)]
    while len(found) < number:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found
