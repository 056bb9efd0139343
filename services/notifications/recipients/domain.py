"""Whom we may write to, about what, by which channel; addresses themselves are read by `shared.addresses`.

Nothing here decides when a message leaves (`messages`) or what it says (`templates`).
"""

import hashlib
import hmac
from enum import StrEnum


class Channel(StrEnum):
    """The ways a message can travel."""

    SMS = "sms"
    EMAIL = "email"


class Purpose(StrEnum):
    """What a message is about. Each has a template of the same name."""

    REGISTRATION_CONFIRMED = "registration_confirmed"
    REGISTRATION_WAITLISTED = "registration_waitlisted"
    REGISTRATION_PROMOTED = "registration_promoted"
    REGISTRATION_OFFERED = "registration_offered"
    OFFER_EXPIRED = "offer_expired"
    REGISTRATION_CANCELLED = "registration_cancelled"
    EVENT_CHANGED = "event_changed"
    EVENT_CANCELLED = "event_cancelled"
    REMINDER_24H = "reminder_24h"
    REMINDER_2H = "reminder_2h"
    SIGN_UP_CONFIRMED = "sign_up_confirmed"
    SIGN_UP_CANCELLED = "sign_up_cancelled"
    SHIFT_CHANGED = "shift_changed"
    SHIFT_CANCELLED = "shift_cancelled"
    SHIFT_REMINDER_24H = "shift_reminder_24h"
    SHIFT_REMINDER_2H = "shift_reminder_2h"
    STAFF_SIGN_IN = "staff_sign_in"
    VOLUNTEER_SIGN_IN = "volunteer_sign_in"
    STOP_CONFIRMED = "stop_confirmed"
    HELP_ANSWER = "help_answer"


def address_hmac(address: str, key: bytes) -> str:
    """What a suppression list keeps instead of a normalised address: it can be recognised and not be read.

    Case is ignored, so that `Ona@` and `ona@` are one person.
    """
    return hmac.new(key, address.lower().encode(), hashlib.sha256).hexdigest()
