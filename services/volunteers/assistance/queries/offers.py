"""What volunteers are asked and what they have promised, as far as they may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from services.volunteers.assistance.domain.states import State
from services.volunteers.assistance.domain.visits import SHOWN_FOR, may_see_details
from services.volunteers.assistance.models import Offer, PartnerAsk, Request
from services.volunteers.assistance.queries.beside import beside, helpers_of
from services.volunteers.people.models import Volunteer
from shared.database import moment
from shared.errors import NotFound
from shared.links import digest

MOST = 50
"""Of what a volunteer is asked at once, no more is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An errand as a volunteer sees it. `answerable`: a yes may still count; `details`: they may see whom and where.

    `ask` names the partner who asks, and for whom; None where the organisation whose request it is asks itself.
    `return_at` is when a way back begins that nobody has promised yet.
    """

    offer: Offer
    request: Request
    language: str
    answerable: bool
    details: bool
    ask: PartnerAsk | None
    return_at: datetime | None


def by_token(session: Session, token: str) -> Asked:
    """What the link in a question leads to. Raises NotFound."""
    return _one(session, Offer.token_digest == digest(token))


def of_volunteer(session: Session, offer_id: UUID, volunteer_id: UUID) -> Asked:
    """What a volunteer was asked, or has promised. Raises NotFound for what is another's."""
    return _one(session, Offer.id == offer_id, Offer.volunteer_id == volunteer_id)


def others(session: Session, asked: Asked) -> list[tuple[str, str]]:
    """Who else helps the person at the same time, first name and kind of help: of two, and by another request."""
    request = asked.request
    both = [
        (who.name.split()[0], request.kind) for offer, who in helpers_of(session, request.id) if offer != asked.offer
    ]
    return [*both, *((one.first_name, one.request.kind) for one in beside(session, request))]


def own(session: Session, volunteer_id: UUID) -> Sequence[Asked]:
    """What a volunteer has promised and may still look at, and what they are asked; the soonest first."""
    now = moment(session)
    asked = and_(Offer.state == "open", Request.state == State.OPEN, Offer.expires_at > now)
    promised = and_(Offer.state == "accepted", Request.ends_at > now - SHOWN_FOR)
    theirs = _found(Offer.volunteer_id == volunteer_id, or_(asked, promised))
    rows = session.execute(theirs.order_by(Request.starts_at, Offer.id).limit(MOST))
    return [_asked(now, *row) for row in rows]


def _found(*which: ColumnElement[bool]) -> Any:
    back = aliased(Request)
    sought = and_(back.leg_of == Request.id, back.state == State.OPEN)
    return (
        select(Offer, Request, Volunteer.language, PartnerAsk, back.starts_at)
        .join(Request, Request.id == Offer.request_id)
        .outerjoin(PartnerAsk, PartnerAsk.id == Offer.ask_id)
        .join(Volunteer, Volunteer.id == Offer.volunteer_id)
        .outerjoin(back, sought)
        .where(Volunteer.state == "active", *which)
    )


def _one(session: Session, *which: ColumnElement[bool]) -> Asked:
    row = session.execute(_found(*which)).one_or_none()
    if row is None:
        raise NotFound
    return _asked(moment(session), *row)


def _asked(
    now: datetime, offer: Offer, request: Request, language: str, ask: PartnerAsk | None, return_at: datetime | None
) -> Asked:
    waits = request.state == State.OPEN and request.gives_up_at > now
    return Asked(
        offer=offer,
        request=request,
        language=language,
        answerable=waits and offer.state in ("open", "declined") and offer.volunteer_id not in request.blocked,
        ask=ask,
        return_at=None if ask else return_at,
        details=offer.state == "accepted" and may_see_details(request.state, now, request.ends_at),
    )
