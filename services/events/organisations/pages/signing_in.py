"""Pages on which staff sign in and out."""

from typing import Any
from urllib.parse import quote

from flask import Response, request
from sqlalchemy.orm import Session

from services.events.organisations import operations
from services.events.organisations.domain import LINK_LIVES
from services.events.organisations.schemas import SignInRequest
from shared.errors import Gone, Unauthenticated
from shared.languages import gettext
from shared.logs import log
from shared.web import problems, tokens
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.signing_out import add_sign_out
from shared.web.wanted import own_page, present_page

pages = Pages("organisations", url_prefix="/organise")
add_sign_out(pages)
PARTS = ("/organise/", "/messages/", "/volunteer/")
"""Where pages of staff are; those of other services too."""
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
    return _form(values, errors, way())


def _form(values: dict[str, Any], errors: dict[str, list[str]], way_on: str, *, wanted: bool = False) -> str:
    town = talka().service.settings.oidc
    facts = {"provider": town.name if town else None, "way": way_on, "wanted": wanted}
    return render("organisations/sign_in.html", values=values, errors=errors, **facts)


def goal() -> str | None:
    """The page that somebody came for before they had to sign in, as `to` names it; None if it is no page of staff."""
    return own_page(request.args.get("to", ""), *PARTS)


def way() -> str:
    """What an address ends with, so that it leads on to the same page."""
    return _to(goal())


def _to(page: str | None) -> str:
    return f"?to={quote(page)}" if page else ""


def sign_in_first(error: Unauthenticated) -> Response:
    """Whoever opens a page of staff signed out signs in there and then, and is led on to that page."""
    problem, rule = problems.of_rule(error), talka().rules.get(request.endpoint or "")
    if request.method != "GET" or rule is None or rule.kinds != ("staff",) or request.path.startswith("/api/"):
        return problem.response()
    log().info("refused", code=problem.code, status=problem.status)
    page = _form({}, {}, _to(present_page(*PARTS)), wanted=True)
    return Response(page, problem.status, problem.headers)


@pages.post("/sign-in", allow=anyone, limits=SIGN_INS)
def ask_sign_in(session: Session) -> Any:
    """Send a link, and say the same whether the address is known or not."""
    values, errors = pages.form(SignInRequest)
    if errors:
        return form(values, errors), 422
    operations.request_sign_in(session, values["email"], talka().service.settings.public_url, way())
    return render("organisations/link_sent.html", email=values["email"])


@pages.get("/sign-in/<token>", allow=anyone)
def open_link(_session: Session, token: str) -> Any:
    """A button, and nothing is used up yet: mail scanners open links too."""
    return render("organisations/open_link.html", token=token, way=way())


@pages.post("/sign-in/<token>", allow=anyone)
def use_link(session: Session, token: str) -> Any:
    """Use the link up and sign the browser in."""
    try:
        who = operations.redeem_sign_in(session, token)
    except Gone:
        errors = {"_schema": [gettext("This link has been used or is too old. Ask for a new one here.")]}
        return form({}, errors), 410
    return signed_in(who, goal())


def signed_in(who: dict[str, Any], to: str | None) -> Response:
    """Sign the browser in as this staff member, an `identity`, and lead it to what they came for."""
    principal = tokens.Principal(
        kind="staff",
        id=who["id"],
        name=who["name"],
        language=who["language"],
        roles=who["roles"],
        rights=who["rights"],
    )
    response = redirect(to or "/organise/")
    tokens.remember(response, "staff", tokens.issue(str(talka().service.settings.staff_private_key), principal))
    return response
