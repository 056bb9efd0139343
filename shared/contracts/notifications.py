"""What the notifications service tells the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message


@dataclass(frozen=True, kw_only=True)
class ReplyReceived(Message):
    """A person answered `yes` or `no` by text; subject = the thing it is about.

    `about` is `registration`, `sign_up`, `offer` (of an assistance request), `referral` (whether they got it) or
    `visit` (the helper of a request: whether all is well). A visit's helper also says `arrived` and `done`; `phone`,
    from which they text, tells which of two it is, and is empty for all else.
    `why_not` says why they did not get what a referral promised, once they were asked: `not_contacted`, `too_far`,
    `too_expensive`, `refused` or `other`; the no itself was told before.
    """

    type: ClassVar[str] = "notifications.reply.received"
    answer: str
    about: str
    subject_id: UUID
    why_not: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class MessageFailed(Message):
    """A message did not arrive (`failed`), or nobody knows (`uncertain`); `withdrawn`: they asked us not to write.

    `about` is `registration`, `sign_up`, `request`, `offer`, `visit` (the helper of a request), `alarm` (staff, of a
    request or of what a partner asks), `referral`, `service`, `subscription` or `invitation`; `subject_id` is the
    subject of what we were told and `subject_version` its version: nobody knows by this how a newer message fared.
    None from a publisher of before.
    """

    type: ClassVar[str] = "notifications.message.failed"
    message_id: UUID
    about: str
    subject_id: UUID
    purpose: str
    state: str
    subject_version: int | None = None


@dataclass(frozen=True, kw_only=True)
class MessageDelivered(Message):
    """Whoever was reported as not reached, or perhaps not, knows now. `by` is `receipt` (a late one) or `staff`."""

    type: ClassVar[str] = "notifications.message.delivered"
    message_id: UUID
    about: str
    subject_id: UUID
    purpose: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Fates:
    """So many addresses alike: in which language, of which target group, and the fate of the message to each.

    `target_group` is empty where nobody said it. `fate` is `delivered`, `failed`, `withdrawn` (it never left) or
    `open`: on its way, or taken by a gateway that says no more.
    """

    language: str
    target_group: str = ""
    fate: str
    number: int


@dataclass(frozen=True, kw_only=True)
class CampaignCounted(Message):
    """What has become of a campaign by now, without persons: each address once. Told again while that changes."""

    type: ClassVar[str] = "notifications.campaign.counted"
    campaign_id: UUID
    organisation_id: UUID
    topic: str
    began_at: datetime
    counts: tuple[Fates, ...]


@dataclass(frozen=True, kw_only=True)
class ConsentChanged(Message):
    """The owner of the address asked us to send nothing there (`wanted` is false), or to write again.

    Sent once for each subject that is written to at this address and still ahead, and for one that is registered at an
    address which had asked before. `about` is `registration`; of two that cross, the later `at` holds.
    """

    type: ClassVar[str] = "notifications.consent.changed"
    about: str
    subject_id: UUID
    wanted: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Message):
    """A staff member wrote to everybody who has a place at a date; subject = the note. Its words are not told.

    `to_waiting`: also to those who wait; `to_volunteers`: also to those with a shift there.
    """

    type: ClassVar[str] = "notifications.note.written"
    occurrence_id: UUID
    staff_id: UUID
    to_waiting: bool
    to_volunteers: bool


@dataclass(frozen=True, kw_only=True)
class CampaignDecided(Message):
    """A staff member let a message to many begin (`approved`), or ended it (`undone`, `stopped`); subject = it.

    `people` is how many addresses it was for when it was approved.
    """

    type: ClassVar[str] = "notifications.campaign.decided"
    organisation_id: UUID
    staff_id: UUID
    decision: str
    people: int
