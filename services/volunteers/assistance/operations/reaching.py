"""Messages that did not arrive: somebody should call."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.states import WAY_THERE_MISSED, State
from services.volunteers.assistance.models import Offer, Request
from services.volunteers.assistance.operations.telling import locked, note
from shared.audit import audit


def mark_request(session: Session, request_id: UUID, *, unreached: bool) -> None:
    """Note whether the person, or who asked for them, missed a message about a request.

    Nothing is noted where no address of either is kept any more, and nobody is called about help that took place.
    """
    addresses = (who[way].astext for who in (Request.person, Request.asker) for way in ("phone", "email"))
    kept = update(Request).where(Request.id == request_id, func.num_nonnulls(*addresses) > 0)
    if unreached:
        kept = kept.where(Request.state != State.DONE)
    session.execute(kept.values(unreached=unreached).execution_options(synchronize_session="fetch"))


def mark_offer(session: Session, offer_id: UUID, *, unreached: bool) -> None:
    """Note whether a volunteer missed the question whether they can help."""
    session.execute(update(Offer).where(Offer.id == offer_id).values(unreached=unreached))


def note_called(session: Session, who: UUID, request_id: UUID, organisations: Collection[UUID]) -> None:
    """Note that `who`, a coordinator, has called about what no message brought, or whether the way back is wanted.

    Raises NotFound.
    """
    request = locked(session, request_id, Request.organisation_id.in_(organisations))
    request.unreached = False
    request.alarm = None if request.alarm == WAY_THERE_MISSED else request.alarm
    note(session, request_id, "called", "coordinator")
    audit(session, who, "request_called", request_id)
