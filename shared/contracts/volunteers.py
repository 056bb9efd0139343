"""What the volunteers service tells the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message
from shared.contracts.parts import Contact, Shift


@dataclass(frozen=True, kw_only=True)
class SignUpFacts(Message):
    """A volunteer's sign-up for a shift; subject = the sign-up, version = its version."""

    sign_up_id: UUID
    volunteer_id: UUID
    contact: Contact
    link: str
    shift: Shift


@dataclass(frozen=True, kw_only=True)
class SignUpConfirmed(SignUpFacts):
    """The volunteer has a place in the shift."""

    type: ClassVar[str] = "volunteers.sign_up.confirmed"


@dataclass(frozen=True, kw_only=True)
class SignUpCancelled(SignUpFacts):
    """The volunteer does not come. `by` is `volunteer`, `coordinator` or `reply`."""

    type: ClassVar[str] = "volunteers.sign_up.cancelled"
    by: str


@dataclass(frozen=True, kw_only=True)
class ShiftChanged(Message):
    """A shift moved in time or place; subject = the shift. `clashes` names sign-ups that now overlap another one."""

    type: ClassVar[str] = "volunteers.shift.changed"
    shift: Shift
    clashes: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShiftCancelled(Message):
    """A shift is not needed any more; subject = the shift."""

    type: ClassVar[str] = "volunteers.shift.cancelled"
    shift: Shift


@dataclass(frozen=True, kw_only=True)
class VolunteerSignInRequested(Message):
    """A volunteer asked for a one-use sign-in code; subject = the volunteer."""

    type: ClassVar[str] = "volunteers.volunteer.sign_in_requested"
    contact: Contact
    code: str
    expires_at: datetime
