"""What organisations hear: that volunteers need somebody who decides."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from services.events.organisations.operations import alert_staff
from shared.contracts.envelope import Envelope, Message
from shared.contracts.volunteers import CoordinatorNeeded


def subscriptions() -> dict[type[Message], Callable[[Session, Any, Envelope], None]]:
    """Message -> what is done about it."""
    return {CoordinatorNeeded: _heard_alarm}


def _heard_alarm(session: Session, needed: CoordinatorNeeded, envelope: Envelope) -> None:
    alert_staff(
        session,
        needed.organisation_id,
        needed.request_id,
        alarm=needed.alarm,
        errand=needed.errand,
        link=needed.link,
        version=envelope.version,
    )
