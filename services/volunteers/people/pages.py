"""Pages of volunteers: joining, signing in with a code, and the own profile."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from services.volunteers.people import queries
from services.volunteers.people.domain import (
    COMMON_LANGUAGES,
    MOST_TRIES,
    QUARTER,
    SKILLS,
    AgeBand,
    CodeIsWrong,
    language_name,
    skill_name,
)
from services.volunteers.people.operations.contact import ask_contact
from services.volunteers.people.operations.profile import change_profile, join
from services.volunteers.people.operations.signing_in import ask_sign_in, redeem_code
from services.volunteers.people.schemas import NewContact, NewVolunteer, ProfileForm, SignInCode, SignInRequest
from shared.errors import Invalid, Stale, Unauthenticated
from shared.languages import NAMES, current
from shared.logs import log
from shared.web import problems, tokens
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone, volunteer
from shared.web.served import talka
from shared.web.signing_out import add_sign_out
from shared.web.wanted import own_page, present_page

pages = Pages("people", url_prefix="/volunteer")

WRONG = 422
OURS = "/volunteer/"
visitor = replace(anyone, kinds=("volunteer",))
"""Anybody; whoever is signed in as staff as well is looked upon as a volunteer here."""
add_sign_out(pages, OURS, visitor)


@pages.get("/join", allow=visitor)
def join_form(session: Session) -> str:  # noqa: ARG001 - an empty form asks nothing of the database
    """The form to join."""
    return _join({"language": current()}, {})


@pages.post("/join", allow=visitor, limits=(Limited("join", most=60, seconds=3600),))
def join_now(session: Session) -> Any:
    """Join, and go on to the code that was sent."""
    values, errors = pages.form(NewVolunteer)
    if errors:
        return _join(values, errors), WRONG
    settings = talka().service.settings
    try:
        started = join(session, values, secret=settings.secret_key, served=settings.sms_prices)
    except Invalid as error:
        return _join(pages.typed(NewVolunteer), pages.errors(error)), WRONG
    return _to_code(started.sign_in_id)


def _join(values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render("people/join.html", values=values, errors=errors, way=_way(), **_choices(COMMON_LANGUAGES))


@pages.get("/sign-in", allow=visitor)
def sign_in_form(session: Session) -> str:  # noqa: ARG001 - an empty form asks nothing of the database
    """The form to ask for a code."""
    return render("people/sign_in.html", values={}, errors={}, way=_way())


@pages.post(
    "/sign-in",
    allow=visitor,
    limits=(
        Limited("sign-in", most=5, seconds=QUARTER, field="contact"),
        Limited("sign-in-address", most=30, seconds=QUARTER),
    ),
)
def ask_for_code(session: Session) -> Any:
    """Send a code, and go on to where it is typed."""
    values, errors = pages.form(SignInRequest)
    if errors:
        return render("people/sign_in.html", values=values, errors=errors, way=_way()), WRONG
    channel, _, address = values["contact"].partition(":")
    return _to_code(ask_sign_in(session, channel, address, secret=talka().service.settings.secret_key).sign_in_id)


def _to_code(sign_in_id: UUID) -> Response:
    return redirect(url_for("people.code_form", sign_in_id=sign_in_id, **_way()))


@pages.get("/sign-in/<uuid:sign_in_id>", allow=visitor)
def code_form(session: Session, sign_in_id: UUID) -> str:  # noqa: ARG001 - whether it exists is nobody's business
    """The form for the code; a link may carry it, but only the button uses it up."""
    return _code(sign_in_id, {"code": request.args.get("code")}, {})


@pages.post(
    "/sign-in/<uuid:sign_in_id>",
    allow=visitor,
    limits=(
        Limited("sign-in-code", most=MOST_TRIES, seconds=QUARTER, field="sign_in_id"),
        Limited("sign-in-code-address", most=60, seconds=QUARTER),
    ),
)
def sign_in(session: Session, sign_in_id: UUID) -> Any:
    """Sign in with the code; the form names the sign-in, since tries are counted by it."""
    values, errors = pages.form(SignInCode)
    if not errors:
        try:
            who = redeem_code(session, **values, secret=talka().service.settings.secret_key)
        except CodeIsWrong as error:
            errors = pages.errors(error)
        else:
            return _signed_in(redirect(_goal()), who)
    return _code(sign_in_id, values, errors), WRONG


def _code(sign_in_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render("people/code.html", sign_in_id=sign_in_id, values=values, errors=errors, way=_way())


def sign_in_first(error: Unauthenticated) -> Response:
    """Whoever opens a page of volunteers signed out signs in there and then, and is led on to that page."""
    problem, rule = problems.of_rule(error), talka().rules.get(request.endpoint or "")
    if request.method != "GET" or rule != volunteer or request.path.startswith("/api/"):
        return problem.response()
    log().info("refused", code=problem.code, status=problem.status)
    page = render("people/sign_in.html", values={}, errors={}, way={"to": present_page(OURS)}, wanted=True)
    return Response(page, problem.status, problem.headers)


@pages.get("/profile", allow=volunteer)
def profile_page(session: Session) -> str:
    """What is known of the volunteer, to be changed."""
    who = queries.volunteer(session, tokens.asker().id)
    return _profile(who, vars(who), {})


@pages.post("/profile", allow=volunteer)
def change_own_profile(session: Session) -> Any:
    """Change the profile; the page then speaks the language that was chosen."""
    values, errors = pages.form(ProfileForm)
    who = queries.volunteer(session, tokens.asker().id)
    if not errors:
        try:
            who = change_profile(session, who.id, values.pop("version"), values)
        except (Stale, Invalid) as error:
            errors = pages.errors(error)
        else:
            return _signed_in(redirect(url_for("people.profile_page", saved=1, lang=who.language)), who)
    return _profile(who, values, errors), WRONG


def _profile(who: Any, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    languages = list(dict.fromkeys([*COMMON_LANGUAGES, *who.languages]))
    facts = {"saved": "saved" in request.args, "moved": "moved" in request.args}
    return render("people/profile.html", who=who, values=values, errors=errors, **facts, **_choices(languages))


@pages.get("/profile/contact", allow=volunteer)
def contact_form(session: Session) -> str:
    """The form for a new phone or e-mail."""
    who = queries.volunteer(session, tokens.asker().id)
    return render("people/contact.html", who=who, values={}, errors={})


@pages.post(
    "/profile/contact",
    allow=volunteer,
    limits=(
        Limited("contact", most=5, seconds=QUARTER, field="contact"),
        Limited("contact-address", most=30, seconds=QUARTER),
    ),
)
def ask_for_contact(session: Session) -> Any:
    """Send a code to the new phone or e-mail, and show where it is typed; the address stands in no link."""
    values, errors = pages.form(NewContact)
    who, settings = queries.volunteer(session, tokens.asker().id), talka().service.settings
    if not errors:
        channel, _, address = values["contact"].partition(":")
        secret, served = settings.secret_key, settings.sms_prices
        try:
            started = ask_contact(session, who.id, channel, address, secret=secret, served=served)
        except Invalid as error:
            values, errors = pages.typed(NewContact), pages.errors(error)
        else:
            sent = {"contact": address, "sign_in_id": started.sign_in_id}
            return render("people/contact_code.html", values=sent, errors={})
    return render("people/contact.html", who=who, values=values, errors=errors), WRONG


def _choices(languages: Sequence[str]) -> dict[str, Any]:
    return {
        "languages": list(NAMES.items()),
        "spoken": [(code, language_name(code)) for code in languages],
        "skills": [(code, skill_name(code)) for code in SKILLS],
        "age_bands": [(band.value, band.label) for band in AgeBand],
    }


def _way() -> dict[str, Any]:
    """What somebody came for before they had to sign in: a shift to sign up for, or a page of their own."""
    try:
        shift = UUID(request.args.get("shift", ""))
    except ValueError:
        shift = None
    return {"shift": shift, "to": own_page(request.args.get("to", ""), OURS)}


def _goal() -> str:
    """The page to be on once signed in."""
    way = _way()
    if way["shift"]:
        return url_for("shifts.shift_page", shift_id=way["shift"])
    return way["to"] or url_for("shifts.open_shifts_page")


def _signed_in(response: Response, who: Any) -> Response:
    principal = tokens.Principal(kind="volunteer", id=who.id, name=who.name, language=who.language)
    key = str(talka().service.settings.volunteer_private_key)
    tokens.remember(response, "volunteer", tokens.issue(key, principal))
    return response
