"""A helper calls for help, by text or on their page, and a coordinator says what was done; what else helpers text.

A call outlives the visit: whoever else says that all is well there ends the visit, not the call (0052).
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import PANIC, Act, NotNow, after
from services.volunteers.assistance.domain.visits import TOLD_ONCE_IN, TooEarlyToArrive, may_call_for_help
from services.volunteers.assistance.models import Request, Step
from services.volunteers.assistance.operations.closing import end
from services.volunteers.assistance.operations.telling import locked, note, sound_panic
from services.volunteers.assistance.operations.visits import note_arrival, promised
from services.volunteers.assistance.queries.beside import helpers_of
from services.volunteers.people.models import Volunteer
from services.volunteers.people.queries import contact_of
from shared.audit import audit
from shared.contracts.visits import HelpCalled
from shared.database import moment
from shared.errors import NotFound
from shared.messaging import outbox


def call_for_help(session: Session, links: Links, offer_id: UUID, volunteer_id: UUID) -> None:
    """Something is wrong where the helper is: the coordinator hears at once, however often it is pressed.

    Also for a day after the end, since the other of two may have said that all is well. Raises NotFound, and NotNow if
    nobody helps there.
    """
    request, offer = promised(session, offer_id, volunteer_id)
    if not may_call_for_help(request.state, moment(session), request.ends_at):
        raise NotNow
    sound_panic(session, links, request, offer.volunteer_id, "helper")


def hear_helper(session: Session, links: Links, request_id: UUID, said: str, phone: str = "") -> None:
    """What a helper texts about a visit: `arrived`; `done`, or `yes` to the question whether all is well; `no` to it.

    A no calls the coordinators at once, also if the other of two has just ended the visit, and the helper reads that
    they are called. Who is done before the start was there, even if they had not said so. Nothing else changes once
    nobody helps there any more, or long before the start. Of two helpers either speaks for both; `phone` says which.
    """
    try:
        request = locked(session, request_id)
        helper = _who_texts(session, request, phone)
        if said == "no":
            _call_by_text(session, links, request, helper)
            return
        after(request.state, Act.FINISH)
        if said == "arrived" or moment(session) < request.starts_at:
            note_arrival(session, request, helper.id if helper else None)
        if said in ("yes", "done"):
            end(session, links, request, Act.FINISH, "", "helper")
    except (NotFound, NotNow, TooEarlyToArrive):
        return


def _who_texts(session: Session, request: Request, phone: str) -> Volunteer | None:
    """The helper with this phone; where only one helps it is they, whatever phone they have by now."""
    helpers = [volunteer for _offer, volunteer in helpers_of(session, request.id)]
    theirs = [one for one in helpers if one.phone == phone] or helpers
    return theirs[0] if len(theirs) == 1 else None


def _call_by_text(session: Session, links: Links, request: Request, helper: Volunteer | None) -> None:
    if not may_call_for_help(request.state, moment(session), request.ends_at):
        return
    told = helper and _told_lately(session, request.id, helper.id)
    sound_panic(session, links, request, helper.id if helper else None, "reply")
    if helper and not told:
        message = HelpCalled(request_id=request.id, helper=contact_of(helper, "sms"))
        outbox.publish(session, message, subject=request.id, version=request.version)


def _told_lately(session: Session, request_id: UUID, volunteer_id: UUID) -> bool:
    """Whether a text of theirs has called already some minutes ago."""
    this = (Step.request_id == request_id, Step.volunteer_id == volunteer_id, Step.what == f"alarm_{PANIC}")
    lately = select(Step.id).where(*this, Step.by == "reply", Step.at > moment(session) - TOLD_ONCE_IN)
    return session.scalar(lately.limit(1)) is not None


def answer_call(session: Session, who: UUID, request_id: UUID, organisations: Collection[UUID], said: str) -> None:
    """Note what `who`, a coordinator, or somebody else did about a helper's call for help; the board shows it no more.

    What was answered already stays so. Raises NotFound.
    """
    request = locked(session, request_id, Request.organisation_id.in_(organisations))
    if not request.unanswered:
        return
    request.unanswered = False
    request.alarm = None if request.alarm == PANIC else request.alarm
    request.version += 1
    note(session, request_id, "call_answered", "coordinator", said=said)
    audit(session, who, "request_call_answered", request_id)
