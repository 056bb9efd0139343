"""Promises are looked at again when a document ends or a volunteer has another car: the coordinators hear of it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import ENDED, PANIC, UNFIT
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.telling import SAFETY, free, note, sound_alarm
from services.volunteers.assistance.queries.beside import helpers_of
from services.volunteers.assistance.queries.safety import barred
from shared.database import moment
from shared.messaging.due import schedule_all

WORSE = (PANIC, "visit_overdue")
"""Alarms that stay: whoever sees to them sees on the page what else is wrong."""


def look_again(session: Session, volunteer_id: UUID) -> None:
    """Let what this volunteer has promised be looked at, soon; their helper's row is held by whoever changed it."""
    promised = (
        select(Request.id)
        .join(Offer, Offer.request_id == Request.id)
        .where(Offer.volunteer_id == volunteer_id, Offer.state == "accepted", Request.state.not_in(ENDED))
        .order_by(Request.id)
    )
    now = moment(session)
    schedule_all(session, SAFETY, dict.fromkeys(session.scalars(promised), now))


def check_promises(session: Session, links: Links, request_id: UUID) -> None:
    """Call the coordinators if a rule that keeps people safe speaks against a helper by now; take it back if none does.

    The promise stays until somebody has looked: the person counts on it.
    """
    request = free(session, SAFETY, request_id)
    if request is None or request.state in ENDED:
        return
    unfit = barred(session, request, [volunteer.id for _offer, volunteer in helpers_of(session, request_id)])
    if unfit and request.alarm not in (UNFIT, *WORSE):
        sound_alarm(session, links, request, UNFIT)
    elif not unfit and request.alarm == UNFIT:
        request.alarm = None
        request.version += 1
        note(session, request_id, "fit_again", "clock")
