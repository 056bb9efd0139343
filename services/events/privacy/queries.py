"""All that the features keep under one address."""

from sqlalchemy.orm import Session

from services.events.board.queries.subscriptions import subscriptions_held
from services.events.directory.queries.held import entries_held, reports_held
from services.events.invitations.queries import invitations_held
from services.events.kiosk.queries.held import calls_held
from services.events.mediation.queries.held import referrals_held
from services.events.organisations.queries import duty_phones_held, staff_held
from services.events.registrations.queries.held import registrations_held
from shared.contracts.parts import Thing, Whose

FEATURES = (
    registrations_held,
    referrals_held,
    calls_held,
    invitations_held,
    subscriptions_held,
    reports_held,
    entries_held,
    staff_held,
    duty_phones_held,
)


def things_held(session: Session, whose: Whose) -> tuple[Thing, ...]:
    """What is kept here under the address, kind by kind."""
    return tuple(one for held in FEATURES for one in held(session, whose))
