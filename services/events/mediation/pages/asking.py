"""Pages of whoever needs a service: asking for help with it, and the referral, by link, without an account."""

from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.mediation import operations, queries
from services.events.mediation.domain import (
    GENDER_NAMES,
    HELP_NAMES,
    KIND_NAMES,
    MOST_MINUTES,
    REASON_NAMES,
    SHARED_NAMES,
    TARGET_GROUP_NAMES,
    WHY_NOT_NAMES,
    By,
    Links,
    State,
    Step,
    TargetGroup,
    is_possible,
    ride_starts,
)
from services.events.mediation.operations import EVERYTHING, Need, Reach
from services.events.mediation.schemas import HelpOnTheWay, HelpWanted, HowItWent
from shared.errors import Conflict, Invalid, NotFound, _
from shared.languages import NAMES, current, gettext
from shared.web import speaking
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.speaking import options

pages = Pages("asking", url_prefix="/directory")
TRIES = (Limited("referral-address", most=10, seconds=3600),)
DONE = {
    "asked": _("Thank you. We have got your request and will look at it. Keep the address of this page."),
    "withdrawn": _("You have taken your request back. Whoever had been asked is told."),
    "told": _("Thank you for telling us."),
    "help": _("We are looking for somebody who can help. You see below what becomes of it."),
}
"""What has just been done, as the page's address says it in `done` -> what is read of it."""
BY_OPTIONS = ((By.PERSON, _("For me")), (By.RELATIVE, _("For somebody else")))


def links() -> Links:
    """How links are made here."""
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


@pages.get("/services/<uuid:service_id>/help", allow=anyone)
def wanting(session: Session, service_id: UUID) -> Any:
    """Ask for help with getting a service."""
    return _wanting(session, service_id, _usual(), {})


def _usual() -> dict[str, Any]:
    return {"language": current(), "by": By.PERSON, "target_group": TargetGroup.UNSAID}


@pages.post("/services/<uuid:service_id>/help", allow=anyone, limits=TRIES)
def want(session: Session, service_id: UUID) -> Any:
    """Take the request and lead to its page."""
    values, errors = pages.form(HelpWanted)
    if errors:
        return _wanting(session, service_id, values, errors), 422
    prices = talka().service.settings.sms_prices
    reach = Reach(language=values["language"], phone=values["phone"], email=values["email"], served=prices)
    said = {name: values[name] for name in ("name", "target_group", "need")}
    asker = None
    if values["by"] == By.RELATIVE:
        theirs = Reach(language=current(), phone=values["asker_phone"], email=values["asker_email"], served=prices)
        asker = (values["asker_name"], theirs)
    try:
        need = Need(**said, reach=reach, shares=EVERYTHING)
        id_ = operations.ask_by_person(session, links(), service_id, need, asker=asker)
    except Invalid as error:
        return _wanting(session, service_id, pages.typed(HelpWanted), pages.errors(error)), 422
    return redirect(f"/directory/referrals/{links().token(id_)}?done=asked")


def _wanting(session: Session, service_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render(
        "mediation/wanting.html",
        service=queries.service_asked_for(session, service_id),
        values=values,
        errors=errors,
        by_options=[(code, gettext(label)) for code, label in BY_OPTIONS],
        language_options=list(NAMES.items()),
        group_options=options(TARGET_GROUP_NAMES),
    )


@pages.get("/referrals/<token>", allow=anyone)
def own(session: Session, token: str) -> Any:
    """What the link of a person, or of whoever asked for them, leads to."""
    try:
        return _own(session, token, {})
    except NotFound:
        return render("mediation/gone.html"), 404


def _theirs(session: Session, token: str) -> UUID:
    """The referral that a link leads to; from here on the page speaks the person's language, or that of whoever asked.

    Raises NotFound.
    """
    id_ = queries.id_by_token(session, token)
    speaking.prefer(*queries.languages_of(session, id_))
    return id_


def _own(session: Session, token: str, errors: dict[str, list[str]], values: dict[str, Any] | None = None) -> str:
    found = queries.referral(session, links(), _theirs(session, token))
    at = found["appointment_at"]
    if values is None:
        values = {"starts": ride_starts(at).strftime("%H:%M")} if at else {}
    done = request.args.get("done", "")
    return render(
        "mediation/own.html",
        referral=found,
        token=token,
        errors=errors,
        values=values,
        done=gettext(DONE[done]) if done in DONE else "",
        shared_names=SHARED_NAMES,
        **choices(found),
    )


def choices(found: dict[str, Any]) -> dict[str, Any]:
    """What a referral's page shows words of and lets choose from."""
    return {
        "reasons": REASON_NAMES,
        "why_nots": WHY_NOT_NAMES,
        "why_not_options": options(WHY_NOT_NAMES),
        "kinds": KIND_NAMES,
        "kind_options": options(KIND_NAMES),
        "gender_options": options(GENDER_NAMES),
        "most_minutes": MOST_MINUTES,
        "help_names": HELP_NAMES,
        "may_withdraw": is_possible(found["state"], Step.WITHDRAW),
        "may_learn": is_possible(found["state"], Step.LEARN)
        and not (found["state"] == State.ACCEPTED and found["lies_ahead"]),
        "may_say_why_not": found["state"] == State.KNOWN and not found["got_it"] and not found["why_not"],
        "may_get_help": found["state"] == State.ACCEPTED and found["appointment_at"] is not None,
    }


@pages.post("/referrals/<token>/withdraw", allow=anyone)
def withdraw(session: Session, token: str) -> Any:
    """Take the request back."""
    try:
        operations.withdraw(session, links(), _theirs(session, token))
    except Conflict as error:
        return _own(session, token, pages.errors(error)), 409
    return redirect(f"/directory/referrals/{token}?done=withdrawn")


@pages.post("/referrals/<token>/outcome", allow=anyone)
def tell_outcome(session: Session, token: str) -> Any:
    """Say whether the service was got."""
    id_ = _theirs(session, token)
    values, errors = pages.form(HowItWent)
    if errors:
        return _own(session, token, errors, values), 422
    try:
        operations.learn(session, id_, **values)
    except Conflict as error:
        return _own(session, token, pages.errors(error)), 409
    return redirect(f"/directory/referrals/{token}?done=told")


@pages.post("/referrals/<token>/help", allow=anyone)
def ask_for_help(session: Session, token: str) -> Any:
    """Ask for a ride to the appointment, for somebody to come along, or both."""
    id_ = _theirs(session, token)
    values, errors = pages.form(HelpOnTheWay)
    if errors:
        return _own(session, token, errors, values), 422
    try:
        operations.ask_for_help(session, id_, operations.Way(**values))
    except (Conflict, Invalid) as error:
        return _own(session, token, pages.errors(error), pages.typed(HelpOnTheWay)), 422
    return redirect(f"/directory/referrals/{token}?done=help")
