"""Joining, and what volunteers say of themselves."""

from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.people import queries
from services.volunteers.people.domain import Prefers
from services.volunteers.people.models import Volunteer
from services.volunteers.people.operations.signing_in import SignInStarted, send_code
from shared.errors import Invalid, Stale, _


def join(session: Session, facts: dict[str, Any], *, secret: str) -> SignInStarted:
    """Enter a volunteer and send a first code.

    Whoever is known by the phone or the e-mail already gets a code for what is there, unchanged: the answer tells
    nobody who volunteers.
    """
    enter_volunteer(session, facts)
    known = queries.volunteer_at(session, Prefers.SMS, facts.get("phone"))
    known = known or queries.volunteer_at(session, Prefers.EMAIL, facts.get("email"))
    return send_code(session, known, known.prefers if known else facts["prefers"], secret=secret)


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
