"""Posts of the board, made the way people make them; every fact can be overridden by keyword."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.events.board import operations as board
from services.events.organisations import operations as organisations
from services.events.organisations.domain import Part
from tests.support.factories.events import Worker, a_worker, an_organisation

TITLE = {"lt": "Nemokami lietuvių kalbos kursai", "uk": "Безкоштовні курси литовської"}


def new_post(**facts: Any) -> dict[str, Any]:
    """The facts of a new post that stays for thirty days."""
    today = datetime.now(ZoneInfo("Europe/Vilnius")).date()
    usual = {
        "category": "integration",
        "area": "",
        "title": TITLE,
        "body": {"lt": "Antradieniais bibliotekoje.\n\nKnygų nereikia."},
        "link": "https://biblioteka.example.lt/kursai",
        "machine_made": [],
        "from_on": today,
        "until_on": today + timedelta(days=29),
        "send": True,
    }
    return usual | facts


def a_post(session: Session, person: Worker, **facts: Any) -> UUID:
    """A post that the person has sent."""
    (organisation_id,) = person.roles
    return board.write_post(session, person, organisation_id=organisation_id, **new_post(**facts))


def a_partner(session: Session, lead: Worker, role: str = "organiser") -> Worker:
    """Somebody of an organisation that takes part in a project of the lead's."""
    partner = a_worker(session, an_organisation(session), role)
    (lead_id,) = lead.roles
    organisations.open_project(
        session,
        lead_id,
        partners=dict.fromkeys(partner.roles, Part.PARTNER),
        name=f"Projektas {partner.id}",
        number="24-06-KK",
        funder="Europos Sąjunga",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 12, 31),
    )
    return partner
