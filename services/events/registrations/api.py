"""JSON routes of registrations: for parties by their link or code, and for staff."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.programme.operations import EDITORS as PLANNERS
from services.events.programme.schemas import Cancellation, EventView, Move, OtherDate, Version
from services.events.registrations import operations, queries
from services.events.registrations.domain import By, Links
from services.events.registrations.operations import Booking
from services.events.registrations.schemas import (
    CapacityChange,
    ChoiceView,
    CodeLookup,
    EventCancellation,
    NewRegistration,
    ParticipantView,
    PartyChange,
    RegistrationMade,
    RegistrationView,
    WaitingView,
)
from shared.web import tokens
from shared.web.rest import Api, Limited, Page
from shared.web.rules import anyone, staff
from shared.web.served import talka
from shared.web.strangers import LIMITS, spend_message

api = Api("registrations", url_prefix="/api/events/v1")
EDITORS = staff(*PLANNERS)
HELPERS = staff(*operations.HELPERS)
TRIES = (
    Limited("code", most=5, seconds=900, field="code"),
    Limited("code-address", most=30, seconds=900),
)


def _links() -> Links:
    settings = talka().service.settings
    return Links(settings.secret_key, settings.public_url)


def _booking(body: dict[str, Any]) -> Booking:
    return Booking(**body, served=talka().service.settings.sms_prices)


@api.post(
    "/occurrences/<uuid:occurrence_id>/registrations",
    allow=anyone,
    takes=NewRegistration,
    gives=RegistrationMade,
    status=201,
    limits=LIMITS,
)
def register(session: Session, body: dict[str, Any], occurrence_id: UUID) -> Any:
    """Register a party: it gets all its places, or waits. No account is needed; ten a day for a phone or an e-mail."""
    booking = _booking(body)
    spend_message(session, booking.contact())
    return operations.register(session, _links(), occurrence_id, booking)


@api.post(
    "/occurrences/<uuid:occurrence_id>/bookings",
    allow=HELPERS,
    takes=NewRegistration,
    gives=RegistrationMade,
    status=201,
)
def book(session: Session, body: dict[str, Any], occurrence_id: UUID) -> Any:
    """Register a party that cannot do it alone."""
    return operations.book(session, _links(), tokens.asker(), occurrence_id, _booking(body))


@api.post("/find", allow=anyone, takes=CodeLookup, gives=RegistrationView, limits=TRIES)
def find_registration(session: Session, body: dict[str, Any]) -> Any:
    """Find a registration by its code and its phone or e-mail; a code bears five tries in a quarter of an hour."""
    return queries.registration(session, _links(), queries.id_by_code(session, body["code"], body["contact"]))


@api.get("/registrations/<token>", allow=anyone, gives=RegistrationView, versioned=True)
def registration(session: Session, token: str) -> Any:
    """A registration, by the last part of its link."""
    return queries.registration(session, _links(), queries.id_by_token(session, token))


@api.patch("/registrations/<token>", allow=anyone, takes=PartyChange, gives=RegistrationView)
def change_party(session: Session, body: dict[str, Any], token: str, version: int) -> Any:
    """Change how many come, and who. More people need free places now; fewer give theirs to those who wait."""
    found = queries.id_by_token(session, token)
    operations.change_party(session, _links(), found, version=version, **body)
    return queries.registration(session, _links(), found)


@api.post("/registrations/<token>/cancel", allow=anyone, gives=RegistrationView)
def cancel(session: Session, token: str) -> Any:
    """Cancel a registration; its places go to those who wait. Doing it twice changes nothing."""
    found = queries.id_by_token(session, token)
    operations.cancel(session, _links(), found, By.PARTICIPANT)
    return queries.registration(session, _links(), found)


@api.post("/registrations/<token>/accept", allow=anyone, gives=RegistrationView)
def accept(session: Session, token: str) -> Any:
    """Say yes to offered places. Doing it twice changes nothing."""
    found = queries.id_by_token(session, token)
    operations.accept(session, _links(), found)
    return queries.registration(session, _links(), found)


@api.post("/bookings/<uuid:registration_id>/cancel", allow=HELPERS)
def cancel_booking(session: Session, registration_id: UUID) -> None:
    """Cancel for a party that told the organiser."""
    operations.cancel_by_staff(session, _links(), tokens.asker(), registration_id)


@api.post("/bookings/<uuid:registration_id>/accept", allow=HELPERS)
def accept_for_party(session: Session, registration_id: UUID) -> None:
    """Say yes to offered places for a party that told the organiser. Doing it twice changes nothing."""
    operations.accept_by_staff(session, _links(), tokens.asker(), registration_id)


@api.post("/bookings/<uuid:registration_id>/decline", allow=HELPERS)
def decline_for_party(session: Session, registration_id: UUID) -> None:
    """Say no to offered places for a party that told the organiser; they go to those who wait."""
    operations.decline_by_staff(session, _links(), tokens.asker(), registration_id)


@api.post("/bookings/<uuid:registration_id>/move", allow=HELPERS, takes=OtherDate, gives=RegistrationMade, status=201)
def move_booking(session: Session, body: dict[str, Any], registration_id: UUID) -> Any:
    """Move a party, whole and with all it said, to another date of its event: it gets a new code and link there.

    The party is told of both; the places it leaves go to those who wait.
    """
    prices = talka().service.settings.sms_prices
    return operations.move_party(session, _links(), tokens.asker(), registration_id, **body, served=prices)


@api.get("/occurrences/<uuid:occurrence_id>/participants", allow=staff(), gives=ParticipantView, paged=True)
def participants(session: Session, query: dict[str, Any], occurrence_id: UUID, after: tuple[str, ...] | None) -> Page:
    """The parties that hold places, in the order they registered. The look is noted in the audit.

    Of a date that was called off: those who held places or waited then, for somebody may have to call them.
    """
    people = operations.read_participants(session, tokens.asker(), occurrence_id, limit=query["limit"], after=after)
    return Page(*people)


@api.get("/occurrences/<uuid:occurrence_id>/waiting-list", allow=staff(), gives=WaitingView, paged=True)
def waiting_list(session: Session, query: dict[str, Any], occurrence_id: UUID, after: tuple[str, ...] | None) -> Page:
    """The parties that wait, in their order, and why they still do. The look is noted in the audit."""
    people = operations.read_waiting_list(session, tokens.asker(), occurrence_id, limit=query["limit"], after=after)
    return Page(*people)


@api.get("/occurrences/<uuid:occurrence_id>/choices", allow=staff(), gives=ChoiceView, paged=True)
def choices(session: Session, query: dict[str, Any], occurrence_id: UUID, after: tuple[str, ...] | None) -> Page:
    """How free places were given to those who wait, newest first."""
    return Page(*operations.read_choices(session, tokens.asker(), occurrence_id, limit=query["limit"], after=after))


@api.patch("/occurrences/<uuid:occurrence_id>", allow=EDITORS, takes=Move, gives=EventView)
def move_occurrence(session: Session, body: dict[str, Any], occurrence_id: UUID, version: int) -> Any:
    """Move an occurrence to another time, another venue, or both, and others in a wider scope by as much.

    If-Match names the event's version.
    """
    return operations.move_occurrence(session, _links(), tokens.asker(), occurrence_id, version, **body)


@api.patch("/occurrences/<uuid:occurrence_id>/capacity", allow=EDITORS, takes=CapacityChange, gives=EventView)
def change_capacity(session: Session, body: dict[str, Any], occurrence_id: UUID, version: int) -> Any:
    """Offer more places or fewer; new ones go to those who wait at once. If-Match names the event's version."""
    return operations.change_capacity(session, _links(), tokens.asker(), occurrence_id, version, **body)


@api.post("/occurrences/<uuid:occurrence_id>/cancel", allow=EDITORS, takes=Cancellation, gives=EventView)
def cancel_occurrence(session: Session, body: dict[str, Any], occurrence_id: UUID) -> Any:
    """Call one date off, or more in a wider scope. Whoever registered is told, volunteers too; it cannot be undone."""
    return operations.cancel_occurrence(session, _links(), tokens.asker(), occurrence_id, **body)


@api.post("/events/<uuid:event_id>/cancel", allow=EDITORS, takes=EventCancellation, gives=EventView)
def cancel_event(session: Session, body: dict[str, Any], event_id: UUID) -> Any:
    """Call the whole event off. Everybody who registered is told."""
    return operations.cancel_event(session, _links(), tokens.asker(), event_id, body["version"], reason=body["reason"])


@api.post("/events/<uuid:event_id>/undo", allow=EDITORS, takes=Version, gives=EventView)
def undo_change(session: Session, body: dict[str, Any], event_id: UUID) -> Any:
    """Bring back what the last change of texts, dates or places replaced, for ten minutes and if nothing came after.

    Whoever was told of a move is told of the move back. What was cancelled stays so.
    """
    return operations.undo_change(session, _links(), tokens.asker(), event_id, body["version"])
