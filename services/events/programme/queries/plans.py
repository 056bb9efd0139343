"""What a change of an event's dates would make of them, and whether the last one can be undone. Nothing is written."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.events.programme.domain import (
    UNDO_FOR,
    Planned,
    Scope,
    State,
    check_ahead,
    check_open,
    meant,
    plan_move,
)
from services.events.programme.models import FormerFacts


def dates_meant(event: dict[str, Any], occurrence_id: UUID, scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """The dates of `event` that a change of one of them is meant for. Raises EventIsCancelled and DateIsOver."""
    dates = {one["id"]: one for one in event["occurrences"]}
    check_open(event["state"], dates[occurrence_id]["state"])
    if event["state"] == State.PUBLISHED:
        check_ahead(dates[occurrence_id]["ends_at"], now)
    return [dates[one.id] for one in meant(_planned(event), occurrence_id, scope, now)]


def dates_to_call_off(event: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    """The dates that calling the whole event off is meant for; none if all were called off one by one.

    Raises EventIsCancelled, and DateIsOver if nothing is still to come.
    """
    check_open(event["state"])
    dates, told = (
        [one for one in event["occurrences"] if one["state"] != State.CANCELLED],
        event["state"] != State.DRAFT,
    )
    if told and dates:
        check_ahead(max(one["ends_at"] for one in dates), now)
    return [one for one in dates if one["ends_at"] > now or not told]


def move_planned(
    event: dict[str, Any],
    occurrence_id: UUID,
    scope: Scope,
    now: datetime,
    *,
    starts: datetime,
    ends: datetime,
    venue: dict[str, Any],
) -> list[dict[str, Any]]:
    """The dates that would change, each with `to`, its new span, and `place`, the new venue, None if it stays there.

    Raises as `dates_meant` and `domain.plan_move`.
    """
    wanted = dates_meant(event, occurrence_id, scope, now)
    spans = plan_move(_planned(event), occurrence_id, scope, starts, ends, now)
    present = next(one["venue"] for one in wanted if one["id"] == occurrence_id)
    elsewhere = any(present[name] != fact for name, fact in venue.items())
    planned = []
    for one in wanted:
        leaves = elsewhere and any(one["venue"][name] != fact for name, fact in venue.items())
        to = spans[one["id"]]
        if leaves or (to.starts_at, to.ends_at) != (one["starts_at"], one["ends_at"]):
            planned.append(one | {"to": to, "place": venue if leaves else None})
    return planned


def _planned(event: dict[str, Any]) -> list[Planned]:
    names = ("id", "starts", "ends", "zone", "starts_at", "state")
    return [Planned(**{name: one[name] for name in names}) for one in event["occurrences"]]


def undo_until(session: Session, event_id: UUID, version: int) -> datetime | None:
    """Until when the change that made this version of the event can be undone; None if there is no such change."""
    last = FormerFacts.changed_at + UNDO_FOR
    wanted = select(last).where(FormerFacts.event_id == event_id, FormerFacts.version == version, last > func.now())
    return session.scalar(wanted)
