"""A volunteer's new phone or e-mail: proved by a one-use code that went there, and theirs only then."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.volunteers.people import queries
from services.volunteers.people.domain import ADDRESSES, CodeIsWrong, ContactIsTaken, Prefers, check_served
from services.volunteers.people.models import SignIn, Volunteer
from services.volunteers.people.operations.signing_in import SignInStarted, redeem_code, send_code
from shared.contracts.parts import Contact
from shared.contracts.volunteers import VolunteerContactChanged
from shared.messaging import outbox


def ask_contact(
    session: Session, volunteer_id: UUID, channel: str, address: str, *, secret: str, served: Collection[str]
) -> SignInStarted:
    """Send a code to where a volunteer wants to be reached; `served` are the countries whose numbers get SMS from here.

    Says nothing of whether somebody else has this address. Raises Invalid for a phone that no code would reach.
    """
    check_served(address if channel == Prefers.SMS else None, served, "contact")
    volunteer = queries.volunteer(session, volunteer_id, locked=True)
    return send_code(session, volunteer, channel, secret=secret, proves=address)


def change_contact(
    session: Session, volunteer_id: UUID, channel: str, address: str, *, sign_in_id: UUID, code: str, secret: str
) -> Volunteer:
    """Put the address that the code proves in the place of the volunteer's old one.

    The old one is told if it was proved. An address that somebody else gave and never proved is taken from them.
    Raises CodeIsWrong, and ContactIsTaken if another volunteer has proved it before.
    """
    volunteer = queries.volunteer(session, volunteer_id, locked=True)
    old = queries.contact_of(volunteer, channel) if channel in volunteer.confirmed else None
    if redeem_code(session, sign_in_id, code, secret=secret, proves=address).id != volunteer_id:
        raise CodeIsWrong
    holder = queries.volunteer_at(session, channel, address)
    if holder and holder.id != volunteer_id:
        if channel in holder.confirmed:
            raise ContactIsTaken
        let_go(session, Prefers(channel), holder)
    setattr(volunteer, ADDRESSES[Prefers(channel)], address)
    volunteer.version += 1
    session.flush()
    if old:
        _tell_old(session, volunteer, old, address)
    return volunteer


def _tell_old(session: Session, volunteer: Volunteer, old: Contact, address: str) -> None:
    """Let whoever reads the old address, which they had proved, know: somebody else may sit at their screen."""
    by_sms = old.channel == Prefers.SMS
    if (old.phone if by_sms else old.email) not in {None, address}:
        alone = replace(old, email=None) if by_sms else replace(old, phone=None)
        outbox.publish(session, VolunteerContactChanged(contact=alone), subject=volunteer.id, version=volunteer.version)


def let_go(session: Session, channel: Prefers, holder: Volunteer) -> None:
    """Take an address from somebody who has never proved it to be theirs; who has proved none has not joined yet."""
    if holder.confirmed:
        setattr(holder, ADDRESSES[channel], None)
        holder.prefers = holder.confirmed[0]
    else:
        session.execute(delete(SignIn).where(SignIn.volunteer_id == holder.id))
        session.delete(holder)
    session.flush()
