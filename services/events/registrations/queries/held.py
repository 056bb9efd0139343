"""What registrations keep under an address, for its owner."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.events.programme.models import Event, Occurrence
from services.events.registrations.models import Member, Registration
from shared.contracts.parts import Thing, Whose
from shared.languages import text_for
from shared.messaging.erasing import MOST, thing, under


def registrations_held(session: Session, whose: Whose) -> list[Thing]:
    """The parties whose contact it is, the newest first."""
    names = (
        select(func.array_agg(Member.name))
        .where(Member.registration_id == Registration.id)
        .correlate(Registration)
        .scalar_subquery()
    )
    found = (
        select(Registration, Event.title, Occurrence.starts_at, names)
        .join(Occurrence, Occurrence.id == Registration.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(under(whose, Registration.phone, Registration.email))
        .order_by(Registration.id.desc())
        .limit(MOST)
    )
    return [
        thing(
            "registration",
            event=text_for(title, one.language)[0],
            starts_at=starts_at,
            state=one.state,
            people=one.party,
            names=named,
            phone=one.phone,
            email=one.email,
            language=one.language,
            needs=one.needs,
            note=one.note,
            made_at=one.created_at,
        )
        for one, title, starts_at, named in session.execute(found)
    ]
