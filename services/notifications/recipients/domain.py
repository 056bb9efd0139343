"""Whom we may write to, about what, by which channel; addresses themselves are read by `shared.addresses`.

Nothing here decides when a message leaves (`messages`) or what it says (`templates`).
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.addresses import email_address, mobile_phone
from shared.errors import Conflict, Invalid, NotFound, _


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
    REGISTRATION_MOVED = "registration_moved"
    EVENT_CHANGED = "event_changed"
    EVENT_CHANGED_OFFERED = "event_changed_offered"
    EVENT_CHANGED_WAITING = "event_changed_waiting"
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
    CONTACT_CHANGED = "contact_changed"
    STOP_CONFIRMED = "stop_confirmed"
    START_CONFIRMED = "start_confirmed"
    HELP_ANSWER = "help_answer"
    WHICH_MEANT = "which_meant"
    WHICH_DECLINED = "which_declined"
    PASSED_ON = "passed_on"
    TOO_EARLY = "too_early"
    AT_VISIT = "at_visit"
    WHY_NOT = "why_not"
    ANSWER = "answer"
    NOTE = "note"
    REQUEST_OPENED = "request_opened"
    REQUEST_OFFERED = "request_offered"
    REQUEST_OFFER_WITHDRAWN = "request_offer_withdrawn"
    REQUEST_ASSIGNED = "request_assigned"
    REQUEST_TAKEN = "request_taken"
    REQUEST_REOPENED = "request_reopened"
    REQUEST_MOVED = "request_moved"
    REQUEST_CLOSED = "request_closed"
    VISIT_OVERDUE = "visit_overdue"
    HELP_CALLED = "help_called"
    HELPER_INFORMED = "helper_informed"
    STAFF_ALERTED = "staff_alerted"
    STAFF_AWAITED = "staff_awaited"
    POST_JUDGED = "post_judged"
    SERVICE_CHECK_ASKED = "service_check_asked"
    REFERRAL_ASKED = "referral_asked"
    REFERRAL_REMINDED = "referral_reminded"
    REFERRAL_ANSWERED = "referral_answered"
    REFERRAL_MOVED = "referral_moved"
    REFERRAL_CLOSED = "referral_closed"
    REFERRAL_FOLLOWED_UP = "referral_followed_up"
    TAKE_AWAY = "take_away"
    SUBSCRIPTION_ASKED = "subscription_asked"
    DIGEST = "digest"
    REPRESENTATIVE_INVITED = "representative_invited"
    REPRESENTATIVE_CANCELLED = "representative_cancelled"
    REPRESENTATIVE_UNINVITED = "representative_uninvited"
    CAMPAIGN = "campaign"
    PRIVACY_CODE = "privacy_code"
    PRIVACY_READY = "privacy_ready"
    PRIVACY_DONE = "privacy_done"


class Topic(StrEnum):
    """What people agree to hear about beyond their own affairs; the board files its posts under the same."""

    EVENTS = "events"
    SERVICES = "services"
    JOBS = "jobs"
    LIVING = "living"
    INTEGRATION = "integration"


class TargetGroup(StrEnum):
    """Whom the programmes are for, as far as somebody says that they are one of them."""

    SENIOR = "senior"
    DISABLED = "disabled"
    LARGE_FAMILY = "large_family"
    SINGLE_PARENT = "single_parent"
    SOCIAL_SUPPORT = "social_support"
    REFUGEES = "refugees"


ERASED = "erased"
"""The fault of a recipient whose address was erased: nothing can be sent there, and its links lead nowhere."""
TOPIC_WORDS = {
    Topic.EVENTS: _("Events"),
    Topic.SERVICES: _("Services and help"),
    Topic.JOBS: _("Jobs"),
    Topic.LIVING: _("Living here"),
    Topic.INTEGRATION: _("Language and settling in"),
}
GROUP_WORDS = {
    TargetGroup.SENIOR: _("Seniors"),
    TargetGroup.DISABLED: _("People with a disability"),
    TargetGroup.LARGE_FAMILY: _("Large families"),
    TargetGroup.SINGLE_PARENT: _("Single parents"),
    TargetGroup.SOCIAL_SUPPORT: _("People on social support"),
    TargetGroup.REFUGEES: _("Refugees"),
}
"""What people read of a topic and of a target group."""


class HasSaidStop(Conflict):
    """Only the owner of an address can take a stop back, never somebody who speaks for them."""

    code = "has-said-stop"
    title = _(
        "They have asked us not to write to this address. Only they can allow it again, by the link or with START."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What somebody agreed to hear about, and as whom. `how` and `noted_by` (a staff member) are its evidence."""

    topics: tuple[Topic, ...]
    language: str
    target_group: str = ""
    area: str = ""
    how: str
    noted_by: UUID


def address_hmac(address: str, key: bytes) -> str:
    """What a suppression list keeps instead of a normalised address: it can be recognised and not be read.

    Case is ignored, so that `Ona@` and `ona@` are one person.
    """
    return hmac.new(key, address.lower().encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes. `country` is that of a phone number; `fault` is the code of the rule the address breaks."""

    channel: Channel
    value: str
    country: str = ""
    fault: str | None = None


def address(channel: str, phone: str | None, email: str | None) -> Address | None:
    """The address a contact wants to be written to, normalised; None for a person whom a helper tells.

    What no gateway can reach is kept as it was typed, with its fault, so that staff see who was not told.
    """
    if channel not in set(Channel):
        return None
    typed = (phone if channel == Channel.SMS else email) or ""
    try:
        if channel == Channel.EMAIL:
            return Address(Channel.EMAIL, email_address(typed))
        number = mobile_phone(typed)
    except Invalid as error:
        return Address(Channel(channel), typed, fault=error.code)
    return Address(Channel.SMS, number.e164, number.country)


_SIGNED = 16
_ID = 16


def preferences_token(recipient_id: UUID, key: bytes) -> str:
    """What a link to somebody's preferences ends with: names the recipient to us alone and cannot be made by others."""
    return urlsafe_b64encode(recipient_id.bytes + _signature(recipient_id, key)).decode().rstrip("=")


def recipient_of(token: str, key: bytes) -> UUID:
    """The recipient that a token of ours names. Raises NotFound for any other text."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"==")
        found = UUID(bytes=raw[:_ID])
    except ValueError as error:
        raise NotFound from error
    if not hmac.compare_digest(raw[_ID:], _signature(found, key)):
        raise NotFound
    return found


def _signature(recipient_id: UUID, key: bytes) -> bytes:
    return hmac.digest(key, b"preferences " + recipient_id.bytes, "sha256")[:_SIGNED]
