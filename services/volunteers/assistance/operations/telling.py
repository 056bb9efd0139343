"""What every change of a request has in common: the row is locked, a step is noted, and the others are told."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.assistance.domain.requests import By, Links
from services.volunteers.assistance.domain.states import PANIC, State
from services.volunteers.assistance.models import Offer, Request, Step
from services.volunteers.people.models import Volunteer
from services.volunteers.people.queries import contact_of
from shared.contracts.counting import RequestCounted
from shared.contracts.envelope import Message
from shared.contracts.parts import Contact, Errand
from shared.contracts.volunteers import (
    CoordinatorNeeded,
    RequestAssigned,
    RequestClosed,
    RequestMoved,
    RequestOfferAnswered,
    RequestOfferWithdrawn,
    RequestReopened,
)
from shared.database import moment
from shared.errors import NotFound
from shared.messaging import outbox
from shared.messaging.due import schedule

AGAIN = timedelta(seconds=1)
WITHDRAW = "request_withdraw"
"""A due row: whoever was asked hears that nobody is needed any more, once the one who said yes has their answer."""
OTHER_WAY = "request_other_way"
"""A due row: somebody has promised the other way of a ride, or nobody is waited for there any more.

It is looked at by itself, since whoever has promised one way holds that request, and must not wait for the other.
"""
SAFETY = "promises_checked"
"""A due row: something that keeps people safe has changed for whoever has promised, and their promise is looked at."""


def locked(session: Session, request_id: UUID, *whose: Any) -> Request:
    """The request as it is now, locked until the transaction ends. Raises NotFound."""
    wanted = select(Request).where(Request.id == request_id, *whose)
    found = session.scalar(wanted.with_for_update(key_share=True).execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def free(session: Session, due: str, request_id: UUID) -> Request | None:
    """The request, locked, for what became due; None if somebody else has it, and the due row comes again in a second.

    A worker does many due rows in one transaction: waiting for one while it holds others could go round in a circle.
    """
    wanted = select(Request).where(Request.id == request_id).execution_options(populate_existing=True)
    found = session.scalar(wanted.with_for_update(key_share=True, skip_locked=True))
    if found is None and session.scalar(select(Request.id).where(Request.id == request_id)):
        schedule(session, due, request_id, moment(session) + AGAIN)
    return found


def note(
    session: Session, request_id: UUID, what: str, by: str, volunteer_id: UUID | None = None, said: str = ""
) -> None:
    """Note a step of a request's history; `said` is for coordinators alone."""
    step = {"id": uuid7(), "request_id": request_id, "what": what, "by": by}
    session.execute(insert(Step), step | {"volunteer_id": volunteer_id, "note": said})


def errand_of(request: Request, *, promised: bool = True) -> Errand:
    """The request as far as whoever helps may know; who has not `promised` is not told where to: it may name a ward."""
    return Errand(
        kind=request.kind,
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        zone=request.zone,
        area=request.area,
        destination=request.destination if promised else "",
        appointment_at=request.appointment_at,
    )


def facts_of(request: Request, links: Links) -> dict[str, Any]:
    """What every message about a request carries."""
    return {
        "request_id": request.id,
        "organisation_id": request.organisation_id,
        "referral_id": request.referral_id,
        "errand": errand_of(request),
        "person": Contact(**request.person),
        "asker": Contact(**request.asker) if request.asker else None,
        "link": links.request(request.id),
    }


def tell(session: Session, request: Request, *messages: Message) -> None:
    """Publish what one change of a request has to say, under its next version.

    Whoever hears a newer version forgets what was to be said of an older one, so all of a change has the same. News
    that is written to nobody is left to the coordinators, who call.
    """
    request.version += 1
    if any(_unheard(request, message) for message in messages):
        request.unreached = True
    session.flush()
    for message in messages:
        outbox.publish(session, message, subject=request.id, version=request.version)


