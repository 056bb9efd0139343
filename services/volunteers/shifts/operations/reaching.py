"""A volunteer is reached elsewhere from now on: what they have promised is told to the new address."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.people.models import Volunteer
from services.volunteers.people.operations.contact import change_contact
from services.volunteers.people.queries import contact_of
from services.volunteers.shifts.models import Shift, SignUp
from services.volunteers.shifts.queries.shifts import shift as seen_shift
from shared.contracts.volunteers import SignUpConfirmed
from shared.messaging import outbox


def move_contact(
    session: Session, volunteer_id: UUID, contact: str, *, sign_in_id: UUID, code: str, link: str, secret: str
) -> Volunteer:
    """Give a volunteer the `sms:…` or `email:…` that the code proves, and confirm there what is ahead of them.

    Without that the reminder of a shift would still go to the old address. Raises CodeIsWrong and ContactIsTaken.
    The locks are those of a sign-up: shifts by id, then the person.
    """
    ahead = (SignUp.volunteer_id == volunteer_id, SignUp.state == "confirmed", Shift.ends_at > datetime.now(UTC))
    theirs = select(SignUp.shift_id).join(Shift).where(*ahead)
    locked = select(Shift.id).where(Shift.id.in_(theirs)).order_by(Shift.id).with_for_update(key_share=True)
    session.execute(locked)
    channel, _, address = contact.partition(":")
    person = change_contact(session, volunteer_id, channel, address, sign_in_id=sign_in_id, code=code, secret=secret)
    if person.prefers == channel:
        promised = select(SignUp).join(Shift).where(*ahead).order_by(Shift.starts_at, SignUp.id)
        for sign_up in session.scalars(promised).all():
            _confirm_again(session, sign_up, person, link)
    return person


def _confirm_again(session: Session, sign_up: SignUp, person: Volunteer, link: str) -> None:
    sign_up.version += 1
    session.flush()
    message = SignUpConfirmed(
        sign_up_id=sign_up.id,
        volunteer_id=person.id,
        contact=contact_of(person),
        link=link,
        shift=seen_shift(session, sign_up.shift_id).shift.facts(),
    )
    outbox.publish(session, message, subject=sign_up.id, version=sign_up.version)
