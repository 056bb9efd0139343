"""Questions about organisations and their staff."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import Session

from services.events.organisations.models import Membership, Organisation, Partner, Project, Staff
from shared.errors import Unauthenticated


def staff_by_email(session: Session, email: str) -> Staff | None:
    """The staff member with this address, however its case is typed."""
    return session.scalar(select(Staff).where(Staff.email == email.lower()))


def identity(session: Session, staff_id: UUID) -> dict[str, Any]:
    """Who a staff member is, with their role in each organisation. Raises Unauthenticated for nobody."""
    staff = session.get(Staff, staff_id)
    if staff is None:
        raise Unauthenticated
    rows = session.execute(
        select(Organisation.id, Organisation.name, Membership.role)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.staff_id == staff_id)
        .order_by(Organisation.name)
    )
    memberships = [{"organisation_id": id_, "organisation": name, "role": role} for id_, name, role in rows]
    return {
        "id": staff.id,
        "name": staff.name,
        "email": staff.email,
        "language": staff.language,
        "memberships": memberships,
        "roles": {one["organisation_id"]: one["role"] for one in memberships},
    }


_MEMBER = select(Staff.id, Staff.name, Staff.email, Staff.language, Membership.role).join(
    Membership, Membership.staff_id == Staff.id
)


def staff_of(
    session: Session, organisation_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], tuple[str, UUID] | None]:
    """Everybody who works for the organisation, by name; and after which (name, id) the next page begins."""
    wanted = _MEMBER.where(Membership.organisation_id == organisation_id)
    if after is not None:
        wanted = wanted.where(tuple_(Staff.name, Staff.id) > (after[0], UUID(after[1])))
    rows = session.execute(wanted.order_by(Staff.name, Staff.id).limit(limit + 1)).mappings()
    found = [dict(row) for row in rows]
    return found[:limit], (found[limit - 1]["name"], found[limit - 1]["id"]) if len(found) > limit else None


def staff_member(session: Session, organisation_id: UUID, staff_id: UUID) -> dict[str, Any]:
    """One who works for the organisation. Raises NoResultFound for anybody else."""
    one = _MEMBER.where(Membership.organisation_id == organisation_id, Staff.id == staff_id)
    return dict(session.execute(one).mappings().one())


def owners(session: Session, organisation_id: UUID) -> set[UUID]:
    """Who may let others in."""
    wanted = (Membership.organisation_id == organisation_id, Membership.role == "owner")
    return set(session.scalars(select(Membership.staff_id).where(*wanted)))


def organisations(session: Session, ids: Collection[UUID]) -> list[dict[str, Any]]:
    """These organisations with their projects, by name: what an organiser chooses from for a new event."""
    project = func.json_build_object("id", Project.id, "name", Project.name, "number", Project.number)
    projects = (
        select(func.coalesce(func.json_agg(project), func.json_build_array()))
        .where(Project.organisation_id == Organisation.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.municipality, projects.label("projects"))
        .where(Organisation.id.in_(ids))
        .order_by(Organisation.name)
    )
    return [dict(row) for row in rows.mappings()]


def takes_part(session: Session, organisation_id: UUID, project_id: UUID) -> bool:
    """Whether the organisation leads the project or is one of its partners."""
    lead = select(Project.id).where(Project.id == project_id, Project.organisation_id == organisation_id)
    partner = select(Partner.project_id).where(
        Partner.project_id == project_id, Partner.organisation_id == organisation_id
    )
    return bool(session.scalar(select(or_(lead.exists(), partner.exists()))))
