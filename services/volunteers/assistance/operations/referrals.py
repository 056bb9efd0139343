"""Help on the way to a service that the events service mediates: asked for there, and ended with it.

The two messages may come in either order, and be dealt with at the same time. So both begin by writing the referral's
own row, which the second of them waits for.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.moving import shifted
from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import Act, State, is_possible
from services.volunteers.assistance.models import HeardReferral, Request
from services.volunteers.assistance.operations.asking import enter
from services.volunteers.assistance.operations.closing import cancel_legs, whose
from shared.database import moment
from shared.messaging.due import schedule

FORGET_REFERRAL = "referral_forgotten"
"""A due row: no message about the referral can still be on its way."""
REMEMBERED = timedelta(days=90)
"""A referral is wiped where it is kept 90 days after its end; longer no message about it waits anywhere."""


def take_in(session: Session, links: Links, facts: Mapping[str, Any], referral_version: int = 0) -> None:
    """Enter what was asked at the kiosk, in the directory or in a mediation; the same id twice changes nothing.

    What came too late is entered all the same, and its person hears that nobody comes. What was asked for on the way
    to a service that is not wanted any more is not entered: whoever asked knows, since they took it back. It leads to
    the appointment as it is now, if that was moved since the referral's version that it names.
    """
    wanted = dict(facts)
    if referral_id := facts["referral_id"]:
        heard = heard_of(session, referral_id)
        if heard.closed:
            return
        if heard.appointment_at and facts["appointment_at"] and heard.version > referral_version:
            wanted |= shifted(facts, heard.appointment_at - facts["appointment_at"])
            wanted["destination"] = heard.destination
    if session.scalar(select(Request.id).where(Request.id == facts["id"])) is None:
        enter(session, links, wanted, entered_here=False)


BY = {"staff": "coordinator", "clock": "clock", "provider": "provider"}
"""Who ended a referral -> who so ended the help on its way; by a link, whoever has the one of the help."""


def cancel_for_referral(session: Session, links: Links, referral_id: UUID, by: str = "link") -> None:
    """Cancel the help on the way to a service that is not wanted any more; what has ended or begun stays.

    `by` is `link`, `staff`, `clock` or `provider`.

    So does the way back from where somebody is driven or was: they have to come home. What was asked for before, and
    is heard of only after this, is not entered.
    """
    heard_of(session, referral_id).closed = True
    session.flush()
    found = on_the_way(session, referral_id)
    driven = {request.id for request in found if request.state in (State.UNDER_WAY, State.DONE)}
    for request in found:
        if is_possible(request.state, Act.CANCEL) and request.leg_of not in driven:
            cancel_legs(session, links, request, "no_longer_needed", BY.get(by) or whose(request))


def forget_referral(session: Session, referral_id: UUID) -> None:
    """Remember nothing of a referral any more."""
    session.execute(delete(HeardReferral).where(HeardReferral.id == referral_id))


def heard_of(session: Session, referral_id: UUID) -> HeardReferral:
    """What was heard of the referral until now, its row locked; it is there from the first message on."""
    new = upsert(HeardReferral).values(id=referral_id)
    if session.scalar(new.on_conflict_do_nothing().returning(HeardReferral.id)) is not None:
        schedule(session, FORGET_REFERRAL, referral_id, moment(session) + REMEMBERED)
    wanted = select(HeardReferral).where(HeardReferral.id == referral_id).with_for_update(key_share=True)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def on_the_way(session: Session, referral_id: UUID) -> list[Request]:
    """All requests of the referral, locked: ways back after ways there, as everywhere."""
    in_order = (Request.leg_of.is_not(None), Request.id)
    theirs = select(Request).where(Request.referral_id == referral_id).order_by(*in_order)
    return list(session.scalars(theirs.with_for_update(key_share=True).execution_options(populate_existing=True)))
