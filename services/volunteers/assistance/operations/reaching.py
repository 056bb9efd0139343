"""Messages that did not arrive: somebody should call."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import Offer, Request


def mark_request(session: Session, request_id: UUID, *, unreached: bool) -> None:
    """Note whether the person, or who asked for them, missed a message about a request."""
    session.execute(update(Request).where(Request.id == request_id).values(unreached=unreached))


def mark_offer(session: Session, offer_id: UUID, *, unreached: bool) -> None:
    """Note whether a volunteer missed the question whether they can help."""
    session.execute(update(Offer).where(Offer.id == offer_id).values(unreached=unreached))
