"""What messages are about, as other services tell it, and the terms of this installation they are written under."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifications.messages.domain.timing import QuietHours
from services.notifications.recipients.domain import Address, Purpose
from services.notifications.templates.domain.sms import Tariff
from services.notifications.templates.domain.texts import Template

Texts = Mapping[str, str]


class About(StrEnum):
    """What a message is about; all but the last four are things that other services own."""

    REGISTRATION = "registration"
    SIGN_UP = "sign_up"
    REQUEST = "request"
    OFFER = "offer"
    VISIT = "visit"
    ALARM = "alarm"
    REFERRAL = "referral"
    SERVICE = "service"
    SUBSCRIPTION = "subscription"
    INVITATION = "invitation"
    TAKE_AWAY = "take_away"
    CAMPAIGN = "campaign"
    SIGN_IN = "sign_in"
    REPLY = "reply"


class PartyState(StrEnum):
    """Where a party stands, as far as messages are concerned."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every message here. `key` signs and hashes, `phone` is a number people may call.

    `public_url` is where our pages are.
    """

    templates: Mapping[Purpose, Template]
    quiet: QuietHours | None
    zone: ZoneInfo
    tariff: Tariff
    most_parts: int
    key: bytes
    sender: str
    phone: str
    public_url: str = ""

    def quiet_for(self, *, any_hour: bool) -> QuietHours | None:
        """The quiet hours that hold for this person."""
        return None if any_hour else self.quiet


@dataclass(frozen=True, slots=True)
class Cause:
    """What made us write: when it happened, and the id that ties it to the request it began with."""

    at: datetime
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """When and where something is: all that a change can change. `starts_at` and `ends_at` carry an offset."""

    starts_at: datetime
    ends_at: datetime
    venue: str
    on: bool = True

    def as_past(self) -> dict[str, object]:
        """In a form that a JSON column keeps."""
        return {
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "venue": self.venue,
            "on": self.on,
        }

    @classmethod
    def from_past(cls, kept: Mapping[str, str | bool]) -> "Place":
        """What `as_past` has kept."""
        return cls(
            starts_at=datetime.fromisoformat(str(kept["starts_at"])),
            ends_at=datetime.fromisoformat(str(kept["ends_at"])),
            venue=str(kept["venue"]),
            on=bool(kept["on"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionFacts:
    """An occurrence or a shift. `version` counts changes of its place, `heard` is the version of its message.

    `occurrence_id` of a shift is the occurrence it belongs to; `work` is the shift's own title; `clashes` are
    the sign-ups to it whose person has another shift then.
    """

    id: UUID
    kind: str
    occurrence_id: UUID
    event_id: UUID
    organisation_id: UUID | None = None
    organisation: str
    title: Texts
    work: Texts
    reason: Texts
    place: Place
    zone: str
    version: int
    heard: int
    clashes: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What one reader alone is invited to, as their calendar shall hold it; both times carry an offset."""

    summary: str
    organisation: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    version: int

    def as_kept(self) -> dict[str, object]:
        """In a form that a JSON column keeps."""
        return asdict(self) | {"starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat()}

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> "Appointment":
        """What `as_kept` has kept."""
        times = {name: datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at")}
        return cls(**{**kept, **times})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """A registration or a sign-up. `address` is None for people whom a helper tells.

    `moved_from` is the occasion they had a place at until now.
    """

    subject_id: UUID
    about: About
    occasion_id: UUID
    party: int = 1
    code: str = ""
    link: str
    address: Address | None
    language: str
    any_hour: bool
    state: PartyState
    version: int
    expires_at: datetime | None = None
    moved_from: UUID | None = None
