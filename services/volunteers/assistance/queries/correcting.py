"""A request that is about to be corrected: what of it is decided elsewhere, and what else belongs to it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.correcting import TiedToAppointment
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.queries.requests import first_of, request_of


@dataclass(frozen=True, slots=True)
class Correctable:
    """A request; `tied` is why its times are not corrected here; `other_way` the way back, or there.

    `goes_on`: it is one of a weekly series that has not been stopped.
    """

    request: Request
    tied: type[TiedToAppointment] | None
    other_way: UUID | None
    goes_on: bool


def tied(request: Request) -> type[TiedToAppointment] | None:
    """Why the times of a request are not corrected by themselves; None if they are."""
    return TiedToAppointment if request.referral_id else None


def correctable(session: Session, request_id: UUID, organisations: Collection[UUID]) -> Correctable:
    """A request of one of the organisations. Raises NotFound."""
    request = request_of(session, request_id, organisations)
    back = session.scalar(select(Request.id).where(Request.leg_of == request.id))
    goes_on = first_of(session, request).weekly_until is not None
    return Correctable(request, tied(request), request.leg_of or back, goes_on)
