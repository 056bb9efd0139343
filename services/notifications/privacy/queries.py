"""Reads: a case as its owner sees it, and what this service itself keeps under an address."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.notifications.messages.queries.held import is_concerned, is_stranger, messages_held
from services.notifications.privacy.domain.cases import State, missing
from services.notifications.privacy.models import PrivacyCase, PrivacyPart
from services.notifications.recipients.queries import recipient_held, recipients_of
from services.notifications.replies.queries import texts_held
from shared.contracts.parts import Thing, Whose
from shared.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case with all that has been answered; `missing` are the services whose part is not there yet."""

    case: PrivacyCase
    missing: list[str]
    things: list[dict[str, Any]]
    ended: list[dict[str, Any]]
    left: list[dict[str, Any]]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many of each kind, in the order in which they are told."""
        kinds = dict.fromkeys(one["what"] for one in self.things)
        return [(kind, sum(one["what"] == kind for one in self.things)) for kind in kinds]


def seen(session: Session, case_id: UUID) -> Seen:
    """A case as its owner sees it. Raises NotFound for one that is closed without an erasure, or not proved."""
    case = session.get(PrivacyCase, case_id)
    if case is None or case.state in (State.ASKED, State.OVER):
        raise NotFound
    parts = session.scalars(select(PrivacyPart).where(PrivacyPart.case_id == case_id).order_by(PrivacyPart.service))
    found = parts.all()
    return Seen(
        case=case,
        missing=missing([part.service for part in found if _answered(case, part) is not None]),
        things=[one for part in found for one in part.things or []],
        ended=[one for part in found for one in part.ended or []],
        left=[one for part in found for one in part.left or []],
    )


def _answered(case: PrivacyCase, part: PrivacyPart) -> list[dict[str, Any]] | None:
    return part.things if case.state == State.OPEN else part.left


def whose_case(case: PrivacyCase) -> Whose:
    """Whom an unclosed case is about, as messages carry it."""
    return Whose(phone=case.address) if case.channel == "sms" else Whose(email=case.address)


def things_held(session: Session, whose: Whose) -> list[Thing]:
    """What this service keeps under the address; not what a case itself has written."""
    found: list[Thing] = []
    for recipient_id in recipients_of(session, whose):
        if not is_typed_alone(session, recipient_id):
            found += recipient_held(session, recipient_id)
            found += messages_held(session, recipient_id)
            found += texts_held(session, recipient_id)
    return found


def is_typed_alone(session: Session, recipient_id: UUID) -> bool:
    """Whether an address is known only because somebody has typed it to get a code."""
    known = recipient_held(session, recipient_id)[1:] or texts_held(session, recipient_id)
    return not known and is_stranger(session, recipient_id)


def is_used(session: Session, recipient_id: UUID) -> bool:
    """Whether anything that goes on hangs again on an address from which all was erased.

    What the others had to say of the person until then may come later, and with it that it is over.
    """
    wishes = any(one.what == "list" for one in recipient_held(session, recipient_id))
    return wishes or bool(texts_held(session, recipient_id)) or is_concerned(session, recipient_id)


def asked_lately(session: Session, channel: str, address: str) -> int:
    """How many cases were opened for the address within an hour."""
    lately = PrivacyCase.asked_at > func.now() - func.make_interval(0, 0, 0, 0, 1)
    same = (PrivacyCase.channel == channel, func.lower(PrivacyCase.address) == address.lower())
    return session.scalars(select(func.count()).where(*same, lately)).one()
