"""Reads: whether a helper comes to somebody who waits at the screen."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.kiosk.domain import HELP_LASTS, WATCHED, Coming
from services.events.kiosk.models import KioskHelp


class Standing(NamedTuple):
    """How it stands with a helper. `watched`: it is worth looking again; `goes_on`: who is called may wait at home."""

    state: Coming | None
    watched: bool
    goes_on: bool


def coming(session: Session, request_id: UUID | None, now: datetime) -> Standing:
    """Whether a helper comes, `now` with its offset; the state is None of a request that is not known.

    Who knows the id sees nothing of whom it is for.
    """
    found = session.get(KioskHelp, request_id) if request_id else None
    if found is None:
        return Standing(None, watched=False, goes_on=False)
    watched = found.state == Coming.ASKED and now < found.asked_at + WATCHED
    return Standing(Coming(found.state), watched, found.goes_on and now < found.asked_at + HELP_LASTS)
