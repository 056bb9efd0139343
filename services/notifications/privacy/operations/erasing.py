"""Erasing: the others first, since what they still have to tell needs the address; then our own; at last the address.

What they told before they erased is heard before their answer, since messages of one service come in order.
"""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.channels.operations.erasing import empty_mailbox, erase_attempts, erase_handed_over
from services.notifications.messages.domain.facts import Cause, Terms
from services.notifications.messages.operations.answers import Request, answer
from services.notifications.messages.operations.erasing import (
    erase_helper_names,
    erase_messages,
    erase_number,
    erase_volunteering,
    still_leaves,
)
from services.notifications.privacy.domain.cases import AGAIN, LAST, LAST_WORDS, State, missing
from services.notifications.privacy.models import PrivacyCase, PrivacyPart
from services.notifications.privacy.operations.opening import all_locked, finish, locked
from services.notifications.privacy.queries import is_used, whose_case
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.operations import erase_agreements, erase_recipient, hold
from services.notifications.recipients.queries import is_suppressed, recipients_of
from services.notifications.replies.operations import erase_texts
from shared.audit import audit
from shared.contracts.parts import Remains, Whose
from shared.contracts.privacy import PersonErasureAsked
from shared.database import moment
from shared.errors import NotFound
from shared.logs import correlation_id
from shared.messaging.due import schedule
from shared.messaging.erasing import counted
from shared.messaging.outbox import publish

ASKED = 2
"""Version of a case whose erasure was asked."""


def ask_erasure(session: Session, case_id: UUID) -> None:
    """Let all three services erase what is kept under a case's address; asked twice, it is done once.

    Other cases that show what is kept under it end at once. Raises NotFound for a case that is not open.
    """
    case, others = all_locked(session, case_id)
    if case is None or case.state in (State.ASKED, State.OVER):
        raise NotFound
    if case.state != State.OPEN:
        return
    _end(session, others)
    case.state, case.erasure_asked_at = State.ERASING, moment(session)
    case.code_digest = case.code_until = None
    session.execute(update(PrivacyPart).where(PrivacyPart.case_id == case_id).values(things=None))
    session.flush()
    if case.staff_id:
        audit(session, case.staff_id, "person_erased", case_id)
    publish(session, PersonErasureAsked(case_id=case_id, whose=whose_case(case)), subject=case_id, version=ASKED)


def _end(session: Session, cases: Iterable[PrivacyCase]) -> None:
    """End locked cases: what they show, or would show, is erased."""
    for case in cases:
        finish(session, case, State.OVER)


def hear_erased(
    session: Session,
    terms: Terms,
    case_id: UUID,
    service: str,
    *,
    ended: Iterable[Remains],
    left: Iterable[Remains],
    also: Whose | None = None,
    helped: tuple[UUID, ...] = (),
) -> None:
    """Keep what a service has left, and erase what is ours once both have answered.

    `also` is another address that the same volunteer has proved: what they got there as a volunteer goes, and nothing
    else, since the others keep what is theirs under it. `helped` are the requests that name them. Other cases that were
    asked for meanwhile end with the erasure; a later one shows what is left.
    """
    case, others = all_locked(session, case_id)
    if case is None or case.state != State.ERASING:
        return
    _report(session, case_id, service, ended, left)
    for recipient_id in _held(session, also) if also else ():
        erase_handed_over(session, erase_volunteering(session, recipient_id, helped))
    erase_helper_names(session, helped)
    reported = select(PrivacyPart.service).where(PrivacyPart.case_id == case_id, PrivacyPart.left.is_not(None))
    if missing([*session.scalars(reported), "notifications"]) == []:
        _end(session, others)
        _erase_own(session, terms, case)


def _held(session: Session, whose: Whose) -> list[UUID]:
    """The recipients of an address, locked before what hangs on them (decision 0012)."""
    found = recipients_of(session, whose)
    for recipient_id in found:
        hold(session, recipient_id)
    return found


def _report(session: Session, case_id: UUID, service: str, ended: Iterable[Remains], left: Iterable[Remains]) -> None:
    told = {"ended": [asdict(one) for one in ended], "left": [asdict(one) for one in left]}
    part = insert(PrivacyPart).values(case_id=case_id, service=service, **told)
    session.execute(part.on_conflict_do_update(index_elements=["case_id", "service"], set_=told))


def _erase_own(session: Session, terms: Terms, case: PrivacyCase) -> None:
    """Erase all but the address, by which the last message goes; that is erased when it has left."""
    now, found = moment(session), _held(session, whose_case(case))
    stopped = sum(is_suppressed(session, recipient_id) for recipient_id in found)
    written = sum(_erase(session, recipient_id) for recipient_id in found)
    empty_mailbox(session, str(case.address))
    if phone := whose_case(case).phone:
        erase_handed_over(session, erase_number(session, phone))
    left = counted(("message", written, "number_alone"), ("suppression", stopped, "fingerprint"))
    _report(session, case.id, "notifications", (), left)
    case.state = State.ERASED
    session.flush()
    if found:
        request, cause = Request(uuid7(), found[0], case.language), Cause(now, correlation_id())
        answer(session, terms, request, Purpose.PRIVACY_DONE, {"sender": terms.sender}, cause)
    schedule(session, LAST, case.id, now + AGAIN)


def _erase(session: Session, recipient_id: UUID) -> int:
    """All that hangs on a locked recipient goes. How many messages were written to them."""
    erase_agreements(session, recipient_id)
    erase_texts(session, recipient_id)
    erase_attempts(session, recipient_id)
    return erase_messages(session, recipient_id)


def forget_address(session: Session, case_id: UUID) -> None:
    """Erase the address itself when the last message has left, and close the case in all three services.

    Where something was entered under it since all was erased, it is another's matter, and stays.
    """
    case = locked(session, case_id)
    if case is None or case.closed_at is not None:
        return
    now, held = moment(session), _held(session, whose_case(case))
    found = [recipient_id for recipient_id in held if not is_used(session, recipient_id)]
    waited = now - (case.erasure_asked_at or now)
    if any(still_leaves(session, recipient_id) for recipient_id in found) and waited < LAST_WORDS:
        schedule(session, LAST, case_id, now + AGAIN)
        return
    for recipient_id in found:
        _erase(session, recipient_id)
        erase_recipient(session, recipient_id)
    finish(session, case, State.ERASED)
