"""What volunteers say of themselves, the rules of their one-use sign-in codes, and the one rule of their calendar.

What a shift asks of them is the shifts' matter.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from shared import addresses
from shared.errors import Conflict, Invalid, Unauthenticated, _
from shared.languages import babel_locale, current, gettext

CODE_LIFETIME = timedelta(minutes=15)
QUARTER = int(CODE_LIFETIME.total_seconds())
"""The same in seconds: the window in which tries and requests are counted."""
MOST_TRIES = 5
"""Tries that one sign-in bears. A million codes, five tries: one chance in 200,000."""
MOST_SIGN_INS = 5
"""Sign-ins one person can have under way within CODE_LIFETIME; more requests send nothing."""
CODE_DIGITS = 6
NOBODY = "–"
"""What stands in the place of an erased name."""


class AgeBand(StrEnum):
    """All we ask about age: the limits of the Law on Volunteering (14, 18) and of working time for minors (16)."""

    UNDER_14 = "under_14"
    FROM_14_TO_15 = "14_15"
    FROM_16_TO_17 = "16_17"
    ADULT = "adult"

    @property
    def label(self) -> str:
        """The band in the reader's language."""
        return gettext(_AGE_BANDS[self])


_AGE_BANDS = {
    AgeBand.UNDER_14: _("under 14 years"),
    AgeBand.FROM_14_TO_15: _("14 or 15 years"),
    AgeBand.FROM_16_TO_17: _("16 or 17 years"),
    AgeBand.ADULT: _("18 years or more"),
}


class Prefers(StrEnum):
    """The channel a volunteer wants to be written to by."""

    SMS = "sms"
    EMAIL = "email"


ADDRESSES = {Prefers.SMS: "phone", Prefers.EMAIL: "email"}
"""Channel -> the field of a volunteer that holds the address it goes to."""
COMMON_LANGUAGES = ("lt", "en", "ru", "uk", "ar", "pl", "be", "de", "fr", "fa", "ps", "ku", "tr", "ka")
"""Offered on the form; any other that has a name in CLDR is understood too."""


def is_language(code: str) -> bool:
    """Whether this is the code of a language people speak (`uk`, `pl`, `rom`), without region or script."""
    return code.isalpha() and code.islower() and code in babel_locale("en").languages


def language_name(code: str) -> str:
    """The language's name in the reader's language; the code itself if nobody named it."""
    return str(babel_locale(current()).languages.get(code, code))


SKILLS = {
    "first_aid": _("first aid"),
    "driving": _("driving a car"),
    "childcare": _("looking after children"),
    "cooking": _("cooking"),
    "interpreting": _("interpreting"),
    "sign_language": _("sign language"),
    "computer": _("helping with computers and phones"),
    "care": _("accompanying people who need support"),
    "music": _("music"),
    "setting_up": _("setting up and carrying"),
    "kiosk": _("helping at the information screen"),
}


def skill_name(code: str) -> str:
    """The skill in the reader's language; an unknown code in words."""
    return gettext(SKILLS[code]) if code in SKILLS else code.replace("_", " ")


def check_served(phone: str | None, served: Collection[str], field: str = "phone") -> None:
    """Raise Invalid for the field if the phone is of a country (ISO 3166) whose numbers get no SMS from here."""
    if phone and addresses.phone(phone).country not in served:
        raise Invalid({field: [addresses.CountryIsNotServed.title]})


class OverlappingShift(Conflict):
    """One person cannot be in two places. Names neither the other place nor the person."""

    code = "overlapping-shift"
    title = _("You have promised to be somewhere else at this time. Cancel that first, or choose another shift.")


class CodeIsWrong(Unauthenticated):
    """One answer for a code that is wrong, used, too old or tried too often, so that nothing can be learnt from it."""

    code = "code-is-wrong"
    title = _("This code is not right, used already or too old. Check it, or ask for a new one.")


class ContactIsTaken(Conflict):
    """A phone or an e-mail is one volunteer's. Said only to who has it too: the code went there."""

    code = "contact-is-taken"
    title = _("Another volunteer here has this phone or e-mail. Give another one, or sign in with this one.")


def new_code() -> str:
    """Six digits that nobody can guess."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def code_digest(secret: str, sign_in_id: UUID, code: str, proves: str = "") -> bytes:
    """What is kept of a code. Keyed, since a million plain hashes are tried in a second.

    A code that `proves` a new address is good for that one alone, and signs nobody in.
    """
    return hmac.new(secret.encode(), sign_in_id.bytes + code.encode() + proves.encode(), hashlib.sha256).digest()
