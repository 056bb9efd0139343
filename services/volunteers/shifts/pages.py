"""Pages of shifts: what is open, one shift, the own ones, and for organisers who covers what."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from marshmallow import EXCLUDE, ValidationError
from sqlalchemy.orm import Session

from services.volunteers.people.domain import (
    COMMON_LANGUAGES,
    MOST_TRIES,
    QUARTER,
    CodeIsWrong,
    ContactIsTaken,
    language_name,
    skill_name,
)
from services.volunteers.people.schemas import ContactCode
from services.volunteers.shifts.domain import COORDINATORS, AlreadySignedUp, ShiftIsOver, access_name
from services.volunteers.shifts.operations.overseeing import read_people
from services.volunteers.shifts.operations.reaching import move_contact
from services.volunteers.shifts.operations.signing_up import dismiss, sign_up, withdraw
from services.volunteers.shifts.queries import board, shifts, sign_ups
from services.volunteers.shifts.schemas import ShiftFilter, calendar_file
from shared.errors import Conflict, DomainError, Invalid
from shared.web import tokens
from shared.web.pages import Limited, Pages, redirect, render
from shared.web.reading import cursor, place
from shared.web.rules import anyone, staff, volunteer
from shared.web.served import talka
from shared.web.speaking import listed, shown_in_another

pages = Pages("shifts", url_prefix="/volunteer")

PAGE = 20
WRONG, REFUSED = 422, 409
visitor = replace(anyone, kinds=("volunteer",))
"""Anybody; whoever is signed in as staff as well is looked upon as a volunteer here."""
NAMES = {
    "languages_of": lambda codes: listed(map(language_name, codes)),
    "skills_of": lambda codes: listed(map(skill_name, codes)),
    "access_name": access_name,
}


@pages.get("/", allow=visitor)
def open_shifts_page(session: Session) -> str:
    """The shifts to come, with what keeps one from taking a place."""
    try:
        chosen = ShiftFilter(unknown=EXCLUDE).load({name: value for name, value in request.args.items() if value})
    except ValidationError as error:
        raise Invalid(error.messages_dict) from error
    found, more = shifts.open_shifts(session, _asker(), limit=PAGE, after=_after(), **chosen)
    spoken = [(code, language_name(code)) for code in COMMON_LANGUAGES]
    return render("shifts/open.html", found=found, more=cursor(more), chosen=chosen, spoken=spoken, **NAMES)


@pages.get("/shifts/<uuid:shift_id>", allow=visitor)
def shift_page(session: Session, shift_id: UUID) -> str:
    """One shift, with the button to take a place or the reason why not."""
    return render("shifts/shift.html", seen=shifts.shift(session, shift_id, _asker()), **NAMES)


@pages.get("/shifts/<uuid:shift_id>/calendar.ics", allow=visitor)
def shift_calendar(session: Session, shift_id: UUID) -> Response:
    """The shift for the own calendar."""
    seen = shifts.shift(session, shift_id, _asker())
    address = f"{talka().service.settings.public_url}/volunteer/shifts/{shift_id}"
    note = shown_in_another(seen.shift.title, seen.shift.event_title)
    return Response(
        calendar_file(seen.shift, address, seen.sign_up_id, note=note),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="shift-{shift_id}.ics"'},
    )


@pages.post("/shifts/<uuid:shift_id>/sign-ups", allow=volunteer)
def take_place(session: Session, shift_id: UUID) -> Any:
    """Take a place. A refusal is said where one is: on the shift's page, or among the own shifts for who has it."""
    try:
        sign_up(session, shift_id, tokens.asker().id, link=_link())
    except Conflict as error:
        session.rollback()  # a try that lost a race has written before it was refused
        if isinstance(error, AlreadySignedUp):
            return _own(session, error, shift_id), REFUSED
        seen = shifts.shift(session, shift_id, _asker())
        return render("shifts/shift.html", seen=seen, refusal=error, **NAMES), REFUSED
    return redirect(url_for("shifts.own_shifts", taken=1))


@pages.get("/my", allow=volunteer)
def own_shifts(session: Session) -> str:
    """What one has promised, the next shift first; or (`all`) all sign-ups there ever were, the latest shift first."""
    return _own(session)


