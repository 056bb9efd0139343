"""The requests: one by its link, one with all that is known of it, and the coordinators' board."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    RowMapping,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from services.volunteers.assistance.domain.matching import Candidate, Match, Unfit
from services.volunteers.assistance.domain.partners import Answer
from services.volunteers.assistance.domain.states import ENDED, PANIC, State
from services.volunteers.assistance.models import Offer, PartnerAsk, Request, Step
from services.volunteers.assistance.queries.blocks import blocked_for
from services.volunteers.assistance.queries.calling import callers, names_of_callers
from services.volunteers.assistance.queries.matches import everybody
from services.volunteers.assistance.queries.safety import barred
from services.volunteers.assistance.queries.siblings import Siblings, siblings
from services.volunteers.people.models import Volunteer
from shared.database import moment
from shared.errors import NotFound
from shared.links import digest

Place = tuple[int, int, UUID]
"""Where a page of the board ends: how pressing its last request is, its start in seconds, and its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A request as the person sees it: who comes, the way back, and the other weeks that are still to come."""

    request: Request
    helpers: Sequence[RowMapping]
    way_back: Request | None
    weeks: Sequence[Request]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A request as coordinators see it: what happened, who was asked, who fits and who does not.

    Of a volunteer whom a partner asks no more than that is seen, until they say yes. `weekly_until` is the last day of
    the series to which it belongs, as long as that goes on. `barred` are helpers against whom a rule that keeps people
    safe speaks by now, `blocked` the volunteers whom the person never wants again, `calling` helpers who call for help.
    """

    request: Request
    steps: Sequence[RowMapping]
    asks: Sequence[PartnerAsk]
    offers: Sequence[RowMapping]
    fit: Sequence[Match]
    unfit: Sequence[tuple[Candidate, Unfit]]
    weekly_until: date | None
    barred: Mapping[UUID, Unfit]
    blocked: Sequence[RowMapping]
    calling: Sequence[RowMapping]
    siblings: Siblings


def by_token(session: Session, token: str) -> Request:
    """The request that a link shows. Raises NotFound."""
    found = session.scalar(select(Request).where(Request.token_digest == digest(token)))
    if found is None:
        raise NotFound
    return found


def standing(session: Session, token: str) -> Standing:
    """The request that a link shows, as the person sees it. Raises NotFound."""
    request = by_token(session, token)
    helpers = select(Volunteer.name, Volunteer.languages).join(Offer, Offer.volunteer_id == Volunteer.id)
    theirs = helpers.where(Offer.request_id == request.id, Offer.state == "accepted").order_by(Offer.id)
    back = session.scalar(select(Request).where(Request.leg_of == request.id))
    first = first_of(session, request)
    ahead = (Request.starts_at > moment(session), Request.state.not_in(ENDED), Request.id != request.id)
    weeks = select(Request).where(or_(Request.id == first.id, Request.repeat_of == first.id), *ahead)
    return Standing(
        request=request,
        helpers=session.execute(theirs).mappings().all(),
        way_back=back,
        weeks=session.scalars(weeks.order_by(Request.starts_at)).all() if request.leg_of is None else (),
    )


def request_of(session: Session, request_id: UUID, organisations: Collection[UUID]) -> Request:
    """A request of one of the organisations. Raises NotFound."""
    found = session.scalar(select(Request).where(Request.id == request_id, Request.organisation_id.in_(organisations)))
    if found is None:
        raise NotFound
    return found


def whole(session: Session, request_id: UUID, organisations: Collection[UUID]) -> Whole:
    """A request of one of the organisations with all that is known of it. Raises NotFound."""
    request = request_of(session, request_id, organisations)
    promised = Offer.state.in_(("accepted", "released"))
    unknown = select(Offer.volunteer_id).where(Offer.request_id == request_id, Offer.ask_id.is_not(None), ~promised)
    known = and_(Volunteer.id == Step.volunteer_id, Volunteer.id.not_in(unknown))
    steps = (
        select(Step.at, Step.what, Step.by, Step.note, Volunteer.name)
        .outerjoin(Volunteer, known)
        .where(Step.request_id == request_id)
        .order_by(Step.at, Step.id)
    )
    offers = (
        select(
            *(Offer.id, Offer.state, Offer.wave, Offer.reasons, Offer.asked_at, Offer.answered_at, Offer.unreached),
            *(Volunteer.id.label("volunteer_id"), Volunteer.name, Volunteer.phone, Volunteer.email),
            PartnerAsk.name.label("partner"),
        )
        .outerjoin(Volunteer, and_(Volunteer.id == Offer.volunteer_id, or_(Offer.ask_id.is_(None), promised)))
        .outerjoin(PartnerAsk, PartnerAsk.id == Offer.ask_id)
        .where(Offer.request_id == request_id)
        .order_by((Offer.state == "accepted").desc(), Offer.asked_at.desc(), Offer.id)
    )
    asks = select(PartnerAsk).where(PartnerAsk.request_id == request_id, PartnerAsk.state != Answer.WITHDRAWN)
    asks = asks.order_by(PartnerAsk.name, PartnerAsk.id)
    fit, unfit = everybody(session, request, moment(session)) if request.state not in ENDED else ([], [])
    first = first_of(session, request)
    return Whole(
        request=request,
        steps=session.execute(steps).mappings().all(),
        asks=session.scalars(asks).all(),
        offers=session.execute(offers.limit(100)).mappings().all(),
        fit=fit,
        unfit=unfit,
        weekly_until=first.weekly_until,
        barred=_barred(session, request),
        blocked=blocked_for(session, request) if request.person_key else (),
        calling=callers(session, request),
        siblings=siblings(session, request, first),
    )


