"""What becomes due in the directory: checks of entries, reminders of them, and contacts that are kept long enough."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations
from services.events.directory.domain import CHECK, FORGET, REMINDER


def due(public_url: str) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come; links begin with `public_url`."""
    return {
        CHECK: lambda session, service_id: operations.ask_check(session, public_url, service_id),
        REMINDER: lambda session, service_id: operations.remind_check(session, public_url, service_id),
        FORGET: operations.forget_contact,
    }
