"""Who fits a request: the rule's judgement of those who might help. As many statements, however many they are."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.matching import Candidate, Match, Unfit, fitting, why_not
from services.volunteers.assistance.models import Request
from services.volunteers.assistance.queries.candidates import candidates, candidates_of_each, wish_of

BESIDE = 20
"""Volunteers who are read beside those wanted, since the rule may refuse some."""


def best(
    session: Session,
    request: Request,
    now: datetime,
    most: int,
    *,
    everywhere: bool = False,
) -> list[Match]:
    """Those who fit and have not been asked, best first, and `most` of them; `everywhere` those of other places too.

    Few more are read than are wanted; all only if the rule, which has the last word, has refused too many of those.
    """
    wish, few = replace(wish_of(request), everywhere=everywhere), most + BESIDE
    read = candidates(session, request, now, limit=few, everywhere=everywhere)
    found = list(islice(fitting(wish, read, now), most))
    if len(found) == most or len(read) < few:
        return found
    return list(islice(fitting(wish, candidates(session, request, now, everywhere=everywhere), now), most))


def fit_among(session: Session, request: Request, now: datetime, ids: Collection[UUID]) -> list[Match]:
    """Those of these volunteers who fit and have not been asked, best first, whatever places they serve."""
    wish, read = replace(wish_of(request), everywhere=True), candidates(session, request, now, everywhere=True)
    return list(fitting(wish, (one for one in read if one.id in ids), now))


def best_of_each(
    session: Session, request: Request, now: datetime, most: int, partners: Collection[UUID], *, everywhere: bool
) -> dict[UUID, list[Match]]:
    """The same for each of these organisations whose volunteers fit; as many statements, however many there are."""
    if not partners:
        return {}
    wish, few = replace(wish_of(request), everywhere=everywhere), most + BESIDE
    read = candidates_of_each(session, request, now, partners, limit=few, everywhere=everywhere)
    found = {one: list(islice(fitting(wish, who, now), most)) for one, who in read.items()}
    if short := [one for one, who in read.items() if len(who) == few and len(found[one]) < most]:
        read = candidates_of_each(session, request, now, short, limit=None, everywhere=everywhere)
        found |= {one: list(islice(fitting(wish, who, now), most)) for one, who in read.items()}
    return {one: fit for one, fit in found.items() if fit}


def everybody(session: Session, request: Request, now: datetime) -> tuple[list[Match], list[tuple[Candidate, Unfit]]]:
    """For coordinators: who fits, best first; and of all others whom the organisation may ask what weighs most."""
    wish, found = wish_of(request), candidates(session, request, now, everybody=True)
    unfit = [(who, reason) for who in found if (reason := why_not(wish, who)) is not None]
    return list(fitting(wish, found, now)), unfit


def who(session: Session, request: Request, volunteer_id: UUID, now: datetime) -> tuple[Candidate, Unfit | None] | None:
    """One volunteer whom the organisation may ask, and what weighs most against it; None for anybody else."""
    found = [one for one in candidates(session, request, now, everybody=True) if one.id == volunteer_id]
    return (found[0], why_not(wish_of(request), found[0])) if found else None
