"""A helper is there, is gone again, or is missed. All times are the database's."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import HELD, Act, State, after
from services.volunteers.assistance.domain.visits import (
    NEVER_SAID,
    alarm_at,
    check_arrival,
    check_start,
    ends_by_itself,
)
from services.volunteers.assistance.models import Offer, Request, Step
from services.volunteers.assistance.operations.claims import OVERDUE
from services.volunteers.assistance.operations.closing import ALARM, NEVER_ENDED, end
from services.volunteers.assistance.operations.telling import (
    call_coordinators,
    errand_of,
    free,
    locked,
    note,
    sound_alarm,
    tell,
)
from services.volunteers.assistance.queries.beside import helpers_of
from services.volunteers.people.queries import contact_of
from shared.audit import audit
from shared.contracts.volunteers import VisitOverdue
from shared.database import moment
from shared.errors import NotFound
from shared.messaging.due import schedule


def promised(session: Session, offer_id: UUID, volunteer_id: UUID) -> tuple[Request, Offer]:
    """The request that a volunteer has promised to help with, locked. Raises NotFound."""
    theirs = (Offer.id == offer_id, Offer.volunteer_id == volunteer_id)
    request_id = session.scalar(select(Offer.request_id).where(*theirs))
    if request_id is None:
        raise NotFound
    request = locked(session, request_id)
    offer = session.scalar(select(Offer).where(*theirs).execution_options(populate_existing=True))
    if offer is None or offer.state != "accepted":
        raise NotFound
    return request, offer


def arrive(session: Session, offer_id: UUID, volunteer_id: UUID) -> None:
    """Say that one is there; twice changes nothing. Raises NotFound, TooEarlyToArrive and NotNow."""
    request, offer = promised(session, offer_id, volunteer_id)
    note_arrival(session, request, offer.volunteer_id)


def note_arrival(session: Session, request: Request, volunteer_id: UUID | None) -> None:
    """Note on a locked request that a helper is there. Raises TooEarlyToArrive and NotNow."""
    if request.state == State.UNDER_WAY:
        return
    now = moment(session)
    check_arrival(now, request.starts_at)
    request.state, request.arrived_at = after(request.state, Act.ARRIVE), now
    request.version += 1
    note(session, request.id, "arrived", "helper", volunteer_id)


def finish(session: Session, links: Links, offer_id: UUID, volunteer_id: UUID) -> None:
    """Say that it is over and all is well, once one was there or from the start on; twice changes nothing.

    Raises NotFound, TooEarlyToArrive and NotNow.
    """
    request, _offer = promised(session, offer_id, volunteer_id)
    if request.state == State.DONE:
        return
    if request.state != State.UNDER_WAY:
        check_start(moment(session), request.starts_at)
    end(session, links, request, Act.FINISH, "", "helper")


def miss(session: Session, links: Links, offer_id: UUID, volunteer_id: UUID) -> None:
    """Say that the person was not there, from the start on; twice changes nothing.

    Raises NotFound, TooEarlyToArrive and NotNow.
    """
    request, _offer = promised(session, offer_id, volunteer_id)
    if request.state == State.NO_SHOW:
        return
    check_start(moment(session), request.starts_at)
    end(session, links, request, Act.MISS, "person", "helper")


def report(session: Session, links: Links, offer_id: UUID, volunteer_id: UUID, said: str) -> None:
    """Write down for the coordinators what a helper has seen; they are called, and the person never reads it.

    The same words twice, before anybody has read them, are one report. Raises NotFound.
    """
    request, offer = promised(session, offer_id, volunteer_id)
    this = (Step.request_id == request.id, Step.volunteer_id == offer.volunteer_id, Step.what == "incident")
    last = session.scalar(select(Step.note).where(*this).order_by(Step.at.desc(), Step.id.desc()).limit(1))
    if request.unread and last == said:
        return
    request.unread = True
    note(session, request.id, "incident", "helper", offer.volunteer_id, said)
    call_coordinators(session, links, request, "incident")


def read_report(session: Session, who: UUID, request_id: UUID, organisations: Collection[UUID]) -> None:
    """Note that `who`, a coordinator, has read what a helper reports; twice changes nothing. Raises NotFound."""
    request = locked(session, request_id, Request.organisation_id.in_(organisations))
    if request.unread:
        request.unread = False
        request.version += 1
        note(session, request_id, "incident_read", "coordinator")
        audit(session, who, "request_report_read", request_id)


def ask_after(session: Session, links: Links, request_id: UUID) -> None:
    """Half an hour after the end: ask each helper who has not said that it is over. At the kiosk it ends by itself."""
    request = free(session, OVERDUE, request_id)
    if request is None or request.state not in HELD:
        return
    if ends_by_itself(request.kind):
        end(session, links, request, Act.FINISH, "", "clock")
        return
    now = moment(session)
    request.overdue_at = now
    note(session, request.id, "overdue", "clock")
    for offer, volunteer in helpers_of(session, request_id):
        asked = VisitOverdue(
            request_id=request_id,
            errand=errand_of(request),
            helper=contact_of(volunteer),
            link=links.helping(offer.id),
        )
        tell(session, request, asked)
    schedule(session, ALARM, request_id, alarm_at(now))


def call_coordinator(session: Session, links: Links, request_id: UUID) -> None:
    """Half an hour later: somebody has to look where the helper is."""
    request = free(session, ALARM, request_id)
    if request is not None and request.state in HELD:
        sound_alarm(session, links, request, "visit_overdue")
        schedule(session, NEVER_ENDED, request_id, moment(session) + NEVER_SAID)


def end_unsaid(session: Session, links: Links, request_id: UUID) -> None:
    """Days later: nobody has said how it went. It ends, as help of which nothing is known, to be forgotten."""
    request = free(session, NEVER_ENDED, request_id)
    if request is not None and request.state in HELD:
        end(session, links, request, Act.FINISH, "", "clock")
