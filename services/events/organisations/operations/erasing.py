"""Erasing a former staff member. Whoever works for an organisation is known to it by their work, until it ends."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.events.organisations.domain import NOBODY
from services.events.organisations.models import Membership, SignInLink, Staff
from services.events.organisations.queries import duty_phones_held
from shared.contracts.parts import Remains, Whose
from shared.messaging.erasing import counted, under


def keep_duty_phones(session: Session, whose: Whose) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """Leave a phone on duty, since people in need count on it; what was called off, and what stays."""
    return (), counted(("duty_phone", len(duty_phones_held(session, whose)), "on_duty"))


def erase_staff(session: Session, whose: Whose) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """Erase name and e-mail of whoever works nowhere here any more; what was called off, and what stays.

    The row stays, since it is named in the audit as who did what.
    """
    mine = select(Staff).where(under(whose, email=Staff.email)).with_for_update(key_share=True)
    staff = session.scalars(mine).one_or_none()
    if staff is None:
        return (), ()
    if session.scalar(select(Membership.role).where(Membership.staff_id == staff.id).limit(1)):
        return (), counted(("staff_account", 1, "works_here"))
    staff.name, staff.email = NOBODY, str(staff.id)
    session.execute(delete(SignInLink).where(SignInLink.staff_id == staff.id))
    session.flush()
    return (), counted(("staff_account", 1, "number_alone"))
