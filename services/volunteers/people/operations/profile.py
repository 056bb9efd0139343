"""Joining, and what volunteers say of themselves."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.people import queries
from services.volunteers.people.domain import ADDRESSES, Prefers, check_served
from services.volunteers.people.models import Volunteer
from services.volunteers.people.operations.contact import let_go
from services.volunteers.people.operations.signing_in import SignInStarted, send_code
from shared.errors import Invalid, Stale, _


def join(session: Session, facts: dict[str, Any], *, secret: str, served: Collection[str]) -> SignInStarted:
    """Enter a volunteer and send a first code; `served` are the countries whose numbers get SMS from here.

    Whoever has proved the phone or the e-mail to be theirs gets a code there for what is there, unchanged: the answer
    tells nobody who volunteers. An address that somebody gave and never proved keeps nobody out. Raises Invalid for a
    phone that no code would reach.
    """
    check_served(facts["phone"], served)
    channels = sorted(ADDRESSES, key=lambda channel: channel != facts["prefers"])
    holders = {channel: queries.volunteer_at(session, channel, facts.get(ADDRESSES[channel])) for channel in channels}
    for channel, holder in holders.items():
        if holder and channel in holder.confirmed:
            return send_code(session, holder, channel, secret=secret)
    pending = [holder for holder in holders.values() if holder and not holder.confirmed]
    for channel, holder in holders.items():
        if holder and holder not in pending[:1]:
            let_go(session, channel, holder)
    if pending:
        for field, value in facts.items():
            setattr(pending[0], field, value)
        session.flush()
    else:
        enter_volunteer(session, facts)
    entered = queries.volunteer_at(session, facts["prefers"], facts[ADDRESSES[facts["prefers"]]])
    return send_code(session, entered, facts["prefers"], secret=secret)


def enter_volunteer(session: Session, facts: dict[str, Any]) -> bool:
    """Store a volunteer, whose addresses are normalised; False, and nothing changed, if phone or e-mail is known."""
    new = insert(Volunteer).values(id=uuid7(), **facts).on_conflict_do_nothing().returning(Volunteer.id)
    return session.scalar(new) is not None


def change_profile(session: Session, volunteer_id: UUID, version: int, changes: dict[str, Any]) -> Volunteer:
    """Change what volunteers say of themselves.

    Raises Stale unless `version` is the present one, and Invalid for a preferred channel without an address.
    """
    volunteer = queries.volunteer(session, volunteer_id, locked=True)
    if volunteer.version != version:
        raise Stale
    for field, value in changes.items():
        setattr(volunteer, field, value)
    if not (volunteer.phone if volunteer.prefers == Prefers.SMS else volunteer.email):
        raise Invalid({"prefers": [_("You have given us no address for this. Choose the other one.")]})
    volunteer.version += 1
    session.flush()
    return volunteer
