"""Spreading a campaign: approved, told batch by batch behind all single messages, stopped at any time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.notifications.campaigns.domain import (
    SETTLING,
    UNDONE_FOR,
    CampaignState,
    NobodyAgreed,
    NotYourOrganisation,
    Plan,
    halted,
)
from services.notifications.campaigns.models import Campaign
from services.notifications.campaigns.operations.counting import COUNT
from services.notifications.campaigns.operations.previewing import own_link, preview_campaign, wording
from services.notifications.campaigns.queries import once_each, readers
from services.notifications.messages.domain.checks import Reason
from services.notifications.messages.domain.facts import About, Cause, Terms
from services.notifications.messages.domain.states import State
from services.notifications.messages.domain.timing import Times, window
from services.notifications.messages.models import Message
from services.notifications.messages.operations.fate import withdrawn
from services.notifications.messages.operations.planning import Draft, Reader, Text, plan
from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.models import Recipient
from shared.audit import audit
from shared.contracts.notifications import CampaignDecided
from shared.errors import NotFound
from shared.logs import correlation_id
from shared.messaging import outbox
from shared.messaging.due import schedule, unschedule

SPREAD = "spread"
"""Kind of the due row that tells the next batch of a campaign."""
BATCH = 500
A_MOMENT = timedelta(seconds=1)
"""So that the count of what was stopped is newer than any before."""


def approve_campaign(
    session: Session, terms: Terms, who: UUID, organisations: Collection[UUID], wish: Plan, now: datetime
) -> UUID:
    """Let a campaign begin in ten minutes; till then it can be undone. Its id.

    Raises NotYourOrganisation, and NobodyAgreed where nobody would get it.
    """
    if wish.organisation_id not in organisations:
        raise NotYourOrganisation
    look = preview_campaign(session, terms, wish)
    if not look.people:
        raise NobodyAgreed
    campaign = Campaign(
        id=uuid7(),
        organisation_id=wish.organisation_id,
        topic=wish.topic,
        target_groups=list(wish.target_groups),
        languages=list(wish.languages),
        channel=wish.channel,
        area=wish.area,
        words=dict(wish.words),
        state=CampaignState.WAITING,
        expected=look.people,
        merged=look.merged,
        written_by=who,
        written_at=now,
        begins_at=now + UNDONE_FOR,
        correlation_id=correlation_id(),
    )
    session.add(campaign)
    session.flush()
    _decided(session, who, campaign, "approved")
    schedule(session, SPREAD, campaign.id, campaign.begins_at)
    return campaign.id


def spread(session: Session, terms: Terms, campaign_id: UUID, now: datetime) -> None:
    """Plan the campaign for its next batch of addresses, each once; while more wait, it is due again.

    The batch and how far it came are one transaction: whatever breaks between two batches loses and doubles nothing.
    """
    campaign = session.get_one(Campaign, campaign_id, with_for_update={"key_share": True})
    if campaign.state not in {CampaignState.WAITING, CampaignState.SENDING}:
        return
    wanted = readers(campaign)
    if campaign.told_up_to:
        wanted = wanted.where(Recipient.id > campaign.told_up_to)
    batch = [Reader(*row) for row in session.execute(once_each(wanted).limit(BATCH))]
    texts = wording(terms, campaign.topic, campaign.words)
    plan(session, terms, [_draft(terms, campaign, to, Text(texts(to.channel, to.language), {}), now) for to in batch])
    if len(batch) == BATCH:
        campaign.state, campaign.told_up_to = CampaignState.SENDING, batch[-1].recipient_id
        schedule(session, SPREAD, campaign.id, now)
    else:
        campaign.state, campaign.ended_at = CampaignState.SENT, now
        schedule(session, COUNT, campaign.id, now + SETTLING)


def _draft(terms: Terms, campaign: Campaign, to: Reader, text: Text, now: datetime) -> Draft:
    return Draft(
        reader=to,
        purpose=Purpose.CAMPAIGN,
        about=About.CAMPAIGN,
        subject_id=campaign.id,
        subject_version=1,
        text=Text(text.prepared, {"link": own_link(terms, to.recipient_id)}),
        window=window(Purpose.CAMPAIGN, now, Times(), terms.quiet),
        cause=Cause(campaign.written_at, campaign.correlation_id),
    )


def halt_campaign(
    session: Session, who: UUID, organisations: Collection[UUID], campaign_id: UUID, now: datetime
) -> CampaignState:
    """Undo a campaign that has not begun, or stop one that has: nothing more of it leaves. What it is now.

    Raises NotFound for another's, CampaignIsOver for one that was halted before.
    """
    own = select(Campaign).where(Campaign.id == campaign_id, Campaign.organisation_id.in_(organisations))
    campaign = session.scalars(own.with_for_update(key_share=True)).one_or_none()
    if campaign is None:
        raise NotFound
    state = halted(CampaignState(campaign.state))
    campaign.state, campaign.ended_at = state, now
    session.flush()
    unschedule(session, SPREAD, campaign_id)
    unsent = update(Message).where(Message.subject_id == campaign_id, Message.state == State.QUEUED)
    session.execute(unsent.values(withdrawn(Reason.NO_LONGER_WANTED)))
    _decided(session, who, campaign, state)
    if state is CampaignState.STOPPED:
        schedule(session, COUNT, campaign_id, now + A_MOMENT)
    return state


def _decided(session: Session, who: UUID, campaign: Campaign, decision: str) -> None:
    """Note whose decision it was, here and in the organisation's history."""
    audit(session, who, f"campaign_{decision}", campaign.id)
    told = CampaignDecided(
        organisation_id=campaign.organisation_id, staff_id=who, decision=decision, people=campaign.expected
    )
    outbox.publish(session, told, subject=campaign.id, version=1 if decision == "approved" else 2)
