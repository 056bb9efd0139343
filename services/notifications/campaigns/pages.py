"""Pages of campaigns: whom and in which words, then a look at all of it, then it begins, with its progress in sight."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session

from services.notifications.campaigns import queries
from services.notifications.campaigns.domain import STATE_WORDS, CampaignIsOver, NobodyAgreed, NotYourOrganisation, Plan
from services.notifications.campaigns.operations.previewing import preview_campaign
from services.notifications.campaigns.operations.spreading import approve_campaign, halt_campaign
from services.notifications.campaigns.schemas import CampaignForm
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.looking import LONGEST
from services.notifications.messages.domain.states import WRITERS
from services.notifications.messages.schemas import field_name
from services.notifications.recipients.domain import GROUP_WORDS, TOPIC_WORDS
from shared.database import moment
from shared.languages import LANGUAGES, NAMES, gettext
from shared.web.pages import Pages, redirect, render
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.tokens import asker

PAGE = 20


def campaigns_pages(terms: Terms) -> Pages:
    """The pages; what a campaign would say and cost depends on the terms."""
    pages = Pages("campaigns", __name__, url_prefix="/messages/campaigns")

    @pages.get("/", allow=staff(*WRITERS))
    def campaigns(session: Session) -> str:
        """Our campaigns, the newest first, each with how far it has come."""
        own, before = asker().organisations(*WRITERS), request.args.get("before", type=UUID)
        found = queries.campaigns(session, own, before=before, limit=PAGE + 1)
        return _shown(
            "campaigns/campaigns.html",
            reports=found[:PAGE],
            more=found[PAGE - 1].campaign.id if len(found) > PAGE else None,
            agreed=queries.agreed(session),
        )

    @pages.get("/new", allow=staff(*WRITERS))
    def begin(session: Session) -> str:
        """The empty form."""
        return _form(session, {}, {})

    @pages.post("/new", allow=staff(*WRITERS), look=True)
    def go_on(session: Session) -> Any:
        """Look at the campaign, go back to its words, or let it begin, as the button says."""
        loaded, errors = pages.form(CampaignForm)
        typed = {name: value for name, value in pages.typed(CampaignForm).items() if name != "then"}
        if errors or loaded["then"] == "change":
            return _form(session, typed, errors), 422 if errors else 200
        if loaded["then"] == "look":
            preview = preview_campaign(session, terms, loaded["plan"])
            return _shown("campaigns/preview.html", preview=preview, typed=typed, plan=loaded["plan"])
        return _begin(session, terms, loaded["plan"], typed)

    @pages.get("/<uuid:campaign_id>", allow=staff(*WRITERS))
    def one(session: Session, campaign_id: UUID) -> str:
        """One campaign, and how far it has come."""
        return _one(session, campaign_id, {})

    @pages.post("/<uuid:campaign_id>/stop", allow=staff(*WRITERS))
    def stop(session: Session, campaign_id: UUID) -> Any:
        """Undo it, or stop what has not left."""
        try:
            halt_campaign(session, asker().id, asker().organisations(*WRITERS), campaign_id, moment(session))
        except CampaignIsOver as over:
            return _one(session, campaign_id, pages.errors(over)), 409
        return redirect(url_for("campaigns.one", campaign_id=campaign_id))

    return pages


def _shown(template: str, **facts: Any) -> str:
    """A page with the words for all codes."""
    settings = talka().service.settings
    return render(
        template,
        topics={str(topic): gettext(words) for topic, words in TOPIC_WORDS.items()},
        groups={str(group): gettext(words) for group, words in GROUP_WORDS.items()},
        states={str(state): gettext(words) for state, words in STATE_WORDS.items()},
        names=NAMES,
        languages=LANGUAGES,
        zone=settings.zone,
        currency=settings.sms_currency,
        **facts,
    )


def _begin(session: Session, terms: Terms, plan: Plan, typed: dict[str, Any]) -> Any:
    """Let it begin, and lead to its own page; what is refused is shown again with the reason."""
    try:
        own = asker().organisations(*WRITERS)
        made = approve_campaign(session, terms, asker().id, own, plan, moment(session))
    except (NobodyAgreed, NotYourOrganisation) as refused:
        return _form(session, typed, {"_schema": [gettext(refused.title)]}), 422
    return redirect(url_for("campaigns.one", campaign_id=made))


def _form(session: Session, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    own = asker().organisations(*WRITERS)
    names = queries.names_of(session, own)
    return _shown(
        "campaigns/campaign.html",
        organisations=[(id_, names.get(id_, gettext("Our organisation"))) for id_ in own],
        values=values,
        errors=errors,
        field_name=field_name,
        longest=LONGEST,
    )


def _one(session: Session, campaign_id: UUID, errors: dict[str, list[str]]) -> str:
    report = queries.campaign(session, asker().organisations(*WRITERS), campaign_id)
    return _shown(
        "campaigns/one.html", report=report, campaign=report.campaign, progress=report.progress, errors=errors
    )
