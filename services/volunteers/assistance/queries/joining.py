"""When a helper can be nowhere else because of a request, also if they have promised the other way too."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.joining import beside_other
from services.volunteers.assistance.domain.matching import busy_during
from services.volunteers.assistance.domain.requests import REQUEST
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.people.models import Commitment


def joined_offers(session: Session, request: Request) -> list[UUID]:
    """The promises of the other way: whoever made one may add this way, since the one is over when the other begins."""
    there = (Request.id == request.leg_of, Request.ends_at <= request.starts_at)
    back = (Request.leg_of == request.id, Request.starts_at >= request.ends_at)
    promised = select(Offer.id).join(Request, Request.id == Offer.request_id).where(Offer.state == "accepted")
    return list(session.scalars(promised.where(*(there if request.leg_of else back)).order_by(Offer.id)))


def time_of(session: Session, request: Request, volunteer_id: UUID) -> tuple[datetime, datetime]:
    """From when until when this request takes the helper, with driving there and home, and helping in and out."""
    load = timedelta(minutes=request.load_minutes)
    own = busy_during(request.kind, request.starts_at, request.ends_at, load)
    other = (
        select(Commitment.during)
        .join(Offer, Offer.id == Commitment.subject_id)
        .where(Commitment.kind == REQUEST, Offer.volunteer_id == volunteer_id)
        .where(Offer.id.in_(joined_offers(session, request)))
    )
    during = session.scalar(other)
    if during is None or during.lower is None or during.upper is None:
        return own
    return beside_other(own, (during.lower, during.upper), is_back=request.leg_of is not None)
