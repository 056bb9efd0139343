"""What organisations hear: that volunteers need somebody who decides, and what their staff sent to many.

And what is due: that somebody waits.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.organisations.domain import Wait
from services.events.organisations.operations import (
    PARTNERS,
    WAITS,
    WAITS_NO_MORE,
    Decision,
    alert_staff,
    ask_staff,
    await_staff,
    note_decision,
    tell_partners,
    tell_staff,
    wait_no_more,
)
from shared.contracts.envelope import Envelope, Message
from shared.contracts.notifications import CampaignDecided
from shared.contracts.volunteers import (
    CoordinatorNeeded,
    PartnerAsked,
    RequestAsked,
    RequestClosed,
    RequestFacts,
    RequestOpened,
)


def subscriptions() -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {
        CoordinatorNeeded: _heard_alarm,
        PartnerAsked: _heard_asked,
        RequestAsked: _heard_stranger,
        RequestOpened: _heard_seen_to,
        RequestClosed: _heard_seen_to,
        CampaignDecided: _heard_decision,
    }


def _heard_stranger(session: Session, told: RequestAsked, _envelope: Envelope) -> None:
    """Somebody waits for a coordinator's look, until the request is given up at the latest."""
    await_staff(session, told.organisation_id, Wait.REQUEST, told.request_id, until=told.until)


def _heard_seen_to(session: Session, told: RequestFacts, _envelope: Envelope) -> None:
    """A coordinator has said yes to a request, or nobody needs to any more."""
    wait_no_more(session, told.request_id)


def due(public_url: str) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come; links begin with `public_url`."""
    return {
        WAITS: lambda session, wait_id: tell_staff(session, public_url, wait_id),
        WAITS_NO_MORE: wait_no_more,
        PARTNERS: tell_partners,
    }


def _heard_alarm(session: Session, needed: CoordinatorNeeded, envelope: Envelope) -> None:
    alert_staff(
        session,
        needed.organisation_id,
        needed.request_id,
        alarm=needed.alarm,
        errand=needed.errand,
        link=needed.link,
        version=envelope.version,
    )


def _heard_asked(session: Session, asked: PartnerAsked, envelope: Envelope) -> None:
    ask_staff(
        session,
        asked.organisation_id,
        asked.ask_id,
        errand=asked.errand,
        link=asked.link,
        version=envelope.version,
        asked=(asked.asking, asked.answer_by),
    )


def _heard_decision(session: Session, told: CampaignDecided, envelope: Envelope) -> None:
    decided = Decision(campaign_id=UUID(envelope.subject), what=told.decision, people=told.people)
    note_decision(session, told.organisation_id, told.staff_id, decided, envelope.time)
