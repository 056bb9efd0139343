"""Pages for staff: who comes, who waits and why, and what is done with an event and its dates."""

from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from services.events.organisations.domain import entitle
from services.events.programme import operations as programme
from services.events.programme.domain import ACCESS_NAMES, KIND_NAMES
from services.events.programme.domain import STATE_NAMES as EVENT_STATES
from services.events.programme.queries import event as event_by_id
from services.events.programme.queries import event_of_occurrence
from services.events.programme.schemas import MoveForm, VersionForm
from services.events.registrations import operations
from services.events.registrations.domain import CAUSE_NAMES, LARGEST_PARTY, NEED_NAMES, STATE_NAMES, Links
from services.events.registrations.operations import Booking
from services.events.registrations.schemas import BookingForm, CancellationForm, CapacityForm
from shared.errors import Conflict, Invalid
from shared.languages import NAMES, current, gettext
from shared.web import tokens
from shared.web.pages import Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import staff
from shared.web.served import talka

pages = Pages("organising", url_prefix="/organise")
EDITORS = staff(*programme.EDITORS)
PAGE = 50


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


@pages.get("/events/<uuid:event_id>", allow=staff())
def event(session: Session, event_id: UUID) -> Any:
    """An event as its organiser sees it: how full each date is, the shifts planned, and what can be done."""
    return _event(session, event_id, {})


def _event(session: Session, event_id: UUID, errors: dict[str, list[str]]) -> str:
    found = event_by_id(session, event_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], operations.HELPERS)
    facts = {"kinds": KIND_NAMES, "states": EVENT_STATES, "access": ACCESS_NAMES, "names": NAMES}
    facts["told_in"] = ", ".join(NAMES[language] for language in NAMES if language in found["title"])
    return render("registrations/event.html", event=found, errors=errors, **facts)


def _tried(session: Session, event_id: UUID, run: Any) -> Any:
    """Do it and show the event; or show the event with the rule that was broken, and change nothing."""
    try:
        run()
    except (Conflict, Invalid) as error:
        return _event(session, event_id, pages.errors(error)), 409
    return redirect(f"/organise/events/{event_id}")


@pages.post("/events/<uuid:event_id>/publish", allow=EDITORS)
def publish(session: Session, event_id: UUID) -> Any:
    """Offer a draft to people."""
    version = _typed_version()
    return _tried(session, event_id, lambda: programme.publish_event(session, tokens.asker(), event_id, version))


def _typed_version() -> int:
    values, errors = pages.form(VersionForm)
    if errors:
        raise Invalid(errors)
    version: int = values["version"]
    return version


@pages.get("/events/<uuid:event_id>/cancel", allow=EDITORS)
def confirm_cancel_event(session: Session, event_id: UUID) -> Any:
    """Ask for the reason, and say whom it concerns, before an event is called off."""
    found = event_by_id(session, event_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], operations.HELPERS)
    return render("registrations/cancel_event.html", event=found, values={}, errors={})


@pages.post("/events/<uuid:event_id>/cancel", allow=EDITORS)
def cancel_event(session: Session, event_id: UUID) -> Any:
    """Call the event off."""
    values, errors = pages.form(CancellationForm)
    if errors:
        found = event_by_id(session, event_id, tokens.asker())
        return render("registrations/cancel_event.html", event=found, values=values, errors=errors), 422
    reason = {current(): values["reason"]} if values["reason"] else {}
    return _tried(
        session,
        event_id,
        lambda: operations.cancel_event(session, tokens.asker(), event_id, values["version"], reason=reason),
    )


@pages.get("/occurrences/<uuid:occurrence_id>", allow=staff())
def occurrence(session: Session, occurrence_id: UUID) -> Any:
    """Who comes, who waits and why; both looks are noted in the audit."""
    who = tokens.asker()
    after, waiting_after = place(request.args.get("after")), place(request.args.get("waiting_after"))
    people, more = operations.read_participants(session, who, occurrence_id, limit=PAGE, after=after)
    waiting, more_waiting = operations.read_waiting_list(session, who, occurrence_id, limit=PAGE, after=waiting_after)
    choices, _older = operations.read_choices(session, who, occurrence_id, limit=10)
    found, one = event_of_occurrence(session, occurrence_id, who)
    facts = {
        "people": people,
        "waiting": waiting,
        "choices": choices,
        "more": cursor(more),
        "more_waiting": cursor(more_waiting),
    }
    named = {"states": STATE_NAMES, "needs": NEED_NAMES, "causes": CAUSE_NAMES, "names": NAMES, "access": ACCESS_NAMES}
    return render("registrations/occurrence.html", event=found, occurrence=one, **facts, **named)


