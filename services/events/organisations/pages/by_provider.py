"""Pages on which staff sign in by the town's own sign-in, where there is one."""

import hmac
import time
from typing import TYPE_CHECKING, Any

from flask import make_response, request
from sqlalchemy.orm import Session

from services.events.organisations import operations
from services.events.organisations.domain import LINK_LIVES, NotEmployed, ProviderFailed, ReturnIsOver
from services.events.organisations.pages.signing_in import form, goal, signed_in
from shared.errors import DomainError, NotFound
from shared.web import drafts
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka

if TYPE_CHECKING:
    from services.events.organisations.gateways import Provider

pages = Pages("by_provider", url_prefix="/organise")
HOME = "/organise/sign-in"


def _provider() -> "Provider":
    settings = talka().service.settings
    if settings.oidc is None:
        raise NotFound
    from services.events.organisations.gateways import Provider  # noqa: PLC0415 - MiBs for few

    return Provider(settings.oidc, f"{settings.public_url}{HOME}/provider/back")


def _refused(error: DomainError, status: int) -> Any:
    return form({}, pages.errors(error)), status


@pages.get("/sign-in/provider", allow=anyone)
def leave(_session: Session) -> Any:
    """Lead the browser to the provider; what must come back stays sealed in it."""
    try:
        begun = _provider().begin()
    except ProviderFailed as error:
        return _refused(error, 502)
    kept = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "to": goal()}
    return drafts.keep(redirect(begun.address), HOME, kept)


@pages.get("/sign-in/provider/back", allow=anyone)
def come_back(_session: Session) -> Any:
    """Ask the provider who came back, and offer the button that signs them in; nothing is written yet."""
    provider, kept = _provider(), drafts.kept(HOME)
    if "state" not in kept or not hmac.compare_digest(kept["state"].encode(), request.args.get("state", "").encode()):
        return _refused(ReturnIsOver(), 410)
    try:
        email = provider.email(request.args.get("code", ""), nonce=kept["nonce"], verifier=kept["verifier"])
    except ProviderFailed as error:
        return _refused(error, 502)
    proved = {"email": email, "until": time.time() + LINK_LIVES.total_seconds(), "to": kept.get("to")}
    return drafts.keep(make_response(render("organisations/proved.html", email=email)), HOME, proved)


@pages.post("/sign-in/provider", allow=anyone, limits=(Limited("sign-in-provider", most=60, seconds=3600),))
def use(session: Session) -> Any:
    """Sign the browser in as whom the provider has named a moment ago; it is not asked twice."""
    proved = drafts.kept(HOME)
    if proved.get("until", 0) < time.time():
        return _refused(ReturnIsOver(), 410)
    try:
        who = operations.sign_in_by_provider(session, proved["email"])
    except NotEmployed as error:
        return _refused(error, 403)
    return drafts.forget(signed_in(who, proved.get("to")), HOME)
