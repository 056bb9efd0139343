"""Questions about organisations and their staff."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from services.events.organisations.domain import NOBODY, PUBLISHERS, Member, Role
from services.events.organisations.models import FormerPartner, Membership, Organisation, Partner, Project, Staff
from services.events.tables import AuditRow
from shared import rights
from shared.contracts.parts import Contact, PartnerName, Thing, Whose
from shared.errors import NotFound, Unauthenticated
from shared.messaging.erasing import thing, under


def staff_by_email(session: Session, email: str) -> Staff | None:
    """Whoever works for an organisation and has this address, however its case is typed."""
    works = select(Membership.staff_id).where(Membership.staff_id == Staff.id).exists()
    return session.scalar(select(Staff).where(Staff.email == email.lower(), works))


def identity(session: Session, staff_id: UUID) -> dict[str, Any]:
    """Who a staff member is, with their role in each organisation. Raises Unauthenticated for nobody."""
    version = rights.version(session, staff_id)  # before the roles: a change in between then ends this token too
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
        "rights": version,
    }


_MEMBER = select(Staff.id, Staff.name, Staff.email, Staff.language, Membership.role).join(
    Membership, Membership.staff_id == Staff.id
)


def an_owner(session: Session, organisation: str) -> Member:
    """The owner in whose name whoever runs the server acts for the organisation of this name. Raises NotFound."""
    found = session.execute(
        select(Membership.staff_id, Organisation.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Organisation.name == organisation, Membership.role == Role.OWNER)
        .order_by(Membership.staff_id)
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound
    return Member(found[0], {found[1]: Role.OWNER})


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


def staff_contact(session: Session, organisation_id: UUID, staff_id: UUID) -> Contact | None:
    """How somebody who works for the organisation is written to; None for whoever does not, or not any more."""
    one = _MEMBER.where(Membership.organisation_id == organisation_id, Staff.id == staff_id)
    staff = session.execute(one).one_or_none()
    return Contact(channel="email", email=staff.email, language=staff.language) if staff else None


def staff_to_alert(session: Session, organisation_id: UUID) -> list[tuple[UUID, Contact]]:
    """Who must act at once for an organisation, at any hour: owners and social workers, else organisers; by id."""
    rows = session.execute(_MEMBER.where(Membership.organisation_id == organisation_id).order_by(Staff.id)).all()
    first = [row for row in rows if row.role in {Role.OWNER, Role.SOCIAL_WORKER}]
    meant = first or [row for row in rows if row.role == Role.ORGANISER]
    contacts = (Contact(channel="email", email=row.email, language=row.language, any_hour=True) for row in meant)
    return [(row.id, contact) for row, contact in zip(meant, contacts, strict=True)]


def publishing(session: Session, organisation_id: UUID) -> list[tuple[UUID, Contact]]:
    """Who answers for what an organisation makes public, and how they are written to; by id."""
    theirs = (Membership.organisation_id == organisation_id, Membership.role.in_(PUBLISHERS))
    rows = session.execute(_MEMBER.where(*theirs).order_by(Staff.id)).all()
    return [(row.id, Contact(channel="email", email=row.email, language=row.language)) for row in rows]


def duty_phone(session: Session, organisation_id: UUID) -> Contact | None:
    """The organisation's phone on duty, at any hour and in the language its staff work in."""
    found = session.get(Organisation, organisation_id)
    if found is None or found.duty_phone is None:
        return None
    return Contact(channel="sms", phone=found.duty_phone, language=found.language, any_hour=True)


def owners(session: Session, organisation_id: UUID) -> set[UUID]:
    """Who may let others in."""
    wanted = (Membership.organisation_id == organisation_id, Membership.role == "owner")
    return set(session.scalars(select(Membership.staff_id).where(*wanted)))


def organisations(session: Session, ids: Collection[UUID]) -> list[dict[str, Any]]:
    """These organisations with the projects they lead or take part in: what is chosen from for a new event."""
    part = select(Partner.project_id).where(Partner.organisation_id == Organisation.id).correlate(Organisation)
    project = func.json_build_object("id", Project.id, "name", Project.name, "number", Project.number)
    projects = (
        select(func.coalesce(func.json_agg(project), func.json_build_array()))
        .where(or_(Project.organisation_id == Organisation.id, Project.id.in_(part)))
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            *(Organisation.id, Organisation.name, Organisation.municipality, Organisation.duty_phone),
            projects.label("projects"),
        )
        .where(Organisation.id.in_(ids))
        .order_by(Organisation.name)
    )
    return [dict(row) for row in rows.mappings()]


def all_ids(session: Session) -> set[UUID]:
    """Every organisation there is."""
    return set(session.scalars(select(Organisation.id)))


def taking_part(session: Session) -> list[tuple[UUID, str]]:
    """Every organisation that leads a project or takes part in one, with its name, by name."""
    ids = select(Project.organisation_id).union(select(Partner.organisation_id))
    wanted = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)).order_by(Organisation.name)
    return [(id_, name) for id_, name in session.execute(wanted)]


def partners_of(session: Session, organisation_ids: Collection[UUID]) -> dict[UUID, date | None]:
    """The organisations that take part in projects which these lead, and those that did, with their last day."""
    own, theirs = Project.organisation_id.in_(organisation_ids), FormerPartner.organisation_id
    former = select(theirs, func.max(FormerPartner.ended_on)).join(Project, Project.id == FormerPartner.project_id)
    now = select(Partner.organisation_id).join(Project, Project.id == Partner.project_id).where(own)
    found: dict[UUID, date | None] = dict(session.execute(former.where(own).group_by(theirs)).all())
    return found | dict.fromkeys(session.scalars(now))


