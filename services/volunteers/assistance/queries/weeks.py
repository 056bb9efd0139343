"""What belongs to a request: the weeks of one series and who helped before; the other of two ways."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.repeating import Pattern
from services.volunteers.assistance.domain.states import HELD, State
from services.volunteers.assistance.models import Offer, Request

HELPED = frozenset({*HELD, State.DONE})
"""A visit counts once it is promised: that it is over may be said days later."""


def pattern_of(session: Session, first: Request) -> Pattern:
    """When the weeks of a series are."""
    if first.pattern:
        return Pattern.kept(first.pattern)
    back = other_way(session, first)
    returns = {"return_at": back.starts_at, "return_ends_at": back.ends_at} if back else {}
    there = {name: getattr(first, name) for name in ("starts_at", "ends_at", "appointment_at")}
    return Pattern(**there, **returns)


def other_way(session: Session, request: Request) -> Request | None:
    """The way back of a way there, or the other way round, as it is now; None of what has one way only."""
    which = Request.id == request.leg_of if request.leg_of else Request.leg_of == request.id
    return session.scalar(select(Request).where(which).execution_options(populate_existing=True))


def way_back_at(session: Session, request: Request) -> datetime | None:
    """When the way back of a way there begins, if nobody has promised that yet."""
    wanted = select(Request.starts_at).where(Request.leg_of == request.id, Request.state == State.OPEN)
    return session.scalar(wanted)


def helpers_before(session: Session, request: Request) -> Sequence[UUID]:
    """The volunteers of the newest earlier week of its series in which anybody helped, on the same way.

    That is mostly the week before; a single request has none. A week that was cancelled, or to which nobody came, says
    nothing about who is familiar.
    """
    there = session.get_one(Request, request.leg_of) if request.leg_of else request
    weeks = select(Request.id).where(or_(Request.id == there.repeat_of, Request.repeat_of == there.repeat_of))
    same_way = Request.leg_of.in_(weeks) if request.leg_of else Request.id.in_(weeks)
    earlier = (same_way, Request.starts_at < request.starts_at, Request.state.in_(HELPED))
    promised = select(Offer.request_id).join(Request, Request.id == Offer.request_id)
    newest = promised.where(*earlier, Offer.state == "accepted").order_by(Request.starts_at.desc()).limit(1)
    helpers = select(Offer.volunteer_id).where(Offer.request_id.in_(newest), Offer.state == "accepted")
    return session.scalars(helpers.order_by(Offer.volunteer_id)).all()
