"""What staff read: who wants to be called, and what was counted without persons."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, cast, func, select, text, tuple_
from sqlalchemy.orm import Session

from services.events.directory.domain import HOME
from services.events.directory.models import SERVICES
from services.events.kiosk.domain import Call, What, whole_month
from services.events.kiosk.models import Kiosk, KioskCall, KioskCount, KioskMissed

MOST = 50
"""Services and words that a report names."""
SERVICE_NAMES = text(
    f"SELECT CAST(id AS text) AS id, name ->> '{HOME}' AS name FROM directory_services "  # noqa: S608 - our own word
    "WHERE CAST(id AS text) = ANY(:ids)"
)


def calls(
    session: Session,
    organisation_ids: Collection[UUID],
    *,
    answered: bool,
    limit: int,
    after: tuple[str, ...] | None = None,
) -> tuple[list[dict[str, Any]], tuple[datetime, UUID] | None]:
    """Who wants to be called, the longest waiting first; or who was called, the last first. Wiped ones are in neither.

    Also says after which (moment, id) the next page begins.
    """
    when = KioskCall.answered_at if answered else KioskCall.asked_at
    place = tuple_(when, KioskCall.id)
    wanted = _calls().where(
        KioskCall.organisation_id.in_(organisation_ids),
        KioskCall.phone != "",
        KioskCall.state == Call.DONE if answered else KioskCall.state != Call.DONE,
    )
    if after is not None:
        begin = (datetime.fromisoformat(after[0]), UUID(after[1]))
        wanted = wanted.where(place < begin if answered else place > begin)
    ordered = wanted.order_by(when.desc(), KioskCall.id.desc()) if answered else wanted.order_by(when, KioskCall.id)
    found = [dict(row) for row in session.execute(ordered.limit(limit + 1)).mappings()]
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], (last["answered_at" if answered else "asked_at"], last["id"]) if last else None


def call(session: Session, call_id: UUID) -> dict[str, Any]:
    """One wish to be called, for whoever has already been let in."""
    return dict(session.execute(_calls().where(KioskCall.id == call_id)).mappings().one())


def _calls() -> Select[*tuple[Any, ...]]:
    return select(
        *(KioskCall.id, KioskCall.organisation_id, KioskCall.name, KioskCall.phone, KioskCall.language),
        *(KioskCall.target, KioskCall.state, KioskCall.asked_at, KioskCall.answered_at),
        Kiosk.name.label("kiosk"),
    ).join(Kiosk, Kiosk.id == KioskCall.kiosk_id, isouter=True)


def report(session: Session, organisation_ids: Collection[UUID], month: date) -> dict[str, Any]:
    """A month's counts of these organisations' kiosks: by kiosk, by language, doors, services, and words in vain.

    Three statements, however many kiosks there are.
    """
    first, after = whole_month(month)
    by = (Kiosk.id, Kiosk.name, KioskCount.language, KioskCount.what, KioskCount.thing)
    rows = session.execute(
        select(*by, func.sum(KioskCount.number))
        .join(KioskCount, KioskCount.kiosk_id == Kiosk.id)
        .where(Kiosk.organisation_id.in_(organisation_ids), KioskCount.day >= first, KioskCount.day < after)
        .group_by(*by)
        .order_by(Kiosk.name, Kiosk.id)
    )
    by_kiosk: dict[UUID, dict[str, Any]] = {}
    languages: Counter[str] = Counter()
    named: dict[str, Counter[str]] = {what: Counter() for what in What}
    for id_, name, language, what, thing, number in rows:
        by_kiosk.setdefault(id_, {"id": id_, "name": name} | dict.fromkeys(What, 0))[what] += int(number)
        languages[language] += int(number)
        named[what][thing] += int(number)
    services = _most(named[What.SERVICE])
    called = {row.id: row.name for row in session.execute(SERVICE_NAMES, {"ids": [one for one, _ in services]})}
    return {
        "month": first,
        "kiosks": list(by_kiosk.values()),
        "languages": _most(languages),
        "doors": _most(named[What.DOOR]),
        "requests": _most(named[What.REQUEST]),
        "services": [(called[id_], number) for id_, number in services if id_ in called],
        "missed": _missed(session, organisation_ids, first),
    }


def _missed(session: Session, organisation_ids: Collection[UUID], month: date) -> list[tuple[str, int]]:
    """Words that found nothing and that somebody looked for on more than one day."""
    typed = func.max(KioskMissed.word).label("word")  # at two kiosks perhaps not alike
    rows = session.execute(
        select(typed, func.sum(KioskMissed.times).label("times"))
        .join(Kiosk, Kiosk.id == KioskMissed.kiosk_id)
        .where(Kiosk.organisation_id.in_(organisation_ids), KioskMissed.month == month, KioskMissed.word.is_not(None))
        .group_by(KioskMissed.digest)
        .order_by(func.sum(KioskMissed.times).desc(), typed)
        .limit(MOST)
    )
    return [(row.word, int(row.times)) for row in rows]


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    """The things counted most, first."""
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST]


def counted_days(session: Session, organisation_ids: Collection[UUID], month: date) -> list[tuple[Any, ...]]:
    """Each count of a month, as it is kept: day, kiosk, language, what, thing (a service by its name), number."""
    first, after = whole_month(month)
    thing = func.coalesce(SERVICES.c.name[HOME].astext, KioskCount.thing)
    rows = session.execute(
        select(KioskCount.day, Kiosk.name, KioskCount.language, KioskCount.what, thing, KioskCount.number)
        .join(Kiosk, Kiosk.id == KioskCount.kiosk_id)
        .join(SERVICES, cast(SERVICES.c.id, Text) == KioskCount.thing, isouter=True)
        .where(Kiosk.organisation_id.in_(organisation_ids), KioskCount.day >= first, KioskCount.day < after)
        .order_by(KioskCount.day, Kiosk.name, KioskCount.language, KioskCount.what, thing)
    )
    return [tuple(row) for row in rows]
