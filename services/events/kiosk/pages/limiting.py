"""How often the forms of the screen may be sent, and what they say then: what was typed stays, and when to try again.

A page of a problem would take its place, and whoever has typed an address on a screen would type it once more.
"""

from services.events.kiosk.domain import SentTooOften, What
from services.events.kiosk.queries import Device
from shared.addresses import Phone
from shared.errors import DomainError, TooMany
from shared.languages import ngettext
from shared.web.pages import Limited, Pages
from shared.web.problems import status_of
from shared.web.transactions import spend

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
LONGEST = 90 * MINUTE
"""Seconds of which minutes are told; of more, hours."""
Refused = tuple[str, int, dict[str, str]]
"""A page, its status, its headers."""
PAIRING = Limited("kiosk-pairing", most=10, seconds=HOUR)
AT_KIOSK = {
    What.REQUEST: Limited("kiosk-requests", most=20, seconds=HOUR, field="kiosk"),
    What.TAKE_AWAY: Limited("kiosk-take-aways", most=40, seconds=HOUR, field="kiosk"),
}
ELSEWHERE = {
    What.REQUEST: Limited("kiosk-requests-elsewhere", most=3, seconds=HOUR),
    What.TAKE_AWAY: Limited("kiosk-take-aways-elsewhere", most=3, seconds=HOUR),
}
FROM_ANYWHERE = Limited("kiosk-from-anywhere", most=200, seconds=DAY, field="what")
"""Of each kind a day, from all addresses that are no kiosk: a stranger has many, and each SMS costs money."""
TO_A_NUMBER = {
    What.REQUEST: Limited("kiosk-requests-of-a-number", most=4, seconds=DAY, field="phone"),
    What.TAKE_AWAY: Limited("kiosk-take-aways-to-a-number", most=5, seconds=DAY, field="phone"),
}


def spend_one(kiosk: Device | None, what: What, phone: Phone | None) -> None:
    """Count a message against what one kiosk, or one address elsewhere, and one number may ask for.

    Raises SentTooOften, a TooMany.
    """
    try:
        spend(AT_KIOSK[what] if kiosk else ELSEWHERE[what], kiosk.id if kiosk else None)
        if kiosk is None:
            spend(FROM_ANYWHERE, what)
        if phone:
            spend(TO_A_NUMBER[what], phone.e164)
    except TooMany as many:
        raise SentTooOften(retry_after=many.retry_after) from many


def errors_of(error: DomainError) -> dict[str, list[str]]:
    """A broken rule as the errors of a form; after too many tries also when the next one is welcome."""
    found = Pages.errors(error)
    return found | {"_schema": [*found["_schema"], when(error.retry_after)]} if isinstance(error, TooMany) else found


def when(seconds: int) -> str:
    """In how many minutes, or hours, to try again, in the reader's language; rounded up, never too early."""
    if seconds <= LONGEST:
        minutes = -(-seconds // MINUTE)
        return ngettext("Please try again in {count} minute.", "Please try again in {count} minutes.", minutes)
    return ngettext("Please try again in {count} hour.", "Please try again in {count} hours.", -(-seconds // HOUR))


def refused(error: DomainError, page: str) -> Refused:
    """The form as the answer to a broken rule, for programmes too: its status, and after how many seconds to ask."""
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    return page, status_of(type(error)), headers