def _parts() -> Any:
    """The partners of a project by name, as JSON."""
    partner = func.json_build_object(
        *("id", Organisation.id, "name", Organisation.name),
        *("municipality", Organisation.municipality, "part", Partner.part),
    )
    return (
        select(func.coalesce(func.json_agg(aggregate_order_by(partner, Organisation.name)), func.json_build_array()))
        .where(Partner.project_id == Project.id, Partner.organisation_id == Organisation.id)
        .scalar_subquery()
    )


def projects(session: Session, organisation_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """The projects that these organisations lead or take part in, the newest first, each with lead and partners."""
    lead = aliased(Organisation)
    part = select(Partner.project_id).where(Partner.organisation_id.in_(organisation_ids))
    rows = session.execute(
        select(
            *(Project.id, Project.name, Project.number, Project.funder, Project.starts_on, Project.ends_on),
            *(lead.id.label("lead_id"), lead.name.label("lead"), _parts().label("partners")),
        )
        .join(lead, lead.id == Project.organisation_id)
        .where(or_(Project.organisation_id.in_(organisation_ids), Project.id.in_(part)))
        .order_by(Project.starts_on.desc(), Project.id)
    )
    return [dict(row) for row in rows.mappings()]


def project(session: Session, organisation_ids: Collection[UUID], project_id: UUID) -> dict[str, Any]:
    """One of those projects. Raises NotFound for any other."""
    found = [one for one in projects(session, organisation_ids) if one["id"] == project_id]
    if not found:
        raise NotFound
    return found[0]


def members(session: Session, project_id: UUID) -> tuple[int, tuple[PartnerName, ...]]:
    """The version of a project, and its lead and all who take part in it by name: both as of one moment."""
    part = select(Partner.organisation_id).where(Partner.project_id == Project.id)
    theirs = or_(Organisation.id == Project.organisation_id, Organisation.id.in_(part.correlate(Project)))
    wanted = select(Project.version, Organisation.id, Organisation.name).join(Organisation, theirs)
    rows = session.execute(wanted.where(Project.id == project_id).order_by(Organisation.name)).all()
    return rows[0][0], tuple(PartnerName(organisation_id=id_, name=name) for _version, id_, name in rows)


def takes_part(session: Session, organisation_id: UUID, project_id: UUID) -> bool:
    """Whether the organisation leads the project or is one of its partners."""
    lead = select(Project.id).where(Project.id == project_id, Project.organisation_id == organisation_id)
    partner = select(Partner.project_id).where(
        Partner.project_id == project_id, Partner.organisation_id == organisation_id
    )
    return bool(session.scalar(select(or_(lead.exists(), partner.exists()))))


def overseers(session: Session, organisation_id: UUID) -> set[UUID]:
    """The organisations that answer for what this one makes public: the leads of the projects it takes part in.

    None for an organisation that leads a project itself, or takes part in none.
    """
    leads = select(Project.organisation_id).join(Partner, Partner.project_id == Project.id)
    led = aliased(Project)
    leading = select(led.id).where(led.organisation_id == organisation_id).exists()
    return set(session.scalars(leads.where(Partner.organisation_id == organisation_id, ~leading)))


def overseen(session: Session, organisation_ids: Collection[UUID]) -> set[UUID]:
    """The organisations for which one of these answers; see `overseers`."""
    led = aliased(Project)
    leading = select(led.id).where(led.organisation_id == Partner.organisation_id).exists()
    partners = select(Partner.organisation_id).join(Project, Project.id == Partner.project_id)
    return set(session.scalars(partners.where(Project.organisation_id.in_(organisation_ids), ~leading)))


def history(
    session: Session,
    organisation_id: UUID,
    *,
    without: Collection[str],
    limit: int,
    after: tuple[str, ...] | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """What was done for the organisation as a whole, newest first, `without` these deeds; and how to go on.

    A deed names who did it, and the colleague or the partner that it was about. Nobody has a name here whom an erasure
    has taken it from.
    """
    colleague = aliased(Staff)
    wanted = (
        select(
            *(AuditRow.id, AuditRow.at, AuditRow.what, AuditRow.subject, AuditRow.detail),
            func.nullif(Staff.name, NOBODY).label("name"),
            func.nullif(colleague.name, NOBODY).label("colleague"),
            Organisation.name.label("partner"),
        )
        .outerjoin(Staff, Staff.id == AuditRow.who)
        .outerjoin(colleague, colleague.id == AuditRow.subject)
        .outerjoin(Organisation, Organisation.id == AuditRow.subject)
        .where(AuditRow.organisation_id == organisation_id, AuditRow.what.not_in(without))
        .order_by(AuditRow.id.desc())
    )
    if after is not None:
        wanted = wanted.where(AuditRow.id < UUID(after[0]))
    rows = [dict(row) for row in session.execute(wanted.limit(limit + 1)).mappings()]
    return rows[:limit], str(rows[limit - 1]["id"]) if len(rows) > limit else None


def duty_phones_held(session: Session, whose: Whose) -> list[Thing]:
    """The organisations that have named this phone as the one on duty."""
    found = select(Organisation.name, Organisation.duty_phone).where(under(whose, Organisation.duty_phone))
    return [
        thing("duty_phone", organisation=name, phone=phone)
        for name, phone in session.execute(found.order_by(Organisation.name))
    ]


def staff_held(session: Session, whose: Whose) -> list[Thing]:
    """What organisations keep of somebody who works here, or has, for themselves."""
    theirs = (
        select(Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.staff_id == Staff.id)
        .order_by(Organisation.name)
    )
    found = select(Staff, func.array(theirs.scalar_subquery())).where(under(whose, email=Staff.email))
    return [
        thing("staff_account", name=one.name, email=one.email, language=one.language, organisation=names)
        for one, names in session.execute(found)
    ]
