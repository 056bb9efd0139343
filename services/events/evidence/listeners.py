"""What evidence hears: that help was asked for, how that ended, and what became of campaigns."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.events.evidence import operations
from shared.contracts.counting import RequestCounted
from shared.contracts.envelope import Envelope, Message
from shared.contracts.notifications import CampaignCounted
from shared.contracts.volunteers import RequestClosed, RequestFacts, RequestOpened


def subscriptions() -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {
        RequestCounted: _heard_counted,
        RequestOpened: _heard_opened,
        RequestClosed: _heard_closed,
        CampaignCounted: _heard_campaign,
    }


def _heard_counted(session: Session, told: RequestCounted, envelope: Envelope) -> None:
    asked = operations.Counted(
        id=told.request_id,
        organisation_id=told.organisation_id,
        kind=told.kind,
        target_group=told.target_group,
        language=told.language,
        at=told.asked_at,
        version=envelope.version,
    )
    operations.note_asked(session, asked)


def _heard_opened(session: Session, told: RequestOpened, envelope: Envelope) -> None:
    asked = replace(_counted(told, envelope), target_group=told.target_group, version=envelope.version)
    operations.note_asked(session, asked)


def _counted(told: RequestFacts, envelope: Envelope) -> operations.Counted:
    return operations.Counted(
        id=told.request_id,
        organisation_id=told.organisation_id,
        kind=told.errand.kind,
        language=told.person.language,
        at=envelope.time,
    )


def _heard_closed(session: Session, told: RequestClosed, envelope: Envelope) -> None:
    if told.unsaid:
        return  # what became of it stays not known yet
    end = operations.End(
        outcome=told.outcome,
        reason=told.reason,
        helpers=told.helpers,
        planned=int((told.errand.ends_at - told.errand.starts_at).total_seconds() // 60),
        version=envelope.version,
    )
    operations.note_closed(session, _counted(told, envelope), end)


def _heard_campaign(session: Session, told: CampaignCounted, envelope: Envelope) -> None:
    campaign = operations.Begun(
        id=told.campaign_id, organisation_id=told.organisation_id, topic=told.topic, began_at=told.began_at
    )
    operations.note_campaign(session, campaign, told.counts, envelope.version)
