"""Erasing a person from requests: as whom help is for, as who asked for it, and as who helps."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import Act, NotNow, State, is_possible
from services.volunteers.assistance.models import Block, DocumentRow, Helper, Offer, Request
from services.volunteers.assistance.operations.asking import REPEAT
from services.volunteers.assistance.operations.claims import decline, drop_out
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.forgetting import NOBODY, forget_whose, wipe
from services.volunteers.assistance.queries.held import asked_for_others, for_themselves
from shared.contracts.parts import Remains, Whose
from shared.messaging.due import unschedule
from shared.messaging.erasing import counted

UNTIL_OVER = "until_visit_over"
"""Why something is left: somebody is with the person at this moment, and it goes when the visit ends."""


def lock_requests(session: Session, whose: Whose, volunteer_id: UUID | None) -> None:
    """Lock all that an erasure will change, in the order of ids, before the first change locks a person."""
    theirs = select(Offer.request_id).where(Offer.volunteer_id == volunteer_id)
    concerned = or_(for_themselves(whose), asked_for_others(whose), Request.id.in_(theirs))
    wanted = select(Request.id).where(concerned).order_by(Request.id)
    session.execute(wanted.with_for_update(key_share=True))


def erase_requests(session: Session, links: Links, whose: Whose) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """Cancel what still goes on for the person, with all its weeks, and wipe all of theirs at once.

    Of a visit that is under way, what its helper needs goes when it ends. Of what they asked for somebody else their
    own contact goes: the other still needs help. What was called off, and what stays; a second time finds nothing.
    """
    fresh = {"populate_existing": True}
    own = select(Request).where(for_themselves(whose)).order_by(Request.leg_of.is_not(None), Request.id)
    found = session.scalars(own.execution_options(**fresh)).all()
    for request in found:
        request.person, request.weekly_until = request.person | NOBODY, None
        unschedule(session, REPEAT, request.id)
    session.flush()
    going = [request.id for request in found if is_possible(request.state, Act.CANCEL)]
    for request in found:
        if is_possible(request.state, Act.CANCEL):
            cancel(session, links, request.id)
    now = [request for request in found if request.state != State.UNDER_WAY]
    for request in found:
        (wipe if request in now else forget_whose)(session, request)
    for request in session.scalars(select(Request).where(asked_for_others(whose)).execution_options(**fresh)):
        request.asker = None
    session.flush()
    later = ("request", len(found) - len(now), UNTIL_OVER)
    return counted(("request", len(going))), counted(("request", len(now), "number_alone"), later)


def erase_helper(session: Session, links: Links, volunteer_id: UUID) -> tuple[int, list[UUID]]:
    """Take back what a volunteer has promised or was asked, and forget how they help and their documents.

    How many promises were taken back, and the requests in which they have promised to help at any time. A visit that
    is under way goes on.
    """
    theirs = select(Offer.id, Offer.state, Offer.request_id).where(Offer.volunteer_id == volunteer_id)
    offers = session.execute(theirs.order_by(Offer.request_id, Offer.id)).all()
    released = 0
    for offer in offers:
        if offer.state == "open":
            decline(session, offer.id, "volunteer")
        with suppress(NotNow):
            if offer.state == "accepted":
                drop_out(session, links, offer.id, "volunteer")
                released += 1
    session.execute(delete(Block).where(Block.volunteer_id == volunteer_id))
    session.execute(delete(Helper).where(Helper.volunteer_id == volunteer_id))  # held first where documents are written
    session.execute(delete(DocumentRow).where(DocumentRow.volunteer_id == volunteer_id))
    return released, [offer.request_id for offer in offers if offer.state in ("accepted", "released")]
