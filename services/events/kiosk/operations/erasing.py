"""Erasing whoever wanted to be called: that somebody did stays."""

from sqlalchemy import case, update
from sqlalchemy.orm import Session

from services.events.kiosk.domain import Call
from services.events.kiosk.models import KioskCall
from shared.contracts.parts import Remains, Whose
from shared.messaging.erasing import counted, under


def erase_calls(session: Session, whose: Whose) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """Forget name and phone; nobody is called any more. What was taken back, and what stays."""
    state = case((KioskCall.state == Call.OPEN, Call.NOT_REACHED), else_=KioskCall.state)
    mine = update(KioskCall).where(under(whose, KioskCall.phone)).values(name="", phone="", state=state)
    erased = session.scalars(mine.returning(KioskCall.id).execution_options(synchronize_session=False)).all()
    return (), counted(("call", len(erased), "number_alone"))
