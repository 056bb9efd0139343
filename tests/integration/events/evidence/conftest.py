"""What `volunteers` tells of help, and the facts that come of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from services.events.evidence import listeners, queries
from services.events.evidence.domain import Period
from shared.contracts.envelope import Envelope, Message, wrap
from shared.contracts.volunteers import RequestClosed, RequestOpened
from tests.contract.people_of_help import RIDE, ZOFIJA
from tests.support.factories.events import Worker, a_worker, an_organisation

AUTUMN = Period(date(2026, 10, 1), date(2026, 12, 31))
NOVEMBER = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
"""Half past midnight in Lithuania, on the first of December."""
Cell = tuple[str, str, str, str, str, str, int, int]


def hear(session: Session, message: Message, subject: UUID, version: int, at: datetime) -> None:
    envelope = wrap("volunteers", message, subject=subject, version=version, correlation_id="c")
    timed = Envelope(**{name: getattr(envelope, name) for name in Envelope.__dataclass_fields__} | {"time": at})
    listeners.subscriptions()[type(message)](session, message, timed)


def help_of(organisation_id: UUID, kind: str = "ride", **facts: Any) -> dict[str, Any]:
    told = {"request_id": uuid4(), "organisation_id": organisation_id, "person": ZOFIJA, "link": "http://talka.test/x"}
    return told | {"errand": replace(RIDE, kind=kind)} | facts


def opened(
    session: Session, told: dict[str, Any], group: str = "senior", at: datetime = NOVEMBER, version: int = 1
) -> None:
    message = RequestOpened(**told, code="K7M2QX", by="person", target_group=group)
    hear(session, message, told["request_id"], version, at)


def closed(
    session: Session, told: dict[str, Any], outcome: str, version: int = 2, by: str = "helper", **facts: Any
) -> None:
    message = RequestClosed(**told, outcome=outcome, by=by, **facts)
    hear(session, message, told["request_id"], version, NOVEMBER + timedelta(days=40))


def cells(session: Session, worker: Worker, period: Period = AUTUMN) -> list[Cell]:
    session.flush()
    found = queries.facts(session, list(worker.roles), period)
    return [
        (f.service, f"{f.month:%Y-%m}", f.target_group, f.language, f.outcome, f.reason, f.number, f.minutes)
        for f in found
        if f.service != "websites"
    ]


@pytest.fixture
def worker_here(events_session: Session) -> Worker:
    return a_worker(events_session, an_organisation(events_session))
