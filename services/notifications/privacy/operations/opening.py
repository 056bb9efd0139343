"""Opening a case: the address is proved by a code, each service is asked, and what they answer is kept for an hour."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.messages.domain.facts import Cause, Terms
from services.notifications.messages.operations.answers import Request, answer_sign_in
from services.notifications.privacy.domain.cases import (
    CLOSING,
    CODE_LIFETIME,
    MOST_CASES,
    PATIENCE,
    READY_LIFETIME,
    SHOWN,
    ACodeReaches,
    CodeIsWrong,
    NoCodeReaches,
    State,
    code_digest,
    gets_codes,
    is_late,
    missing,
    new_code,
)
from services.notifications.privacy.models import PrivacyCase, PrivacyPart
from services.notifications.privacy.queries import asked_lately, is_typed_alone, things_held, whose_case
from services.notifications.recipients.domain import Address, Purpose
from services.notifications.recipients.operations import erase_recipient, hold, meet_recipient
from services.notifications.recipients.queries import recipients_of
from shared.audit import audit
from shared.contracts.parts import Thing
from shared.contracts.privacy import PersonCaseClosed, PersonDataAsked
from shared.database import moment
from shared.logs import correlation_id
from shared.messaging.due import schedule
from shared.messaging.erasing import wipe_messages
from shared.messaging.outbox import publish

OPENED, CLOSED = 1, 3
"""Versions of a case, as the others hear of it; 2 is its erasure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks. `served` are the countries whose numbers get SMS; `staff_id` opens it for a caller.

    `called_back`: staff have called the number back and so know who it is; only for one that no code reaches.
    """

    address: Address
    language: str
    served: frozenset[str]
    staff_id: UUID | None = None
    called_back: bool = False


def open_case(session: Session, terms: Terms, asked: Asked) -> UUID:
    """Open a case and send its code; the id says nothing of whether one was sent, nor of whether we know the address.

    Raises NoCodeReaches and ACodeReaches, each with the field `contact`.
    """
    reached = gets_codes(asked.address, asked.served)
    if asked.called_back == reached:
        wrong = ACodeReaches if reached else NoCodeReaches
        raise wrong({"contact": [wrong.title]})
    case_id, now = uuid7(), moment(session)
    if asked_lately(session, asked.address.channel, asked.address.value) >= MOST_CASES:
        return case_id
    case = PrivacyCase(
        id=case_id,
        state=State.ASKED,
        channel=asked.address.channel,
        address=asked.address.value,
        language=asked.language,
        staff_id=asked.staff_id,
        asked_at=now,
    )
    session.add(case)
    session.flush()
    schedule(session, CLOSING, case_id, now + SHOWN)
    if asked.staff_id:
        audit(session, asked.staff_id, "privacy_case_opened", case_id)
    if asked.called_back:
        _show(session, case)
    else:
        code = new_code()
        case.code_digest, case.code_until = code_digest(terms.key, case_id, code), now + CODE_LIFETIME
        recipient_id = meet_recipient(session, asked.address, terms.key, now)
        request = Request(uuid7(), recipient_id, asked.language)
        cause = Cause(now, correlation_id())
        answer_sign_in(session, terms, request, Purpose.PRIVACY_CODE, {"code": code}, case.code_until, cause)
    session.flush()
    return case_id


def redeem(session: Session, case_id: UUID, code: str, key: bytes) -> UUID:
    """Use up a case's code: one conditional write decides, however many try at once. The first opens the case.

    Raises CodeIsWrong.
    """
    good = (
        PrivacyCase.id == case_id,
        PrivacyCase.code_digest == code_digest(key, case_id, code),
        PrivacyCase.code_until > moment(session),
        PrivacyCase.state.in_((State.ASKED, State.OPEN)),
    )
    used = update(PrivacyCase).where(*good).values(code_digest=None, code_until=None).returning(PrivacyCase)
    case = session.scalar(used.execution_options(populate_existing=True))
    if case is None:
        raise CodeIsWrong
    if case.state == State.ASKED:
        _show(session, case)
    return case.id


def _show(session: Session, case: PrivacyCase) -> None:
    """Ask all three what is kept; this service answers at once."""
    case.state, case.opened_at = State.OPEN, moment(session)
    session.flush()
    schedule(session, CLOSING, case.id, case.opened_at + SHOWN)
    if case.staff_id:
        audit(session, case.staff_id, "privacy_case_read", case.id)
    whose = whose_case(case)
    publish(session, PersonDataAsked(case_id=case.id, whose=whose), subject=case.id, version=OPENED)
    _keep(session, case.id, "notifications", things_held(session, whose))


def _keep(session: Session, case_id: UUID, service: str, things: Iterable[Thing]) -> None:
    told = [asdict(one) for one in things]
    part = insert(PrivacyPart).values(case_id=case_id, service=service, things=told)
    session.execute(part.on_conflict_do_update(index_elements=["case_id", "service"], set_={"things": told}))


def hear_told(session: Session, terms: Terms, case_id: UUID, service: str, things: Iterable[Thing]) -> None:
    """Keep what a service has answered. If it came late, whoever asked gets a link, since nobody waits at the page.

    What comes when the case goes on no more is not kept.
    """
    case = locked(session, case_id)
    if case is None or case.state != State.OPEN:
        return
    _keep(session, case_id, service, things)
    there = session.scalars(select(PrivacyPart.service).where(PrivacyPart.case_id == case_id)).all()
    now = moment(session)
    if not missing(there) and not case.ready_told and is_late(case.opened_at or now, now):
        _write_ready(session, terms, case, now)


def _write_ready(session: Session, terms: Terms, case: PrivacyCase, now: datetime) -> None:
    """Send a one-use link to where the code went; who was called back is called again."""
    case.ready_told = True
    schedule(session, CLOSING, case.id, now + READY_LIFETIME)
    recipients = recipients_of(session, whose_case(case))
    if not recipients:
        return
    code = new_code()
    case.code_digest, case.code_until = code_digest(terms.key, case.id, code), now + READY_LIFETIME
    link = f"{terms.public_url}/messages/privacy/{case.id}?code={code}"
    request, cause = Request(uuid7(), recipients[0], case.language), Cause(now, correlation_id())
    answer_sign_in(session, terms, request, Purpose.PRIVACY_READY, {"link": link}, case.code_until, cause)


def close_shown(session: Session, case_id: UUID) -> None:
    """Wipe what was shown, here and in all messages; an erasure has its own end.

    Who waits for a service that is away waits for a week; an address that was only typed is forgotten.
    """
    case = locked(session, case_id)
    if case is None or case.state not in (State.ASKED, State.OPEN):
        return
    now = moment(session)
    answered = session.scalars(select(PrivacyPart.service).where(PrivacyPart.case_id == case_id)).all()
    if case.state == State.OPEN and missing(answered) and now < (case.opened_at or now) + PATIENCE:
        schedule(session, CLOSING, case_id, now + SHOWN)
        return
    for recipient_id in recipients_of(session, whose_case(case)):
        hold(session, recipient_id)  # before looking: who registers at this moment is seen, or meets it anew
        if is_typed_alone(session, recipient_id):
            erase_recipient(session, recipient_id)
    finish(session, case, State.OVER)


def finish(session: Session, case: PrivacyCase, state: State) -> None:
    """Close a locked case: its address and all that was shown go, and each service wipes what messages said."""
    addresses = [str(case.address)] if state == State.ERASED else []
    case.state, case.address, case.closed_at = state, None, moment(session)
    case.code_digest = case.code_until = None
    shown = update(PrivacyPart).where(PrivacyPart.case_id == case.id).values(things=None)
    session.execute(shown.execution_options(synchronize_session=False))
    session.flush()
    wipe_messages(session, case.id, addresses)
    publish(session, PersonCaseClosed(case_id=case.id), subject=case.id, version=CLOSED)


def all_locked(session: Session, case_id: UUID) -> tuple[PrivacyCase | None, list[PrivacyCase]]:
    """The case, and the others that go on for its address, locked in the order of their ids until the transaction ends.

    Two cases of one address may be erased at once. None for a case that was never opened.
    """
    address = select(func.lower(PrivacyCase.address)).where(PrivacyCase.id == case_id).scalar_subquery()
    concerned = or_(PrivacyCase.id == case_id, func.lower(PrivacyCase.address) == address)
    wanted = select(PrivacyCase).where(concerned).order_by(PrivacyCase.id)
    found = session.scalars(wanted.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    others = [case for case in found if case.id != case_id and case.state in (State.ASKED, State.OPEN)]
    return next((case for case in found if case.id == case_id), None), others


def locked(session: Session, case_id: UUID) -> PrivacyCase | None:
    """The case as it is now, locked until the transaction ends; None for one that was never opened."""
    wanted = select(PrivacyCase).where(PrivacyCase.id == case_id)
    return session.scalar(wanted.with_for_update(key_share=True).execution_options(populate_existing=True))
