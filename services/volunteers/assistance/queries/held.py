"""What assistance keeps under an address, for its owner: help that was asked for, and how they help."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_, select
from sqlalchemy.orm import Session

from services.volunteers.assistance.models import Block, DocumentRow, Helper, Offer, Request
from services.volunteers.people.models import Volunteer
from shared.contracts.parts import Thing, Whose
from shared.messaging.erasing import MOST, thing, under


def for_themselves(whose: Whose) -> ColumnElement[bool]:
    """Whether a request is for whoever has this address."""
    return under(whose, Request.person["phone"].astext, Request.person["email"].astext)


def asked_for_others(whose: Whose) -> ColumnElement[bool]:
    """Whether somebody else's request was asked for by whoever has this address."""
    asker = under(whose, Request.asker["phone"].astext, Request.asker["email"].astext)
    return and_(Request.asker.is_not(None), asker, not_(for_themselves(whose)))


def requests_held(session: Session, whose: Whose) -> list[Thing]:
    """The requests for a person, and those that they asked for somebody else: of these their own part alone."""
    own = select(Request).where(for_themselves(whose)).order_by(Request.id.desc()).limit(MOST)
    asked = select(Request).where(asked_for_others(whose)).order_by(Request.id.desc()).limit(MOST)
    return [
        *(
            thing(
                "request",
                kind=one.kind,
                starts_at=one.starts_at,
                state=one.state,
                name=one.name,
                phone=one.person["phone"],
                email=one.person["email"],
                place=one.place,
                destination=one.destination,
                appointment=one.appointment_at,
                languages=one.languages,
                group=one.target_group,
                needs=[name for name in ("wheelchair", "stairs", "companion", "two_people") if getattr(one, name)],
                note=one.note,
                made_at=one.asked_at,
            )
            for one in session.scalars(own)
        ),
        *(
            thing(
                "request_for_another",
                kind=one.kind,
                starts_at=one.starts_at,
                state=one.state,
                phone=(one.asker or {})["phone"],
                email=(one.asker or {})["email"],
                made_at=one.asked_at,
            )
            for one in session.scalars(asked)
        ),
    ]


def blocks_held(session: Session, whose: Whose) -> list[Thing]:
    """Whom of the volunteers they never want again: a first name, which they know from the visit."""
    keys = select(Request.person_key).where(for_themselves(whose), Request.person_key != b"")
    found = (
        select(Volunteer.name, Block.at)
        .join(Volunteer, Volunteer.id == Block.volunteer_id)
        .where(Block.person_key.in_(keys))
        .order_by(Block.at.desc())
        .limit(MOST)
    )
    return [thing("block", name=row.name.split()[0], made_at=row.at) for row in session.execute(found)]


def helping_held(session: Session, volunteer_id: UUID) -> list[Thing]:
    """How a volunteer helps, which of their documents were looked at, and to what they have promised to come."""
    how = session.scalars(select(Helper).where(Helper.volunteer_id == volunteer_id))
    seen = session.scalars(
        select(DocumentRow).where(DocumentRow.volunteer_id == volunteer_id).order_by(DocumentRow.kind)
    )
    promised = (
        select(Request.kind, Request.starts_at, Offer.state, Offer.answered_at)
        .join(Offer, Offer.request_id == Request.id)
        .where(Offer.volunteer_id == volunteer_id)
        .order_by(Offer.id.desc())
        .limit(MOST)
    )
    return [
        *(thing("helper", kind=one.kinds, place=one.areas, vehicle=one.vehicle, gender=one.gender) for one in how),
        *(thing("document", kind=one.kind, checked_on=one.checked_on, valid_until=one.valid_until) for one in seen),
        *(
            thing("promise", kind=one.kind, starts_at=one.starts_at, state=one.state, answered_at=one.answered_at)
            for one in session.execute(promised)
        ),
    ]
