"""Forms for the places of an entry: address, access, languages spoken there, hours; and for hours of no place."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations, queries
from services.events.directory.domain import (
    at_known,
    language_name,
    place_of,
    placed,
    rows_of_week,
    with_own_hours,
    without_place,
)
from services.events.directory.pages.editing import Errors, Values, changing, entry_of, form_of
from services.events.directory.pages.keeping import HELPING
from services.events.directory.schemas import AddedPlaceForm, HoursForm, PlaceForm, VersionForm
from shared.errors import NotFound
from shared.web.pages import Pages

pages = Pages("directory_places", url_prefix="/organise/directory")
SPOKEN = ("lt", "en", "uk", "ru", "ar", "pl", "be", "ka", "fa", "ps", "tr", "de", "fr")
"""Languages to choose from for those spoken at a place; another one that is there already stays."""


@pages.get("/<uuid:service_id>/places/new", allow=HELPING)
def new_place(session: Session, service_id: UUID) -> Any:
    """Another place: one that is known, or a new address."""
    state, _entry = entry_of(session, service_id)
    return _place(session, state, None, {}, {})


@pages.post("/<uuid:service_id>/places/known", allow=HELPING)
def add_known_place(session: Session, service_id: UUID) -> Any:
    """Say that it is at a place we know as well."""
    state, _entry = entry_of(session, service_id)
    return changing(
        session,
        service_id,
        AddedPlaceForm,
        lambda values, errors: _place(session, state, None, values, errors),
        lambda entry, values: at_known(entry, str(values["location_id"]), operations.new_id),
    )


@pages.post("/<uuid:service_id>/places/new", allow=HELPING)
def add_place(session: Session, service_id: UUID) -> Any:
    """Say that it is at a new address."""
    state, _entry = entry_of(session, service_id)
    return _changing_place(session, state, None)


@pages.get("/<uuid:service_id>/places/<uuid:place_id>", allow=HELPING)
def place(session: Session, service_id: UUID, place_id: UUID) -> Any:
    """One place: address, access, languages, hours."""
    state, entry = entry_of(session, service_id)
    found = _at(entry, place_id)
    week, special = rows_of_week(found.get("schedules") or found["location"].get("schedules") or [])
    address = (found["location"].get("addresses") or [{}])[0]
    values = found["location"] | address | {"schedules": week, "x_exceptions": special}
    return _place(session, state, found, values, {})


@pages.post("/<uuid:service_id>/places/<uuid:place_id>", allow=HELPING)
def change_place(session: Session, service_id: UUID, place_id: UUID) -> Any:
    """Change it, for every service there."""
    state, entry = entry_of(session, service_id)
    return _changing_place(session, state, _at(entry, place_id))


@pages.post("/<uuid:service_id>/places/<uuid:place_id>/remove", allow=HELPING)
def remove_place(session: Session, service_id: UUID, place_id: UUID) -> Any:
    """Say that it is not there any more; the place itself stays for others."""
    state, entry = entry_of(session, service_id)
    found = _at(entry, place_id)
    return changing(
        session,
        service_id,
        VersionForm,
        lambda values, errors: _place(session, state, found, values, errors),
        lambda entry, _values: without_place(entry, found["id"]),
    )


@pages.get("/<uuid:service_id>/hours", allow=HELPING)
def hours(session: Session, service_id: UUID) -> Any:
    """Hours of the service itself, which count where there is no place."""
    state, entry = entry_of(session, service_id)
    week, special = rows_of_week(entry.get("schedules") or [])
    return _hours(state, entry, {"schedules": week, "x_exceptions": special}, {})


@pages.post("/<uuid:service_id>/hours", allow=HELPING)
def change_hours(session: Session, service_id: UUID) -> Any:
    """Change them."""
    state, entry = entry_of(session, service_id)
    return changing(
        session,
        service_id,
        HoursForm,
        lambda values, errors: _hours(state, entry, values, errors),
        lambda entry, values: with_own_hours(entry, values, operations.new_id),
    )


def _hours(state: Values, entry: Values, values: Values, errors: Errors) -> str:
    return form_of("hours", state, values, errors, has_places=bool(entry.get("service_at_locations")))


def _at(entry: dict[str, Any], place_id: UUID) -> dict[str, Any]:
    found = place_of(entry, str(place_id))
    if found is None:
        raise NotFound
    return found


def _changing_place(session: Session, state: Values, at: dict[str, Any] | None) -> Any:
    """Save a place that is there, or one more."""
    return changing(
        session,
        state["id"],
        PlaceForm,
        lambda values, errors: _place(session, state, at, values, errors),
        lambda entry, values: placed(entry, at, values, operations.new_id),
    )


def _place(session: Session, state: Values, at: dict[str, Any] | None, values: Values, errors: Errors) -> str:
    others = queries.others_there(session, state["id"], UUID(at["location"]["id"])) if at else 0
    known = [] if at else queries.places(session, state["keeper_id"])
    codes = dict.fromkeys((*SPOKEN, *(one.get("code", "") for one in values.get("languages", ()))))
    spoken = [("", "–"), *((code, language_name(code)) for code in codes if code)]
    return form_of("place", state, values, errors, at=at, others=others, known=known, spoken_options=spoken)
