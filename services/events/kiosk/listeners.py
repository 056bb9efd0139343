"""What becomes due of kiosks: the contacts of people who were called are wiped."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.kiosk import operations
from services.events.kiosk.domain import FORGET


def due() -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come."""
    return {FORGET: operations.forget_call}
