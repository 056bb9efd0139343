"""Pages on which staff sign in and out."""

from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from services.events.organisations import operations
from services.events.organisations.domain import LINK_LIVES
from services.events.organisations.schemas import SignInRequest
from shared.errors import Gone
from shared.languages import gettext
from shared.web import tokens
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka

pages = Pages("organisations", url_prefix="/organise")
QUARTER = int(LINK_LIVES.total_seconds())
SIGN_INS = (
    Limited("sign-in", most=5, seconds=QUARTER, field="email"),
    Limited("sign-in-address", most=30, seconds=QUARTER),
)


@pages.get("/sign-in", allow=anyone)
def sign_in(_session: Session) -> Any:
    """Ask for the e-mail address, or lead to the town's own sign-in."""
    return form({}, {})


def form(values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    """The ways to sign in."""
    town = talka().service.settings.oidc
    return render("organisations/sign_in.html", values=values, errors=errors, provider=town.name if town else None)


@pages.post("/sign-in", allow=anyone, limits=SIGN_INS)
def ask_sign_in(session: Session) -> Any:
    """Send a link, and say the same whether the address is known or not."""
    values, errors = pages.form(SignInRequest)
    if errors:
        return form(values, errors), 422
    operations.request_sign_in(session, values["email"], talka().service.settings.public_url)
    return render("organisations/link_sent.html", email=values["email"])


@pages.get("/sign-in/<token>", allow=anyone)
def open_link(_session: Session, token: str) -> Any:
    """A button, and nothing is used up yet: mail scanners open links too."""
    return render("organisations/open_link.html", token=token)


@pages.post("/sign-in/<token>", allow=anyone)
def use_link(session: Session, token: str) -> Any:
    """Use the link up and sign the browser in."""
    try:
        who = operations.redeem_sign_in(session, token)
    except Gone:
        errors = {"_schema": [gettext("This link has been used or is too old. Ask for a new one here.")]}
        return form({}, errors), 410
    return signed_in(who)


def signed_in(who: dict[str, Any]) -> Response:
    """Sign the browser in as this staff member, an `identity`, and lead it to what they came for."""
    principal = tokens.Principal(
        kind="staff",
        id=who["id"],
        name=who["name"],
        language=who["language"],
        roles=who["roles"],
        rights=who["rights"],
    )
    response = redirect("/organise/")
    tokens.remember(response, "staff", tokens.issue(str(talka().service.settings.staff_private_key), principal))
    return response


@pages.post("/sign-out", allow=anyone)
def sign_out(_session: Session) -> Any:
    """Sign the browser out."""
    response = redirect("/")
    tokens.forget(response)
    return response
