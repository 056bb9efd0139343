"""Changes of organisations and their staff, and the audit that every change by staff leaves."""

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations import queries
from services.events.organisations.domain import LINK_LIVES, LastOwner, Person, Role, StaffIsThere, digest, entitle
from services.events.organisations.models import AuditRow, Membership, Organisation, Partner, Project, SignInLink, Staff
from shared.contracts.events import StaffSignInRequested
from shared.contracts.parts import Contact
from shared.errors import Gone, NotFound
from shared.messaging import outbox


def audit(session: Session, who: UUID, what: str, subject: UUID) -> None:
    """Note that a staff member changed a thing or read people's data, in the same transaction."""
    session.execute(insert(AuditRow).values(id=uuid7(), who=who, what=what, subject=subject))


def request_sign_in(session: Session, email: str, public_url: str) -> None:
    """Send a one-use link to a staff member. For an unknown address nothing happens, and nobody can tell."""
    staff = queries.staff_by_email(session, email)
    if staff is None:
        return
    token, expires_at = _new_link(session, staff.id)
    asked = update(Staff).where(Staff.id == staff.id).values(sign_ins=Staff.sign_ins + 1).returning(Staff.sign_ins)
    message = StaffSignInRequested(
        contact=Contact(channel="email", email=staff.email, language=staff.language, any_hour=True),
        link=_address(public_url, token),
        expires_at=expires_at,
    )
    outbox.publish(session, message, subject=staff.id, version=session.scalars(asked).one())


def sign_in_link(session: Session, email: str, public_url: str) -> str:
    """A one-use link for whoever runs the server, instead of an e-mail. Raises NotFound for an unknown address."""
    staff = queries.staff_by_email(session, email)
    if staff is None:
        raise NotFound
    return _address(public_url, _new_link(session, staff.id)[0])


def _new_link(session: Session, staff_id: UUID) -> tuple[str, datetime]:
    token, expires_at = secrets.token_urlsafe(24), datetime.now(UTC) + LINK_LIVES
    link = insert(SignInLink).values(token_digest=digest(token), staff_id=staff_id, expires_at=expires_at)
    session.execute(link)
    return token, expires_at


def _address(public_url: str, token: str) -> str:
    return f"{public_url}/organise/sign-in/{token}"


def read_staff(
    session: Session, person: Person, organisation_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], tuple[str, UUID] | None]:
    """Show an owner who works for the organisation, and note that they looked. Raises NotFound and Forbidden."""
    entitle(person, organisation_id, (Role.OWNER,))
    audit(session, person.id, "staff_read", organisation_id)
    return queries.staff_of(session, organisation_id, limit=limit, after=after)


def redeem_sign_in(session: Session, token: str) -> dict[str, Any]:
    """Use up a link and say whose it is: one conditional write decides, however many try at once.

    Raises Gone for a link that is used, over or forged.
    """
    good = (SignInLink.token_digest == digest(token), SignInLink.used_at.is_(None), SignInLink.expires_at > func.now())
    used = update(SignInLink).where(*good).values(used_at=func.now()).returning(SignInLink.staff_id)
    staff_id = session.scalar(used)
    if staff_id is None:
        raise Gone
    audit(session, staff_id, "signed_in", staff_id)
    return queries.identity(session, staff_id)


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
    audit(session, person.id, "staff_added", staff.id)
    return {"id": staff.id, "name": staff.name, "email": staff.email, "language": staff.language, "role": role}


def hire(session: Session, organisation_id: UUID, *, email: str, name: str, language: str, role: str) -> Staff | None:
    """Make a person staff of an organisation, without asking by whose right; None if they are already."""
    new = upsert(Staff).values(id=uuid7(), email=email.lower(), name=name, language=language)
    session.execute(new.on_conflict_do_nothing())
    staff = session.scalars(select(Staff).where(Staff.email == email.lower())).one()
    membership = upsert(Membership).values(organisation_id=organisation_id, staff_id=staff.id, role=role)
    joined = session.scalar(membership.on_conflict_do_nothing().returning(Membership.staff_id))
    return staff if joined else None


def change_role(
    session: Session, person: Person, organisation_id: UUID, staff_id: UUID, *, role: str
) -> dict[str, Any]:
    """Give a staff member another role, from their next sign-in on.

    Raises NotFound and Forbidden for whoever does not own the organisation, and LastOwner.
    """
    entitle(person, organisation_id, (Role.OWNER,))
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    if role != Role.OWNER and queries.owners(session, organisation_id) == {staff_id}:
        raise LastOwner
    theirs = (Membership.organisation_id == organisation_id, Membership.staff_id == staff_id)
    changed = session.scalar(update(Membership).where(*theirs).values(role=role).returning(Membership.staff_id))
    if changed is None:
        raise NotFound
    audit(session, person.id, "role_changed", staff_id)
    return queries.staff_member(session, organisation_id, staff_id)


def found_organisation(session: Session, *, name: str, municipality: str, language: str) -> UUID:
    """The organisation of this name, made if it is new."""
    new = upsert(Organisation).values(id=uuid7(), name=name, municipality=municipality, language=language)
    session.execute(new.on_conflict_do_nothing())
    return session.scalars(select(Organisation.id).where(Organisation.name == name)).one()


def open_project(session: Session, organisation_id: UUID, *, partners: dict[UUID, str], **facts: Any) -> UUID:
    """The organisation's project of this name, made if it is new; `partners` says who takes part in it and as what."""
    same = (Project.organisation_id == organisation_id, Project.name == facts["name"])
    found = session.scalar(select(Project.id).where(*same))
    if found is not None:
        return found
    project = Project(id=uuid7(), organisation_id=organisation_id, **facts)
    session.add(project)
    session.flush()
    session.add_all(Partner(project_id=project.id, organisation_id=id_, part=part) for id_, part in partners.items())
    session.flush()
    return project.id
