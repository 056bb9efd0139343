"""What kiosks hear of helpers who come to the screen, and what becomes due there.

Staff hear again of who waits for a call; contacts of who was called are wiped.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.kiosk import operations
from services.events.kiosk.domain import AGAIN, FORGET, FORGET_HELP, Coming
from shared.contracts.envelope import Envelope, Message
from shared.contracts.volunteers import CoordinatorNeeded, RequestAssigned, RequestClosed, RequestReopened

Heard = Callable[[Session, Any, Envelope], None]


def subscriptions() -> dict[type[Message], Heard]:
    """Message -> what is done about it."""
    return {
        RequestAssigned: _heard(lambda _told: Coming.COMES),
        RequestReopened: _heard(lambda _told: Coming.ASKED),
        RequestClosed: _heard(lambda told: Coming.NOBODY if told.outcome in ("unmet", "cancelled") else None),
        CoordinatorNeeded: _heard(lambda told: Coming.NOBODY if told.alarm == "nobody_helps" else None),
    }


def _heard(says: Callable[[Any], Coming | None]) -> Heard:
    def hear(session: Session, told: Any, envelope: Envelope) -> None:
        if state := says(told):
            goes_on = isinstance(told, CoordinatorNeeded) and told.goes_on
            operations.follow_helper(session, told.request_id, state, envelope.version, goes_on=goes_on)

    return hear


def due(zone: str) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come; offices work by the clocks of `zone`."""
    again = partial(operations.tell_again, zone=zone)
    return {
        FORGET: operations.forget_call,
        FORGET_HELP: operations.forget_help,
        AGAIN: lambda session, call_id: again(session, call_id=call_id),
    }
