"""Kiosks and the devices that are one: registered by staff, paired by a code that is used up, ended."""

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.events.kiosk.domain import CODE_LIVES, CodeIsWrong, as_typed, pairing_code, short_codes
from services.events.kiosk.models import Kiosk, ShortAddress
from services.events.kiosk.queries import Device
from services.events.organisations.domain import Person, Role, entitle
from services.events.organisations.operations import note
from shared.database import moment
from shared.errors import NotFound
from shared.links import digest

EDITORS = (Role.OWNER, Role.ORGANISER)
"""Who registers, pairs and ends kiosks."""


def register_kiosk(session: Session, person: Person, organisation_id: UUID, *, name: str, place: str) -> dict[str, Any]:
    """Register a kiosk of the organisation; the answer holds the code that pairs a device within 24 hours, once.

    Raises NotFound and Forbidden for whoever may not do so there.
    """
    entitle(person, organisation_id, EDITORS)
    kiosk_id = uuid7()
    made = insert(Kiosk).values(id=kiosk_id, organisation_id=organisation_id, name=name, place=place)
    session.execute(made)
    note(session, organisation_id, person.id, "kiosk_registered", kiosk_id, detail=name)
    return _with_code(session, kiosk_id)


def renew_code(session: Session, person: Person, kiosk_id: UUID) -> dict[str, Any]:
    """Give a kiosk a new pairing code; the one before is good no more, a device that is paired stays so.

    Raises NotFound and Forbidden.
    """
    organisation_id, name = _entitled(session, person, kiosk_id)
    note(session, organisation_id, person.id, "kiosk_code_renewed", kiosk_id, detail=name)
    return _with_code(session, kiosk_id)


def end_kiosk(session: Session, person: Person, kiosk_id: UUID) -> None:
    """End a kiosk: its device is one no more, its counts stay. Raises NotFound and Forbidden."""
    organisation_id, name = _entitled(session, person, kiosk_id)
    ended = {"ended_at": func.now(), "device_digest": None, "code_digest": None, "code_until": None}
    session.execute(update(Kiosk).where(Kiosk.id == kiosk_id).values(ended))
    note(session, organisation_id, person.id, "kiosk_ended", kiosk_id, detail=name)


def pair(session: Session, typed: str) -> str:
    """Make the device that gives the code a kiosk, in place of the one before, and return what its cookie holds.

    One conditional write uses the code up, however many try at once. Raises CodeIsWrong.
    """
    token = secrets.token_urlsafe(32)
    good = (Kiosk.code_digest == digest(as_typed(typed)), Kiosk.code_until > func.now(), Kiosk.ended_at.is_(None))
    paired = {"device_digest": digest(token), "code_digest": None, "code_until": None, "paired_at": func.now()}
    if session.scalar(update(Kiosk).where(*good).values(paired).returning(Kiosk.id)) is None:
        raise CodeIsWrong
    return token


def note_seen(session: Session, kiosk: Device) -> None:
    """Note that the device is alive, at most once in five minutes."""
    if not kiosk.fresh:
        session.execute(update(Kiosk).where(Kiosk.id == kiosk.id).values(seen_at=func.now()))


def shorten(session: Session, service_id: UUID) -> str:
    """The short address of a service, made when it is first asked for; two that ask at once get the same."""
    wanted = select(ShortAddress.code).where(ShortAddress.service_id == service_id)
    codes = short_codes(service_id)
    while (known := session.scalar(wanted)) is None:
        new = upsert(ShortAddress).values(code=next(codes), service_id=service_id)
        session.execute(new.on_conflict_do_nothing())
    return known


def _entitled(session: Session, person: Person, kiosk_id: UUID) -> tuple[UUID, str]:
    """Whose kiosk it is, and its name, for whoever may change it."""
    live = select(Kiosk.organisation_id, Kiosk.name).where(Kiosk.id == kiosk_id, Kiosk.ended_at.is_(None))
    found = session.execute(live).one_or_none()
    if found is None:
        raise NotFound
    entitle(person, found.organisation_id, EDITORS)
    return found.organisation_id, found.name


def _with_code(session: Session, kiosk_id: UUID) -> dict[str, Any]:
    code, until = pairing_code(), moment(session) + CODE_LIVES
    session.execute(update(Kiosk).where(Kiosk.id == kiosk_id).values(code_digest=digest(code), code_until=until))
    return {"id": kiosk_id, "code": code, "code_until": until}
