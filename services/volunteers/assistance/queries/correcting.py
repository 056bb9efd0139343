"""A request that is about to be corrected: what of it is decided elsewhere, and what else belongs to it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.correcting import TiedToAppointment, TiedToSeries
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.queries.requests import first_of, request_of


@dataclass(frozen=True, slots=True)
class Correctable:
    """A request; `tied` is why its times are not corrected here; `other_way` the way back, or there."""

    request: Request
    tied: type[TiedToAppointment | TiedToSeries] | None
    other_way: UUID | None


def tied(session: Session, request: Request) -> type[TiedToAppointment | TiedToSeries] | None:
    """Why the times of a request are not corrected by themselves; None if they are.

    The weeks of a series that goes on are known by when they are; their ways back are not.
    """
    if request.referral_id:
        return TiedToAppointment
    goes_on = request.leg_of is None and first_of(session, request).weekly_until is not None
    return TiedToSeries if goes_on else None


def correctable(session: Session, request_id: UUID, organisations: Collection[UUID]) -> Correctable:
    """A request of one of the organisations. Raises NotFound."""
    request = request_of(session, request_id, organisations)
    back = session.scalar(select(Request.id).where(Request.leg_of == request.id))
    return Correctable(request, tied(session, request), request.leg_of or back)
