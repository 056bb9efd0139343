"""A coordinator chooses a helper: asks somebody by name, or notes a yes that was said on the phone."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.matching import BY_HAND, Match
from services.volunteers.assistance.domain.requests import DoesNotFit, Links
from services.volunteers.assistance.domain.states import ENDED, SOUGHT, NotNow, State
from services.volunteers.assistance.models import Block, Offer, Request
from services.volunteers.assistance.operations.claims import accept, ask_on, drop_out
from services.volunteers.assistance.operations.telling import locked, note, withdraw_offers
from services.volunteers.assistance.operations.waves import offer_to
from services.volunteers.assistance.queries.matches import who as candidate
from services.volunteers.assistance.queries.requests import request_of
from shared.audit import audit
from shared.database import moment
from shared.errors import NotFound


def choose(
    session: Session,
    links: Links,
    who: UUID,
    request_id: UUID,
    volunteer_id: UUID,
    organisations: Collection[UUID],
    *,
    said_yes: bool,
) -> None:
    """Ask a volunteer whom the organisation may ask, or (`said_yes`) note that they have promised on the phone.

    What keeps people safe cannot be overruled. Whoever is asked already is not asked twice. Raises NotFound, NotNow,
    DoesNotFit, and what `accept` raises.
    """
    request = locked(session, request_id, Request.organisation_id.in_(organisations))
    if request.state != State.OPEN:
        raise NotNow
    found = candidate(session, request, volunteer_id, moment(session))
    if found is None:
        raise NotFound
    person, reason = found
    if reason is not None and reason not in BY_HAND:
        raise DoesNotFit(reason=reason.label)
    asked = (Offer.request_id == request_id, Offer.volunteer_id == volunteer_id)
    offer_id = session.scalar(select(Offer.id).where(*asked, Offer.state.in_(("open", "accepted"))))
    if offer_id is None:
        until, chosen = request.gives_up_at, [Match(person, ())]
        (offer_id,) = offer_to(session, links, request, chosen, wave=0, expires_at=until, silently=said_yes)
        note(session, request_id, "chosen", "coordinator", volunteer_id)
    if said_yes:
        accept(session, links, offer_id, "coordinator")
    audit(session, who, "request_helper_chosen", request_id)


def let_go(
    session: Session, links: Links, who: UUID, request_id: UUID, offer_id: UUID, organisations: Collection[UUID]
) -> None:
    """Take a helper's promise back for them, who have called; somebody else is sought. Raises NotFound and NotNow."""
    locked(session, request_id, Request.organisation_id.in_(organisations))
    if session.scalar(select(Offer.request_id).where(Offer.id == offer_id)) != request_id:
        raise NotFound
    drop_out(session, links, offer_id, "coordinator")
    audit(session, who, "request_helper_released", request_id)


def block(
    session: Session, links: Links, who: UUID, request_id: UUID, volunteer_id: UUID, organisations: Collection[UUID]
) -> None:
    """The person never wants this volunteer again: not here, on no way back, in no week, by no later request of theirs.

    What they were asked is taken back, and what they promised, unless they are there already. It is mostly said after a
    visit, so a request that has ended takes it too. Raises NotFound, also for a volunteer whom the organisation neither
    asked nor may ask, and NotNow once it is forgotten whose request it was.
    """
    request = request_of(session, request_id, organisations)
    asked = select(Offer.id).where(Offer.request_id == request_id, Offer.volunteer_id == volunteer_id).limit(1)
    if session.scalar(asked) is None and candidate(session, request, volunteer_id, moment(session)) is None:
        raise NotFound
    theirs = _of_person(session, request)
    new = upsert(Block).values(person_key=request.person_key, volunteer_id=volunteer_id).on_conflict_do_nothing()
    is_new = session.scalar(new.returning(Block.volunteer_id)) is not None
    for one in theirs:
        if one.state not in ENDED or one.weekly_until:  # from an ended first more weeks are made
            _block(session, links, one, volunteer_id)
    if is_new and request.state in ENDED and not request.weekly_until:
        note(session, request_id, "blocked", "coordinator", volunteer_id)
    audit(session, who, "request_volunteer_blocked", request_id)


def unblock(session: Session, who: UUID, request_id: UUID, volunteer_id: UUID, organisations: Collection[UUID]) -> None:
    """The person wants this volunteer again; nobody is asked at once. Twice changes nothing.

    Raises NotFound, and NotNow once it is forgotten whose request it was.
    """
    request = request_of(session, request_id, organisations)
    theirs = _of_person(session, request)
    taken_back = delete(Block).where(Block.person_key == request.person_key, Block.volunteer_id == volunteer_id)
    if session.scalar(taken_back.returning(Block.volunteer_id)) is None:
        return
    for one in theirs:
        if volunteer_id in one.blocked:
            one.blocked = [other for other in one.blocked if other != volunteer_id]
            one.version += 1
    session.flush()
    note(session, request_id, "unblocked", "coordinator", volunteer_id)
    audit(session, who, "request_volunteer_unblocked", request_id)


def _of_person(session: Session, request: Request) -> list[Request]:
    """A request and all of its person that still count, locked in the order of their ids. Raises NotNow once wiped."""
    if not request.person_key:
        raise NotNow
    counts = or_(Request.id == request.id, Request.state.not_in(ENDED), Request.weekly_until.is_not(None))
    theirs = select(Request).where(Request.person_key == request.person_key, counts).order_by(Request.id)
    found = session.scalars(theirs.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    if request not in found:
        raise NotNow
    return list(found)


def _block(session: Session, links: Links, request: Request, volunteer_id: UUID) -> None:
    if volunteer_id not in request.blocked:
        request.blocked = [*request.blocked, volunteer_id]
        request.version += 1
        session.flush()
        note(session, request.id, "blocked", "coordinator", volunteer_id)
    if request.state not in SOUGHT:
        return
    theirs = (Offer.request_id == request.id, Offer.volunteer_id == volunteer_id)
    if withdraw_offers(session, request, *theirs):
        ask_on(session, request)
    for offer_id in session.scalars(select(Offer.id).where(*theirs, Offer.state == "accepted")).all():
        drop_out(session, links, offer_id, "coordinator")
