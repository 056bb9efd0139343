"""Whoever needs help, or asks for a relative: two short screens, and a page that says how it stands. No account."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import REQUEST, NotHere
from services.volunteers.assistance.domain.states import NotNow
from services.volunteers.assistance.operations.asking import ask_as_stranger
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.pages.speaking import SAID, choices, links
from services.volunteers.assistance.queries import helping, requests
from services.volunteers.assistance.schemas.acting import CancelReason
from services.volunteers.assistance.schemas.asking import HelpAsked, HelpWanted
from shared.contracts.parts import Contact
from shared.database import moment
from shared.errors import Invalid
from shared.languages import current
from shared.web import drafts
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone
from shared.web.speaking import prefer
from shared.web.strangers import spend_message

pages = Pages("help", url_prefix="/volunteer")
HOME = "/volunteer/help"
"""The first screen; what is typed on both is kept sealed in the browser for the pages under it."""

WRONG, REFUSED = 422, 409
HOUR, DAY = 3600, 24 * 3600
visitor = replace(anyone, kinds=("volunteer",))
ASKED = (Limited("help-address", most=10, seconds=HOUR), Limited("help-name", most=10, seconds=DAY, field="name"))
"""A stranger's request costs a coordinator's minute; a message, if nobody has one, counts where all of those do."""
FIELDS = {"starts_at": "starts", "ends_at": "ends", "appointment_at": "appointment", "return_at": "returns"}
"""Columns that a rule names, and the fields in which the forms ask for them."""


@pages.get("/help", allow=visitor)
def help_form(session: Session) -> str:
    """First screen: what, when and where; with what was typed here before."""
    kind = request.args.get("kind")
    return _screen(session, 1, drafts.kept(HOME) | ({"kind": kind} if kind else {}), {})


@pages.post("/help", allow=visitor, limits=(Limited("help-look", most=120, seconds=HOUR),))
def help_wanted(session: Session) -> Any:
    """Keep it and go on to the second screen. `back` leads from there to the first with all that was typed."""
    _values, errors = pages.form(HelpWanted)
    typed = pages.typed(HelpAsked)
    if "back" in request.form:
        return drafts.keep(redirect(HOME), HOME, typed)
    known = {name: said for name, said in errors.items() if name in HelpWanted().fields}
    if known:
        return _screen(session, 1, typed, known), WRONG
    return drafts.keep(redirect(url_for("help.help_person")), HOME, typed)


@pages.get("/help/who", allow=visitor)
def help_person(session: Session) -> Any:
    """Second screen: who it is for, and how to reach them."""
    typed = drafts.kept(HOME)
    if not typed:
        return redirect(HOME)
    usual = {"language": current(), "asker_language": current(), "target_group": "", "prefers_gender": "none"}
    return _screen(session, 2, usual | typed, {})


@pages.post("/help/send", allow=visitor, limits=ASKED)
def ask_for_help(session: Session) -> Any:
    """Take the request in; a coordinator looks at it before anybody is asked."""
    values, errors = pages.form(HelpAsked)
    if not errors:
        try:
            if values["organisation_id"] not in {one.id for one in helping.organisations(session)}:
                raise NotHere({"organisation_id": [NotHere.title]})
            spend_message(session, *(Contact(**one) for one in (values["person"], values["asker"]) if one))
            made = ask_as_stranger(session, links(), values)
        except Invalid as error:
            session.rollback()
            errors = {FIELDS.get(name, name): said for name, said in pages.errors(error).items()}
        else:
            token = links().token(REQUEST, made.id)
            return drafts.forget(redirect(url_for("help.request_page", token=token, asked=1)), HOME)
    first = errors.keys() & HelpWanted().fields.keys()
    return _screen(session, 1 if first else 2, pages.typed(HelpAsked), errors), WRONG


def _screen(session: Session, number: int, values: dict[str, Any], errors: dict[str, Sequence[str]] | Any) -> str:
    organisations = [(str(one.id), one.name) for one in helping.organisations(session)]
    first, second = HelpWanted().fields.keys(), HelpAsked().fields.keys() - HelpWanted().fields.keys()
    elsewhere = second if number == 1 else first
    kept = [(name, value) for name, value in values.items() if name in elsewhere]
    facts = {"organisations": organisations, "kept": kept, **choices()}
    return render(f"assistance/help_{number}.html", values=values, errors=errors, **facts)


@pages.get("/requests/<string(length=16):token>", allow=visitor)
def request_page(session: Session, token: str) -> str:
    """How it stands, for the person and whoever asked for them, in their language."""
    return _standing(session, token)


def _standing(session: Session, token: str, refusal: NotNow | None = None) -> str:
    found = requests.standing(session, token)
    asker = found.request.asker
    prefer(found.request.person["language"], *([asker["language"]] if asker else []))
    back = found.way_back
    facts = {
        "token": token,
        "now": moment(session),
        "refusal": refusal,
        "asked": "asked" in request.args,
        "back_token": links().token(REQUEST, back.id) if back else None,
        "weeks": [(links().token(REQUEST, week.id), week) for week in found.weeks],
    }
    return render("assistance/request.html", found=found, one=found.request, **facts, **SAID)


@pages.post("/requests/<string(length=16):token>/cancel", allow=visitor)
def cancel_request(session: Session, token: str) -> Any:
    """Cancel what one asked for; the way back goes with the way there."""
    values, _errors = pages.form(CancelReason)
    found = requests.by_token(session, token)
    try:
        cancel(session, links(), found.id, values.get("reason", "no_longer_needed"))
    except NotNow as error:
        session.rollback()
        return _standing(session, token, error), REFUSED
    return _back(token)


def _back(token: str) -> Response:
    return redirect(url_for("help.request_page", token=token))
