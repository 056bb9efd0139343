"""Sample kiosks out of readable files (`services/events/samples/kiosk`)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.kiosk.models import Kiosk
from services.events.kiosk.operations.devices import register_kiosk
from services.events.organisations.queries import an_owner


def load_kiosk(session: Session, facts: dict[str, Any]) -> bool:
    """Register the kiosk of a sample file for the organisation it names; no device is paired yet.

    Nothing happens, and False is returned, if the organisation has one already.
    """
    person = an_owner(session, facts["keeper"])
    (organisation_id,) = person.roles
    if session.scalar(select(Kiosk.id).where(Kiosk.organisation_id == organisation_id).limit(1)) is not None:
        return False
    register_kiosk(session, person, organisation_id, name=facts["name"], place=facts["place"])
    return True
