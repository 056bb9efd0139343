"""What evidence hears: that help was asked for, how that ended, and what became of campaigns."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from services.events.evidence import operations
from shared.contracts.envelope import Envelope, Message
from shared.contracts.notifications import CampaignCounted
from shared.contracts.volunteers import RequestClosed, RequestOpened


def subscriptions() -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {RequestOpened: _heard_opened, RequestClosed: _heard_closed, CampaignCounted: _heard_campaign}


def _heard_opened(session: Session, told: RequestOpened, envelope: Envelope) -> None:
    operations.note_opened(session, told, told.target_group, envelope.time)


def _heard_closed(session: Session, told: RequestClosed, envelope: Envelope) -> None:
    if told.unsaid:
        return  # what became of it stays not known yet
    end = operations.End(outcome=told.outcome, reason=told.reason, helpers=told.helpers)
    operations.note_closed(session, told, end, at=envelope.time, version=envelope.version)


def _heard_campaign(session: Session, told: CampaignCounted, envelope: Envelope) -> None:
    campaign = operations.Begun(
        id=told.campaign_id, organisation_id=told.organisation_id, topic=told.topic, began_at=told.began_at
    )
    operations.note_campaign(session, campaign, told.counts, envelope.version)
