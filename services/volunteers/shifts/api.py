"""JSON routes of shifts: what is open, taking and giving back a place, and who comes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.people.domain import MOST_TRIES, QUARTER
from services.volunteers.people.schemas import ContactCode, VolunteerView
from services.volunteers.shifts.domain import COORDINATORS
from services.volunteers.shifts.operations.overseeing import read_people
from services.volunteers.shifts.operations.reaching import move_contact
from services.volunteers.shifts.operations.signing_up import dismiss, sign_up, withdraw
from services.volunteers.shifts.queries import shifts, sign_ups
from services.volunteers.shifts.schemas import (
    ComingView,
    OwnSignUpView,
    SeenShiftView,
    ShiftFilter,
    SignUpView,
)
from shared.web import tokens
from shared.web.rest import Api, Limited, Page
from shared.web.rules import anyone, signed_in, staff, volunteer
from shared.web.served import talka

api = Api("shifts", url_prefix="/api/volunteers/v1")

TRIES = Limited("sign-in-code", most=MOST_TRIES, seconds=QUARTER, field="sign_in_id")


@api.get("/shifts", allow=anyone, takes=ShiftFilter, gives=SeenShiftView, paged=True)
def open_shifts(session: Session, query: dict[str, Any], after: Sequence[str] | None) -> Page:
    """List the shifts to come, soonest first; signed in as a volunteer, each with why one cannot take a place."""
    return Page(*shifts.open_shifts(session, _asker(), after=after, **query))


@api.get("/shifts/<uuid:shift_id>", allow=anyone, gives=SeenShiftView)
def one_shift(session: Session, shift_id: UUID) -> Any:
    """Show one shift, also if it is cancelled or over."""
    return shifts.shift(session, shift_id, _asker())


@api.post("/shifts/<uuid:shift_id>/sign-ups", allow=volunteer, gives=SignUpView, status=201)
def take_place(session: Session, shift_id: UUID) -> Any:
    """Take a place in a shift. A refusal says the reason."""
    sign_up_id = sign_up(session, shift_id, tokens.asker().id, link=_link())
    return {"id": sign_up_id, "version": 1, "state": "confirmed", "shift_id": shift_id}


@api.post("/me/contact/confirm", allow=volunteer, takes=ContactCode, gives=VolunteerView, limits=(TRIES,))
def confirm_contact(session: Session, body: dict[str, Any]) -> Any:
    """Give the code that went to a new phone or e-mail; the own shifts ahead are confirmed there once more."""
    secret = talka().service.settings.secret_key
    return move_contact(session, tokens.asker().id, **body, link=_link(), secret=secret)


@api.get("/me/sign-ups", allow=volunteer, gives=OwnSignUpView, paged=True)
def own_sign_ups(session: Session, query: dict[str, Any], after: Sequence[str] | None) -> Page:
    """List the own sign-ups, the latest shift first."""
    return Page(*sign_ups.own_sign_ups(session, tokens.asker().id, after=after, **query))


@api.delete("/sign-ups/<uuid:sign_up_id>", allow=signed_in)
def give_place_back(session: Session, sign_up_id: UUID, version: int | None) -> None:
    """Cancel a sign-up: the own one, or as a coordinator one of the own organisation's shifts."""
    if tokens.asker().kind == "volunteer":
        withdraw(session, sign_up_id, tokens.asker().id, link=_link(), version=version)
    else:
        dismiss(session, tokens.asker().id, sign_up_id, _organisations(), link=_link(), version=version)


@api.get("/shifts/<uuid:shift_id>/sign-ups", allow=staff(*COORDINATORS), gives=ComingView, paged=True)
def people_of_shift(session: Session, query: dict[str, Any], shift_id: UUID, after: Sequence[str] | None) -> Page:
    """List who comes to a shift of the own organisation, and how to reach them. The look is noted in the audit."""
    return Page(*read_people(session, tokens.asker().id, shift_id, _organisations(), after=after, **query))


@api.get("/events/<uuid:event_id>/shifts", allow=staff(), gives=SeenShiftView, paged=True)
def shifts_of_event(session: Session, query: dict[str, Any], event_id: UUID, after: Sequence[str] | None) -> Page:
    """List all shifts of an event of the own organisation, cancelled ones too."""
    return Page(*shifts.shifts_of_event(session, event_id, list(tokens.asker().roles), after=after, **query))


def _asker() -> UUID | None:
    """The volunteer who asks; None for staff and for nobody."""
    who = tokens.current()
    return who.id if who and who.kind == "volunteer" else None


def _organisations() -> list[UUID]:
    """Those in which the asker may look after volunteers."""
    return tokens.asker().organisations(*COORDINATORS)


def _link() -> str:
    return f"{talka().service.settings.public_url}/volunteer/my"
