"""Erasing whoever wanted to be called: that somebody did stays."""

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from services.events.kiosk.domain import Call
from services.events.kiosk.models import KioskCall
from services.events.organisations.operations import wait_no_more
from shared.contracts.parts import Remains, Whose
from shared.messaging.erasing import counted, under


def erase_calls(session: Session, whose: Whose) -> tuple[tuple[Remains, ...], tuple[Remains, ...]]:
    """Forget name and phone; nobody is called any more. What was taken back, and what stays.

    The calls are locked in the order of their ids (decision 0012), and each before what waits because of it.
    """
    mine = select(KioskCall.id).where(under(whose, KioskCall.phone)).order_by(KioskCall.id)
    ids = session.scalars(mine.with_for_update(key_share=True)).all()
    state = case((KioskCall.state == Call.OPEN, Call.NOT_REACHED), else_=KioskCall.state)
    erased = update(KioskCall).where(KioskCall.id.in_(ids)).values(name="", phone="", state=state)
    session.execute(erased.execution_options(synchronize_session=False))
    for call_id in ids:
        wait_no_more(session, call_id)
    return (), counted(("call", len(ids), "number_alone"))
