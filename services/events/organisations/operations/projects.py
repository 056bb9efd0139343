"""Organisations, the projects they lead, and who takes part in those."""

from typing import Any
from uuid import UUID

from sqlalchemy import Date, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.organisations import queries
from services.events.organisations.domain import LeadsIt, Owner, OwnerIsMissing, PartnerIsThere, Person, Role, entitle
from services.events.organisations.models import FormerPartner, Organisation, Partner, Project
from services.events.organisations.operations.noting import note
from services.events.organisations.operations.staff import hire
from shared.contracts.organisations import PartnersChanged
from shared.database import moment
from shared.errors import NotFound
from shared.languages import DEFAULT
from shared.messaging import outbox
from shared.messaging.due import schedule

PARTNERS = "project_partners"
"""A due row: a project of which the other services have not been told yet who takes part in it."""
PARTNER_LEFT = "partner_left"
"""A due row: an organisation takes part in a project no more, and what waited there for its lead does so in vain."""
TODAY = cast(func.timezone("Europe/Vilnius", func.now()), Date)
"""In Lithuania, where days are counted."""


def found_organisation(session: Session, *, name: str, municipality: str, language: str) -> UUID:
    """The organisation of this name, made if it is new."""
    return _found(session, name, municipality, language)[0]


def _found(session: Session, name: str, municipality: str, language: str) -> tuple[UUID, bool]:
    """The organisation of this name, and whether it was made just now: of two at once, one makes it."""
    new = upsert(Organisation).values(id=uuid7(), name=name, municipality=municipality, language=language)
    made = session.scalar(new.on_conflict_do_nothing().returning(Organisation.id))
    if made is not None:
        return made, True
    return session.scalars(select(Organisation.id).where(Organisation.name == name)).one(), False


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
    tell_partners(session, project.id)
    return project.id


def add_partner(
    session: Session,
    person: Person,
    project_id: UUID,
    *,
    name: str,
    municipality: str,
    part: str,
    owner: Owner | None = None,
) -> str | None:
    """Let an organisation take part in a project; one that is new here is founded with its first owner.

    Answers to the address of that owner, who has to be sent a link; nobody is let into an organisation that is known.
    Raises NotFound and Forbidden for whoever does not own the lead, LeadsIt, PartnerIsThere and OwnerIsMissing.
    """
    lead, project = _led(session, person, project_id)
    known = session.scalar(select(Organisation.id).where(Organisation.name == name))
    if known == lead:
        raise LeadsIt
    if known is None and owner is None:
        raise OwnerIsMissing
    partner, is_new = _found(session, name, municipality, owner.language if owner else DEFAULT)
    new = upsert(Partner).values(project_id=project_id, organisation_id=partner, part=part)
    if session.scalar(new.on_conflict_do_nothing().returning(Partner.organisation_id)) is None:
        raise PartnerIsThere
    _changed(session, project_id)
    note(session, lead, person.id, "partner_added", partner, detail=project)
    if owner is None or not is_new:
        return None
    hire(session, partner, email=owner.email, name=owner.name, language=owner.language, role=Role.OWNER)
    return owner.email


def remove_partner(session: Session, person: Person, project_id: UUID, organisation_id: UUID) -> None:
    """End an organisation's part in a project; its events stay, and what counted towards the project until today.

    What the lead was to approve is due to go back to the organisation. Raises NotFound, also for one that takes no
    part, and Forbidden for whoever does not own the lead.
    """
    lead, project = _led(session, person, project_id)
    gone = delete(Partner).where(Partner.project_id == project_id, Partner.organisation_id == organisation_id)
    if session.scalar(gone.returning(Partner.organisation_id)) is None:
        raise NotFound
    former = upsert(FormerPartner).values(project_id=project_id, organisation_id=organisation_id, ended_on=TODAY)
    keys = ["project_id", "organisation_id"]
    session.execute(former.on_conflict_do_update(index_elements=keys, set_={"ended_on": former.excluded.ended_on}))
    _changed(session, project_id)
    schedule(session, PARTNER_LEFT, organisation_id, moment(session))
    note(session, lead, person.id, "partner_removed", organisation_id, detail=project)


def _changed(session: Session, project_id: UUID) -> None:
    """Count the change before reading who takes part: of two at once, the later version tells of both."""
    session.execute(update(Project).where(Project.id == project_id).values(version=Project.version + 1))
    tell_partners(session, project_id)


def tell_partners(session: Session, project_id: UUID) -> None:
    """Tell the other services who leads the project and who takes part in it now; the same version twice is no news."""
    version, members = queries.members(session, project_id)
    changed = PartnersChanged(project_id=project_id, members=members)
    outbox.publish(session, changed, subject=project_id, version=version)


def _led(session: Session, person: Person, project_id: UUID) -> tuple[UUID, str]:
    """The lead of the project, which the person owns, and the project's name; partners know of it and no more."""
    project = queries.project(session, person.roles, project_id)
    entitle(person, project["lead_id"], (Role.OWNER,))
    return project["lead_id"], project["name"]
