"""Who fits a ride, why not, and who is asked first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import pytest

from services.volunteers.assistance.domain.matching import (
    BY_HAND,
    Candidate,
    Reason,
    Unfit,
    Wish,
    busy_during,
    fitting,
    why_not,
)
from services.volunteers.assistance.domain.requests import Kind, home_of
from shared import languages

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
DAY = date(2026, 12, 3)
HOLDS = (date(2026, 1, 5), None)
RIDE = Wish(
    kind=Kind.RIDE,
    day=DAY,
    speaks="ru",
    languages=frozenset(),
    area="Rokiškis, Kavoliškis",
    wheelchair=False,
    stairs=False,
    prefers_gender="none",
    target_group="senior",
    blocked=frozenset(),
)
OLGA = Candidate(
    id=UUID(int=1),
    name="Olga",
    active=True,
    age_band="adult",
    languages=frozenset({"ru", "lt"}),
    kinds=frozenset({"ride", "home_visit", "interpreting"}),
    areas=(),
    vehicle="car",
    gender=None,
    can_lift=False,
    licence=HOLDS,
    children=None,
    busy=False,
    known=False,
    last_asked=None,
    answer=None,
)
CHILDREN = {"target_group": "large_family"}


@pytest.mark.parametrize(
    ("age_band", "reason"), [("under_14", Unfit.MINOR), ("14_15", None), ("16_17", None), ("adult", None)]
)
def test_at_the_screen_whoever_may_take_a_shift_may_help(age_band: str, reason: Unfit | None) -> None:
    wish = replace(RIDE, kind=Kind.KIOSK_HELP)
    assert why_not(wish, OLGA._replace(kinds=frozenset({"kiosk_help"}), age_band=age_band)) is reason


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.KIOSK_HELP])
def test_all_other_help_is_for_adults(kind: Kind) -> None:
    assert why_not(replace(RIDE, kind=kind), OLGA._replace(age_band="16_17")) is Unfit.MINOR


@pytest.mark.parametrize(
    ("wish", "who", "reason"),
    [
        ({}, {}, None),
        ({}, {"active": False}, Unfit.GONE),
        ({}, {"age_band": "16_17"}, Unfit.MINOR),
        ({"blocked": frozenset({OLGA.id})}, {}, Unfit.BLOCKED),
        ({}, {"kinds": frozenset({"home_visit"})}, Unfit.KIND),
        ({}, {"languages": frozenset({"en"})}, Unfit.LANGUAGE),
        ({"languages": frozenset({"uk", "en"})}, {}, Unfit.LANGUAGE),
        ({"languages": frozenset({"uk", "lt"})}, {}, None),
        ({"kind": Kind.INTERPRETING, "languages": frozenset({"uk", "lt"})}, {}, Unfit.LANGUAGE),
        ({"kind": Kind.INTERPRETING, "languages": frozenset({"ru", "lt"})}, {}, None),
        ({"prefers_gender": "woman"}, {}, Unfit.GENDER),
        ({"prefers_gender": "woman"}, {"gender": "man"}, Unfit.GENDER),
        ({"prefers_gender": "woman"}, {"gender": "woman"}, None),
        ({}, {"vehicle": "none"}, Unfit.VEHICLE),
        ({"wheelchair": True}, {}, Unfit.VEHICLE),
        ({"wheelchair": True}, {"vehicle": "wheelchair"}, None),
        ({"kind": Kind.HOME_VISIT}, {"vehicle": "none", "licence": None}, None),
        ({}, {"licence": None}, Unfit.LICENCE),
        ({}, {"licence": (date(2026, 1, 5), date(2026, 12, 2))}, Unfit.LICENCE),
        ({}, {"licence": (date(2026, 1, 5), DAY)}, None),
        ({}, {"licence": (date(2026, 12, 4), None)}, Unfit.LICENCE),
        ({"stairs": True}, {}, Unfit.LIFT),
        ({"stairs": True}, {"can_lift": True}, None),
        (CHILDREN, {}, Unfit.CHILDREN),
        (CHILDREN, {"children": HOLDS}, None),
        (CHILDREN | {"kind": Kind.INTERPRETING}, {}, None),
        ({}, {"areas": ("Obeliai",)}, Unfit.AREA),
        ({}, {"areas": ("Obeliai", "  kavoliškis ")}, None),
        ({}, {"busy": True}, Unfit.BUSY),
        ({}, {"answer": "open"}, Unfit.ASKED),
        ({}, {"answer": "accepted"}, Unfit.HELPS),
        ({}, {"answer": "accepted", "busy": True}, Unfit.HELPS),
        ({}, {"answer": "accepted", "busy": True, "licence": None}, Unfit.LICENCE),
        ({}, {"answer": "withdrawn"}, Unfit.ASKED),
        ({}, {"answer": "declined"}, Unfit.SAID_NO),
        ({}, {"answer": "released"}, Unfit.SAID_NO),
    ],
)
def test_what_weighs_against_asking_somebody(wish: dict[str, Any], who: dict[str, Any], reason: Unfit | None) -> None:
    assert why_not(replace(RIDE, **wish), OLGA._replace(**who)) == reason


def test_what_keeps_people_safe_cannot_be_overruled() -> None:
    safety = {Unfit.MINOR, Unfit.BLOCKED, Unfit.LICENCE, Unfit.CHILDREN, Unfit.BUSY, Unfit.VEHICLE, Unfit.GONE}
    assert not safety & BY_HAND
    assert list(Unfit)[-len(BY_HAND) :] == [one for one in Unfit if one in BY_HAND]


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ({}, None),
        ({"kinds": frozenset({"home_visit"}), "areas": ("Obeliai",)}, Unfit.KIND),
        ({"kinds": frozenset({"home_visit"}), "vehicle": "none", "licence": None}, Unfit.VEHICLE),
        ({"languages": frozenset({"en"}), "licence": None}, Unfit.LICENCE),
        ({"answer": "declined", "busy": True}, Unfit.BUSY),
    ],
)
def test_what_nobody_may_overrule_weighs_more_than_what_comes_first(who: dict[str, Any], reason: Unfit | None) -> None:
    assert why_not(RIDE, OLGA._replace(**who)) == reason


def test_what_speaks_for_those_who_fit_and_nobody_is_looked_at_who_is_not_needed() -> None:
    people = {
        "fresh": OLGA._replace(id=UUID(int=2), last_asked=NOW - timedelta(days=1)),
        "old": OLGA._replace(id=UUID(int=3), last_asked=NOW - timedelta(days=14)),
        "near": OLGA._replace(id=UUID(int=6), areas=("Rokiškis",)),
        "unfit": OLGA._replace(id=UUID(int=8), vehicle="none"),
        "known": OLGA._replace(id=UUID(int=7), known=True, last_asked=NOW),
    }
    order, coming = {one.id: name for name, one in people.items()}, iter(people.values())
    found = fitting(RIDE, coming, NOW)
    assert {order[match.candidate.id]: match.reasons for match in islice(found, 3)} == {
        "fresh": (Reason.SPEAKS,),
        "old": (Reason.SPEAKS, Reason.RESTED),
        "near": (Reason.SPEAKS, Reason.NEAR, Reason.RESTED),
    }
    assert next(coming) == people["unfit"]
    assert [match.reasons for match in found] == [(Reason.KNOWS, Reason.SPEAKS)]


def test_driving_there_home_and_helping_in_and_out_count_as_busy() -> None:
    load = timedelta(minutes=10)
    assert busy_during("ride", NOW, NOW + timedelta(hours=1), load) == (
        NOW - timedelta(minutes=30),
        NOW + timedelta(hours=1, minutes=30),
    )


def test_an_area_names_its_places() -> None:
    assert home_of(" Rokiškis,  Kavoliškis ,") == {"rokiškis", "kavoliškis"}


def test_reasons_have_names() -> None:
    with languages.using("en"):
        assert all(one.label for one in [*Unfit, *Reason])
