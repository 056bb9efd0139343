"""Staff's pages of mediation: the board, asking for somebody, and one referral."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from sqlalchemy.orm import Session

from services.events.directory.domain import texts_of
from services.events.directory.queries import services_shown
from services.events.mediation import operations, queries
from services.events.mediation.domain import (
    BY_NAMES,
    CONSENT_NAMES,
    REASON_NAMES,
    SHARED_NAMES,
    SHOW_NAMES,
    STATE_NAMES,
    TARGET_GROUP_NAMES,
    ZONE,
    By,
    Shared,
    Show,
    TargetGroup,
)
from services.events.mediation.operations import Need, Order, Reach
from services.events.mediation.pages.asking import links
from services.events.mediation.schemas import NewReferral, ReferralFilter
from services.events.organisations.domain import HELPERS
from services.events.organisations.queries import organisations
from shared.database import moment
from shared.errors import Invalid, _
from shared.languages import NAMES, current, gettext
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.speaking import options

pages = Pages("mediation", url_prefix="/organise/mediation")
STAFF = staff(*HELPERS)
PER_PAGE = 30


@pages.get("/", allow=STAFF)
def board(session: Session) -> Any:
    """What waits for us, what for them, what was answered and whom to call; the look is noted in the audit."""
    wanted = {"show": request.args.get("show") or Show.OURS}
    show = Show.OURS if ReferralFilter().validate(wanted) else Show(wanted["show"])
    after = place(request.args.get("after"))
    found, more = operations.read_referrals(session, tokens.asker(), show, limit=PER_PAGE, after=after)
    return render(
        "mediation/board.html",
        referrals=found,
        more=cursor(more),
        show=show,
        parts=options(SHOW_NAMES),
        counts=queries.counts(session, tokens.asker().organisations(*HELPERS)),
        states=STATE_NAMES,
    )


@pages.get("/new", allow=STAFF)
def beginning(session: Session) -> Any:
    """Ask for somebody: which service, found by words, and then for whom."""
    if request.args.get("service"):
        return _beginning(session, _service_id(request.args["service"]), _usual(session), {})
    wanted = request.args.get("search", "").strip()[:200]
    found, more = services_shown(session, page=1, per_page=PER_PAGE, search=wanted or None)
    return render("mediation/services.html", services=found, more=more, wanted={"search": wanted}, said=texts_of)


def _service_id(typed: str) -> UUID:
    """The id in the address. Raises Invalid for what is none."""
    try:
        return UUID(typed)
    except ValueError:
        raise Invalid({"service": [_("Choose a service out of the list.")]}) from None


def _usual(session: Session) -> dict[str, Any]:
    today = moment(session).astimezone(ZoneInfo(ZONE)).date()
    own = tokens.asker().organisations(*HELPERS)
    shares = [Shared.NAME, Shared.CONTACT, Shared.LANGUAGE, Shared.NEED]
    return {
        "language": current(),
        "consent_on": today,
        "organisation_id": own[0],
        "shares": shares,
        "target_group": TargetGroup.UNSAID,
        "provider_language": "lt",
        "by": By.SOCIAL_WORKER,
    }


@pages.post("/new", allow=STAFF)
def begin(session: Session) -> Any:
    """Ask the provider and show the referral."""
    values, errors = pages.form(NewReferral)
    if errors:
        typed = pages.typed(NewReferral)
        return _beginning(session, _service_id(str(typed.get("service_id", ""))), values, errors), 422
    prices, typed = talka().service.settings.sms_prices, pages.typed(NewReferral)
    service_id = values["service_id"]
    reach = Reach(served=prices, **{name: values.pop(name) for name in ("language", "phone", "email")})
    need = Need(reach=reach, **{name: values.pop(name) for name in ("name", "target_group", "need", "shares")})
    try:
        id_ = operations.ask(session, links(), tokens.asker(), need, Order(**values))
    except Invalid as error:
        return _beginning(session, service_id, typed, pages.errors(error)), 422
    return redirect(f"/organise/mediation/{id_}?done=asked")


def _beginning(session: Session, service_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    own = organisations(session, tokens.asker().organisations(*HELPERS))
    return render(
        "mediation/new.html",
        service=queries.service_asked_for(session, service_id),
        values=values,
        errors=errors,
        organisation_options=[(str(one["id"]), one["name"]) for one in own],
        language_options=list(NAMES.items()),
        group_options=options(TARGET_GROUP_NAMES),
        share_options=options(SHARED_NAMES),
        consent_options=options(CONSENT_NAMES),
        by_options=[(code, gettext(BY_NAMES[code])) for code in (By.SOCIAL_WORKER, By.PARTNER)],
        reasons=REASON_NAMES,
    )
