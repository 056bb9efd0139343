"""Questions about volunteers."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from services.volunteers.people.domain import Prefers
from services.volunteers.people.models import Volunteer
from shared.contracts.parts import Contact, Thing
from shared.errors import Unauthenticated
from shared.messaging.erasing import thing


def volunteer(session: Session, volunteer_id: UUID, *, locked: bool = False) -> Volunteer:
    """The volunteer who is signed in. Raises Unauthenticated for one who has left meanwhile."""
    found = session.get(Volunteer, volunteer_id, with_for_update={"key_share": True} if locked else None)
    if found is None or found.state != "active":
        raise Unauthenticated
    return found


def volunteer_at(session: Session, channel: str, address: str | None) -> Volunteer | None:
    """The active volunteer with this phone (E.164) or e-mail (in any case), locked until the transaction ends."""
    if address is None:
        return None
    known = Volunteer.phone == address if channel == Prefers.SMS else func.lower(Volunteer.email) == func.lower(address)
    return session.scalar(select(Volunteer).where(known, Volunteer.state == "active").with_for_update(key_share=True))


def contact_of(volunteer: Volunteer | Row[Any], channel: str | None = None) -> Contact:
    """How this volunteer is told things: by the channel they prefer, unless another is asked for; not once erased."""
    wanted = channel or volunteer.prefers
    known = volunteer.phone if wanted == Prefers.SMS else volunteer.email
    return Contact(
        channel=wanted if known else "none",
        phone=volunteer.phone,
        email=volunteer.email,
        language=volunteer.language,
        any_hour=volunteer.any_hour,
    )


def volunteer_held(volunteer: Volunteer) -> Thing:
    """What volunteers have said of themselves."""
    return thing(
        "volunteer",
        name=volunteer.name,
        phone=volunteer.phone,
        email=volunteer.email,
        language=volunteer.language,
        languages=volunteer.languages,
        skills=volunteer.skills,
        age=volunteer.age_band,
        made_at=volunteer.joined_at,
    )
