"""What mediation keeps under an address, for its owner."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.events.mediation.models import Referral
from shared.contracts.parts import Thing, Whose
from shared.languages import text_for
from shared.messaging.erasing import MOST, thing, under


def referrals_held(session: Session, whose: Whose) -> list[Thing]:
    """The referrals of a person, and those that they asked for somebody else: of these their own part alone."""
    own, asked = under(whose, Referral.phone, Referral.email), under(whose, Referral.asker_phone, Referral.asker_email)
    found = select(Referral, own.label("own")).where(or_(own, asked)).order_by(Referral.id.desc()).limit(MOST)
    return [_own(one) if own else _asked(one) for one, own in session.execute(found)]


def _own(one: Referral) -> Thing:
    return thing(
        "referral",
        service=text_for(one.service, one.language)[0],
        provider=one.provider_name,
        state=one.state,
        name=one.name,
        phone=one.phone,
        email=one.email,
        language=one.language,
        group=one.target_group,
        need=one.need,
        shared_with_provider=one.shares,
        agreed_on=one.consent_on,
        appointment=one.appointment_at,
        place=one.venue,
        answer=one.words,
        asked_by=one.asker_name,
        made_at=one.created_at,
    )


def _asked(one: Referral) -> Thing:
    return thing(
        "referral_for_another",
        service=text_for(one.service, one.asker_language or one.language)[0],
        state=one.state,
        name=one.asker_name,
        phone=one.asker_phone,
        email=one.asker_email,
        language=one.asker_language,
        made_at=one.created_at,
    )
