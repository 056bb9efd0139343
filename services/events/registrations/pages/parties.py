"""Pages for those who have registered: see, change, cancel, say yes to an offer. By link, without an account."""

from typing import Any
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.events.programme.domain import ACCESS_NAMES
from services.events.registrations import operations, queries
from services.events.registrations.domain import LARGEST_PARTY, By, Links, OfferIsOver, State, holds_places
from services.events.registrations.schemas import CodeLookup, PartyForm
from shared.errors import Conflict, DomainError, Gone, Invalid, NotFound, _
from shared.languages import gettext
from shared.web import speaking
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka

pages = Pages("parties")
TRIES = (
    Limited("code", most=5, seconds=900, field="code"),
    Limited("code-address", most=30, seconds=900),
)
DONE = {
    "party_changed": _("Saved. We have noted how many of you come."),
    "accepted": _("Thank you for your yes, we look forward to seeing you."),
    "cancelled": _("You have cancelled your registration. Thank you for telling us."),
}
"""What a party has just done, as its page's address says it in `done` -> what it reads of it."""


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


def _own(session: Session, token: str) -> UUID:
    """The registration that a link leads to; from here on the page speaks its party's language. Raises NotFound."""
    id_ = queries.id_by_token(session, token)
    speaking.prefer(queries.language_of(session, id_))
    return id_


@pages.get("/r/<token>", allow=anyone)
def registration(session: Session, token: str) -> Any:
    """What a party's link leads to; a link that leads nowhere, to the form that finds a registration by its code."""
    try:
        return _shown(session, token, {}, {})
    except NotFound as error:
        return _finding({}, pages.errors(error)), 404


@pages.post("/r/<token>/party", allow=anyone)
def change_party(session: Session, token: str) -> Any:
    """Change how many come, and who."""
    id_ = _own(session, token)
    values, errors = pages.form(PartyForm)
    if errors:
        return _shown(session, token, values, errors), 422
    try:
        operations.change_party(session, _links(), id_, **values)
    except (Conflict, Invalid) as error:
        return _shown(session, token, pages.typed(PartyForm), pages.errors(error)), 422
    return redirect(f"/r/{token}?done=party_changed")


def _refused(session: Session, token: str, error: DomainError) -> tuple[str, int]:
    """The registration as it is now, with the rule that keeps it so."""
    return _shown(session, token, {}, {}, refused=pages.errors(error)), 409


def _shown(
    session: Session,
    token: str,
    values: dict[str, Any],
    errors: dict[str, list[str]],
    refused: dict[str, list[str]] | None = None,
) -> str:
    found = queries.registration(session, _links(), _own(session, token))
    values = values or {"party": found["party"], "names": found["names"]}
    facts: dict[str, Any] = {"registration": found, "token": token, "access": ACCESS_NAMES, "done": _done(found)}
    facts |= {"refused": refused, "too_late": OfferIsOver.title}
    facts |= party_choice(found, values)
    return render("registrations/registration.html", errors=errors, **facts)


def party_choice(found: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """How many a party can be now, and which of it is chosen: what was typed, unless it does not fit any more."""
    options = range(1, found["fits"] + 1)
    chosen = values.get("party")
    party = chosen if str(chosen) in map(str, options) else found["party"]
    full = found["fits"] < LARGEST_PARTY and holds_places(found["state"])
    return {
        "party_options": [(number, number) for number in options],
        "values": values | {"party": party},
        "full": full,
    }


def _done(found: dict[str, Any]) -> str:
    """What the party has just done; nothing if the page was only opened, or if it is not so any more."""
    done = request.args.get("done", "")
    by = By.PARTICIPANT if done == "cancelled" else None
    return gettext(DONE[done]) if done in DONE and found["cancelled_by"] == by else ""


@pages.get("/r/<token>/cancel", allow=anyone)
def confirm_cancel(session: Session, token: str) -> Any:
    """Ask once before a registration is cancelled; where there is nothing to cancel any more its page says why."""
    found = queries.registration(session, _links(), _own(session, token))
    if found["state"] == State.CANCELLED or found["is_over"]:
        return redirect(f"/r/{token}")
    return render("registrations/cancel.html", registration=found, token=token)


@pages.post("/r/<token>/cancel", allow=anyone)
def cancel(session: Session, token: str) -> Any:
    """Cancel; places go to those who wait."""
    try:
        operations.cancel(session, _links(), _own(session, token), By.PARTICIPANT)
    except Conflict as error:
        return _refused(session, token, error)
    return redirect(f"/r/{token}?done=cancelled")


@pages.post("/r/<token>/accept", allow=anyone)
def accept(session: Session, token: str) -> Any:
    """Say yes to offered places."""
    try:
        operations.accept(session, _links(), _own(session, token))
    except (Conflict, Gone) as error:
        return _refused(session, token, error)
    return redirect(f"/r/{token}?done=accepted")


@pages.get("/r/<token>/calendar.ics", allow=anyone)
def calendar(session: Session, token: str) -> Response:
    """The date as a file for the party's calendar, in the party's language."""
    feed = queries.calendar(session, _links(), _own(session, token))
    return Response(
        feed,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="talka.ics"'},
    )


@pages.get("/find", allow=anyone)
def find(_session: Session) -> Any:
    """Ask for the code and a phone or e-mail."""
    return _finding({}, {})


def _finding(values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    """The form, and whom to call for those who gave no address of theirs."""
    return render("registrations/find.html", values=values, errors=errors)


@pages.post("/find", allow=anyone, limits=TRIES)
def found(session: Session) -> Any:
    """Lead to the registration that the code and the phone or e-mail name."""
    values, errors = pages.form(CodeLookup)
    if errors:
        return _finding(values, errors), 422
    try:
        id_ = queries.id_by_code(session, values["code"], values["contact"])
    except NotFound:
        wrong = [gettext("We found no registration with this code and this phone or e-mail. Check both.")]
        return _finding(pages.typed(CodeLookup), {"code": wrong, "contact": wrong}), 404
    return redirect(f"/r/{_links().token(id_)}")