def _barred(session: Session, request: Request) -> Mapping[UUID, Unfit]:
    if request.state in ENDED:
        return {}
    promised = select(Offer.volunteer_id).where(Offer.request_id == request.id, Offer.state == "accepted")
    return barred(session, request, session.scalars(promised).all())


def first_of(session: Session, request: Request) -> Request:
    """The first of the series to which a request belongs; of a single one, the way there."""
    there = session.get_one(Request, request.leg_of) if request.leg_of else request
    return session.get_one(Request, there.repeat_of) if there.repeat_of else there


def board(
    session: Session,
    organisations: Collection[UUID],
    *,
    limit: int,
    state: str | None = None,
    after: Sequence[str] | None = None,
) -> tuple[list[RowMapping], Place | None]:
    """The requests of the organisations without anything private, and where the next page begins.

    Alarms, calls for help and unread reports of helpers first, then whoever no message reached and has to be called,
    what waits for a yes, what is open, under way and assigned or in its turn later, each soonest first; at last what
    has ended, the newest first.
    """
    presses, starts = _pressing(moment(session)), _starts()
    back, ours = aliased(Request), or_(Offer.ask_id.is_(None), Offer.state == "accepted")  # a partner calls theirs
    unreached = func.bool_or(and_(Offer.unreached, ours)).label("unreached_offers")
    asked = (
        select(func.count().label("asked"), unreached)
        .where(Offer.request_id == Request.id, Offer.state.in_(("open", "accepted")))
        .correlate(Request)
        .lateral()
    )
    partners = _partners()
    columns: tuple[Any, ...] = (
        *(Request.id, Request.version, Request.state, Request.code, Request.kind, Request.by, Request.organisation_id),
        *(Request.starts_at, Request.ends_at, Request.appointment_at, Request.zone, Request.area, Request.destination),
        *(
            case((Request.unanswered, PANIC), else_=Request.alarm).label("alarm"),
            Request.unanswered,
            func.coalesce(names_of_callers(), func.json_build_array()).label("calling"),
            Request.unreached,
            Request.unread,
            Request.reason,
            Request.closed_by,
            Request.wave,
            Request.leg_of,
            Request.sought_from,
        ),
        *(
            partners.label("partners"),
            asked.c.asked,
            func.coalesce(asked.c.unreached_offers, False).label("unreached_offers"),
        ),
        *(back.id.label("way_back"), presses.label("presses"), starts.label("starts")),
    )
    found = (
        select(*columns)
        .select_from(Request)
        .join(asked, literal(True))
        .outerjoin(back, back.leg_of == Request.id)
        .where(Request.organisation_id.in_(organisations))
        .order_by(presses, starts, Request.id)
    )
    if state:
        found = found.where(Request.state == state)
    if after:
        found = found.where(tuple_(presses, starts, Request.id) > (int(after[0]), int(after[1]), UUID(after[2])))
    rows = list(session.execute(found.limit(limit + 1)).mappings())
    last = rows[limit - 1] if len(rows) > limit else None
    return rows[:limit], (last["presses"], last["starts"], last["id"]) if last else None


def _partners() -> Any:
    """The partners who were asked, by name, with what they said, and whether a volunteer of theirs helps."""
    helps = select(Offer.id).where(Offer.ask_id == PartnerAsk.id, Offer.state == "accepted").exists()
    one = func.json_build_object("name", PartnerAsk.name, "state", PartnerAsk.state, "helps", helps)
    all_ = func.coalesce(func.json_agg(aggregate_order_by(one, PartnerAsk.name)), func.json_build_array())
    stand = (PartnerAsk.request_id == Request.id, PartnerAsk.state != Answer.WITHDRAWN)
    return select(all_).where(*stand).correlate(Request).scalar_subquery()


def _pressing(now: datetime) -> ColumnElement[int]:
    """How far down the board a request stands; a week that is not sought yet asks no more of staff than a promise."""
    ended = Request.state.in_(ENDED)
    order = (State.ASKED, State.OPEN, State.UNDER_WAY, State.ASSIGNED)
    ranks = [(Request.state == state, cast(literal(rank), Integer)) for rank, state in enumerate(order, 2)]
    in_turn = (and_(Request.state == State.OPEN, Request.sought_from > now), ranks[-1][1])
    pressing = or_(and_(Request.alarm.is_not(None), ~ended), Request.unread, Request.unanswered)
    alarmed = (pressing, cast(literal(0), Integer))
    to_call = (Request.unreached, cast(literal(1), Integer))
    return case(alarmed, to_call, in_turn, *ranks, else_=cast(literal(len(order) + 2), Integer))


def _starts() -> ColumnElement[int]:
    """The start in seconds; counted backwards for what has ended, so that the newest stands first."""
    seconds = cast(func.extract("epoch", Request.starts_at), BigInteger)
    return case((and_(Request.state.in_(ENDED), ~Request.unreached), -seconds), else_=seconds)
