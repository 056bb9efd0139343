"""Sample readers and messages to many out of a readable file (`services/notifications/samples`), for trying it out.

The organisation that writes is known once its events have been heard, so they are loaded by a due row. The readers
are nobody's phones: load them only where no gateway is connected.
"""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.campaigns.domain import UNDONE_FOR, Plan
from services.notifications.campaigns.models import Campaign
from services.notifications.campaigns.operations.spreading import approve_campaign
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.models import Occasion
from services.notifications.recipients.domain import Address, Agreement, Topic, address
from services.notifications.recipients.operations import note_agreement
from shared.database import moment
from shared.messaging.due import schedule

SAMPLES = "campaign_samples"
"""The kind of the due row; its subject is who lets the messages begin."""
SOON = timedelta(seconds=2)


def await_samples(session: Session, who: UUID) -> None:
    """Load the samples, as a member of staff, as soon as their organisation is known."""
    schedule(session, SAMPLES, who, moment(session))


def load_samples(session: Session, terms: Terms, samples: dict[str, Any], who: UUID) -> None:
    """Note who agreed to hear of what and let the messages begin, as `who`; nothing if any was written here before.

    Without the organisation look again soon.
    """
    known = select(Occasion.organisation_id).where(Occasion.organisation == samples["organisation"]).limit(1)
    organisation_id = session.scalar(known)
    if organisation_id is None:
        schedule(session, SAMPLES, who, moment(session) + SOON)
        return
    if session.scalar(select(Campaign.id).limit(1)):
        return
    now = moment(session)
    for one in samples["readers"]:
        _agree(session, terms, who, dict(one), now)
    for one in samples["campaigns"]:
        _write(session, terms, who, organisation_id, dict(one), now)


def _agree(session: Session, terms: Terms, who: UUID, facts: dict[str, Any], now: datetime) -> None:
    known = address("sms" if "phone" in facts else "email", facts.pop("phone", None), facts.pop("email", None))
    to = cast("Address", known)  # None is for people without a way to be written to
    topics = tuple(Topic(topic) for topic in facts.pop("topics"))
    note_agreement(session, to, Agreement(topics=topics, noted_by=who, **facts), terms.key, now)


def _write(
    session: Session, terms: Terms, who: UUID, organisation_id: UUID, facts: dict[str, Any], now: datetime
) -> None:
    """It began just now, or so many days `before_this_month` began."""
    begins = now
    if before := facts.pop("before_this_month", 0):
        first = now.astimezone(terms.zone).replace(day=1, hour=10, minute=0, second=0, microsecond=0)
        begins = first - timedelta(days=before)
    topic, groups = Topic(facts.pop("topic")), tuple(facts.pop("target_groups", ()))
    plan = Plan(organisation_id=organisation_id, topic=topic, target_groups=groups, **facts)
    approve_campaign(session, terms, who, [organisation_id], plan, begins - UNDONE_FOR)
