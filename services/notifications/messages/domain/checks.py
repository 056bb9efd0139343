"""Whether a message should still leave, asked just before it does."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.notifications.messages.domain.timing import ASKED_FOR, QuietHours, Times, not_before
from services.notifications.recipients.domain import Purpose

LAST_WORDS = frozenset({Purpose.EVENT_CANCELLED, Purpose.SHIFT_CANCELLED})
"""All that is still sent about an event that is off."""

PLACED = frozenset(
    {
        Purpose.REGISTRATION_CONFIRMED,
        Purpose.REGISTRATION_PROMOTED,
        Purpose.REGISTRATION_MOVED,
        Purpose.SIGN_UP_CONFIRMED,
    }
)
"""Whoever heard one of these has a place, and an entry in the calendar."""
FAREWELLS = frozenset({Purpose.REGISTRATION_CANCELLED, Purpose.SIGN_UP_CANCELLED, Purpose.OFFER_EXPIRED})
"""What people hear because they are no longer coming."""
LASTING = LAST_WORDS | {Purpose.NOTE}
"""What stays true however a party stands now: newer news of it does not supersede these."""


class Reason(StrEnum):
    """Why a message does not leave now."""

    STALE_VERSION = "stale_version"
    EVENT_OFF = "event_off"
    NO_LONGER_WANTED = "no_longer_wanted"
    SUPPRESSED = "suppressed"
    TOO_LATE = "too_late"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason not to send: with `until` the message is held till then, without it is withdrawn."""

    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What was decided when the message was written."""

    purpose: Purpose
    subject_version: int
    useful_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What is true just before sending; `quiet` is None for a person who said `any_hour`.

    `wanted`: the person has not left. A registration that ended only because the event is off still wants to hear that.
    """

    subject_version: int
    on: bool
    wanted: bool
    suppressed: bool
    times: Times
    quiet: QuietHours | None


def why_not(planned: Planned, present: Present, now: datetime) -> Objection | None:
    """The first reason not to send this message now, or None; asked with fresh facts just before sending."""
    if reason := _outdated(planned, present):
        return Objection(reason)
    if present.suppressed and planned.purpose not in ASKED_FOR:
        return Objection(Reason.SUPPRESSED)
    leaves = not_before(planned.purpose, now, present.times, present.quiet)
    if leaves >= planned.useful_until:
        return Objection(Reason.TOO_LATE)
    return Objection(Reason.QUIET, leaves) if leaves > now else None


def _outdated(planned: Planned, present: Present) -> Reason | None:
    """Whether the world has moved on; what was asked for a moment ago is about no event and cannot be outdated."""
    if planned.purpose in ASKED_FOR:
        return None
    if planned.subject_version < present.subject_version and planned.purpose is not Purpose.NOTE:
        return Reason.STALE_VERSION  # words that tell no time or place
    if not present.on and planned.purpose not in LAST_WORDS:
        return Reason.EVENT_OFF
    if not present.wanted and planned.purpose not in FAREWELLS:
        return Reason.NO_LONGER_WANTED
    return None