def count(session: Session, request: Request) -> None:
    """Tell what reports count a request by, as it is in its present version; `tell` of the same change comes first."""
    counted = RequestCounted(
        request_id=request.id,
        organisation_id=request.organisation_id,
        kind=request.kind,
        target_group=request.target_group,
        language=request.person["language"],
        asked_at=request.asked_at,
    )
    outbox.publish(session, counted, subject=request.id, version=request.version)


def _unheard(request: Request, message: Message) -> bool:
    """Whether neither person nor asker is written to about news, though a coordinator could reach one of them.

    What they did themselves is no news, and neither is what they were there for, or heard of as a whole series. Staff
    who have mediated are written to as the asker, and that brings it to nobody yet: a relative tells the person.
    """
    match message:
        case RequestClosed(of_series=True) | RequestMoved(of_series=True):
            return False
        case RequestAssigned() | RequestReopened() | RequestMoved(state="open"):
            pass
        case RequestClosed(outcome="unmet" | "cancelled", by="helper" | "coordinator" | "clock"):
            pass
        case _:
            return False
    by_staff = request.referral_id is not None and request.by != By.RELATIVE
    written = any(one and one.channel != "none" for one in (message.person, None if by_staff else message.asker))
    return not written and any(one and (one["phone"] or one["email"]) for one in (request.person, request.asker))


def sound_alarm(session: Session, links: Links, request: Request, alarm: str) -> None:
    """Call the coordinators of the request's organisation, and mark the request until somebody has acted."""
    request.alarm = alarm
    note(session, request.id, f"alarm_{alarm}", "clock")
    call_coordinators(session, links, request, alarm)


def sound_panic(session: Session, links: Links, request: Request, volunteer_id: UUID | None, by: str) -> None:
    """Call the coordinators to a helper who calls for help, and mark the request until one says what was done.

    `by` is how they called: `helper` on their page, `reply` by text.
    """
    request.alarm, request.unanswered = PANIC, True
    note(session, request.id, f"alarm_{PANIC}", by, volunteer_id)
    call_coordinators(session, links, request, PANIC)


def call_coordinators(session: Session, links: Links, request: Request, alarm: str) -> None:
    """Write to the coordinators of the request's organisation."""
    needed = CoordinatorNeeded(
        organisation_id=request.organisation_id,
        request_id=request.id,
        alarm=alarm,
        errand=errand_of(request),
        link=links.board(request.id),
        goes_on=request.state == State.OPEN and request.gives_up_at > moment(session),
    )
    tell(session, request, needed)


def withdraw_offers(session: Session, request: Request, *whose: Any) -> int:
    """Take back what is still asked and tell each volunteer, in the order of the offers; how many there were."""
    asked = (
        select(Offer, Volunteer)
        .join(Volunteer, Volunteer.id == Offer.volunteer_id)
        .where(Offer.request_id == request.id, Offer.state == "open", *whose)
        .order_by(Offer.id)
    )
    found = session.execute(asked).all()
    for offer, volunteer in found:
        offer.state = "withdrawn"
        thank(session, request, offer, volunteer)
    session.flush()
    return len(found)


def thank(session: Session, request: Request, offer: Offer, volunteer: Volunteer, reason: str = "") -> None:
    """Tell a volunteer that they are not needed any more; `reason` is a code of what keeps them from helping here."""
    offer.version += 1
    message = RequestOfferWithdrawn(
        request_id=request.id,
        offer_id=offer.id,
        errand=errand_of(request, promised=False),
        volunteer=contact_of(volunteer),
        reason=reason,
    )
    outbox.publish(session, message, subject=offer.id, version=offer.version)


def tell_answered(session: Session, offer: Offer) -> None:
    """Tell that the volunteer has answered, by whatever way, so that a text of theirs is not taken for the answer."""
    message = RequestOfferAnswered(request_id=offer.request_id, offer_id=offer.id, answer=offer.state)
    outbox.publish(session, message, subject=offer.id, version=offer.version)
