"""Erasing a volunteer: their row stays without a person, since hours and shifts are counted by it."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from services.volunteers.people import queries
from services.volunteers.people.domain import ADDRESSES, NOBODY, Prefers
from services.volunteers.people.models import Commitment, SignIn, Volunteer
from services.volunteers.people.operations.contact import let_go
from shared.contracts.parts import Whose


def erase_volunteer(session: Session, volunteer: Volunteer, whose: Whose) -> Whose | None:
    """Wipe who a volunteer is; they have left from then on. The other address that they have proved, if there is one.

    What they have promised must have been taken back before: persons are locked last.
    """
    session.refresh(volunteer, with_for_update={"key_share": True})
    other = Prefers.EMAIL if whose.phone else Prefers.SMS
    address = getattr(volunteer, ADDRESSES[other]) if other in volunteer.confirmed else None
    session.execute(delete(SignIn).where(SignIn.volunteer_id == volunteer.id))
    session.execute(delete(Commitment).where(Commitment.volunteer_no == volunteer.no))
    volunteer.state, volunteer.name, volunteer.phone, volunteer.email = "left", NOBODY, None, None
    volunteer.languages, volunteer.skills, volunteer.confirmed, volunteer.any_hour = [], [], [], False
    volunteer.version += 1
    session.flush()
    return Whose(**{ADDRESSES[other]: address}) if address else None


def take_unproved(session: Session, whose: Whose) -> None:
    """Take an address from volunteers who have given it and never proved that it is theirs."""
    channel, address = (Prefers.SMS, whose.phone) if whose.phone else (Prefers.EMAIL, whose.email)
    holder = queries.volunteer_at(session, channel, address)
    if holder is not None:
        let_go(session, channel, holder)


def volunteer_who_proved(session: Session, whose: Whose) -> Volunteer | None:
    """The active volunteer whose proved address it is, not locked yet."""
    mine = Volunteer.phone == whose.phone if whose.phone else func.lower(Volunteer.email) == str(whose.email).lower()
    channel = Prefers.SMS if whose.phone else Prefers.EMAIL
    active = (mine, Volunteer.state == "active", Volunteer.confirmed.contains([channel]))
    return session.scalar(select(Volunteer).where(*active))
