"""Pieces that several messages carry: texts by language, contact, venue, occurrence, shift, errand, partner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Texts = dict[str, str]
"""One text per language: `{"lt": "Kultūrų pažinimas", "uk": "…"}`."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How a person may be reached. `channel` is `sms`, `email` or `none` (a helper tells them)."""

    channel: str
    phone: str | None = None
    email: str | None = None
    language: str
    any_hour: bool = False


@dataclass(frozen=True, kw_only=True)
class Venue:
    """Where people come to; `access` holds the codes of access facts (`step_free`, `hearing_loop`, …)."""

    name: str
    address: str
    access: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlannedShift:
    """Work that the organiser asks volunteers for at an occurrence.

    `at_screen`: whoever has it is rung when somebody asks for help at the information screen; None from a publisher
    that does not say.
    """

    shift_id: UUID
    title: Texts
    places: int
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    starts_at: datetime
    ends_at: datetime
    at_screen: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One date of an event, `on` or `cancelled`; `version` counts changes of what people were told."""

    occurrence_id: UUID
    version: int
    state: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: Venue
    shifts: tuple[PlannedShift, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A shift as volunteers are told of it; `title` joins the work, `event_title` the occasion."""

    shift_id: UUID
    version: int
    event_id: UUID
    occurrence_id: UUID
    title: Texts
    event_title: Texts
    organisation: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: Venue


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What an assistance request asks for, as far as whoever might help may know: no name, address or phone.

    `kind` is `ride`, `accompaniment`, `home_visit`, `interpreting` or `kiosk_help`. `starts_at` is when the helper
    begins (of a ride: the pick-up), `appointment_at` when the person must be at `destination`. `area` is a part of a
    town or a village; of help at an information screen, where that stands.
    """

    kind: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    area: str
    destination: str = ""
    appointment_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How much of one kind waits for staff, and where they see to it.

    `what` is `referral`, `call`, `kiosk_call`, `edit`, `request`, `post` or `report`.
    """

    what: str
    number: int
    link: str


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A post of the board in one line, with the page it stands on."""

    title: Texts
    link: str


@dataclass(frozen=True, kw_only=True)
class PartnerName:
    """An organisation that leads a project or takes part in it."""

    organisation_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose data is meant: everything under one address that its owner has proved, a phone (E.164) or an e-mail."""

    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that is kept, under a readable name."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing that is kept about somebody: what it is, as a code, and its facts."""

    what: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class Remains:
    """What an erasure has done or left: how many of what (a code), and the code of the reason if something is left."""

    what: str
    number: int
    why: str = ""
