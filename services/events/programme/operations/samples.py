"""Sample programmes out of readable files (`services/events/samples`), for trying the system out."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.organisations import operations as organisations
from services.events.organisations.domain import Member, Role
from services.events.organisations.models import Staff
from services.events.programme.models import Event
from services.events.programme.operations.drafting import create_event, publish_event


def load_samples(session: Session, facts: dict[str, Any]) -> bool:
    """Make the organisation, project, staff and published events that a sample file names; dates count from today.

    Nothing happens, and False is returned, if the organisation has events already.
    """
    organisation_id = organisations.found_organisation(session, **facts["organisation"])
    for one in facts["staff"]:
        organisations.hire(session, organisation_id, **one)
    if session.scalar(select(Event.id).where(Event.organisation_id == organisation_id).limit(1)) is not None:
        return False
    partners = {_partner(session, one): one["part"] for one in facts["partners"]}
    project_id = organisations.open_project(session, organisation_id, partners=partners, **facts["project"])
    person = _owner(session, organisation_id, facts["staff"])
    for one in facts["events"]:
        dated = one | {"occurrences": [_dated(occurrence) for occurrence in one["occurrences"]]}
        event = create_event(session, person, organisation_id=organisation_id, project_id=project_id, **dated)
        publish_event(session, person, event["id"], event["version"])
    return True


def _partner(session: Session, facts: dict[str, Any]) -> UUID:
    named = {"name": facts["name"], "municipality": facts["municipality"], "language": "lt"}
    return organisations.found_organisation(session, **named)


def _owner(session: Session, organisation_id: UUID, staff: list[dict[str, Any]]) -> Member:
    email = next(one["email"] for one in staff if one["role"] == Role.OWNER)
    owner_id = session.scalars(select(Staff.id).where(Staff.email == email)).one()
    return Member(owner_id, {organisation_id: Role.OWNER})


def _dated(facts: dict[str, Any]) -> dict[str, Any]:
    """The occurrence on a day so many days ahead, at the same wall time in every season."""
    zone = facts.get("zone", "Europe/Vilnius")
    day: date = datetime.now(UTC).astimezone(ZoneInfo(zone)).date() + timedelta(days=facts["days_ahead"])
    begin, end = (datetime.combine(day, time.fromisoformat(facts[name])) for name in ("starts", "ends"))
    shifts = [
        {"languages": [], "skills": [], "minutes_before": 0, "minutes_after": 0} | shift
        for shift in facts.get("shifts", [])
    ]
    return {"starts": begin, "ends": end, "zone": zone, "capacity": facts["capacity"], "shifts": shifts}
