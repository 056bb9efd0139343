"""What becomes due of kiosks: staff hear again of who waits for a call; contacts of who was called are wiped."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.kiosk import operations
from services.events.kiosk.domain import AGAIN, FORGET


def due(zone: str) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come; offices work by the clocks of `zone`."""
    again = partial(operations.tell_again, zone=zone)
    return {FORGET: operations.forget_call, AGAIN: lambda session, call_id: again(session, call_id=call_id)}
