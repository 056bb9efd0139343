"""Who works for an organisation and as what. What they may do counts from the next request on, in every service."""

from typing import Any
from uuid import UUID

from sqlalchemy import Delete, Update, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations import queries
from services.events.organisations.domain import LastOwner, Person, Role, StaffIsThere, entitle
from services.events.organisations.models import Membership, Organisation, Staff
from services.events.organisations.operations.noting import note
from shared import rights
from shared.contracts.events import StaffRightsChanged
from shared.errors import NotFound
from shared.messaging import outbox


def read_staff(
    session: Session, person: Person, organisation_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], tuple[str, UUID] | None]:
    """Show an owner who works for the organisation, and note that they looked. Raises NotFound and Forbidden."""
    entitle(person, organisation_id, (Role.OWNER,))
    note(session, organisation_id, person.id, "staff_read", organisation_id)
    return queries.staff_of(session, organisation_id, limit=limit, after=after)


def add_staff(
    session: Session, person: Person, organisation_id: UUID, *, email: str, name: str, language: str, role: str
) -> dict[str, Any]:
    """Let a person work for the organisation; one who is staff elsewhere keeps their own name and language.

    Raises NotFound and Forbidden for whoever does not own the organisation, and StaffIsThere.
    """
    entitle(person, organisation_id, (Role.OWNER,))
    staff = hire(session, organisation_id, email=email, name=name, language=language, role=role)
    if staff is None:
        raise StaffIsThere
    note(session, organisation_id, person.id, "staff_added", staff.id, detail=role)
    return {"id": staff.id, "name": staff.name, "email": staff.email, "language": staff.language, "role": role}


def hire(session: Session, organisation_id: UUID, *, email: str, name: str, language: str, role: str) -> Staff | None:
    """Make a person staff of an organisation, without asking by whose right; None if they are already."""
    new = upsert(Staff).values(id=uuid7(), email=email.lower(), name=name, language=language)
    session.execute(new.on_conflict_do_nothing())
    staff = session.scalars(select(Staff).where(Staff.email == email.lower())).one()
    membership = upsert(Membership).values(organisation_id=organisation_id, staff_id=staff.id, role=role)
    joined = session.scalar(membership.on_conflict_do_nothing().returning(Membership.staff_id))
    return staff if joined else None


def set_duty_phone(session: Session, person: Person, organisation_id: UUID, number: str | None) -> None:
    """Write to this phone (E.164), or to none, when somebody may be in need.

    Raises NotFound and Forbidden for whoever does not own the organisation.
    """
    entitle(person, organisation_id, (Role.OWNER,))
    session.execute(update(Organisation).where(Organisation.id == organisation_id).values(duty_phone=number))
    note(session, organisation_id, person.id, "duty_phone_changed", organisation_id)


def change_role(
    session: Session, person: Person, organisation_id: UUID, staff_id: UUID, *, role: str
) -> dict[str, Any]:
    """Give a staff member another role. They sign in anew; what their old token allowed ends at once.

    The same role changes nothing. Raises NotFound and Forbidden for whoever does not own the organisation, and
    LastOwner.
    """
    entitle(person, organisation_id, (Role.OWNER,))
    if role != Role.OWNER:
        _keep_an_owner(session, organisation_id, staff_id)
    theirs = (Membership.organisation_id == organisation_id, Membership.staff_id == staff_id)
    if session.scalar(select(Membership.role).where(*theirs)) == role:
        return queries.staff_member(session, organisation_id, staff_id)
    before = _rights_changed(session, organisation_id, staff_id, update(Membership).values(role=role))
    note(session, organisation_id, person.id, "role_changed", staff_id, detail=f"{before} {role}")
    return queries.staff_member(session, organisation_id, staff_id)


def remove_staff(session: Session, person: Person, organisation_id: UUID, staff_id: UUID) -> None:
    """End a person's work for the organisation, and every sign-in of theirs. What they did stays in the audit.

    Raises NotFound and Forbidden for whoever does not own the organisation, and LastOwner.
    """
    entitle(person, organisation_id, (Role.OWNER,))
    _keep_an_owner(session, organisation_id, staff_id)
    before = _rights_changed(session, organisation_id, staff_id, delete(Membership))
    note(session, organisation_id, person.id, "staff_removed", staff_id, detail=before)


def _keep_an_owner(session: Session, organisation_id: UUID, staff_id: UUID) -> None:
    """Raise LastOwner if nobody but this person owns the organisation; two at once wait for each other here."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True))
    if queries.owners(session, organisation_id) == {staff_id}:
        raise LastOwner


def _rights_changed(session: Session, organisation_id: UUID, staff_id: UUID, change: Update | Delete) -> str:
    """Change a membership, and tell all services that older tokens of this person end; says which role it gave.

    Raises NotFound without one.
    """
    theirs = (Membership.organisation_id == organisation_id, Membership.staff_id == staff_id)
    role = session.scalar(select(Membership.role).where(*theirs).with_for_update(key_share=True))
    if role is None:
        raise NotFound
    session.execute(change.where(*theirs))
    version = rights.changed(session, staff_id)
    outbox.publish(session, StaffRightsChanged(staff_id=staff_id), subject=staff_id, version=version)
    return role
