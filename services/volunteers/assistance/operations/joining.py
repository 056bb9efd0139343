"""Both ways of a ride in one helper's calendar: when one is given back, the other takes the whole of its time again."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import REQUEST
from services.volunteers.assistance.domain.states import ENDED
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.telling import free
from services.volunteers.assistance.queries.beside import helpers_of
from services.volunteers.assistance.queries.joining import time_of
from services.volunteers.people.operations.calendar import rearrange
from shared.database import moment
from shared.messaging.due import schedule

APART = "ways_apart"
"""A due row: the promise of the other way has gone, so that whoever has this one drives out, or home, for it alone."""


def give_back(session: Session, request: Request, offers: Collection[UUID]) -> None:
    """Take promises of a locked request out of the calendar.

    The other way is looked at by a due row: it is locked by nobody here, and may be promised at this moment.
    """
    rearrange(session, REQUEST, gone=offers)
    back = select(Request.id).where(Request.leg_of == request.id)
    other = request.leg_of or session.scalar(back)
    if offers and other:
        schedule(session, APART, other, moment(session))


def take_whole_time(session: Session, request_id: UUID) -> None:
    """Let each promise of this way take the time that it needs by now; what is over stays as it was."""
    request = free(session, APART, request_id)
    if request is None or request.state in ENDED:
        return
    helpers = helpers_of(session, request_id)
    rearrange(
        session, REQUEST, moved={offer.id: time_of(session, request, offer.volunteer_id) for offer, _who in helpers}
    )
