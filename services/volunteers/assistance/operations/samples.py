"""Sample requests and helpers out of a readable file (`services/volunteers/samples`), for trying the system out.

The organisation they belong to is known once its events have been heard, so they are loaded by a due row.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.helping import Document
from services.volunteers.assistance.domain.requests import REQUEST, ZONE, By, Links
from services.volunteers.assistance.domain.states import Act
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.asking import ask_help
from services.volunteers.assistance.operations.choosing import choose
from services.volunteers.assistance.operations.closing import end
from services.volunteers.assistance.operations.helping import record_document, say_help
from services.volunteers.assistance.queries.beside import helpers_of
from services.volunteers.people.models import Volunteer
from services.volunteers.people.operations.calendar import rearrange
from services.volunteers.shifts.models import Event
from shared.database import moment
from shared.messaging.due import schedule

SAMPLES = "assistance_samples"
"""The kind of the due row, and its one subject."""
THESE = UUID(int=1)
SOON = timedelta(seconds=2)
LOOKED_AT = timedelta(days=30)
MOMENTS = {"starts": "starts_at", "ends": "ends_at", "appointment": "appointment_at", "returns": "return_at"}


def await_samples(session: Session) -> None:
    """Load the samples as soon as their organisation is known."""
    schedule(session, SAMPLES, THESE, moment(session))


def load_samples(session: Session, links: Links, samples: dict[str, Any]) -> None:
    """Enter who helps and what is asked; nothing if any request is there. Without the organisation look again soon."""
    known = select(Event.organisation_id).where(Event.organisation == samples["organisation"]).limit(1)
    organisation_id = session.scalar(known)
    if organisation_id is None:
        schedule(session, SAMPLES, THESE, moment(session) + SOON)
        return
    if session.scalar(select(Request.id).limit(1)):
        return
    people = {row.phone: row.id for row in session.execute(select(Volunteer.phone, Volunteer.id))}
    for one in samples["helpers"]:
        _help(session, people[one["phone"]], organisation_id, dict(one))
    for one in samples["requests"]:
        _ask(session, links, people, organisation_id, dict(one))


def _help(session: Session, volunteer_id: UUID, organisation_id: UUID, facts: dict[str, Any]) -> None:
    today = moment(session).date()
    documents = facts.pop("documents")
    facts.pop("phone")
    say_help(session, volunteer_id, {"gender": None, "organisations": [organisation_id]} | facts)
    for kind in documents:
        seen: dict[str, Any] = {"kind": Document(kind), "checked_on": today - LOOKED_AT, "valid_until": None}
        record_document(session, organisation_id, volunteer_id, [organisation_id], **seen)


def _ask(
    session: Session, links: Links, people: dict[str | None, UUID], organisation_id: UUID, facts: dict[str, Any]
) -> None:
    then, helper, phone = facts.pop("then"), facts.pop("helper", None), facts.pop("phone")
    day = (datetime.now(UTC).astimezone(ZoneInfo(ZONE)) + timedelta(days=facts.pop("days_ahead"))).date()
    times = {column: _at(day, facts.pop(name)) for name, column in MOMENTS.items() if name in facts}
    channel = "sms" if phone.startswith("+3706") else "none"
    person = {"channel": channel, "phone": phone, "email": None, "language": facts.pop("language"), "any_hour": False}
    rest = {"by": By.SOCIAL_WORKER.value, "organisation_id": organisation_id, "person": person}
    request = ask_help(session, links, rest | times | facts, entered_here=then != "asked")
    if helper:
        choose(session, links, organisation_id, request.id, people[helper], [organisation_id], said_yes=True)
    if then == "done":
        end(session, links, request, Act.FINISH, "", "helper")
        _move_back(session, request)
    elif then == "unmet":
        end(session, links, request, Act.GIVE_UP, "nobody", "clock")


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(ZONE))


def _move_back(session: Session, request: Request) -> None:
    """What is done has been last week."""
    week = timedelta(weeks=1)
    request.starts_at, request.ends_at = request.starts_at - week, request.ends_at - week
    request.appointment_at = request.appointment_at and request.appointment_at - week
    rearrange(session, REQUEST, gone=[offer.id for offer, _volunteer in helpers_of(session, request.id)])
    session.flush()
