"""Sample programmes out of readable files (`services/events/samples`), for trying the system out."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.events.organisations import operations as organisations
from services.events.organisations.domain import Member, Role
from services.events.organisations.models import Staff
from services.events.organisations.queries import an_owner, projects
from services.events.programme.domain import State
from services.events.programme.models import Event, Occurrence
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


def hold_event(session: Session, facts: dict[str, Any], organisation: str) -> list[UUID]:
    """Write an event of the organisation's project that has taken place before the samples were loaded; its dates.

    Nobody else is told: there was nothing to come to when they began to listen.
    """
    person = an_owner(session, organisation)
    (organisation_id,) = person.roles
    held = [(organisations.sample_day(session, one), one) for one in facts["occurrences"]]
    ahead = [_dated(one | {"days_ahead": number}) for number, (_day, one) in enumerate(held, 1)]
    project_id = next((one["id"] for one in projects(session, [organisation_id])), None)
    said = facts | {"occurrences": ahead}
    event = create_event(session, person, organisation_id=organisation_id, project_id=project_id, **said)
    ids = [UUID(str(one["id"])) for one in event["occurrences"]]
    for id_, (day, one) in zip(ids, held, strict=True):
        begin, end = (datetime.combine(day, time.fromisoformat(one[name])) for name in ("starts", "ends"))
        zone = ZoneInfo(one.get("zone", "Europe/Vilnius"))
        moments = {"starts_at": begin.replace(tzinfo=zone), "ends_at": end.replace(tzinfo=zone)}
        then = {"starts_wall": begin, "ends_wall": end, "state": "on"} | moments
        session.execute(update(Occurrence).where(Occurrence.id == id_).values(then))
    session.execute(update(Event).where(Event.id == event["id"]).values(state=State.PUBLISHED))
    return ids


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
        {"languages": [], "skills": [], "minutes_before": 0, "minutes_after": 0, "at_screen": False} | shift
        for shift in facts.get("shifts", [])
    ]
    return {"starts": begin, "ends": end, "zone": zone, "capacity": facts["capacity"], "shifts": shifts}
