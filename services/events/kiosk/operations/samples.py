"""Sample kiosks out of readable files (`services/events/samples/kiosk`)."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.directory.domain import id_of
from services.events.kiosk.models import Kiosk, KioskCount
from services.events.kiosk.operations.devices import register_kiosk
from services.events.organisations.operations import sample_day
from services.events.organisations.queries import an_owner


def load_kiosk(session: Session, facts: dict[str, Any]) -> bool:
    """Register the kiosk of a sample file for the organisation it names, and what was counted at it before.

    No device is paired yet. Nothing happens, and False is returned, if the organisation has one already.
    """
    person = an_owner(session, facts["keeper"])
    (organisation_id,) = person.roles
    if session.scalar(select(Kiosk.id).where(Kiosk.organisation_id == organisation_id).limit(1)) is not None:
        return False
    made = register_kiosk(session, person, organisation_id, name=facts["name"], place=facts["place"])
    for one in facts.get("counts", ()):
        _count(session, made["id"], one)
    session.flush()
    return True


def _count(session: Session, kiosk_id: UUID, facts: dict[str, Any]) -> None:
    """So often on that day; a `service` is named by its word in the sample directory."""
    thing = id_of(f"service:{facts['service']}") if "service" in facts else facts.get("thing", "")
    said = {name: facts[name] for name in ("language", "what", "number")}
    session.add(KioskCount(kiosk_id=kiosk_id, day=sample_day(session, facts), thing=thing, **said))
