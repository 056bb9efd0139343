"""Things of the events service, made the way people make them; every fact can be overridden by keyword."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.events.organisations import operations as organisations
from services.events.organisations.domain import Part
from services.events.programme import operations as programme
from services.events.registrations import operations as registrations
from services.events.registrations.domain import Links
from services.events.registrations.operations import Booking
from shared import addresses

LINKS = Links("only for tests, and therefore in the open", "http://talka.test")
VENUE = {
    "name": "Kultūros centras",
    "address": "Gedimino g. 40",
    "municipality": "Kaišiadorys",
    "access": ["hearing_loop", "step_free"],
    "latitude": None,
    "longitude": None,
}
SERVED = ("LT", "UA")
"""Countries whose numbers get SMS."""
TITLE = {"lt": "Kultūrų pažinimas", "uk": "Знайомство з культурами", "en": "Getting to know cultures"}


@dataclass(frozen=True)
class Worker:
    """A signed-in staff member, as operations know them."""

    id: UUID
    roles: Mapping[UUID, str]


def an_organisation(session: Session, name: str | None = None) -> UUID:
    """An organisation in Kaišiadorys, with a name of its own unless one is given."""
    name = name or f"Agentūra {uuid4()}"
    return organisations.found_organisation(session, name=name, municipality="Kaišiadorys", language="lt")


def a_worker(session: Session, organisation_id: UUID, role: str = "owner", email: str | None = None) -> Worker:
    """A staff member of the organisation in this role."""
    email = email or f"{uuid4().hex}@example.lt"
    staff = organisations.hire(session, organisation_id, email=email, name="Rasa", language="lt", role=role)
    assert staff is not None
    return Worker(staff.id, {organisation_id: role})


def a_project(session: Session, worker: Worker) -> UUID:
    """A project that the worker's organisation leads, with one partner."""
    (lead,) = worker.roles
    partners: dict[UUID, str] = {an_organisation(session): Part.PARTNER}
    return organisations.open_project(
        session,
        lead,
        partners=partners,
        name="Talka visiems",
        number="24-06-KK",
        funder="Europos Sąjunga",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 12, 31),
    )


def wall(days: int = 7, hour: int = 18) -> datetime:
    """A wall time so many days ahead in Vilnius."""
    return datetime.now(ZoneInfo("Europe/Vilnius")).replace(
        hour=hour, minute=0, second=0, microsecond=0, tzinfo=None
    ) + timedelta(days=days)


def an_occurrence(days: int = 7, **facts: Any) -> dict[str, Any]:
    """One date of a new event: two hours in the evening, 30 places, no shift."""
    usual = {"starts": wall(days), "ends": wall(days, 20), "zone": "Europe/Vilnius", "capacity": 30, "shifts": []}
    return usual | facts


def a_shift(**facts: Any) -> dict[str, Any]:
    """A planned shift that asks for Ukrainian."""
    usual = {
        "title": {"lt": "Pasitikti svečius", "uk": "Зустрічати гостей"},
        "places": 3,
        "languages": ["uk"],
        "skills": [],
        "minutes_before": 30,
        "minutes_after": 15,
        "at_screen": False,
    }
    return usual | facts


def new_event(**facts: Any) -> dict[str, Any]:
    """The facts of a new event with one occurrence."""
    usual = {
        "kind": "cultural_exchange",
        "title": TITLE,
        "summary": {"lt": "Vakaras su muzika ir maistu"},
        "description": {},
        "offer_hours": 0,
        "venue": VENUE,
        "occurrences": [an_occurrence()],
    }
    return usual | facts


def a_draft(session: Session, person: Worker, **facts: Any) -> dict[str, Any]:
    """An event that nobody can see yet."""
    (organisation_id,) = person.roles
    return programme.create_event(session, person, organisation_id=organisation_id, **new_event(**facts))


def an_event(session: Session, person: Worker, **facts: Any) -> dict[str, Any]:
    """A published event."""
    draft = a_draft(session, person, **facts)
    return programme.publish_event(session, person, draft["id"], draft["version"])


def an_evening(session: Session, capacity: int = 30, **facts: Any) -> UUID:
    """The one occurrence of a published event of an organisation of its own."""
    person = a_worker(session, an_organisation(session))
    event = an_event(session, person, occurrences=[an_occurrence(capacity=capacity)], **facts)
    id_: UUID = event["occurrences"][0]["id"]
    return id_


def a_booking(party: int = 1, phone: str | None = "+37061234567", **facts: Any) -> Booking:
    """A party that gets SMS in Ukrainian."""
    usual: dict[str, Any] = {"language": "uk", "phone": addresses.phone(phone) if phone else None, "served": SERVED}
    return Booking(party=party, **usual | facts)


def a_party(session: Session, occurrence_id: UUID, party: int = 1, **facts: Any) -> dict[str, Any]:
    """A registered party."""
    return registrations.register(session, LINKS, occurrence_id, a_booking(party, **facts))
