"""Volunteers, and the events whose shifts they take; every fact can be overridden by keyword."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.people.models import Volunteer
from services.volunteers.people.operations.profile import enter_volunteer
from services.volunteers.shifts.operations.opening import follow_event
from services.volunteers.shifts.operations.signing_up import sign_up
from shared.contracts.events import EventFacts, EventPublished
from shared.contracts.parts import Occurrence, PlannedShift, Venue

SECRET = "only for tests, and therefore in the open"
LINK = "http://talka.test/volunteer/"
_numbers = count(61200000)
Event = TypeVar("Event", bound=EventFacts)


def tomorrow(hour: int = 15) -> datetime:
    """Tomorrow at this hour, UTC."""
    return (datetime.now(UTC) + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def facts_of_a_volunteer(**facts: Any) -> dict[str, Any]:
    """What a person says who joins; each call is another person."""
    usual: dict[str, Any] = {
        "name": "Оксана Коваль",
        "phone": f"+370{next(_numbers)}",
        "email": None,
        "prefers": "sms",
        "any_hour": False,
        "language": "uk",
        "languages": ["uk", "ru", "lt"],
        "skills": [],
        "age_band": "adult",
    }
    return usual | facts


def a_volunteer(session: Session, **facts: Any) -> Volunteer:
    """A volunteer who has joined, and has proved both addresses unless `confirmed` names others."""
    confirmed = facts.pop("confirmed", ["sms", "email"])
    given = facts_of_a_volunteer(**facts) | {"confirmed": confirmed}
    assert enter_volunteer(session, given)
    known = Volunteer.phone == given["phone"] if given["phone"] else Volunteer.email == given["email"]
    return session.scalars(select(Volunteer).where(known)).one()


def a_planned_shift(**facts: Any) -> PlannedShift:
    """Work for three people tomorrow afternoon that asks for Ukrainian."""
    starts_at = facts.get("starts_at", tomorrow())
    usual: dict[str, Any] = {
        "shift_id": uuid7(),
        "title": {"lt": "Pasitikti svečius", "uk": "Зустріти гостей"},
        "places": 3,
        "languages": ("uk",),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
    }
    return PlannedShift(**usual | facts)


def an_occurrence(*shifts: PlannedShift, **facts: Any) -> Occurrence:
    """A date of an event with these shifts."""
    usual: dict[str, Any] = {
        "occurrence_id": uuid7(),
        "version": 1,
        "state": "on",
        "starts_at": tomorrow(16),
        "ends_at": tomorrow(18),
        "zone": "Europe/Vilnius",
        "venue": Venue(name="Kultūros centras", address="Gedimino g. 40, Kaišiadorys", access=("step_free",)),
        "shifts": shifts,
    }
    return Occurrence(**usual | facts)


def an_event(*shifts: PlannedShift, **facts: Any) -> EventPublished:
    """A published event with one occurrence that has these shifts."""
    usual: dict[str, Any] = {
        "event_id": uuid7(),
        "organisation_id": uuid7(),
        "organisation": "Kauno regiono plėtros agentūra",
        "kind": "cultural_exchange",
        "title": {"lt": "Kultūrų pažinimas", "uk": "Знайомство з культурами"},
        "occurrences": (an_occurrence(*shifts),),
    }
    return EventPublished(**usual | facts)


def with_shifts(event: Event, shifts: Iterable[PlannedShift], **occurrence: Any) -> Event:
    """The event with other shifts, and other facts of its one occurrence."""
    (present,) = event.occurrences
    return replace(event, occurrences=(replace(present, shifts=tuple(shifts), **occurrence),))


def called_off(event: Event) -> Event:
    """The event when none of its dates takes place."""
    return replace(event, occurrences=tuple(replace(one, state="cancelled") for one in event.occurrences))


def later(shift: PlannedShift, hours: int) -> PlannedShift:
    """The shift, so many hours later."""
    move = timedelta(hours=hours)
    return replace(shift, starts_at=shift.starts_at + move, ends_at=shift.ends_at + move)


def an_open_shift(session: Session, **facts: Any) -> UUID:
    """A shift that people can sign up for."""
    shift = a_planned_shift(**facts)
    follow_event(session, an_event(shift), 1)
    return shift.shift_id


def a_sign_up(session: Session, shift_id: UUID, volunteer_id: UUID) -> UUID:
    """A place taken."""
    return sign_up(session, shift_id, volunteer_id, link=LINK)
