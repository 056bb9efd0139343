"""Counting at a kiosk, without persons: how often on a day, in a language; and which words found nothing."""

from collections.abc import Collection
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.events.kiosk.domain import What, findings, sealed
from services.events.kiosk.models import KioskCount, KioskMissed
from services.events.kiosk.queries import Device
from shared.database import moment

FORGOTTEN = timedelta(days=62)
"""So long after its month began, the seal of a word that was asked for on one day only is deleted."""


def count(session: Session, kiosk: Device | None, zone: str, language: str, what: What, thing: str = "") -> None:
    """Count once on the present day of the zone; what happens in other browsers than a kiosk's is not counted."""
    if kiosk is None:
        return
    day = moment(session).astimezone(ZoneInfo(zone)).date()
    new = upsert(KioskCount).values(kiosk_id=kiosk.id, day=day, language=language, what=what, thing=thing, number=1)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["kiosk_id", "day", "language", "what", "thing"], set_={"number": KioskCount.number + 1}
        )
    )


def note_search(
    session: Session, kiosk: Device | None, zone: str, searched: str, in_vain: Collection[str], secret: str
) -> None:
    """Note the words of a search that are in vain; each is readable from the second day on which it is looked for.

    Words are counted by month; for which day is the second, the month before counts too. Seals of earlier months that
    never became readable are deleted meanwhile.
    """
    if kiosk is None:
        return
    day = moment(session).astimezone(ZoneInfo(zone)).date()
    month = day.replace(day=1)
    for word, typed in sorted(findings(searched, in_vain).items()):
        digest = sealed(secret, word)
        before = (KioskMissed.kiosk_id == kiosk.id, KioskMissed.digest == digest, KioskMissed.month < month)
        known_since = select(func.min(KioskMissed.first_day)).where(*before).scalar_subquery()
        new = upsert(KioskMissed).values(
            kiosk_id=kiosk.id,
            month=month,
            digest=digest,
            first_day=func.coalesce(known_since, day),
            times=1,
            word=case((known_since.is_not(None), typed)),
        )
        readable = case((KioskMissed.first_day < day, typed), else_=KioskMissed.word)
        session.execute(
            new.on_conflict_do_update(
                index_elements=["kiosk_id", "month", "digest"],
                set_={"times": KioskMissed.times + 1, "word": readable},
            )
        )
    old = (KioskMissed.kiosk_id == kiosk.id, KioskMissed.month < day - FORGOTTEN, KioskMissed.word.is_(None))
    session.execute(delete(KioskMissed).where(*old))
