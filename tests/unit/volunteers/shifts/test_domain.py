"""The one answer to "may this person take a place?"."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.people.domain import AgeBand, OverlappingShift
from services.volunteers.shifts.domain import (
    AlreadySignedUp,
    Candidate,
    LanguagesAreMissing,
    Shift,
    ShiftHasBegun,
    ShiftIsCancelled,
    ShiftIsFull,
    SkillsAreMissing,
    TooYoung,
    why_not,
)
from shared import languages
from shared.contracts.parts import Venue
from shared.errors import DomainError

NOW = datetime(2026, 5, 30, 12, tzinfo=UTC)
SHIFT = Shift(
    id=uuid4(),
    version=4,
    state="open",
    event_id=uuid4(),
    occurrence_id=uuid4(),
    organisation_id=uuid4(),
    organisation="Kauno regiono plėtros agentūra",
    title={"lt": "Pasitikti svečius"},
    event_title={"lt": "Kultūrų pažinimas"},
    places=3,
    taken=2,
    languages=("uk", "lt"),
    skills=("first_aid",),
    starts_at=NOW + timedelta(hours=1),
    ends_at=NOW + timedelta(hours=3),
    zone="Europe/Vilnius",
    venue=Venue(name="Kultūros centras", address="Gedimino g. 40"),
)
OLENA = Candidate(
    languages=frozenset({"uk", "lt", "ru"}),
    skills=frozenset({"first_aid", "music"}),
    age_band=AgeBand.FROM_14_TO_15,
    signed_up=False,
    busy=False,
)


def test_whoever_has_all_that_is_asked_for_can_take_the_last_place() -> None:
    assert why_not(SHIFT, OLENA, NOW) is None


@pytest.mark.parametrize(
    ("shift", "candidate", "error"),
    [
        ({"state": "cancelled"}, {}, ShiftIsCancelled),
        ({"starts_at": NOW}, {}, ShiftHasBegun),
        ({}, {"signed_up": True, "busy": True}, AlreadySignedUp),
        ({"taken": 3}, {"signed_up": True}, AlreadySignedUp),
        ({"taken": 3}, {}, ShiftIsFull),
        ({"taken": 4}, {}, ShiftIsFull),
        ({}, {"age_band": AgeBand.UNDER_14}, TooYoung),
        ({}, {"languages": frozenset({"uk"})}, LanguagesAreMissing),
        ({}, {"skills": frozenset()}, SkillsAreMissing),
        ({}, {"busy": True}, OverlappingShift),
    ],
    ids=str,
)
def test_each_obstacle_has_its_reason(
    shift: dict[str, object], candidate: dict[str, object], error: type[DomainError]
) -> None:
    reason = why_not(replace(SHIFT, **shift), replace(OLENA, **candidate), NOW)  # type: ignore[arg-type]
    assert type(reason) is error


@pytest.mark.parametrize(
    ("shift", "error"), [({}, None), ({"taken": 3}, ShiftIsFull), ({"state": "cancelled"}, ShiftIsCancelled)], ids=str
)
def test_to_nobody_in_particular_a_shift_says_what_holds_for_all(
    shift: dict[str, object], error: type[DomainError] | None
) -> None:
    reason = why_not(replace(SHIFT, **shift), None, NOW)  # type: ignore[arg-type]
    assert (reason and type(reason)) is error


def test_reasons_name_what_is_missing_in_the_readers_language() -> None:
    with languages.using("en"):
        stranger = replace(OLENA, languages=frozenset(), skills=frozenset())
        reason = why_not(SHIFT, stranger, NOW)
        assert reason is not None
        assert (
            reason.title.format(**reason.facts) == "This shift needs somebody who also speaks: Ukrainian, Lithuanian."
        )
        with languages.using("ar"):
            reason = why_not(SHIFT, stranger, NOW)
            assert reason is not None
            assert reason.facts["languages"] == "الأوكرانية، الليتوانية"
        full = why_not(replace(SHIFT, taken=3), stranger, NOW)
        assert full is not None
        assert full.title.format(**full.facts) == "All places in this shift are taken (places: 3)."


FACTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["open", "cancelled"]),
        "starts_at": st.integers(-2, 2).map(lambda hours: NOW + timedelta(hours=hours)),
        "places": st.integers(1, 3),
        "taken": st.integers(0, 4),
    }
)
SHIFTS = FACTS.map(lambda facts: replace(SHIFT, **facts))
CANDIDATES = st.builds(
    Candidate,
    languages=st.frozensets(st.sampled_from(["uk", "lt", "ar"])),
    skills=st.frozensets(st.sampled_from(["first_aid", "music"])),
    age_band=st.sampled_from(AgeBand),
    signed_up=st.booleans(),
    busy=st.booleans(),
)


@given(SHIFTS, CANDIDATES)
def test_nobody_gets_a_place_against_any_of_the_rules(shift: Shift, candidate: Candidate) -> None:
    allowed = (
        shift.state == "open"
        and shift.starts_at > NOW
        and shift.taken < shift.places
        and {"uk", "lt"} <= candidate.languages
        and "first_aid" in candidate.skills
        and candidate.age_band is not AgeBand.UNDER_14
        and not candidate.signed_up
        and not candidate.busy
    )
    assert (why_not(shift, candidate, NOW) is None) == allowed


def test_free_places_are_never_fewer_than_none() -> None:
    assert [replace(SHIFT, taken=taken).free for taken in (0, 3, 5)] == [3, 0, 0]


def test_messages_carry_the_shift_as_it_stands() -> None:
    facts = SHIFT.facts()
    assert (facts.shift_id, facts.version, facts.title) == (SHIFT.id, 4, {"lt": "Pasitikti svečius"})
    assert (facts.event_title, facts.organisation) == ({"lt": "Kultūrų pažinimas"}, "Kauno regiono plėtros agentūra")
    assert (facts.starts_at, facts.ends_at, facts.venue) == (SHIFT.starts_at, SHIFT.ends_at, SHIFT.venue)
