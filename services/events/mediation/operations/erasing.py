"""Erasing a person from referrals, and helpers' names that volunteers have told of."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.events.mediation.domain import Links, Step, is_possible
from services.events.mediation.models import Referral, ReferralHelp
from services.events.mediation.operations.ending import wipe, withdraw
from services.events.mediation.operations.telling import locked
from shared.contracts.parts import Remains, Whose
from shared.messaging.erasing import counted, under

ASKERS = ("asker_name", "asker_channel", "asker_phone", "asker_email", "asker_language")


def erase_referrals(session: Session, links: Links, whose: Whose) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """Take back what still goes on for the person, and wipe it at once instead of after its time.

    Of what they asked for somebody else their own part goes: the other still needs the service. What was taken back,
    and what stays; a second time finds nothing.
    """
    mine = under(whose, Referral.phone, Referral.email)
    own = session.scalars(select(Referral.id).where(mine).order_by(Referral.id)).all()
    withdrawn = sum(_erase(session, links, referral_id) for referral_id in own)
    asked = select(Referral.id).where(under(whose, Referral.asker_phone, Referral.asker_email))
    for referral_id in session.scalars(asked.order_by(Referral.id)).all():
        referral = locked(session, referral_id)
        for field in ASKERS:
            setattr(referral, field, None)
    session.flush()
    return counted(("referral", withdrawn)), counted(("referral", len(own), "number_alone"))


def _erase(session: Session, links: Links, referral_id: UUID) -> bool:
    """Whether it still went on."""
    referral = locked(session, referral_id)
    referral.channel, referral.phone, referral.email = "none", None, None
    session.flush()
    open_ = is_possible(referral.state, Step.WITHDRAW)
    if open_:
        withdraw(session, links, referral_id)
    wipe(session, referral_id)
    session.flush()
    return open_


def erase_helper_names(session: Session, request_ids: Collection[UUID]) -> None:
    """Forget the first name of a helper who was erased, wherever they have helped."""
    theirs = update(ReferralHelp).where(ReferralHelp.id.in_(request_ids))
    session.execute(theirs.values(helper_name=None).execution_options(synchronize_session=False))
