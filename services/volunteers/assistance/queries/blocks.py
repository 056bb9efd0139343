"""Whom a person never wants to come again, by the key that knows them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import RowMapping, and_, or_, select
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import Block, Helper, Offer, Request
from services.volunteers.people.models import Volunteer


def blocked_by(session: Session, person_key: bytes) -> frozenset[UUID]:
    """The volunteers whom this person never wants to come again."""
    return frozenset(session.scalars(select(Block.volunteer_id).where(Block.person_key == person_key)))


def blocked_for(session: Session, request: Request) -> Sequence[RowMapping]:
    """The same with names, since when, and in order; no `name` of whom the request's organisation does not know.

    It knows whom it may ask, and whoever has promised it something.
    """
    ours = Helper.organisations.contains([request.organisation_id])
    promised = (
        select(Offer.id)
        .join(Request, Request.id == Offer.request_id)
        .where(Offer.volunteer_id == Block.volunteer_id, Request.organisation_id == request.organisation_id)
        .where(Offer.state.in_(("accepted", "released")))
        .exists()
    )
    found = (
        select(Block.volunteer_id, Block.at, Volunteer.name)
        .outerjoin(Helper, Helper.volunteer_id == Block.volunteer_id)
        .outerjoin(Volunteer, and_(Volunteer.id == Block.volunteer_id, or_(ours, promised)))
        .where(Block.person_key == request.person_key)
        .order_by(Volunteer.name, Block.volunteer_id)
    )
    return session.execute(found).mappings().all()
