"""How a case goes: its states, its codes, and how long each part of it lives. Moments are in UTC."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.notifications.recipients.domain import Address, Channel
from shared.errors import Invalid, Unauthenticated, _

SERVICES = ("events", "volunteers", "notifications")
"""Who answers a case."""
CODE_LIFETIME = timedelta(minutes=15)
CODE_DIGITS = 6
MOST_TRIES = 5
"""Tries that one case bears in a quarter of an hour."""
MOST_CASES = 3
"""Codes that one address gets in an hour, however it is typed; more requests send nothing."""
SHOWN = timedelta(hours=1)
"""For so long what was found can be looked at."""
LATE = timedelta(minutes=2)
"""Whoever waits longer for the last part is written to when it is there."""
READY_LIFETIME = timedelta(days=1)
"""For so long the link in that message opens it."""
PATIENCE = timedelta(days=7)
"""For so long a case waits for a service that is away; then it is closed, and asked anew."""
LAST_WORDS = timedelta(hours=48)
"""For so long we try to tell that all is erased; then the address goes all the same."""
AGAIN = timedelta(minutes=1)
CLOSING, LAST = "privacy_closing", "privacy_last_words"
"""Kinds of due rows: what was shown is wiped; the address itself is."""


class State(StrEnum):
    """`asked` waits for the code, `open` shows what is kept, `erased` has the report, `over` has nothing."""

    ASKED = "asked"
    OPEN = "open"
    ERASING = "erasing"
    ERASED = "erased"
    OVER = "over"


class CodeIsWrong(Unauthenticated):
    """One answer for a code that is wrong, used, too old or made up, so that nothing can be learnt from it."""

    code = "code-is-wrong"
    title = _("This code is not right, used already or too old. Check it, or ask for a new one.")


class NoCodeReaches(Invalid):
    """A landline, or a number of a country to which nothing is sent from here."""

    code = "no-code-reaches"
    title = _("We cannot send a code to this number. Please call us: we do it together with you.")


class ACodeReaches(Invalid):
    """Whoever can get the code proves the address by it, whatever they say on the phone."""

    code = "a-code-reaches"
    title = _("A code reaches this address. Send it, and ask the caller to read it out to you.")


def new_code() -> str:
    """Six digits that nobody can guess."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def code_digest(key: bytes, case_id: UUID, code: str) -> bytes:
    """What is kept of a code. Keyed, since a million plain hashes are tried in a second."""
    return hmac.new(key, b"privacy" + case_id.bytes + code.encode(), hashlib.sha256).digest()


def gets_codes(address: Address, served: Collection[str]) -> bool:
    """Whether a message reaches the address; `served` are the countries (ISO 3166) whose numbers get SMS from here."""
    return address.channel == Channel.EMAIL or (address.fault is None and address.country in served)


def missing(answered: Collection[str]) -> list[str]:
    """The services whose part is not there yet."""
    return [service for service in SERVICES if service not in answered]


def is_late(opened_at: datetime, now: datetime) -> bool:
    """Whether the last part has come so late that nobody waits at the page any more."""
    return now - opened_at > LATE
