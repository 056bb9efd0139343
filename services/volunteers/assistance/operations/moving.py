"""One week of weekly help gets another time, or all weeks from it on: those that are there, and those made later.

A week is known by its number, so it stays the same week at whatever time it is.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.correcting import TIMES
from services.volunteers.assistance.domain.repeating import Pattern, last_of, number_of, sought_from
from services.volunteers.assistance.domain.requests import Links
from services.volunteers.assistance.domain.states import SOUGHT
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.operations.closing import OF_SERIES
from services.volunteers.assistance.operations.seeking import seek_anew
from services.volunteers.assistance.operations.telling import note


def turn_of(request: Request, starts_at: datetime) -> dict[str, datetime]:
    """When somebody is sought for a later week that begins then; nothing for what is sought at once."""
    in_turn = request.sought_from is not None and request.leg_of is None
    return {"sought_from": sought_from(starts_at, request.zone)} if in_turn else {}


def week_of(request: Request, first: Request, legs: Mapping[Any, Request]) -> int:
    """The number of the week to which one way belongs, 0 for the first; `legs` are all ways of its series by id."""
    there = legs[request.leg_of] if request.leg_of else request
    return 0 if there.id == first.id else number_of(there.week, there.starts_at, first.starts_at)


def after_move(
    first: Request, pattern: Pattern, request: Request, facts: Mapping[str, Any], legs: Collection[Request]
) -> Pattern:
    """When the weeks of the series are once all from this one on have the moments among `facts`, on the same way."""
    number = week_of(request, first, {one.id: one for one in legs})
    moments = {name: facts[name] for name in TIMES}
    return pattern.moved(moments, number, first.zone, back=request.leg_of is not None)


def last_at(first: Request, pattern: Pattern, request: Request) -> datetime | None:
    """When the last week of a series that goes on begins, on the way of this request."""
    starts_at = pattern.return_at if request.leg_of else pattern.starts_at
    return last_of(starts_at, first.weekly_until, first.zone) if starts_at and first.weekly_until else None


def move_following(
    session: Session, links: Links, first: Request, pattern: Pattern, request: Request, legs: Collection[Request]
) -> None:
    """Let all weeks after this one be when the `pattern` says, on the same way, and seek somebody for each anew.

    `legs` are all ways of the series, locked. Whoever asked hears of the series by the message about `request`.
    """
    by_id, back = {one.id: one for one in legs}, request.leg_of is not None
    number = week_of(request, first, by_id)
    for other in legs:
        week = week_of(other, first, by_id)
        if (other.leg_of is not None) == back and week > number and other.state in SOUGHT:
            times = pattern.back(week, first.zone) if back else pattern.there(week, first.zone)
            note(session, other.id, "corrected_errand", "coordinator")
            seek_anew(session, links, other, times | turn_of(other, times["starts_at"]), "time", OF_SERIES)
