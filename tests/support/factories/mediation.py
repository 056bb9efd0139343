"""Referrals, made the way people make them; every fact can be overridden by keyword."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.directory.domain import read_json
from services.events.directory.operations import import_document
from services.events.mediation import operations
from services.events.mediation.domain import Links
from services.events.mediation.operations import Need, Order, Reach
from shared import addresses
from tests.support.factories.directory import a_service
from tests.support.factories.events import SERVED, Worker, a_worker, an_organisation

REFERRALS = Links("only for tests, and therefore in the open", "http://talka.test")
PROVIDER = "registratura@poliklinika.example"


def a_kept_service(session: Session, worker: Worker, **facts: Any) -> UUID:
    """An entry of the directory that the worker's organisation keeps, with a public e-mail."""
    called = f"{uuid4()}"
    service = a_service(called, email=PROVIDER, name="Kineziterapija") | facts
    service["organization"] |= {"id": str(uuid4()), "name": "Rokiškio poliklinika"}
    del service["service_at_locations"]
    document = read_json({"services": [service]})
    import_document(session, worker, next(iter(worker.roles)), document)
    return UUID(service["id"])


def a_need(phone: str | None = "+37061234567", **facts: Any) -> Need:
    """Zofija, who reads Russian and gets SMS, needs exercises for her knee, and agreed to pass all of it on."""
    reach: dict[str, Any] = {"language": "ru", "phone": addresses.phone(phone) if phone else None, "served": SERVED}
    reach |= {name: facts.pop(name) for name in ("language", "email") if name in facts}
    usual: dict[str, Any] = {"name": "Zofija", "target_group": "senior", "need": "Mankšta keliui"}
    usual |= {"shares": operations.EVERYTHING, "reach": Reach(**reach)}
    return Need(**usual | facts)


def an_order(organisation_id: UUID, service_id: UUID, **facts: Any) -> Order:
    """Asked by a social worker to whom the person agreed in person, long ago."""
    usual: dict[str, Any] = {"consent_how": "in_person", "consent_on": date(2026, 1, 5)}
    return Order(organisation_id=organisation_id, service_id=service_id, **usual | facts)


def a_town(session: Session) -> tuple[Worker, UUID]:
    """Somebody who works for an organisation, and a service that it keeps."""
    worker = a_worker(session, an_organisation(session))
    return worker, a_kept_service(session, worker)


def a_referral(session: Session, worker: Worker, service_id: UUID, **facts: Any) -> UUID:
    """A referral that waits for its provider's answer."""
    order = an_order(next(iter(worker.roles)), service_id)
    return operations.ask(session, REFERRALS, worker, a_need(**facts), order)


def noon(days: int = 3) -> datetime:
    """Twelve o'clock on the wall so many days ahead in Vilnius."""
    today = datetime.now(ZoneInfo("Europe/Vilnius")).replace(tzinfo=None)
    return today.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=days)


def let_weeks_pass(session: Session) -> None:
    """Let every promise be so old, and its appointment so long over, that its person is asked how it went."""
    session.flush()
    past = "answered_at = answered_at - interval '15 days', appointment_at = appointment_at - interval '15 days'"
    session.execute(text(f"UPDATE referrals SET {past}"))  # noqa: S608 - our own columns
