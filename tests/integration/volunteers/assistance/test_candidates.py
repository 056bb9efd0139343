"""Whom the statement reads, and in which order: held against the rule, over made-up towns of volunteers."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.matching import Candidate
from services.volunteers.assistance.domain.requests import home_of
from services.volunteers.assistance.models import Helper, Request
from services.volunteers.assistance.queries.matches import best, best_of_each, everybody
from shared.database import moment
from tests.support.factories.assistance import ROKISKIS, a_helper, a_request, ahead, asked
from tests.support.factories.partners import CARITAS

REQUESTS: dict[str, dict[str, Any]] = {
    "a ride": {},
    "in a wheelchair": {"wheelchair": True},
    "up the stairs": {"kind": "accompaniment", "stairs": True},
    "by a woman": {"kind": "home_visit", "prefers_gender": "woman"},
    "in two languages": {"kind": "interpreting", "languages": ["uk", "lt"]},
    "in one of two languages": {"kind": "home_visit", "languages": ["uk", "ar"]},
    "of a family": {"kind": "accompaniment", "target_group": "large_family"},
    "of another place": {"area": "Obeliai"},
}


def _town(session: Session, chance: random.Random, many: int = 150, may_ask: Any = ([ROKISKIS],)) -> None:
    """People who differ in everything that a request may ask for, and in who of `may_ask` may ask them."""
    kinds = ("ride", "accompaniment", "home_visit", "interpreting")
    for _ in range(many):
        a_helper(
            session,
            papers=tuple(kind for kind in ("driving_licence", "vaiku-qr") if chance.random() < 0.6),
            organisations=chance.choice(may_ask),
            kinds=chance.sample(kinds, k=chance.randint(1, 4)),
            areas=chance.choice(([], [], ["Rokiškis", "Juodupė"], ["obeliai"], ["Kamajai", "  kavoliškis "])),
            vehicle=chance.choice(("none", "car", "car", "wheelchair")),
            gender=chance.choice((None, "woman", "man")),
            can_lift=chance.random() < 0.5,
            languages=chance.sample(("lt", "uk", "ru", "ar"), k=chance.randint(1, 3)),
            age_band=chance.choice(("adult", "adult", "adult", "16_17")),
        )


def _by_the_rule(request: Request) -> Callable[[Candidate], tuple[Any, ...]]:
    """Whoever knows the person, then who was asked least lately, then who serves just this place."""
    places = home_of(request.area)

    def order(who: Candidate) -> tuple[Any, ...]:
        near = any(not places.isdisjoint(home_of(area)) for area in who.areas)
        return (not who.known, who.last_asked or datetime.min.replace(tzinfo=request.asked_at.tzinfo), not near, who.id)

    return order


@pytest.mark.parametrize("called", REQUESTS)
def test_nobody_who_fits_is_left_unread_and_the_best_come_first(volunteers_session: Session, called: str) -> None:
    session, chance = volunteers_session, random.Random(called)
    _town(session, chance)
    for number in range(3):  # so that some were asked lately, and some know the person
        asked(session, a_request(session, starts_at=ahead(number + 20)))
        session.execute(text("UPDATE offers SET asked_at = asked_at - make_interval(days => 7)"))
    session.execute(
        text("UPDATE offers SET state = 'accepted' WHERE id IN (SELECT id FROM offers ORDER BY id LIMIT 4)")
    )
    session.execute(text("UPDATE requests SET state = 'done', closed_at = now()"))
    request = a_request(session, starts_at=ahead(5), **REQUESTS[called])
    fit, unfit = everybody(session, request, moment(session))
    found = best(session, request, moment(session), len(fit) + 1)
    assert [match.candidate for match in found] == sorted((match.candidate for match in fit), key=_by_the_rule(request))
    assert found
    assert len(fit) + len(unfit) == 150
    of_all_places = best(session, request, moment(session), 150, everywhere=True)
    others = [who for who, reason in unfit if reason == "area" and who.answer is None]
    assert {match.candidate.id for match in of_all_places} == {who.candidate.id for who in fit} | {
        who.id for who in others
    }


@pytest.mark.parametrize("called", REQUESTS)
def test_of_a_partners_volunteers_too_nobody_who_fits_is_left_unread_and_nobody_asked_who_did_not_allow_it(
    volunteers_session: Session, called: str
) -> None:
    session, chance = volunteers_session, random.Random(f"partner, {called}")
    _town(session, chance, 100, may_ask=([ROKISKIS], [CARITAS], [CARITAS, ROKISKIS]))
    request, as_theirs = (
        a_request(session, starts_at=ahead(5), organisation_id=one, **REQUESTS[called]) for one in (ROKISKIS, CARITAS)
    )
    fit, unfit = everybody(session, as_theirs, moment(session))
    may = set(session.scalars(select(Helper.volunteer_id).where(Helper.organisations.contains([CARITAS]))))
    assert {who.id for who in (*(match.candidate for match in fit), *(who for who, _reason in unfit))} == may
    found, of_all_places = (
        best_of_each(session, request, moment(session), 150, [ROKISKIS, CARITAS], everywhere=everywhere)[CARITAS]
        for everywhere in (False, True)
    )
    assert [match.candidate for match in found] == sorted((match.candidate for match in fit), key=_by_the_rule(request))
    assert found
    others = {who.id for who, reason in unfit if reason == "area"}
    assert {match.candidate.id for match in of_all_places} == {match.candidate.id for match in found} | others
