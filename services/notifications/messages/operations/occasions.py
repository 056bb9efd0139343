"""Writes on our copies of occurrences and shifts: what they are now, who must hear, when people are reminded."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.notifications.messages.domain.facts import Cause, OccasionFacts, Terms
from services.notifications.messages.domain.timing import reminder
from services.notifications.messages.models import Occasion
from services.notifications.messages.operations.telling import tell
from services.notifications.messages.queries.about import place_of
from services.notifications.recipients.domain import Purpose
from shared.messaging.due import schedule, unschedule

REMINDERS = {
    "occurrence": (Purpose.REMINDER_24H, Purpose.REMINDER_2H),
    "shift": (Purpose.SHIFT_REMINDER_24H, Purpose.SHIFT_REMINDER_2H),
}


def hear_occasion(session: Session, terms: Terms, facts: OccasionFacts, cause: Cause, now: datetime) -> None:
    """Take over what an occurrence or shift is now. If its version rose, everyone concerned is told, in batches.

    A message older than the newest one heard changes nothing.
    """
    held = session.get(Occasion, facts.id, with_for_update={"key_share": True})
    if held is None:
        held = Occasion(id=facts.id, version=0, heard=0, past={})
        session.add(held)
    elif facts.heard <= held.heard:
        return
    risen = facts.version > held.version
    if risen and held.version:
        held.past = held.past | {str(held.version): place_of(held).as_past()}
    _take_over(held, facts)
    if risen:
        held.version, held.cause_at, held.correlation_id = facts.version, cause.at, cause.correlation_id
        session.flush()
        _plan_reminders(session, terms, held, now)
        tell(session, terms, held.id, now, first=True)


def _take_over(held: Occasion, facts: OccasionFacts) -> None:
    place = facts.place
    held.kind, held.occurrence_id, held.event_id = facts.kind, facts.occurrence_id, facts.event_id
    held.organisation_id, held.organisation = facts.organisation_id, facts.organisation
    held.title, held.work, held.reason = dict(facts.title), dict(facts.work), dict(facts.reason)
    held.starts_at, held.ends_at, held.venue, held.on = place.starts_at, place.ends_at, place.venue, place.on
    held.zone, held.heard, held.clashes = facts.zone, facts.heard, list(facts.clashes)


def _plan_reminders(session: Session, terms: Terms, occasion: Occasion, now: datetime) -> None:
    """Plan one due row for each reminder of the occasion.

    The messages are written when it is due, out of the facts of that moment: no reminder of an old time can exist.
    """
    for purpose in REMINDERS[occasion.kind]:
        leaves = [
            window.not_before
            for quiet in (terms.quiet, None)
            if (window := reminder(purpose, occasion.starts_at, now, quiet))
        ]
        if occasion.on and leaves:
            schedule(session, purpose, occasion.id, min(leaves))
        else:
            unschedule(session, purpose, occasion.id)
