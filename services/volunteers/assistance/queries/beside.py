"""Who helps: those who have promised to come, and whoever else helps the same person at the same time."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.states import HELD
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.people.models import Volunteer


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody who helps the same person at the same time, by another request."""

    request: Request
    offer: Offer
    volunteer: Volunteer

    @property
    def first_name(self) -> str:
        """All of their name that the others need."""
        return self.volunteer.name.split()[0]


def helpers_of(session: Session, request_id: UUID) -> list[tuple[Offer, Volunteer]]:
    """Who has promised to come, with the offer they said yes to."""
    theirs = (
        select(Offer, Volunteer)
        .join(Volunteer, Volunteer.id == Offer.volunteer_id)
        .where(Offer.request_id == request_id, Offer.state == "accepted")
        .order_by(Offer.id)
    )
    return [(offer, volunteer) for offer, volunteer in session.execute(theirs)]


def beside(session: Session, request: Request) -> list[Beside]:
    """Who else helps this person meanwhile: with the driver of a ride, say, somebody who comes along.

    A person is known by their key, or by the mediation that both requests are for.
    """
    person = and_(Request.person_key == request.person_key, Request.person_key != b"")
    if request.referral_id:
        person = or_(person, Request.referral_id == request.referral_id)
    meanwhile = (Request.starts_at < request.ends_at, request.starts_at < Request.ends_at)
    others = (
        select(Request, Offer, Volunteer)
        .join(Offer, Offer.request_id == Request.id)
        .join(Volunteer, Volunteer.id == Offer.volunteer_id)
        .where(person, *meanwhile, Request.id != request.id, Request.state.in_(HELD), Offer.state == "accepted")
        .order_by(Offer.id)
    )
    return [Beside(*row) for row in session.execute(others)]
