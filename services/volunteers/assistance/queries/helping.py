"""What volunteers say of their help, what of them was checked, and the organisations there are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import DocumentRow, Helper, ProjectMember
from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.models import Event
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class HelperSeen:
    """A volunteer as coordinators see how they help."""

    volunteer: Volunteer
    helper: Helper
    documents: Sequence[DocumentRow]


def helper(session: Session, volunteer_id: UUID) -> dict[str, Any]:
    """What a volunteer says of their help; nothing ticked if they never said."""
    found = session.get(Helper, volunteer_id)
    names = ("kinds", "organisations", "areas", "vehicle", "gender", "can_lift")
    empty: dict[str, Any] = {
        "kinds": [],
        "organisations": [],
        "areas": [],
        "vehicle": "none",
        "gender": None,
        "can_lift": False,
    }
    return {name: getattr(found, name) for name in names} if found else empty


def organisations(session: Session) -> Sequence[RowMapping]:
    """The organisations whose events we know: `id` and `name`, in the order of names."""
    named = select(Event.organisation_id.label("id"), func.max(Event.organisation).label("name"))
    return session.execute(named.group_by(Event.organisation_id).order_by("name")).mappings().all()


def askers(session: Session) -> list[tuple[UUID, str]]:
    """Those who may ask volunteers, if these allow it: whose events we know, and their partners; id and name, by name.

    A partner without events of its own may be asked to ask its volunteers.
    """
    named = select(ProjectMember.organisation_id, func.max(ProjectMember.name)).group_by(ProjectMember.organisation_id)
    known = {row[0]: row[1] for row in session.execute(named)}
    known |= {one.id: one.name for one in organisations(session)}
    return sorted(known.items(), key=lambda one: (one[1], one[0]))


def helper_of_organisations(session: Session, volunteer_id: UUID, theirs: Collection[UUID]) -> HelperSeen:
    """A volunteer whom one of the organisations may ask. Raises NotFound."""
    wanted = select(Volunteer, Helper).join(Helper, Helper.volunteer_id == Volunteer.id)
    found = session.execute(wanted.where(Volunteer.id == volunteer_id, Helper.organisations.overlap(list(theirs))))
    row = found.one_or_none()
    if row is None:
        raise NotFound
    seen = select(DocumentRow).where(DocumentRow.volunteer_id == volunteer_id).order_by(DocumentRow.kind)
    return HelperSeen(row[0], row[1], session.scalars(seen).all())
