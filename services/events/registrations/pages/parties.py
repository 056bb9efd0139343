"""Pages for those who come: register, see, change and cancel, without an account."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from services.events.programme.domain import ACCESS_NAMES, KIND_NAMES
from services.events.programme.queries import event_of_occurrence
from services.events.registrations import operations, queries
from services.events.registrations.domain import LARGEST_PARTY, NEED_NAMES, STATE_NAMES, By, Links
from services.events.registrations.operations import Booking
from services.events.registrations.schemas import BookingForm, CodeLookup, PartyForm
from shared.errors import Conflict, Invalid, NotFound
from shared.languages import NAMES, current, gettext
from shared.web import speaking
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.rules import anyone
from shared.web.served import talka

pages = Pages("parties")
TRIES = (
    Limited("code", most=5, seconds=900, field="code"),
    Limited("code-address", most=30, seconds=900),
)


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


@pages.get("/register/<uuid:occurrence_id>", allow=anyone)
def booking(session: Session, occurrence_id: UUID) -> Any:
    """The one screen on which a party registers."""
    return _booking(session, occurrence_id, {"language": current(), "prefers": "sms"}, {})


@pages.post("/register/<uuid:occurrence_id>", allow=anyone)
def book(session: Session, occurrence_id: UUID) -> Any:
    """Register the party and lead it to its own page."""
    values, errors = pages.form(BookingForm)
    if errors:
        return _booking(session, occurrence_id, values, errors), 422
    try:
        made = operations.register(session, _links(), occurrence_id, Booking(**values))
    except (Conflict, Invalid) as error:
        return _booking(session, occurrence_id, pages.typed(BookingForm), pages.errors(error)), 422
    return redirect(f"/r/{made['link'].rsplit('/', 1)[1]}?new=1&lang={values['language']}")


def _booking(session: Session, occurrence_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    event, occurrence = event_of_occurrence(session, occurrence_id)
    facts = {"event": event, "occurrence": occurrence, "access": ACCESS_NAMES, "action": request.path}
    return render("registrations/booking.html", values=values, errors=errors, **facts, **_options())


def _options() -> dict[str, Any]:
    return {
        "party_options": [(number, number) for number in range(1, LARGEST_PARTY + 1)],
        "language_options": list(NAMES.items()),
        "need_options": _named(NEED_NAMES),
    }


def _named(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(code), gettext(name)) for code, name in names.items()]


def _own(session: Session, token: str) -> UUID:
    """The registration that a link leads to; from here on the page speaks its party's language. Raises NotFound."""
    id_ = queries.id_by_token(session, token)
    speaking.prefer(queries.language_of(session, id_))
    return id_


@pages.get("/r/<token>", allow=anyone)
def registration(session: Session, token: str) -> Any:
    """What a party's link leads to."""
    return _shown(session, token, {}, {})


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
    return redirect(f"/r/{token}?changed=1")


def _shown(session: Session, token: str, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = queries.registration(session, _links(), _own(session, token))
    values = values or {"party": found["party"], "names": found["names"]}
    facts = {"registration": found, "token": token, "states": STATE_NAMES, "kinds": KIND_NAMES, "access": ACCESS_NAMES}
    return render("registrations/registration.html", values=values, errors=errors, **facts, **_options())


@pages.get("/r/<token>/cancel", allow=anyone)
def confirm_cancel(session: Session, token: str) -> Any:
    """Ask once before a registration is cancelled."""
    found = queries.registration(session, _links(), _own(session, token))
    return render("registrations/cancel.html", registration=found, token=token)


@pages.post("/r/<token>/cancel", allow=anyone)
def cancel(session: Session, token: str) -> Any:
    """Cancel; places go to those who wait."""
    operations.cancel(session, _links(), _own(session, token), By.PARTICIPANT)
    return redirect(f"/r/{token}")


@pages.post("/r/<token>/accept", allow=anyone)
def accept(session: Session, token: str) -> Any:
    """Say yes to offered places."""
    operations.accept(session, _links(), _own(session, token))
    return redirect(f"/r/{token}")


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
    """Ask for code and phone."""
    return render("registrations/find.html", values={}, errors={})


@pages.post("/find", allow=anyone, limits=TRIES)
def found(session: Session) -> Any:
    """Lead to the registration that code and phone name."""
    values, errors = pages.form(CodeLookup)
    if errors:
        return render("registrations/find.html", values=values, errors=errors), 422
    try:
        id_ = queries.id_by_code(session, values["code"], values["phone"].e164)
    except NotFound as error:
        typed = pages.typed(CodeLookup)
        return render("registrations/find.html", values=typed, errors=pages.errors(error)), 404
    return redirect(f"/r/{_links().token(id_)}")
