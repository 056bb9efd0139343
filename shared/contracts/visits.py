"""What the volunteers service tells of a visit at which something is wrong."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message
from shared.contracts.parts import Contact


@dataclass(frozen=True, kw_only=True)
class HelpCalled(Message):
    """A helper has called for help by text, and the coordinators are called; subject = the request."""

    type: ClassVar[str] = "volunteers.help.called"
    request_id: UUID
    helper: Contact
