"""What the services tell each other of somebody who wants to know what is kept about them, or have it erased."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message
from shared.contracts.parts import Remains, Thing, Whose


@dataclass(frozen=True, kw_only=True)
class PersonDataAsked(Message):
    """Somebody who has proved an address wants to know what is kept under it; subject = the case."""

    type: ClassVar[str] = "notifications.person.data_asked"
    case_id: UUID
    whose: Whose


@dataclass(frozen=True, kw_only=True)
class PersonErasureAsked(Message):
    """Somebody who has proved an address wants what is kept under it erased; subject = the case."""

    type: ClassVar[str] = "notifications.person.erasure_asked"
    case_id: UUID
    whose: Whose


@dataclass(frozen=True, kw_only=True)
class PersonCaseClosed(Message):
    """Nothing more is to come of the case: what our messages said for it, or of whom it erased, is wiped everywhere."""

    type: ClassVar[str] = "notifications.person.case_closed"
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class ParticipantDataTold(Message):
    """All that is kept here about somebody who asked; subject = the case."""

    type: ClassVar[str] = "events.participant.data_told"
    case_id: UUID
    things: tuple[Thing, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipantErased(Message):
    """What is kept here about somebody is erased; subject = the case. `ended` was called off, `left` stays."""

    type: ClassVar[str] = "events.participant.erased"
    case_id: UUID
    ended: tuple[Remains, ...]
    left: tuple[Remains, ...]


@dataclass(frozen=True, kw_only=True)
class VolunteerDataTold(Message):
    """All that is kept here about somebody who asked; subject = the case."""

    type: ClassVar[str] = "volunteers.volunteer.data_told"
    case_id: UUID
    things: tuple[Thing, ...]


@dataclass(frozen=True, kw_only=True)
class VolunteerErased(Message):
    """What is kept here about somebody is erased; subject = the case. `ended` was called off, `left` stays.

    `also` is another address that the same volunteer has proved, `helped` are the requests in which they were named.
    """

    type: ClassVar[str] = "volunteers.volunteer.erased"
    case_id: UUID
    ended: tuple[Remains, ...]
    left: tuple[Remains, ...]
    also: Whose | None = None
    helped: tuple[UUID, ...] = ()
