"""The three short screens on which a party registers: who comes, how to reach them, check and send.

What was typed is kept sealed in the browser between them (`shared.web.drafts`), so each screen is a page that one can
go back to and load again; only the last one writes, and only what it has shown: another window may have changed it.
What it has made is kept there for an hour, to ask before the same family registers twice.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import request
from sqlalchemy.orm import Session

from services.events.programme.queries import event_of_occurrence
from services.events.registrations import operations, queries
from services.events.registrations.domain import LARGEST_PARTY, NEED_NAMES, Links, RegistrationClosed, check_names
from services.events.registrations.operations import Booking
from services.events.registrations.schemas import HowToReach, WhoComes
from shared.contracts.parts import Contact
from shared.errors import Conflict, Invalid, TooMany, _
from shared.languages import NAMES, current, gettext
from shared.web import drafts
from shared.web.pages import Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka
from shared.web.speaking import options
from shared.web.strangers import spend_message

pages = Pages("booking", url_prefix="/register/<uuid:occurrence_id>")
SCREENS: dict[str, tuple[str, type[ma.Schema]]] = {"who": ("", WhoComes), "reach": ("/reach", HowToReach)}
"""Screen -> what its address ends with, and what it asks."""
STEPS = ("who", "reach", "check")
CHANGED_ELSEWHERE = _(
    "You have changed this in another window. Here is what we would register now. Look at it once more."
)


def _home(occurrence_id: UUID) -> str:
    return f"/register/{occurrence_id}"


@pages.get("", allow=anyone)
def who(session: Session, occurrence_id: UUID) -> Any:
    """The first screen: how many come, and what they need."""
    draft = drafts.kept(_home(occurrence_id))
    made = "made" in draft and queries.is_made(session, occurrence_id, draft["made"])
    return _shown(session, occurrence_id, "who", draft.get("who", {}), made=made)


@pages.post("", allow=anyone)
def take_who(session: Session, occurrence_id: UUID) -> Any:
    """Keep it and go on to the second screen."""
    values, errors = pages.form(WhoComes)
    if not errors:
        try:
            check_names(values["party"], values["names"])
        except Invalid as error:
            errors = pages.errors(error)
    return _next(session, occurrence_id, "who", errors, "/reach")


@pages.get("/reach", allow=anyone)
def reach(session: Session, occurrence_id: UUID) -> Any:
    """The second screen: phone, e-mail, or somebody who helps."""
    draft = drafts.kept(_home(occurrence_id))
    if "who" not in draft:
        return redirect(_home(occurrence_id))
    return _shown(session, occurrence_id, "reach", draft.get("reach", {"language": current()}))


@pages.post("/reach", allow=anyone)
def take_reach(session: Session, occurrence_id: UUID) -> Any:
    """Keep it and go on to the last screen."""
    _values, errors = pages.form(HowToReach)
    return _next(session, occurrence_id, "reach", errors, "/check")


def _next(session: Session, occurrence_id: UUID, screen: str, errors: dict[str, list[str]], then: str) -> Any:
    typed = pages.typed(SCREENS[screen][1])
    if errors:
        return _shown(session, occurrence_id, screen, typed, errors), 422
    home = _home(occurrence_id)
    return drafts.keep(redirect(home + then), home, drafts.kept(home) | {screen: typed})


@pages.get("/check", allow=anyone)
def check(session: Session, occurrence_id: UUID) -> Any:
    """The last screen: all of it once more, with ways back to change it."""
    booking = _booking(drafts.kept(_home(occurrence_id)))
    if isinstance(booking, str):
        return redirect(_home(occurrence_id) + booking)
    return _check(session, occurrence_id, booking, {})


@pages.post("/check", allow=anyone)
def book(session: Session, occurrence_id: UUID) -> Any:
    """Register the party and lead it to its own page."""
    draft = drafts.kept(_home(occurrence_id))
    booking = _booking(draft)
    if isinstance(booking, str):
        return redirect(_home(occurrence_id) + booking)
    if request.form.get("shown", _print(draft)) != _print(draft):
        return _check(session, occurrence_id, booking, {"_schema": [gettext(CHANGED_ELSEWHERE)]}), 409
    try:
        spend_message(session, booking.contact())
        made = operations.register(session, _links(), occurrence_id, booking)
    except (Conflict, Invalid, TooMany) as error:
        shown = _check(session, occurrence_id, booking, pages.errors(error))
        return shown, 429 if isinstance(error, TooMany) else 422
    token = made["link"].rsplit("/", 1)[1]
    home = _home(occurrence_id)
    return drafts.keep(redirect(f"/r/{token}?new=1"), home, {"made": token})


def _print(draft: dict[str, Any]) -> str:
    """What tells whether a draft is still the one that a window shows."""
    asked = json.dumps([draft.get(screen) for screen in SCREENS], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


def _booking(draft: dict[str, Any]) -> Booking | str:
    """The booking that the draft makes, or what the address of the screen ends with that is still to be filled in."""
    facts: dict[str, Any] = {}
    for screen, (ending, schema) in SCREENS.items():
        try:
            facts |= schema().load(draft.get(screen, {}))
        except ma.ValidationError:
            return ending
    return Booking(**facts, served=talka().service.settings.sms_prices)


def _check(session: Session, occurrence_id: UUID, booking: Booking, errors: dict[str, list[str]]) -> Any:
    contact = booking.contact()
    facts = {"booking": booking, "channel": contact.channel, "needs": NEED_NAMES}
    facts["made"] = _made_before(session, occurrence_id, contact)
    facts["print"] = _print(drafts.kept(_home(occurrence_id)))
    return _shown(session, occurrence_id, "check", {}, errors, **facts)


def _made_before(session: Session, occurrence_id: UUID, contact: Contact) -> str | None:
    """The token of a registration that this browser has just made with the same address, to ask before another one.

    Other browsers are not asked: nobody shall learn by typing somebody's phone whether that person will be there.
    """
    token: str | None = drafts.kept(_home(occurrence_id)).get("made")
    theirs = {"phone": contact.phone, "email": contact.email}
    return token if token and queries.is_registered(session, occurrence_id, token, **theirs) else None


def _shown(
    session: Session,
    occurrence_id: UUID,
    screen: str,
    values: dict[str, Any],
    errors: dict[str, list[str]] | None = None,
    **facts: Any,
) -> str | tuple[str, int]:
    event, occurrence = event_of_occurrence(session, occurrence_id)
    shown = {"event": event, "occurrence": occurrence, "home": _home(occurrence_id), "step": STEPS.index(screen) + 1}
    if occurrence["state"] != "on" or occurrence["starts_at"] <= datetime.now(UTC):
        return render("registrations/closed.html", said=gettext(RegistrationClosed.title), **shown), 409
    choices = {
        "party_options": [(number, number) for number in range(1, min(LARGEST_PARTY, occurrence["capacity"]) + 1)],
        "language_options": list(NAMES.items()),
        "need_options": options(NEED_NAMES),
    }
    return render(f"registrations/{screen}.html", values=values, errors=errors or {}, **shown, **choices, **facts)