@pages.get("/occurrences/<uuid:occurrence_id>/move", allow=EDITORS)
def moving(session: Session, occurrence_id: UUID) -> Any:
    """The form with the present time and place."""
    _found, one = event_of_occurrence(session, occurrence_id, tokens.asker())
    values = {"day": one["starts"].date(), "starts": one["starts"].strftime("%H:%M")}
    values |= {"ends": one["ends"].strftime("%H:%M")}
    values |= {f"venue_{name}": one["venue"][name] for name in ("name", "address", "municipality", "access")}
    return _moving(session, occurrence_id, values, {})


@pages.post("/occurrences/<uuid:occurrence_id>/move", allow=EDITORS)
def move(session: Session, occurrence_id: UUID) -> Any:
    """Move the date; everybody concerned is told once."""
    values, errors = pages.form(MoveForm)
    if errors:
        return _moving(session, occurrence_id, values, errors), 422
    try:
        event = programme.move_occurrence(session, tokens.asker(), occurrence_id, **values)
    except (Conflict, Invalid) as error:
        return _moving(session, occurrence_id, pages.typed(MoveForm), pages.errors(error)), 422
    return redirect(f"/organise/events/{event['id']}")


def _moving(session: Session, occurrence_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found, one = event_of_occurrence(session, occurrence_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], operations.HELPERS)
    access = [(str(code), gettext(name)) for code, name in ACCESS_NAMES.items()]
    facts = {"event": found, "occurrence": one, "access_options": access}
    return render("registrations/move.html", values=values, errors=errors, **facts)


@pages.post("/occurrences/<uuid:occurrence_id>/capacity", allow=EDITORS)
def change_capacity(session: Session, occurrence_id: UUID) -> Any:
    """Offer more places or fewer."""
    event_id = event_of_occurrence(session, occurrence_id, tokens.asker())[0]["id"]
    values, errors = pages.form(CapacityForm)
    if errors:
        return _event(session, event_id, errors), 422
    return _tried(
        session,
        event_id,
        lambda: operations.change_capacity(session, _links(), tokens.asker(), occurrence_id, **values),
    )


@pages.post("/occurrences/<uuid:occurrence_id>/cancel", allow=EDITORS)
def cancel_occurrence(session: Session, occurrence_id: UUID) -> Any:
    """Call one date off."""
    event_id, version = event_of_occurrence(session, occurrence_id, tokens.asker())[0]["id"], _typed_version()
    return _tried(
        session,
        event_id,
        lambda: operations.cancel_occurrence(session, tokens.asker(), occurrence_id, version),
    )


@pages.get("/occurrences/<uuid:occurrence_id>/book", allow=staff())
def booking(session: Session, occurrence_id: UUID) -> Any:
    """Register a party that is on the phone or at the desk."""
    return _booking(session, occurrence_id, {"language": current(), "prefers": "sms"}, {})


@pages.post("/occurrences/<uuid:occurrence_id>/book", allow=staff())
def book(session: Session, occurrence_id: UUID) -> Any:
    """Register the party and show the list."""
    values, errors = pages.form(BookingForm)
    if errors:
        return _booking(session, occurrence_id, values, errors), 422
    try:
        operations.book(session, _links(), tokens.asker(), occurrence_id, Booking(**values))
    except (Conflict, Invalid) as error:
        return _booking(session, occurrence_id, pages.typed(BookingForm), pages.errors(error)), 422
    return redirect(f"/organise/occurrences/{occurrence_id}")


def _booking(session: Session, occurrence_id: UUID, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found, one = event_of_occurrence(session, occurrence_id, tokens.asker())
    entitle(tokens.asker(), found["organisation_id"], operations.HELPERS)
    options = {
        "party_options": [(number, number) for number in range(1, LARGEST_PARTY + 1)],
        "language_options": list(NAMES.items()),
        "need_options": [(str(code), gettext(name)) for code, name in NEED_NAMES.items()],
    }
    facts = {"event": found, "occurrence": one, "access": ACCESS_NAMES, "action": request.path}
    return render("registrations/booking.html", values=values, errors=errors, **facts, **options)


@pages.post("/bookings/<uuid:registration_id>/cancel", allow=staff())
def cancel_booking(session: Session, registration_id: UUID) -> Any:
    """Cancel for a party that told the organiser."""
    occurrence_id = operations.cancel_by_staff(session, _links(), tokens.asker(), registration_id)
    return redirect(f"/organise/occurrences/{occurrence_id}")
