"""Questions about those who wait for a place, and about how places were given away."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.events.registrations.domain import Outcome, State
from services.events.registrations.models import Choice, Registration
from services.events.registrations.queries.parties import PERSONAL


def waiting_list(
    session: Session, occurrence_id: UUID, *, limit: int, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The parties that wait, in their order, each with the last choice it was looked at in and passed over."""
    looked_at = Choice.considered.contains(
        func.jsonb_build_array(func.jsonb_build_object("registration_id", Registration.id))
    )
    facts = (Choice.at, Choice.cause, Choice.free, Choice.considered)
    last = (
        select(func.json_build_object(*(part for fact in facts for part in (fact.key, fact))))
        .where(Choice.occurrence_id == occurrence_id, looked_at)
        .order_by(Choice.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    place = func.row_number().over(order_by=Registration.turn).label("position")
    here = (Registration.occurrence_id == occurrence_id, Registration.state == State.WAITING)
    waiting = select(*PERSONAL, place, last.label("passed_over")).where(*here).subquery()
    wanted = select(waiting).where(waiting.c.turn > (int(after[0]) if after else 0))
    found = [dict(row) for row in session.execute(wanted.order_by(waiting.c.turn).limit(limit + 1)).mappings()]
    told = [one | {"passed_over": _passed_over(one["passed_over"], str(one["id"]))} for one in found[:limit]]
    return told, str(found[limit - 1]["turn"]) if len(found) > limit else None


def _passed_over(choice: Mapping[str, Any] | None, registration_id: str) -> dict[str, Any] | None:
    """A choice in the eyes of one party: what those before it in the line had left when its turn came."""
    if choice is None:
        return None
    before = takewhile(lambda one: one["registration_id"] != registration_id, choice["considered"])
    given = sum(one["party"] for one in before if one["outcome"] != Outcome.TOO_LARGE)
    return {"at": choice["at"], "cause": choice["cause"], "free": choice["free"], "left": choice["free"] - given}


def choices(
    session: Session, occurrence_id: UUID, *, limit: int = 20, after: tuple[str, ...] | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The last times free places were given away: why, how many, whom we looked at and what became of each.

    Newest first; also says after which id the next page begins. Parties are shown with their codes.
    """
    wanted = select(Choice.id, Choice.at, Choice.cause, Choice.free, Choice.considered)
    wanted = wanted.where(Choice.occurrence_id == occurrence_id).order_by(Choice.id.desc())
    if after is not None:
        wanted = wanted.where(Choice.id < UUID(after[0]))
    found = [dict(row) for row in session.execute(wanted.limit(limit + 1)).mappings()]
    _add_codes(session, found)
    return found[:limit], str(found[limit - 1]["id"]) if len(found) > limit else None


def _add_codes(session: Session, choices: list[dict[str, Any]]) -> None:
    ids = {UUID(one["registration_id"]) for choice in choices for one in choice["considered"]}
    rows = session.execute(select(Registration.id, Registration.code).where(Registration.id.in_(ids)))
    codes = {str(id_): code for id_, code in rows}
    for choice in choices:
        choice["considered"] = [one | {"code": codes[one["registration_id"]]} for one in choice["considered"]]
