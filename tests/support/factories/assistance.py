"""Help to one person: requests, and volunteers who may be asked; every fact can be overridden by keyword."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance import listeners
from services.volunteers.assistance.domain.helping import Document
from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.asking import ask_help
from services.volunteers.assistance.operations.helping import record_document, say_help
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.people.models import Volunteer
from shared.contracts import REGISTRY
from shared.contracts.envelope import Message, decode, wrap
from shared.contracts.events import AssistanceAsked
from shared.contracts.parts import Contact, Errand
from tests.support.factories.volunteers import SECRET, a_volunteer

LINKS = Links(SECRET, "http://talka.test")
ROKISKIS = UUID("01938a00-0000-7000-8000-000000000021")
COORDINATOR = UUID("01938a00-0000-7000-8000-000000000026")


def ahead(days: int = 2, hour: int = 9) -> datetime:
    """So many days ahead at this hour, UTC."""
    return (datetime.now(UTC) + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def a_contact(**facts: Any) -> dict[str, Any]:
    """How somebody is reached, as it is stored."""
    return {"channel": "sms", "phone": "+37061299999", "email": None, "language": "lt", "any_hour": False} | facts


def facts_of_a_request(**facts: Any) -> dict[str, Any]:
    """A ride to the clinic, which a social worker enters for an old lady."""
    starts_at = facts.get("starts_at", ahead())
    usual: dict[str, Any] = {
        "organisation_id": ROKISKIS,
        "kind": "ride",
        "by": "social_worker",
        "name": "Zofija Vaitkienė",
        "person": a_contact(),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "place": "Kavoliškio g. 3-12",
        "area": "Rokiškis, Kavoliškis",
        "destination": "Rokiškio poliklinika",
    }
    return usual | facts


def a_request(session: Session, *, entered_here: bool = True, **facts: Any) -> Request:
    """Help that was asked for; without other words by staff."""
    return ask_help(session, LINKS, facts_of_a_request(**facts), entered_here=entered_here)


def a_helper(session: Session, *, papers: tuple[str, ...] = ("driving_licence",), **facts: Any) -> Volunteer:
    """A volunteer of Rokiškis who drives people and does the rest too, with these documents looked at."""
    about = ("kinds", "organisations", "areas", "vehicle", "gender", "can_lift")
    usual: dict[str, Any] = {
        "kinds": ["ride", "accompaniment", "home_visit", "interpreting"],
        "organisations": [ROKISKIS],
        "areas": [],
        "vehicle": "car",
        "gender": None,
        "can_lift": True,
    }
    said = usual | {name: facts.pop(name) for name in about if name in facts}
    person = a_volunteer(session, **facts)
    say_help(session, person.id, said)
    for kind in papers:
        seen: dict[str, Any] = {"kind": Document(kind), "checked_on": date(2026, 1, 5), "valid_until": None}
        record_document(session, COORDINATOR, person.id, said["organisations"], **seen)
    return person


def due_in(session: Session, kind: str = "request_wave") -> timedelta | None:
    """How long until something of this kind is looked at again; None if nothing is."""
    waits: timedelta | None = session.scalar(text("SELECT due_at - now() FROM due WHERE kind = :kind"), {"kind": kind})
    return waits


def asked(session: Session, request: Request) -> list[Offer]:
    """The offers of the next wave, which is asked now."""
    before = set(session.scalars(select(Offer.id).where(Offer.request_id == request.id)))
    ask_wave(session, LINKS, request.id)
    offers = select(Offer).where(Offer.request_id == request.id, Offer.id.not_in(before)).order_by(Offer.id)
    return list(session.scalars(offers.execution_options(populate_existing=True)))


def told(session: Session) -> list[Message]:
    """All that the service has told the others so far, in order."""
    bodies = session.scalars(text("SELECT body FROM outbox ORDER BY seq")).all()
    envelopes = [decode(body) for body in bodies]
    return [REGISTRY[envelope.type].load(envelope.data) for envelope in envelopes]


def names(session: Session) -> list[str]:
    """The same by their types' last words: `request.opened`."""
    return [message.type.split(".", 1)[1] for message in told(session)]


def begun(session: Session, request: Request, minutes: int = 10) -> None:
    """Move a request with its end so that it began so many minutes ago."""
    back = request.starts_at - (datetime.now(UTC) - timedelta(minutes=minutes))
    columns = (Request.starts_at, Request.ends_at, Request.gives_up_at)
    session.execute(update(Request).where(Request.id == request.id).values({one: one - back for one in columns}))
    session.refresh(request)


def hear_asked(session: Session, referral_id: UUID, **facts: Any) -> UUID:
    """The events service asks for a ride to an appointment; which request it is."""
    request_id = uuid7()
    errand = Errand(
        kind="ride",
        starts_at=ahead(hour=8),
        ends_at=ahead(),
        zone="Europe/Vilnius",
        area="Kavoliškis",
        destination="Rokiškio poliklinika",
        appointment_at=ahead(),
    )
    usual: dict[str, Any] = {"errand": errand, "by": "person", "name": "Zofija", "person": Contact(**a_contact())}
    usual |= {"organisation_id": ROKISKIS, "place": "Topolių g. 5", "request_id": request_id}
    message = AssistanceAsked(referral_id=referral_id, **usual | facts)
    envelope = wrap("events", message, subject=request_id, version=1, correlation_id="c")
    listeners.subscriptions(LINKS)[AssistanceAsked](session, message, envelope)
    return request_id
