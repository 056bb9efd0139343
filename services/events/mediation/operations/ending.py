"""How a referral ends: it is taken back, or the person says whether they got the service; at last it is wiped."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.events.mediation.domain import (
    FOLLOW_UP,
    KEPT,
    WIPING,
    Links,
    NotAccepted,
    OutcomeLiesAhead,
    State,
    Step,
    follow_up_at,
    is_possible,
)
from services.events.mediation.models import Referral, ReferralHelp
from services.events.mediation.operations.helping import forget_unheard_help
from services.events.mediation.operations.telling import locked, step, tell, tell_end
from services.events.mediation.queries import TO_CALL, organisation_of
from services.events.organisations.domain import HELPERS, Person, Wait, entitle
from services.events.organisations.operations import await_staff, note, wait_no_more
from shared.contracts import events as contracts
from shared.database import moment
from shared.messaging import due


def withdraw(session: Session, links: Links, referral_id: UUID, by: str = "link") -> None:
    """Take a referral back, as the person or whoever asked for them, by their link; a second time changes nothing.

    Raises NotFound, and NothingToWithdraw for what has ended otherwise.
    """
    referral = locked(session, referral_id)
    if referral.state == State.WITHDRAWN:
        return
    step(session, referral, Step.WITHDRAW)
    forget_unheard_help(session, referral_id)
    tell_end(session, links, referral, by)


def withdraw_by_staff(session: Session, links: Links, person: Person, referral_id: UUID) -> None:
    """Take back what the person does not need, or what we do not ask for. Raises as `withdraw`, and Forbidden."""
    organisation_id = organisation_of(session, referral_id)
    entitle(person, organisation_id, HELPERS)
    withdraw(session, links, referral_id, "staff")
    note(session, organisation_id, person.id, "referral_withdrawn", referral_id)


def follow_up(session: Session, links: Links, referral_id: UUID) -> None:
    """Ask the person whether they got the service; nothing happens if that is known. Raises NotFound.

    An appointment that was moved when the question was due already is asked about in its time.
    """
    referral, now = locked(session, referral_id), moment(session)
    if not is_possible(referral.state, Step.FOLLOW_UP):
        return
    asked_at = follow_up_at(referral.answered_at or now, referral.appointment_at)
    if asked_at > now:
        due.schedule(session, FOLLOW_UP, referral.id, asked_at)
        return
    step(session, referral, Step.FOLLOW_UP, followed_up_at=now)
    due.schedule(session, WIPING, referral.id, now + KEPT)
    tell(session, links, referral, contracts.ReferralFollowedUp)


def learn(session: Session, referral_id: UUID, *, got_it: bool, why_not: str | None = None) -> None:
    """Note whether the person got the service; `why_not` is a code of `domain.WhyNot`, and may be told later.

    Staff call whoever did not get it, and help on. The same answer twice changes nothing. Raises NotFound, NotAccepted,
    OutcomeIsKnown, and OutcomeLiesAhead before the appointment.
    """
    referral = _learn(session, referral_id, got_it=got_it, why_not=why_not)
    if referral and not got_it:
        await_staff(session, referral.organisation_id, Wait.CALL, referral_id)


def _learn(session: Session, referral_id: UUID, *, got_it: bool, why_not: str | None) -> Referral | None:
    """The referral of which this was not known before. Raises as `learn`."""
    referral = locked(session, referral_id)
    if referral.state == State.KNOWN and referral.got_it == got_it:
        referral.why_not = referral.why_not or (None if got_it else why_not)
        return None
    at = referral.appointment_at
    if referral.state == State.ACCEPTED and at is not None and moment(session) < at:
        raise OutcomeLiesAhead
    step(session, referral, Step.LEARN, got_it=got_it, why_not=None if got_it else why_not)
    return referral


def learn_by_reply(session: Session, referral_id: UUID, *, got_it: bool, why_not: str | None = None) -> None:
    """The same by SMS, once the person was asked. Raises NotFound, NotAccepted and OutcomeIsKnown."""
    if locked(session, referral_id).state not in {State.FOLLOWED_UP, State.KNOWN}:
        raise NotAccepted
    learn(session, referral_id, got_it=got_it, why_not=why_not)


def learn_by_staff(
    session: Session, person: Person, referral_id: UUID, *, got_it: bool, why_not: str | None = None
) -> None:
    """The same, as the person told staff on the phone, who then help on. Raises as `learn`, and Forbidden."""
    organisation_id = organisation_of(session, referral_id)
    entitle(person, organisation_id, HELPERS)
    if referral := _learn(session, referral_id, got_it=got_it, why_not=why_not):
        referral.called_version = referral.version
    note(session, organisation_id, person.id, "referral_outcome_noted", referral_id)


def mark_called(session: Session, person: Person, referral_id: UUID, version: int) -> None:
    """Note that staff have called about the referral as it stood in `version`; what came after still has to be told.

    Raises NotFound for a foreign one, and Forbidden.
    """
    organisation_id = organisation_of(session, referral_id)
    entitle(person, organisation_id, HELPERS)
    referral = locked(session, referral_id)
    referral.called_version = max(referral.called_version, min(version, referral.version))
    if referral.called_version == referral.version:
        referral.unreached = None
        wait_no_more(session, referral_id)
    note(session, organisation_id, person.id, "referral_person_called", referral_id)


def mark_unreached(session: Session, referral_id: UUID, state: str | None) -> None:
    """Let staff see that a message about it `failed`, is `uncertain` or was `withdrawn`; None: it arrived.

    It waits for them only if there is somebody to call about it, which a late receipt may not change: who texted back
    that they did not get the service is called all the same. Of what was wiped nothing is noted. Raises NotFound.
    """
    organisation_id = organisation_of(session, referral_id)
    kept = update(Referral).where(Referral.id == referral_id, Referral.wiped_at.is_(None)).values(unreached=state)
    to_call = session.scalar(kept.returning(TO_CALL))
    if state is None and not to_call:
        wait_no_more(session, referral_id)
    elif state is not None and to_call:
        await_staff(session, organisation_id, Wait.CALL, referral_id)


def wipe(session: Session, referral_id: UUID) -> None:
    """Forget whom it was about: names, contacts, words and links; what is counted stays. Raises NotFound.

    The purpose of keeping them is over 90 days after the referral ended, or after the last question was asked.
    """
    referral = locked(session, referral_id)
    for field in ("name", "phone", "email", "need", "words", "venue", "asker_name", "asker_phone", "asker_email"):
        setattr(referral, field, None)
    referral.provider_email = referral.token_digest = referral.answer_digest = referral.asker_channel = None
    referral.channel, referral.unreached, referral.wiped_at = "none", None, moment(session)
    wait_no_more(session, referral_id)
    wiped = update(ReferralHelp).where(ReferralHelp.referral_id == referral_id)
    session.execute(wiped.values(helper_name=None, link=None))
