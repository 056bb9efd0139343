"""Telling an audience: news of a changed or cancelled occasion, and reminders. Batch by batch, each person once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Cause, PartyState, Place, Terms
from services.notifications.messages.domain.timing import Times, reminder, window
from services.notifications.messages.models import Occasion, Party
from services.notifications.messages.operations.audience import (
    PARTY,
    Addressee,
    Concerned,
    addressees,
    draft,
    with_texts,
)
from services.notifications.messages.operations.corrections import correct_first_words, last_heard, withdraw_outdated
from services.notifications.messages.operations.planning import Draft, plan
from services.notifications.messages.queries.about import among, place_of
from services.notifications.recipients.domain import Purpose
from shared.messaging.due import schedule

TELL = "tell"
"""Kind of the due row that carries on telling an audience."""
BATCH = 500
"""Parties told in one transaction: so few that the first of ten thousand leave while the rest is being written."""
FIRST_BATCH = 25
"""Parties told in the transaction that hears of a change: theirs leave before the next batch is written."""

NEWS = {
    ("occurrence", True): Purpose.EVENT_CHANGED,
    ("occurrence", False): Purpose.EVENT_CANCELLED,
    ("shift", True): Purpose.SHIFT_CHANGED,
    ("shift", False): Purpose.SHIFT_CANCELLED,
}
NEWS_WITHOUT_PLACES = {
    PartyState.OFFERED: Purpose.EVENT_CHANGED_OFFERED,
    PartyState.WAITING: Purpose.EVENT_CHANGED_WAITING,
}
"""What somebody hears of a move who is not sure to come: an offer still wants its yes, and nobody need cancel."""
_LONG_BEFORE = timedelta(days=7)


def tell(session: Session, terms: Terms, occasion_id: UUID, now: datetime, *, first: bool = False) -> None:
    """Tell the next, or `first`, batch of an occasion's audience what is new; while more wait, it is due again.

    Unsent messages of older facts are withdrawn, unsent first words corrected. Whoever last heard the very facts that
    hold again now, because a change was taken back in time, hears nothing.
    """
    most = FIRST_BATCH if first else BATCH
    occasion = session.get_one(Occasion, occasion_id, with_for_update={"read": True})
    untold = select(*PARTY).where(Party.told_version < occasion.version, Party.state != PartyState.CANCELLED)
    batch = addressees(session, occasion, untold.limit(most).with_for_update(of=Party, key_share=True))
    if not batch:
        return
    subjects = [party.subject_id for party in batch]
    corrected = correct_first_words(session, terms, occasion, subjects) if occasion.on else set()
    withdraw_outdated(session, occasion, subjects)
    heard = last_heard(session, occasion, subjects)
    place = place_of(occasion)
    uncorrected = [(party, heard.get(party.subject_id)) for party in batch if party.subject_id not in corrected]
    plan(session, terms, _news(terms, occasion, [(party, was) for party, was in uncorrected if was != place], now))
    session.execute(update(Party).where(among(Party.subject_id, subjects)).values(told_version=occasion.version))
    if len(batch) == most:
        schedule(session, TELL, occasion_id, now)


def _news(terms: Terms, occasion: Occasion, concerned: Concerned, now: datetime) -> Iterator[Draft]:
    cause = Cause(occasion.cause_at, occasion.correlation_id)
    told: dict[Purpose, list[tuple[Addressee, Place | None]]] = {}
    for one, was in concerned:
        told.setdefault(_purpose(occasion, one), []).append((one, was))
    for purpose, some in told.items():
        for each in with_texts(terms, occasion, purpose, some):
            old_starts_at = each.was.starts_at if each.was else None
            times = Times(
                starts_at=occasion.starts_at,
                ends_at=occasion.ends_at,
                old_starts_at=old_starts_at,
                expires_at=each.party.expires_at,
            )
            when = window(purpose, now, times, terms.quiet_for(any_hour=each.party.any_hour))
            yield replace(draft(occasion, each, purpose, when, cause), old_starts_at=old_starts_at)


def _purpose(occasion: Occasion, party: Addressee) -> Purpose:
    news = NEWS[occasion.kind, occasion.on]
    if news is not Purpose.EVENT_CHANGED:
        return news
    return NEWS_WITHOUT_PLACES.get(PartyState(party.state), news)


def remind(session: Session, terms: Terms, purpose: Purpose, occasion_id: UUID, now: datetime) -> None:
    """Write the reminders of an occasion for everyone who has a place in it; each leaves at its person's hour."""
    occasion = session.get_one(Occasion, occasion_id, with_for_update={"read": True})
    if not occasion.on:
        return
    confirmed = select(*PARTY).where(Party.state == PartyState.CONFIRMED)
    concerned = [(party, None) for party in addressees(session, occasion, confirmed)]
    cause, planned_at = Cause(now, occasion.correlation_id), occasion.starts_at - _LONG_BEFORE
    drafts = (
        draft(occasion, each, purpose, when, cause)
        for each in with_texts(terms, occasion, purpose, concerned)
        if (when := reminder(purpose, occasion.starts_at, planned_at, terms.quiet_for(any_hour=each.party.any_hour)))
    )
    plan(session, terms, drafts)
