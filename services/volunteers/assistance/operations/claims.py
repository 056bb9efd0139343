"""A volunteer's answer: yes, no, and "I cannot come after all".

A yes is decided by one conditional write on the request and by the helper's calendar; nothing checked before can be
outrun. It is made within a savepoint, so that a yes that comes to nothing leaves nothing, wherever it came from.
"""

from uuid import UUID

from sqlalchemy import func, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.matching import Unfit
from services.volunteers.assistance.domain.requests import (
    REQUEST,
    AnotherPromise,
    DoesNotFit,
    Kind,
    Links,
    NobodyIsWaited,
    RequestIsOver,
)
from services.volunteers.assistance.domain.safety import CannotBeYou
from services.volunteers.assistance.domain.states import ENDED, UNFIT, Act, NotNow, State, after
from services.volunteers.assistance.domain.visits import overdue_at
from services.volunteers.assistance.domain.waves import GIVE_UP_BEFORE, by_day
from services.volunteers.assistance.models import Helper, Offer, Request
from services.volunteers.assistance.operations.asking import GIVE_UP, WAVE
from services.volunteers.assistance.operations.awaiting import wake_other_way
from services.volunteers.assistance.operations.informing import tell_beside
from services.volunteers.assistance.operations.joining import give_back
from services.volunteers.assistance.operations.telling import (
    SAFETY,
    WITHDRAW,
    facts_of,
    locked,
    note,
    tell,
    tell_answered,
    thank,
)
from services.volunteers.assistance.queries.beside import beside, helpers_of
from services.volunteers.assistance.queries.joining import time_of
from services.volunteers.assistance.queries.safety import barred
from services.volunteers.people.models import Commitment, Volunteer
from services.volunteers.people.queries import contact_of
from shared.contracts.volunteers import RequestAssigned, RequestReopened
from shared.database import moment
from shared.errors import NotFound
from shared.messaging.due import schedule, unschedule

OVERDUE = "visit_overdue"
"""A due row: the helper has not said that it is over."""


def accept(session: Session, links: Links, offer_id: UUID, by: str, volunteer_id: UUID | None = None) -> None:
    """Say yes to an offer; a second yes of the same volunteer changes nothing. A no that was said before may turn.

    `by` is `volunteer`, `reply` or `coordinator`; `volunteer_id` is given if the answer must be theirs.
    What keeps people safe is looked at anew. Raises NotFound, NobodyIsWaited for whoever comes second, RequestIsOver,
    AnotherPromise, and CannotBeYou, to coordinators DoesNotFit.
    """
    offer = _offer(session, offer_id, volunteer_id)
    if offer.state == "accepted":
        return
    with session.begin_nested():
        _take(session, offer)
        request = locked(session, offer.request_id)
        _check_safety(session, request, offer, by)
        _promise(session, request, offer)
        answered = {"state": "accepted", "by": by, "answered_at": moment(session), "version": Offer.version + 1}
        session.execute(update(Offer).where(Offer.id == offer_id).values(answered))
    session.refresh(offer)
    tell_answered(session, offer)
    note(session, request.id, "accepted", by, offer.volunteer_id)
    if request.taken == request.wanted:
        _assign(session, links, request)


def _offer(session: Session, offer_id: UUID, volunteer_id: UUID | None) -> Offer:
    """The offer as it is now, with its request locked by then, so that of two answers the second sees the first.

    A volunteer who is named must be the one who was asked.
    """
    wanted = select(Offer.request_id).where(Offer.id == offer_id)
    request_id = session.scalar(wanted.where(Offer.volunteer_id == volunteer_id) if volunteer_id else wanted)
    if request_id is None:
        raise NotFound
    locked(session, request_id)
    return session.scalars(select(Offer).where(Offer.id == offer_id).execution_options(populate_existing=True)).one()


def _take(session: Session, offer: Offer) -> None:
    """One of the places that are wanted, by one conditional write: of two at once, one finds it free."""
    place = (Request.id == offer.request_id, Request.state == State.OPEN, Request.taken < Request.wanted)
    now, usable = moment(session), offer.state in ("open", "declined")
    may = (Request.gives_up_at > now, literal(usable), ~Request.blocked.contains([offer.volunteer_id]))
    free = update(Request).where(*place, *may).values(taken=Request.taken + 1)
    if session.scalar(free.returning(Request.id)) is None:
        state = session.scalars(select(Request.state).where(Request.id == offer.request_id)).one()
        raise RequestIsOver if state in ENDED or state == State.OPEN else NobodyIsWaited


def _check_safety(session: Session, request: Request, offer: Offer, by: str) -> None:
    """What spoke against nobody when they were asked may speak against them now.

    Whoever changes it at this moment holds the helper's row (`operations.helping`) and is waited for; afterwards they
    find this promise, and look at it.
    """
    said = select(Helper.volunteer_id).where(Helper.volunteer_id == offer.volunteer_id)
    session.execute(said.with_for_update(read=True))
    unfit = barred(session, request, [offer.volunteer_id]).get(offer.volunteer_id)
    if unfit == Unfit.BLOCKED:
        raise RequestIsOver
    if unfit is not None:
        raise DoesNotFit(reason=unfit.label) if by == "coordinator" else CannotBeYou(unfit)


