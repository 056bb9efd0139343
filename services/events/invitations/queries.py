"""Questions about invitations: who can be invited, who was, and what they have answered."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.events.invitations.domain import Guest
from services.events.invitations.models import Invitation
from services.events.organisations.domain import Role
from services.events.organisations.models import Membership, Organisation, Partner, Project, Staff
from services.events.programme.models import Event, Occurrence, Venue
from shared.contracts.parts import Thing, Whose
from shared.errors import NotFound
from shared.languages import text_for
from shared.links import digest
from shared.messaging.erasing import MOST, thing, under

REPRESENT = (Role.OWNER, Role.ORGANISER)


def partners_of(session: Session, event_id: UUID) -> list[dict[str, Any]]:
    """The other organisations of the event's project by name, lead included, with how many can be written to."""
    event = select(Event.project_id, Event.organisation_id).where(Event.id == event_id).subquery()
    part = select(Partner.organisation_id).join(event, event.c.project_id == Partner.project_id)
    lead = select(Project.organisation_id).join(event, event.c.project_id == Project.id)
    people = func.count(Membership.staff_id).filter(Membership.role.in_(REPRESENT))
    rows = session.execute(
        select(Organisation.id, Organisation.name, people.label("people"))
        .outerjoin(Membership, Membership.organisation_id == Organisation.id)
        .where(Organisation.id.in_(part.union(lead)), Organisation.id.not_in(select(event.c.organisation_id)))
        .group_by(Organisation.id)
        .order_by(Organisation.name)
    )
    return [dict(row) for row in rows.mappings()]


def representatives(session: Session, organisation_ids: Collection[UUID]) -> list[Guest]:
    """Who speaks for these organisations: their owners and organisers."""
    rows = session.execute(
        select(Staff.name, Staff.email, Staff.language, Membership.organisation_id)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.organisation_id.in_(organisation_ids), Membership.role.in_(REPRESENT))
        .order_by(Staff.id)
    )
    return [Guest(*row) for row in rows]


def invited(session: Session, event_id: UUID) -> list[dict[str, Any]]:
    """Who was invited to which date of the event, in the order of dates and names, with what they have said."""
    rows = session.execute(
        select(*Invitation.__table__.columns, Organisation.name.label("organisation"))
        .join(Occurrence, Occurrence.id == Invitation.occurrence_id)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Occurrence.event_id == event_id)
        .order_by(Occurrence.starts_at, Occurrence.id, Invitation.name, Invitation.id)
    )
    return [dict(row) for row in rows.mappings()]


def answers(session: Session, event_id: UUID) -> dict[UUID, dict[str, int]]:
    """For each date of the event to which somebody was invited: how many were, have answered, and people who come."""
    rows = session.execute(
        select(
            *(Invitation.occurrence_id, func.count().label("invited")),
            *(func.count(Invitation.answer).label("answered"), func.sum(Invitation.people).label("people")),
        )
        .join(Occurrence, Occurrence.id == Invitation.occurrence_id)
        .where(Occurrence.event_id == event_id)
        .group_by(Invitation.occurrence_id)
    )
    return {row.occurrence_id: {"invited": row.invited, "answered": row.answered, "people": row.people} for row in rows}


def invitation(session: Session, token: str) -> dict[str, Any]:
    """What the link of an invitation leads to. Raises NotFound."""
    row = session.execute(_told().where(Invitation.token_digest == digest(token))).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def invitations_by_id(session: Session, invitation_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """The same of several by their ids, in the order of these."""
    rows = session.execute(_told().where(Invitation.id.in_(invitation_ids)).order_by(Invitation.id)).mappings()
    return [dict(row) for row in rows]


def _told() -> Any:
    return (
        select(
            *(Invitation.id, Invitation.name, Invitation.email, Invitation.language, Invitation.answer),
            *(Invitation.people, Invitation.other_name, Invitation.words, Invitation.version, Invitation.addresses),
            *(Event.title, Event.id.label("event_id"), Organisation.name.label("organisation")),
            *(Occurrence.starts_at, Occurrence.ends_at, Occurrence.zone, Occurrence.state),
            *(Venue.name.label("venue"), Venue.address),
        )
        .join(Occurrence, Occurrence.id == Invitation.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .join(Organisation, Organisation.id == Event.organisation_id)
        .join(Venue, Venue.id == Occurrence.venue_id)
    )


def invitations_held(session: Session, whose: Whose) -> list[Thing]:
    """What invitations keep under an address, for its owner, the newest first."""
    found = (
        select(Invitation, Event.title, Occurrence.starts_at)
        .join(Occurrence, Occurrence.id == Invitation.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(under(whose, email=Invitation.email))
        .order_by(Invitation.id.desc())
        .limit(MOST)
    )
    return [
        thing(
            "invitation",
            event=text_for(title, one.language)[0],
            starts_at=starts_at,
            name=one.name,
            email=one.email,
            language=one.language,
            answer=one.answer,
            names=one.other_name,
            note=one.words,
            made_at=one.invited_at,
        )
        for one, title, starts_at in session.execute(found)
    ]
