"""What kiosks keep under an address, for its owner."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.kiosk.models import KioskCall
from shared.contracts.parts import Thing, Whose
from shared.messaging.erasing import MOST, thing, under


def calls_held(session: Session, whose: Whose) -> list[Thing]:
    """The wishes to be called, the newest first."""
    found = select(KioskCall).where(under(whose, KioskCall.phone)).order_by(KioskCall.id.desc()).limit(MOST)
    return [
        thing("call", name=one.name, phone=one.phone, language=one.language, group=one.target, made_at=one.asked_at)
        for one in session.scalars(found)
    ]
