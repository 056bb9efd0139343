"""JSON routes of campaigns, for those who may write to everybody."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.campaigns import queries
from services.notifications.campaigns.domain import Plan
from services.notifications.campaigns.operations.previewing import preview_campaign
from services.notifications.campaigns.operations.spreading import approve_campaign, halt_campaign
from services.notifications.campaigns.schemas import ApprovedView, CampaignView, HaltedView, NewCampaign
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.states import WRITERS
from services.notifications.messages.schemas import PreviewView
from shared.database import moment
from shared.web.rest import Api, Page
from shared.web.rules import staff
from shared.web.tokens import asker


def campaigns_api(terms: Terms) -> Api:
    """The routes; what a campaign would say and cost depends on the terms."""
    api = Api("campaigns", url_prefix="/api/notifications/v1")

    @api.post("/campaigns/preview", allow=staff(*WRITERS), takes=NewCampaign, gives=PreviewView)
    def preview(session: Session, body: Plan) -> Any:
        """How many would get this campaign, by which channel, in which words, at which price. Nothing is sent."""
        return preview_campaign(session, terms, body)

    @api.post("/campaigns", allow=staff(*WRITERS), takes=NewCampaign, gives=ApprovedView, status=201)
    def approve(session: Session, body: Plan) -> Any:
        """Send this campaign to everybody who agreed to its topic. It begins in ten minutes; till then, undo it."""
        own = asker().organisations(*WRITERS)
        return {"id": approve_campaign(session, terms, asker().id, own, body, moment(session))}

    @api.get("/campaigns", allow=staff(*WRITERS), gives=CampaignView, paged=True)
    def campaigns(session: Session, query: dict[str, Any], after: tuple[str, ...] | None) -> Page:
        """The campaigns of your organisations, the newest first, each with how far it has come."""
        limit, before = query["limit"], UUID(after[0]) if after else None
        found = queries.campaigns(session, asker().organisations(*WRITERS), before=before, limit=limit + 1)
        return Page(found[:limit], str(found[limit - 1].campaign.id) if len(found) > limit else None)

    @api.get("/campaigns/<uuid:campaign_id>", allow=staff(*WRITERS), gives=CampaignView)
    def campaign(session: Session, campaign_id: UUID) -> Any:
        """One campaign and how far it has come."""
        return queries.campaign(session, asker().organisations(*WRITERS), campaign_id)

    @api.post("/campaigns/<uuid:campaign_id>/stop", allow=staff(*WRITERS), gives=HaltedView)
    def stop(session: Session, campaign_id: UUID) -> Any:
        """Undo a campaign that has not begun, or stop one that has: nothing more of it leaves."""
        own = asker().organisations(*WRITERS)
        return {"state": halt_campaign(session, asker().id, own, campaign_id, moment(session))}

    return api