def _promise(session: Session, request: Request, offer: Offer) -> None:
    """Into the helper's calendar, with the way there and back. Whoever is on duty at the kiosk is promised already."""
    if request.kind == Kind.KIOSK_HELP:
        return
    begins, ends = time_of(session, request, offer.volunteer_id)
    number = select(literal(REQUEST), literal(offer.id), Volunteer.no, func.tstzrange(begins, ends)).where(
        Volunteer.id == offer.volunteer_id, Volunteer.state == "active"
    )
    new = upsert(Commitment).from_select(["kind", "subject_id", "volunteer_no", "during"], number)
    if session.scalar(new.on_conflict_do_nothing().returning(Commitment.subject_id)) is None:
        raise AnotherPromise


def _assign(session: Session, links: Links, request: Request) -> None:
    """All who are wanted have said yes: they and the person hear, the others soon after."""
    request.state = after(request.state, Act.ASSIGN)
    request.alarm = request.alarm if request.alarm == UNFIT else None  # of two, the first may have become unfit
    note(session, request.id, "assigned", "clock")
    tell(session, request, *promises(session, links, request))
    for kind in (WAVE, GIVE_UP):
        unschedule(session, kind, request.id)
    schedule(session, WITHDRAW, request.id, moment(session))
    schedule(session, OVERDUE, request.id, overdue_at(request.ends_at))
    wake_other_way(session, request)
    tell_beside(session, links, request, helpers_of(session, request.id))


def promises(session: Session, links: Links, request: Request) -> list[RequestAssigned]:
    """What person and helper are told of each promise to come: all who come, and each who comes beside them."""
    helpers = helpers_of(session, request.id)
    others = [one.first_name for one in beside(session, request)]
    named = [(offer, volunteer, volunteer.name.split()[0]) for offer, volunteer in helpers]
    return [
        RequestAssigned(
            **facts_of(request, links),
            helper=contact_of(volunteer),
            helper_name=first_name,
            helper_names=tuple(name for _offer, _volunteer, name in named),
            helper_link=links.helping(offer.id),
            beside=(*(name for other, _volunteer, name in named if other.id != offer.id), *others),
        )
        for offer, volunteer, first_name in named
    ]


def decline(session: Session, offer_id: UUID, by: str, volunteer_id: UUID | None = None) -> None:
    """Say no to an offer. When nobody who was asked is left, the next are asked at once.

    A no to what was taken back or answered before changes nothing. Raises NotFound.
    """
    offer = _offer(session, offer_id, volunteer_id)
    if offer.state != "open":
        return
    offer.state, offer.by, offer.answered_at = "declined", by, moment(session)
    offer.version += 1
    session.flush()
    tell_answered(session, offer)
    note(session, offer.request_id, "declined", by, offer.volunteer_id)
    ask_on(session, session.get_one(Request, offer.request_id))


def ask_on(session: Session, request: Request) -> None:
    """When nobody who was asked is waited for any more, ask the next at once."""
    now, waited = moment(session), (Offer.request_id == request.id, Offer.state == "open")
    still = select(Offer.id).where(*waited, Offer.expires_at > now).limit(1)
    if request.state == State.OPEN and session.scalar(still) is None:
        schedule(session, WAVE, request.id, by_day(now, request.gives_up_at, request.zone))


def answer_in_vain(session: Session, offer_id: UUID, reason: str = "") -> None:
    """Tell a volunteer whose yes came to nothing that they are not needed, unless they were told already.

    `reason` is the code of what keeps them from helping here, if something does.
    """
    offer = _offer(session, offer_id, None)
    if offer.state == "withdrawn":
        return
    request, volunteer = session.get_one(Request, offer.request_id), session.get_one(Volunteer, offer.volunteer_id)
    if offer.state == "open":
        offer.state = "withdrawn"
    thank(session, request, offer, volunteer, reason)
    session.flush()
    ask_on(session, request)


def drop_out(session: Session, links: Links, offer_id: UUID, by: str, volunteer_id: UUID | None = None) -> None:
    """Take back a promise; the person hears, and somebody else is sought. What is taken back already stays so.

    Raises NotFound, and NotNow once the helper is there or it is over.
    """
    offer = _offer(session, offer_id, volunteer_id)
    if offer.state == "released":
        return
    if offer.state != "accepted":
        raise NotNow
    request = session.get_one(Request, offer.request_id)
    was_assigned, unfit = request.state != State.OPEN, request.alarm == UNFIT
    if was_assigned:
        request.state = after(request.state, Act.REOPEN)
    offer.state, request.taken = "released", request.taken - 1
    offer.version += 1
    session.flush()
    give_back(session, request, [offer.id])
    note(session, request.id, "dropped_out", by, offer.volunteer_id)
    if was_assigned:
        _seek_again(session, links, request)
    if unfit:
        schedule(session, SAFETY, request.id, moment(session))


def _seek_again(session: Session, links: Links, request: Request) -> None:
    """From the first wave on. At the very last the search goes on until the start, since somebody counts on it."""
    now = moment(session)
    request.wave, request.alarm = 0, None
    if request.gives_up_at - now < GIVE_UP_BEFORE:
        request.gives_up_at = max(request.gives_up_at, request.starts_at, now)
    unschedule(session, OVERDUE, request.id)
    left = next((contact_of(volunteer) for _offer, volunteer in helpers_of(session, request.id)), None)
    tell(session, request, RequestReopened(**facts_of(request, links), helper=left))
    schedule(session, WAVE, request.id, by_day(now, request.gives_up_at, request.zone))
    schedule(session, GIVE_UP, request.id, request.gives_up_at)
