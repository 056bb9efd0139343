"""JSON routes of volunteers: joining, signing in, and the own profile."""

from typing import Any

from sqlalchemy.orm import Session

from services.volunteers.people import queries
from services.volunteers.people.domain import MOST_TRIES, QUARTER
from services.volunteers.people.operations.contact import ask_contact
from services.volunteers.people.operations.profile import change_profile, join
from services.volunteers.people.operations.signing_in import ask_sign_in, redeem_code
from services.volunteers.people.schemas import (
    NewContact,
    NewVolunteer,
    ProfilePatch,
    SignInCode,
    SignInRequest,
    SignInStarted,
    TokenView,
    VolunteerView,
)
from shared.web import tokens
from shared.web.rest import Api, Limited
from shared.web.rules import anyone, volunteer
from shared.web.served import talka

api = Api("people", url_prefix="/api/volunteers/v1")

JOINS = Limited("join", most=60, seconds=3600)
SIGN_INS = (
    Limited("sign-in", most=5, seconds=QUARTER, field="contact"),
    Limited("sign-in-address", most=30, seconds=QUARTER),
)
CONTACTS = (
    Limited("contact", most=5, seconds=QUARTER, field="contact"),
    Limited("contact-address", most=30, seconds=QUARTER),
)
TRIES = (
    Limited("sign-in-code", most=MOST_TRIES, seconds=QUARTER, field="sign_in_id"),
    Limited("sign-in-code-address", most=60, seconds=QUARTER),
)


@api.post("/volunteers", allow=anyone, takes=NewVolunteer, gives=SignInStarted, status=202, limits=(JOINS,))
def join_as_volunteer(session: Session, body: dict[str, Any]) -> Any:
    """Join as a volunteer; a sign-in code is sent.

    The answer is the same if the phone or e-mail is known already: then the code is for what is there.
    """
    settings = talka().service.settings
    return join(session, body, secret=settings.secret_key, served=settings.sms_prices)


@api.post("/sign-in", allow=anyone, takes=SignInRequest, gives=SignInStarted, status=202, limits=SIGN_INS)
def start_sign_in(session: Session, body: dict[str, Any]) -> Any:
    """Ask for a one-use sign-in code by SMS or e-mail."""
    channel, _, address = body["contact"].partition(":")
    return ask_sign_in(session, channel, address, secret=talka().service.settings.secret_key)


@api.post("/sign-in/confirm", allow=anyone, takes=SignInCode, gives=TokenView, limits=TRIES)
def confirm_sign_in(session: Session, body: dict[str, Any]) -> Any:
    """Exchange the code for a token. A sign-in bears five tries."""
    settings = talka().service.settings
    who = redeem_code(session, **body, secret=settings.secret_key)
    principal = tokens.Principal(kind="volunteer", id=who.id, name=who.name, language=who.language)
    token = tokens.issue(str(settings.volunteer_private_key), principal)
    return {"token": token, "expires_in": tokens.LASTS["volunteer"]}


@api.get("/me", allow=volunteer, gives=VolunteerView, versioned=True)
def profile(session: Session) -> Any:
    """What is known of the volunteer who is signed in."""
    return queries.volunteer(session, tokens.asker().id)


@api.patch("/me", allow=volunteer, takes=ProfilePatch, gives=VolunteerView)
def patch_profile(session: Session, body: dict[str, Any], version: int) -> Any:
    """Change the own profile."""
    return change_profile(session, tokens.asker().id, version, body)


@api.post("/me/contact", allow=volunteer, takes=NewContact, gives=SignInStarted, status=202, limits=CONTACTS)
def start_contact_change(session: Session, body: dict[str, Any]) -> Any:
    """Ask for a code at a new phone or e-mail; with it, that one takes the place of the present one."""
    settings, (channel, _, address) = talka().service.settings, body["contact"].partition(":")
    me, secret, served = tokens.asker().id, settings.secret_key, settings.sms_prices
    return ask_contact(session, me, channel, address, secret=secret, served=served)
