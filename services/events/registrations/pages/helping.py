"""Pages for staff who act for a party: register it, change how many come, answer an offer, cancel."""

from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.organisations.domain import entitle
from services.events.programme.domain import ACCESS_NAMES, NobodyKnowsYet
from services.events.programme.queries import event_of_occurrence
from services.events.programme.schemas import OtherDate
from services.events.registrations import operations
from services.events.registrations.domain import LARGEST_PARTY, NEED_NAMES, Links, RegistrationIsCancelled, State
from services.events.registrations.operations import Booking
from services.events.registrations.pages.organising import other_dates, shown_date
from services.events.registrations.pages.parties import party_choice
from services.events.registrations.schemas import BookingForm, StaffPartyForm
from shared.errors import Conflict, Gone, Invalid, Stale
from shared.languages import NAMES, current
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.problems import status_of
from shared.web.rules import staff
from shared.web.served import talka
from shared.web.speaking import options

pages = Pages("helping", url_prefix="/organise")
HELPERS = staff(*operations.HELPERS)


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


@pages.get("/occurrences/<uuid:occurrence_id>/book", allow=HELPERS)
def booking(session: Session, occurrence_id: UUID) -> Any:
    """Register a party that is on the phone or at the desk."""
    return _booking(session, occurrence_id, {"language": current(), "prefers": "sms"}, {})


@pages.post("/occurrences/<uuid:occurrence_id>/book", allow=HELPERS)
def book(session: Session, occurrence_id: UUID) -> Any:
    """Register the party and show the list."""
    values, errors = pages.form(BookingForm)
    if errors:
        return _booking(session, occurrence_id, values, errors), 422
    party = Booking(**values, served=talka().service.settings.sms_prices)
    try:
        made = operations.book(session, _links(), tokens.asker(), occurrence_id, party)
    except (Conflict, Invalid) as error:
        return _booking(session, occurrence_id, pages.typed(BookingForm), pages.errors(error)), 422
    return _told(occurrence_id, "waits" if made["state"] == State.WAITING else "booked", made["code"])


def _told(occurrence_id: UUID, done: str, code: str) -> Any:
    return redirect(f"/organise/occurrences/{occurrence_id}?done={done}&code={code}")


def _booking(session: Session, occurrence_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found, one = event_of_occurrence(session, occurrence_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], operations.HELPERS)
    if found["state"] == "draft":
        raise NobodyKnowsYet
    choices = {
        "party_options": [(number, number) for number in range(1, min(LARGEST_PARTY, one["capacity"]) + 1)],
        "language_options": list(NAMES.items()),
        "need_options": options(NEED_NAMES),
    }
    facts = {"event": found, "occurrence": one, "access": ACCESS_NAMES, "action": request.path}
    return render("registrations/booking.html", values=values, errors=errors, **facts, **choices)


@pages.post("/bookings/<uuid:registration_id>/cancel", allow=HELPERS)
def cancel_booking(session: Session, registration_id: UUID) -> Any:
    """Cancel for a party that told the organiser."""
    try:
        occurrence_id = operations.cancel_by_staff(session, _links(), tokens.asker(), registration_id)
    except Conflict as error:
        found = operations.read_party(session, _links(), tokens.asker(), registration_id)
        return _party(found, {}, pages.errors(error)), 409
    return _told(occurrence_id, "booking_cancelled", _links().code(registration_id))


@pages.post("/bookings/<uuid:registration_id>/accept", allow=HELPERS)
def accept_for_party(session: Session, registration_id: UUID) -> Any:
    """Say yes to an offer for a party that told the organiser."""
    return _answered(session, registration_id, operations.accept_by_staff, "said_yes")


@pages.post("/bookings/<uuid:registration_id>/decline", allow=HELPERS)
def decline_for_party(session: Session, registration_id: UUID) -> Any:
    """Say no to an offer for a party that told the organiser."""
    return _answered(session, registration_id, operations.decline_by_staff, "said_no")


def _answered(session: Session, registration_id: UUID, answer: Any, done: str) -> Any:
    """The list with what was noted, or as it is now with the rule that keeps it so."""
    try:
        occurrence_id = answer(session, _links(), tokens.asker(), registration_id)
    except (Conflict, Gone) as error:
        found = operations.read_party(session, _links(), tokens.asker(), registration_id)
        return shown_date(session, found["occurrence_id"], pages.errors(error)), status_of(type(error))
    return _told(occurrence_id, done, _links().code(registration_id))


@pages.get("/bookings/<uuid:registration_id>/move", allow=HELPERS)
def moving_party(session: Session, registration_id: UUID) -> Any:
    """The other dates of the event that are still to come, for a party that told the organiser."""
    return _moving(session, operations.read_party(session, _links(), tokens.asker(), registration_id), {}, {})


@pages.post("/bookings/<uuid:registration_id>/move", allow=HELPERS)
def move_party(session: Session, registration_id: UUID) -> Any:
    """Move the party and show the list of its new date."""
    found = operations.read_party(session, _links(), tokens.asker(), registration_id)
    values, errors = pages.form(OtherDate)
    if errors:
        return _moving(session, found, values, errors), 422
    prices = talka().service.settings.sms_prices
    try:
        made = operations.move_party(session, _links(), tokens.asker(), registration_id, **values, served=prices)
    except RegistrationIsCancelled as error:
        return shown_date(session, found["occurrence_id"], pages.errors(error)), 409
    except (Conflict, Invalid) as error:
        return _moving(session, found, pages.typed(OtherDate), pages.errors(error)), 422
    return _told(made["occurrence_id"], "party_moved", made["code"])


def _moving(session: Session, found: dict[str, Any], values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    event, _one = event_of_occurrence(session, found["occurrence_id"], tokens.asker())
    return render(
        "registrations/move_party.html",
        registration=found,
        dates=other_dates(event, found["occurrence_id"]),
        values=values,
        errors=errors,
    )


@pages.get("/bookings/<uuid:registration_id>/party", allow=HELPERS)
def party(session: Session, registration_id: UUID) -> Any:
    """How many come, and who, to change it for a party that told the organiser."""
    found = operations.read_party(session, _links(), tokens.asker(), registration_id)
    return _party(found, {name: found[name] for name in ("party", "names")}, {})


@pages.post("/bookings/<uuid:registration_id>/party", allow=HELPERS)
def change_party(session: Session, registration_id: UUID) -> Any:
    """Change the party and show the list."""
    found = operations.read_party(session, _links(), tokens.asker(), registration_id)
    values, errors = pages.form(StaffPartyForm)
    if errors:
        return _party(found, values, errors), 422
    try:
        operations.change_party_by_staff(session, _links(), tokens.asker(), registration_id, **values)
    except (Conflict, Invalid, Stale) as error:
        typed = pages.typed(StaffPartyForm) | {"version": found["version"]}
        return _party(found, typed, pages.errors(error)), 409 if isinstance(error, Stale) else 422
    return _told(found["occurrence_id"], "party_changed", found["code"])


def _party(found: dict[str, Any], values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render("registrations/party.html", registration=found, errors=errors, **party_choice(found, values))
