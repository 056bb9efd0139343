"""What the events service tells of organisations: who takes part in their projects, what waits for their staff.

And what became of what one of the staff wrote.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message
from shared.contracts.parts import Contact, PartnerName, Waiting


@dataclass(frozen=True, kw_only=True)
class PartnersChanged(Message):
    """Who leads a project and who takes part in it, as it is now; subject = the project, version = its version.

    They are partners of one another. Whoever is not named takes no part any more.
    """

    type: ClassVar[str] = "events.project.partners_changed"
    project_id: UUID
    members: tuple[PartnerName, ...]


@dataclass(frozen=True, kw_only=True)
class StaffAwaited(Message):
    """People wait for one staff member and their colleagues, since an hour at most; subject = the staff member."""

    type: ClassVar[str] = "events.staff.awaited"
    staff_id: UUID
    organisation_id: UUID
    contact: Contact
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, kw_only=True)
class StaffAsked(Message):
    """So many of a partner's staff are written to about what it is asked; subject = the question.

    Where nobody works who may answer, `people` is 0 and nobody hears of it.
    """

    type: ClassVar[str] = "events.staff.asked"
    ask_id: UUID
    people: int


@dataclass(frozen=True, kw_only=True)
class PostJudged(Message):
    """What became of a post of the board, for the one of the staff who wrote it; subject = the post.

    `decision` is `approved`, `sent_back` (`reason` says what is to be changed) or `expired`. `title` has one text per
    language. `link` leads to the post and asks for a sign-in.
    """

    type: ClassVar[str] = "events.post.judged"
    staff_id: UUID
    contact: Contact
    decision: str
    title: dict[str, str]
    reason: str
    link: str
