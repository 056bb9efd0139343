"""Writes on our copies of registrations and sign-ups, and the message that each change of them causes."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.notifications.messages.domain.checks import Reason
from services.notifications.messages.domain.facts import Cause, PartyFacts, PartyState, Terms
from services.notifications.messages.domain.timing import Times, window
from services.notifications.messages.models import Occasion, Party
from services.notifications.messages.operations.audience import draft, some_party, with_values
from services.notifications.messages.operations.corrections import withdraw_unsent
from services.notifications.messages.operations.planning import plan
from services.notifications.messages.operations.telling import tell
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.operations import meet_recipient, record_consent
from shared.errors import NotFound
from shared.languages import DEFAULT, chosen


def hear_party(
    session: Session, terms: Terms, facts: PartyFacts, purpose: Purpose, cause: Cause, now: datetime
) -> None:
    """Take over where a party stands now and plan the message it gets; what it has not been sent yet is superseded.

    A message older than the newest one heard changes nothing. Raises NotFound while its occasion is not known here.
    """
    occasion = session.get(Occasion, facts.occasion_id, with_for_update={"read": True})
    if occasion is None:
        raise NotFound
    held = session.get(Party, facts.subject_id, with_for_update=True)
    if held is None:
        held = Party(subject_id=facts.subject_id, told_version=0)
        session.add(held)
    elif facts.version <= held.version:
        return
    left = facts.state == PartyState.CANCELLED
    withdraw_unsent(session, facts.subject_id, Reason.NO_LONGER_WANTED if left else Reason.STALE_VERSION)
    _take_over(session, terms, held, facts, now)
    session.flush()
    if occasion.on:
        held.told_version = occasion.version
        _answer(session, terms, occasion, held, purpose, cause, now)
    else:
        tell(session, terms, occasion.id, now)


def _take_over(session: Session, terms: Terms, held: Party, facts: PartyFacts, now: datetime) -> None:
    held.about, held.occasion_id, held.version = facts.about, facts.occasion_id, facts.version
    held.party, held.code, held.link = facts.party, facts.code, facts.link
    held.language, held.any_hour = chosen(facts.language) or DEFAULT, facts.any_hour
    held.state, held.expires_at, held.recipient_id = facts.state, facts.expires_at, None
    if facts.address:
        held.recipient_id = meet_recipient(session, facts.address, terms.key)
        if facts.state != PartyState.CANCELLED:
            record_consent(session, held.recipient_id, "messages", f"{facts.about} {facts.subject_id}", now)


def _answer(
    session: Session, terms: Terms, occasion: Occasion, held: Party, purpose: Purpose, cause: Cause, now: datetime
) -> None:
    """Plan what the party hears about itself; its own version counts, not the occasion's."""
    if held.recipient_id is None:
        return
    times = Times(starts_at=occasion.starts_at, ends_at=occasion.ends_at, expires_at=held.expires_at)
    when = window(purpose, now, times, terms.quiet_for(any_hour=held.any_hour))
    ((party, _, values),) = with_values(occasion, [(some_party(session, held), None)])
    plan(session, terms, [draft(occasion, party, purpose, values, when, cause, subject_version=held.version)])
