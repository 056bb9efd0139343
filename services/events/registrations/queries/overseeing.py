"""Questions of staff that go beyond one date: what was done with all of an event, and who comes to any of theirs."""

from collections.abc import Collection
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, literal, null, or_, select, union_all
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from services.events.organisations.domain import NOBODY
from services.events.organisations.models import Staff
from services.events.programme.domain import DATED, dates_read
from services.events.programme.models import Event, Occurrence, PlannedShift
from services.events.registrations.domain import LOOKS, is_meant
from services.events.registrations.models import Registration
from services.events.registrations.queries.parties import CONCERNED, NAMES, has_code
from services.events.tables import MOMENT, AuditRow


def history(
    session: Session, event_id: UUID, *, looks: bool, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """What was done with an event, its dates, registrations and shifts, newest first; with `looks` also who looked.

    Also says where the next page begins. A deed names the date it was about, the code of the party, and the work of
    the shift; a change of dates has all of them in `dates`, and in `undone` the change that it took back (see
    `programme.domain.deeds`). Nobody has a name here whom an erasure has taken it from.
    """
    of_event = Occurrence.event_id == event_id
    at_date = (Occurrence.starts_at, Occurrence.zone)
    no_date = (cast(null(), MOMENT).label("starts_at"), cast(null(), Text).label("zone"))
    no_code, no_shift = cast(null(), Text).label("code"), cast(null(), JSONB).label("shift")
    parties = select(Registration.id, *at_date, Registration.code, no_shift).where(of_event)
    shifts = select(PlannedShift.id, *at_date, no_code, PlannedShift.title).where(of_event)
    about = union_all(
        select(literal(event_id).label("subject"), *no_date, no_code, no_shift),
        select(Occurrence.id, *at_date, no_code, no_shift).where(of_event),
        parties.join(Occurrence, Occurrence.id == Registration.occurrence_id),
        shifts.join(Occurrence, Occurrence.id == PlannedShift.occurrence_id),
    ).subquery()
    name = func.nullif(Staff.name, NOBODY).label("name")
    wanted = (
        select(AuditRow.id, AuditRow.at, AuditRow.what, AuditRow.detail, name, *list(about.c)[1:])
        .join(about, about.c.subject == AuditRow.subject)
        .outerjoin(Staff, Staff.id == AuditRow.who)
        .order_by(AuditRow.id.desc())
    )
    if not looks:
        wanted = wanted.where(AuditRow.what.not_in(LOOKS))
    if after is not None:
        wanted = wanted.where(AuditRow.id < UUID(after[0]))
    rows = [dict(row) for row in session.execute(wanted.limit(limit + 1)).mappings()]
    for row in rows:
        row["dates"], row["undone"] = dates_read(row["detail"]) if row["what"] in DATED else ([], "")
    return rows[:limit], str(rows[limit - 1]["id"]) if len(rows) > limit else None


def parties_ahead(
    session: Session, organisation_ids: Collection[UUID], wanted: str, *, limit: int
) -> tuple[list[dict[str, Any]], bool]:
    """The parties of all dates that are not over, and that are meant by what was typed (see `domain.is_meant`).

    As those of a date they come, wait or were to come, or have this code. Soonest date first; also says whether there
    are more.
    """
    in_order = (Occurrence.starts_at, Occurrence.id, Registration.turn)
    ahead = (
        select(Registration.id, NAMES, Registration.code, Registration.phone)
        .join(Occurrence, Occurrence.id == Registration.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(
            Event.organisation_id.in_(organisation_ids),
            Occurrence.ends_at > func.now(),
            or_(CONCERNED, has_code(wanted)),
        )
        .order_by(*in_order)
    )
    rows = session.execute(ahead)
    meant = (row.id for row in rows if is_meant(wanted, names=row.names, code=row.code, phone=row.phone))
    ids = list(islice(meant, limit + 1))
    found = (
        select(
            *(Registration.id, Registration.code, Registration.party, NAMES, Registration.state),
            *(Registration.occurrence_id, Occurrence.starts_at, Occurrence.ends_at, Occurrence.zone),
            *(Event.id.label("event_id"), Event.title),
        )
        .join(Occurrence, Occurrence.id == Registration.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Registration.id.in_(ids[:limit]))
        .order_by(*in_order)
    )
    return [dict(row) for row in session.execute(found).mappings()], len(ids) > limit
