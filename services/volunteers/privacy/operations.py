"""Answering a case: what is kept here of a person, and what an erasure has left."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.operations.erasing import erase_helper, erase_requests, lock_requests
from services.volunteers.assistance.queries.held import blocks_held, helping_held, requests_held
from services.volunteers.people.operations.erasing import erase_volunteer, take_unproved, volunteer_who_proved
from services.volunteers.people.queries import volunteer_held
from services.volunteers.shifts.operations.signing_up import withdraw_all
from services.volunteers.shifts.queries.sign_ups import sign_ups_held
from shared.contracts.parts import Remains, Whose
from shared.contracts.privacy import VolunteerDataTold, VolunteerErased
from shared.messaging import outbox
from shared.messaging.erasing import counted

TOLD, ERASED = 1, 2
"""Versions of a case, as this service answers it."""


def tell_held(session: Session, case_id: UUID, whose: Whose) -> None:
    """Answer what is kept here under the address. A volunteer must have proved it here too."""
    things = [*requests_held(session, whose), *blocks_held(session, whose)]
    if volunteer := volunteer_who_proved(session, whose):
        things.append(volunteer_held(volunteer))
        things += helping_held(session, volunteer.id)
        things += sign_ups_held(session, volunteer.id, volunteer.language)
    outbox.publish(session, VolunteerDataTold(case_id=case_id, things=tuple(things)), subject=case_id, version=TOLD)


def erase(session: Session, links: Links, case_id: UUID, whose: Whose, *, own_shifts: str) -> None:
    """Erase it in this one transaction, and answer what was called off and what is left; a second time finds nothing.

    `own_shifts` is the page of a volunteer's shifts, as messages about them carry it.
    """
    volunteer = volunteer_who_proved(session, whose)
    lock_requests(
        session, whose, volunteer.id if volunteer else None
    )  # before shifts and persons: others hold these last
    withdrawn = withdraw_all(session, volunteer.id, link=own_shifts) if volunteer else 0
    ended, left = erase_requests(session, links, whose)
    facts: dict[str, object] = {}
    if volunteer:
        released, helped = erase_helper(session, links, volunteer.id)
        facts = {"helped": tuple(helped), "also": erase_volunteer(session, volunteer, whose)}
        ended += counted(("sign_up", withdrawn), ("promise", released))
        left += counted(("volunteer", 1, "number_alone"))
    take_unproved(session, whose)
    message = VolunteerErased(case_id=case_id, ended=ended, left=left, **facts)  # type: ignore[arg-type]
    outbox.publish(session, message, subject=case_id, version=ERASED)


def erase_late(session: Session, links: Links, whose: Whose) -> tuple[Remains, ...]:
    """Erase what `events` had asked for the person before it erased them, and we have heard of only since."""
    lock_requests(session, whose, None)
    return erase_requests(session, links, whose)[0]
