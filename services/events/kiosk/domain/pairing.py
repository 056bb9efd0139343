"""How a device becomes a kiosk, and the short addresses that people take away."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from shared.errors import Gone, TooMany, _

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that nobody mistakes for another: no 0 and O, no 1 and I."""
CODE_LENGTH = 8
CODE_LIVES = timedelta(hours=24)
"""Long enough to get from the office to the screen; the code is used up by the first device that gives it."""
SHORTEST, LONGEST = 4, 6
"""Characters of a short address: as few as tell the services of a town apart."""


class CodeIsWrong(Gone):
    """No kiosk waits for a device with this code."""

    code = "pairing-code-is-wrong"
    title = _("This code is wrong, used or too old. Ask your colleague for a new one.")


class SentTooOften(TooMany):
    """So many messages went from here, or to this number, that another one must wait."""

    code = "sent-too-often"
    title = _("Too many were sent from here. Write the short address down, or ask a person.")


def pairing_code() -> str:
    """A new code to make a device a kiosk."""
    return "".join(secrets.choice(ALPHABET) for _number in range(CODE_LENGTH))


def as_typed(typed: str) -> str:
    """A code or a short address in whatever case and groups it is typed."""
    return "".join(one for one in typed.upper() if one.isalnum())


def short_codes(service_id: UUID) -> Iterator[str]:
    """The short addresses a service may have, the one to try first first; always the same for the same service."""
    letters = _letters(service_id, 0)
    for length in range(SHORTEST, LONGEST):
        yield letters[:length]
    number = 0
    while True:
        number += 1
        yield _letters(service_id, number)[:LONGEST]


def _letters(service_id: UUID, number: int) -> str:
    drawn = hashlib.sha256(service_id.bytes + number.to_bytes(4, "big")).digest()
    return "".join(ALPHABET[one % len(ALPHABET)] for one in drawn)
