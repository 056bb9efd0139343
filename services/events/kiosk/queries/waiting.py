"""Reads: whether a helper comes to somebody who waits at the screen."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.kiosk.domain import WATCHED, Coming
from services.events.kiosk.models import KioskHelp


def coming(session: Session, request_id: UUID | None, now: datetime) -> tuple[Coming | None, bool]:
    """Whether a helper comes, and whether it is worth looking again; None of a request that is not known.

    Who knows the id sees nothing of whom it is for.
    """
    found = session.get(KioskHelp, request_id) if request_id else None
    if found is None:
        return None, False
    return Coming(found.state), found.state == Coming.ASKED and now < found.asked_at + WATCHED