def _own(session: Session, refusal: DomainError | None = None, shift_id: UUID | None = None) -> str:
    """The own shifts; with what was refused just now, and the shift that it is about."""
    who, now, everything = tokens.asker().id, datetime.now(UTC), "all" in request.args
    after = None if refusal else _after()
    if everything:
        found, more = sign_ups.own_sign_ups(session, who, limit=PAGE, after=after)
    else:
        found, more = sign_ups.coming_up(session, who, now, limit=PAGE, after=after)
    facts = {
        "now": now,
        "everything": everything,
        "overlapping": sign_ups.overlapping(session, who),
        "taken": "taken" in request.args,
        "given_back": request.args.get("back"),
        "refusal": refusal,
        "about": shifts.shift(session, shift_id).shift if shift_id else None,
        "more": None if refusal else cursor(more),  # the list itself stands under its own address
        "rest": refusal and more,
    }
    return render("shifts/own.html", found=found, **facts, **NAMES)


@pages.post("/sign-ups/<uuid:sign_up_id>/cancel", allow=volunteer)
def give_place_back(session: Session, sign_up_id: UUID) -> Any:
    """Cancel the own sign-up; what was given back before stays so, and what is over is said among the own shifts."""
    who = tokens.asker().id
    try:
        changed = withdraw(session, sign_up_id, who, link=_link())
    except ShiftIsOver as error:
        return _own(session, error, sign_ups.shift_of(session, sign_up_id, who)), REFUSED
    return redirect(url_for("shifts.own_shifts", back="now" if changed else "before"))


@pages.post(
    "/profile/contact/code",
    allow=volunteer,
    limits=(Limited("sign-in-code", most=MOST_TRIES, seconds=QUARTER, field="sign_in_id"),),
)
def confirm_contact(session: Session) -> Any:
    """Be reached at the phone or e-mail that the code proves, with all one has promised."""
    values, errors = pages.form(ContactCode)
    if not errors:
        secret = talka().service.settings.secret_key
        try:
            move_contact(session, tokens.asker().id, **values, link=_link(), secret=secret)
        except (CodeIsWrong, ContactIsTaken) as error:
            errors = pages.errors(error)
        else:
            return redirect(url_for("people.profile_page", moved=1))
    return render("people/contact_code.html", values=pages.typed(ContactCode), errors=errors), WRONG


@pages.get("/events/<uuid:event_id>/shifts", allow=staff())
def board_page(session: Session, event_id: UUID) -> str:
    """Every shift of an event and how far it is covered, for its organisation; what lacks people first."""
    theirs, now = list(tokens.asker().roles), datetime.now(UTC)
    found = board.board(session, event_id, theirs, now, limit=PAGE, after=_after())
    may_see = found.organisation_id in _organisations()
    return render("shifts/board.html", board=found, more=cursor(found.more), may_see=may_see, **NAMES)


@pages.get("/shifts/<uuid:shift_id>/people", allow=staff(*COORDINATORS))
def people_page(session: Session, shift_id: UUID) -> str:
    """Who covers a shift, for its organisation; the look is noted in the audit. `out` was taken out just now."""
    found, more = read_people(session, tokens.asker().id, shift_id, _organisations(), limit=PAGE, after=_after())
    shift, gone = shifts.shift(session, shift_id).shift, request.args.get("out", type=UUID)
    facts = {
        "shift": shift,
        "over": shift.ends_at <= datetime.now(UTC),
        "gone": sign_ups.who_was_taken_out(session, shift_id, gone) if gone else None,
        "refusal": ShiftIsOver() if "over" in request.args else None,
    }
    return render("shifts/people.html", found=found, more=cursor(more), **facts, **NAMES)


@pages.post("/shifts/<uuid:shift_id>/people/<uuid:sign_up_id>/cancel", allow=staff(*COORDINATORS))
def take_out(session: Session, shift_id: UUID, sign_up_id: UUID) -> Response:
    """Cancel somebody's sign-up as the coordinator. Too late is said on the page too, since only it notes the look."""
    try:
        dismiss(session, tokens.asker().id, sign_up_id, _organisations(), link=_link())
    except ShiftIsOver:
        return redirect(url_for("shifts.people_page", shift_id=shift_id, over=1))
    return redirect(url_for("shifts.people_page", shift_id=shift_id, out=sign_up_id))


def _asker() -> UUID | None:
    """The volunteer who asks, or None."""
    who = tokens.current()
    return who.id if who else None


def _organisations() -> list[UUID]:
    """Those in which the asker may look after volunteers."""
    return tokens.asker().organisations(*COORDINATORS)


def _after() -> tuple[str, ...] | None:
    return place(request.args.get("after"))


def _link() -> str:
    return f"{talka().service.settings.public_url}/volunteer/my"
