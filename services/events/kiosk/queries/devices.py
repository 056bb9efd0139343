"""Which device is which kiosk, who answers what is asked there, and where a short address leads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.orm import Session

from services.events.kiosk.domain import as_typed
from services.events.kiosk.models import Kiosk, ShortAddress
from services.events.organisations.models import Organisation
from shared.errors import NotFound
from shared.links import digest


@dataclass(frozen=True)
class Device:
    """A kiosk that somebody stands at. `fresh`: it was seen within the last five minutes, by the database's clock."""

    id: UUID
    organisation_id: UUID
    name: str
    place: str
    municipality: str
    fresh: bool


def device(session: Session, token: str | None) -> Device | None:
    """The kiosk whose cookie this is; None for any other browser, and for a kiosk that is no more."""
    if not token:
        return None
    wanted = _devices().where(Kiosk.device_digest == digest(token), Kiosk.ended_at.is_(None))
    return _as_device(session.execute(wanted).one_or_none())


def answering(session: Session) -> Device | None:
    """The oldest kiosk: its organisation answers what is asked elsewhere; None where nobody has one."""
    oldest = _devices().where(Kiosk.ended_at.is_(None)).order_by(Kiosk.created_at, Kiosk.id).limit(1)
    return _as_device(session.execute(oldest).one_or_none())


def _devices() -> Select[UUID, UUID, str, str, str, bool]:
    fresh = Kiosk.seen_at > func.now() - func.make_interval(0, 0, 0, 0, 0, 5)
    return select(
        Kiosk.id,
        Kiosk.organisation_id,
        Kiosk.name,
        Kiosk.place,
        Organisation.municipality,
        func.coalesce(fresh, False).label("fresh"),
    ).join(Organisation, Organisation.id == Kiosk.organisation_id)


def _as_device(row: Row[UUID, UUID, str, str, str, bool] | None) -> Device | None:
    return Device(*row) if row else None


def kiosks(
    session: Session, organisation_ids: Collection[UUID], *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], tuple[datetime, UUID] | None]:
    """The kiosks of these organisations, the oldest first; and after which (made, id) the next page begins.

    `paired` says whether a device is one; `waits_until` is how long a pairing code is good for.
    """
    wanted = (
        select(
            *(Kiosk.id, Kiosk.organisation_id, Kiosk.name, Kiosk.place, Kiosk.paired_at, Kiosk.seen_at),
            *(Kiosk.created_at, Organisation.name.label("organisation")),
            Kiosk.device_digest.is_not(None).label("paired"),
            func.nullif(func.greatest(Kiosk.code_until, func.now()), func.now()).label("waits_until"),
        )
        .join(Organisation, Organisation.id == Kiosk.organisation_id)
        .where(Kiosk.organisation_id.in_(organisation_ids), Kiosk.ended_at.is_(None))
        .order_by(Kiosk.created_at, Kiosk.id)
    )
    if after is not None:
        begin = (datetime.fromisoformat(after[0]), UUID(after[1]))
        wanted = wanted.where(tuple_(Kiosk.created_at, Kiosk.id) > begin)
    found = [dict(row) for row in session.execute(wanted.limit(limit + 1)).mappings()]
    more = (found[limit - 1]["created_at"], found[limit - 1]["id"]) if len(found) > limit else None
    return found[:limit], more


def short_address(session: Session, typed: str) -> UUID:
    """The service that a short address leads to, however it is typed. Raises NotFound."""
    found = session.scalar(select(ShortAddress.service_id).where(ShortAddress.code == as_typed(typed)))
    if found is None:
        raise NotFound
    return found
