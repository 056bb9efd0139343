"""Partners of the organisation that needs help, and what they are asked for its requests."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance import listeners
from services.volunteers.assistance.models import PartnerAsk, Request, Step
from services.volunteers.assistance.operations.partners import agree
from shared.contracts.envelope import Message, wrap
from shared.contracts.notifications import MessageDelivered, MessageFailed
from shared.contracts.organisations import PartnersChanged, StaffAsked
from shared.contracts.parts import PartnerName
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, asked

CARITAS = UUID("01938a00-0000-7000-8000-000000000031")
PROJECT = UUID("01938a00-0000-7000-8000-000000000033")
CENTRE, CARITAS_NAME = "Rokiškio socialinės paramos centras", "Rokiškio dekanato Caritas"
SIRENA, NOBODYS = uuid7(), uuid7()
NAMES = {SIRENA: "UAB „Rokiškio Sirena“", NOBODYS: "Pakruojo vietos veiklos grupė"}


def partners(session: Session, *others: UUID, version: int = 1, names: dict[UUID, str] | None = None) -> UUID:
    """The centre of Rokiškis has a project in which these take part, as the events service tells; which project."""
    called = {ROKISKIS: CENTRE, CARITAS: CARITAS_NAME} | (names or {})
    members = tuple(PartnerName(organisation_id=one, name=called[one]) for one in (ROKISKIS, *others))
    message = PartnersChanged(project_id=PROJECT, members=members)
    envelope = wrap("events", message, subject=PROJECT, version=version, correlation_id="c")
    listeners.subscriptions(LINKS)[PartnersChanged](session, message, envelope)
    return PROJECT


def asks(session: Session, request: Request) -> dict[UUID, PartnerAsk]:
    """The partners who were asked, each with the question as it stands."""
    wanted = select(PartnerAsk).where(PartnerAsk.request_id == request.id, PartnerAsk.state != "withdrawn")
    return {one.organisation_id: one for one in session.scalars(wanted.execution_options(populate_existing=True))}


def steps(session: Session, request: Request) -> list[str]:
    """What happened to a request after the search began."""
    wanted = select(Step.what).where(Step.request_id == request.id, Step.what.not_in(("asked", "opened")))
    return list(session.scalars(wanted.order_by(Step.id)))


def clock(session: Session) -> timedelta:
    """How long the next wave waits."""
    waits: timedelta = session.scalars(text("SELECT due_at - now() FROM due WHERE kind = 'request_wave'")).one()
    return waits


def a_partners_helper(session: Session, organisation: UUID = CARITAS, **facts: Any) -> UUID:
    """A volunteer whom that organisation alone may ask."""
    return a_helper(session, organisations=[organisation], **facts).id


def agreed(session: Session, request: Request, organisation: UUID = CARITAS) -> list[UUID]:
    """The partner agrees, and the next wave asks; whom."""
    agree(session, COORDINATOR, asks(session, request)[organisation].id, [organisation])
    return [offer.volunteer_id for offer in asked(session, request)]


def hear(session: Session, message: Message, subject: UUID) -> None:
    """Another service tells this."""
    envelope = wrap("events", message, subject=subject, version=1, correlation_id="c")
    listeners.subscriptions(LINKS)[type(message)](session, message, envelope)


def written(session: Session, ask: PartnerAsk, people: int) -> None:
    """The events service has written to so many of the partner's staff."""
    hear(session, StaffAsked(ask_id=ask.id, people=people), ask.id)


def lost(session: Session, ask: PartnerAsk, message_id: UUID, state: str = "failed") -> None:
    """A mail about the question did not arrive; twice, since a message may be told again."""
    facts: dict[str, Any] = {"about": "alarm", "subject_id": ask.id, "purpose": "staff_alerted", "state": state}
    for _ in range(2):
        hear(session, MessageFailed(message_id=message_id, **facts), message_id)


def arrived(session: Session, ask: PartnerAsk, message_id: UUID) -> None:
    """It did arrive after all."""
    facts: dict[str, Any] = {"about": "alarm", "subject_id": ask.id, "purpose": "staff_alerted", "by": "receipt"}
    hear(session, MessageDelivered(message_id=message_id, **facts), message_id)


def alarm(session: Session) -> str | None:
    """What the coordinators were called for, of the only request."""
    session.flush()
    return session.scalars(select(Request.alarm)).one()


def past(session: Session, request: Request) -> None:
    """The partners have been waited for long enough."""
    session.execute(
        update(PartnerAsk).where(PartnerAsk.request_id == request.id).values(answer_by=text("now() - interval '1 s'"))
    )
