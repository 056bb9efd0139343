"""Answering a case: what is kept here of a person, and what an erasure has left."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.events.board.operations.subscribing import erase_subscriptions
from services.events.directory.operations.erasing import erase_reports
from services.events.invitations.operations import erase_invitations
from services.events.kiosk.operations.erasing import erase_calls
from services.events.mediation.domain import Links as ReferralLinks
from services.events.mediation.operations.erasing import erase_referrals
from services.events.organisations.operations.erasing import erase_staff, keep_duty_phones
from services.events.privacy.queries import things_held
from services.events.registrations.domain import Links
from services.events.registrations.operations.erasing import erase_registrations
from shared.contracts.parts import Whose
from shared.contracts.privacy import ParticipantDataTold, ParticipantErased
from shared.messaging import outbox

TOLD, ERASED = 1, 2
"""Versions of a case, as this service answers it."""


def tell_held(session: Session, case_id: UUID, whose: Whose) -> None:
    """Answer what is kept here under the address."""
    told = ParticipantDataTold(case_id=case_id, things=things_held(session, whose))
    outbox.publish(session, told, subject=case_id, version=TOLD)


def erase(session: Session, links: Links, case_id: UUID, whose: Whose) -> None:
    """Erase it in this one transaction, and answer what was called off and what is left; twice is as once."""
    done = (
        erase_registrations(session, links, whose),
        erase_referrals(session, ReferralLinks(links.secret_key, links.public_url), whose),
        erase_calls(session, whose),
        erase_invitations(session, whose),
        erase_subscriptions(session, whose),
        erase_reports(session, whose),
        erase_staff(session, whose),
        keep_duty_phones(session, whose),
    )
    ended = tuple(one for ended, _left in done for one in ended)
    left = tuple(one for _ended, left in done for one in left)
    outbox.publish(session, ParticipantErased(case_id=case_id, ended=ended, left=left), subject=case_id, version=ERASED)
