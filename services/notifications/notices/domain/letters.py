"""Whom a change of a matter is told to, and for how long that is of use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.notifications.messages.domain.facts import About, Appointment
from services.notifications.recipients.domain import Address, Purpose

KEPT = timedelta(hours=48)
"""For so long news is of use that no moment ends."""
ANSWERED_WITHIN = timedelta(days=30)
"""For so long a yes or a no answers the question whether somebody got their service."""
_TOO_SHORT = timedelta(minutes=15)

Values = Callable[[str, str], Mapping[str, str]]
"""By channel and language, what fills a text."""


@dataclass(frozen=True, slots=True)
class To:
    """Somebody to be written to; without an address a helper tells them."""

    address: Address | None
    language: str
    any_hour: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What has changed: the thing, its version, and whether nothing more is to be said of it (`over`).

    `raised_by` names the very message of an alarm, each of which is told, whatever the version. `organisation_id` is
    whose it is; an offer is of whom the request is that it is `part_of`.
    """

    id: UUID
    about: About
    version: int
    over: bool = False
    raised_by: UUID | None = None
    organisation_id: UUID | None = None
    part_of: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one person is told. It is of use until `until` (UTC).

    `asks_until`: till then a yes or a no answers it. `agreed`: they asked for help, or offered it, and so agreed to
    hear of it. `if_told`: it only takes back what they were told before. `visit_at`: they have promised a visit that
    begins then, and may text that they are there and that it is over. `newest`: it takes the place of what is unsent of
    the same purpose and matter. `call`: the phone of whom it is for, where nobody writes to them and the reader has to
    tell them.
    """

    to: To
    purpose: Purpose
    values: Values
    link: str
    until: datetime
    asks_until: datetime | None = None
    agreed: bool = False
    if_told: bool = False
    visit_at: datetime | None = None
    newest: bool = False
    call: str = ""
    appointment: Appointment | None = None


def useful_until(moment: datetime, now: datetime) -> datetime:
    """Until when news of what is to happen at a moment is of use: what is told later than that is still told."""
    return moment if moment > now + _TOO_SHORT else now + KEPT
