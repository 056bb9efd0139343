"""Whom we ask says yes or no by a link, without signing in: the errand alone is shown, nothing private."""

from dataclasses import replace
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from services.volunteers.assistance.operations.claims import accept, decline
from services.volunteers.assistance.pages.speaking import SAID, links
from services.volunteers.assistance.queries import offers
from shared.errors import Conflict, DomainError, Gone
from shared.web.pages import Pages, redirect, render
from shared.web.rules import anyone
from shared.web.speaking import prefer

pages = Pages("offers", url_prefix="/volunteer")

REFUSED = 409
visitor = replace(anyone, kinds=("volunteer",))


@pages.get("/offers/<string(length=16):token>", allow=visitor)
def offer_page(session: Session, token: str) -> str:
    """The errand, and the two buttons; looking changes nothing."""
    return _shown(session, token)


def _shown(session: Session, token: str, refusal: DomainError | None = None) -> str:
    asked = offers.by_token(session, token)
    prefer(asked.language)
    facts = {"token": token, "refusal": refusal, "said": request.args.get("said")}
    return render("assistance/offer.html", asked=asked, **facts, **SAID)


@pages.post("/offers/<string(length=16):token>/yes", allow=visitor)
def say_yes(session: Session, token: str) -> Any:
    """Promise to help. Whoever comes second is thanked, and nothing has changed."""
    asked = offers.by_token(session, token)
    prefer(asked.language)
    try:
        accept(session, links(), asked.offer.id, "volunteer")
    except (Conflict, Gone) as error:
        session.rollback()
        return _shown(session, token, error), REFUSED
    return redirect(url_for("offers.offer_page", token=token, said="yes"))


@pages.post("/offers/<string(length=16):token>/no", allow=visitor)
def say_no(session: Session, token: str) -> Any:
    """Say no; the button for a yes stays while somebody is sought."""
    decline(session, offers.by_token(session, token).offer.id, "volunteer")
    return redirect(url_for("offers.offer_page", token=token, said="no"))
