"""What volunteers tells only so that it is counted: it names no person, and nobody is written to because of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message


@dataclass(frozen=True, kw_only=True)
class RequestCounted(Message):
    """What an assistance request is counted by in reports; subject = the request, version = its version.

    It is told of what waits for a coordinator's yes when that is asked, and of any when the group or the language
    (that of the person) is corrected. `asked_at` is when it was asked for.
    """

    type: ClassVar[str] = "volunteers.request.counted"
    request_id: UUID
    organisation_id: UUID
    kind: str
    target_group: str = ""
    language: str
    asked_at: datetime
