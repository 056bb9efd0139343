"""What the notifications service tells the others."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import Message
from shared.contracts.parts import Whose


@dataclass(frozen=True, kw_only=True)
class ReplyReceived(Message):
    """A person answered `yes` or `no` by text; subject = the thing it is about.

    `about` is `registration`, `sign_up`, `offer` (of an assistance request) or `referral` (whether they got it).
    """

    type: ClassVar[str] = "notifications.reply.received"
    answer: str
    about: str
    subject_id: UUID


@dataclass(frozen=True, kw_only=True)
class MessageFailed(Message):
    """A message did not arrive (`failed`), or nobody knows (`uncertain`); `withdrawn`: they asked us not to write.

    `about` is `registration`, `sign_up`, `request`, `offer`, `visit` (the helper of a request), `alarm` (staff, of a
    request), `referral`, `service`, `subscription` or `invitation`; `subject_id` is the subject of what we were told.
    """

    type: ClassVar[str] = "notifications.message.failed"
    message_id: UUID
    about: str
    subject_id: UUID
    purpose: str
    state: str


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
