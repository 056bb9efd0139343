"""What becomes due in the directory: checks of entries, reminders, and what people wrote that is to be forgotten."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory import operations
from services.events.directory.domain import CHECK, FORGET, FORGET_EDIT, FORGET_WORDS, REMINDER


def due(public_url: str) -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come; links begin with `public_url`."""
    return {
        CHECK: lambda session, service_id: operations.ask_check(session, public_url, service_id),
        REMINDER: lambda session, service_id: operations.remind_check(session, public_url, service_id),
        FORGET: operations.forget_contact,
        FORGET_WORDS: operations.forget_words,
        FORGET_EDIT: operations.forget_edit,
    }
