"""A change meant for several dates: which they are, and when each will be."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.events.programme.domain import (
    UNDO_FOR,
    AnotherDateDoesNotFit,
    EndsBeforeItStarts,
    Planned,
    Scope,
    StartsInThePast,
    TimeDoesNotExist,
    TooLateToUndo,
    check_undo,
    meant,
    moment,
    plan_move,
)

VILNIUS = "Europe/Vilnius"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
wall = datetime.fromisoformat


def a_date(number: int, starts: str, state: str = "on", hours: int = 2, zone: str = VILNIUS) -> Planned:
    begins = wall(starts)
    return Planned(UUID(int=number), begins, begins + timedelta(hours=hours), zone, moment(begins, zone), state)


WEEKS = [a_date(number, f"2026-10-{6 + 7 * number:02} 18:00") for number in range(4)]
"""Four Tuesdays; before the last the clocks go back, in the night of 25 October."""


def numbers(dates: list[Planned]) -> list[int]:
    return [one.id.int for one in dates]


@pytest.mark.parametrize(("scope", "those"), [("this", [1]), ("following", [1, 2, 3]), ("all", [0, 1, 2, 3])])
def test_a_scope_means_this_date_the_following_too_or_all(scope: str, those: list[int]) -> None:
    assert numbers(meant(reversed(WEEKS), UUID(int=1), Scope(scope), NOW)) == those


def test_what_has_begun_is_over_or_is_cancelled_is_not_meant() -> None:
    dates = [a_date(0, "2026-09-01 18:00"), a_date(1, "2026-10-01 14:30"), *WEEKS[2:], a_date(4, "2026-11-03 18:00")]
    dates.append(a_date(5, "2026-11-10 18:00", "cancelled"))
    assert numbers(meant(dates, UUID(int=3), Scope.ALL, NOW)) == [2, 3, 4]
    assert numbers(meant(dates, UUID(int=3), Scope.FOLLOWING, NOW)) == [3, 4]


def test_the_chosen_date_is_meant_also_when_it_has_begun() -> None:
    begun = a_date(9, "2026-10-01 14:30")
    assert numbers(meant([begun, *WEEKS], begun.id, Scope.FOLLOWING, NOW)) == [9, 0, 1, 2, 3]
    assert numbers(meant([begun, *WEEKS], UUID(int=2), Scope.ALL, NOW)) == [0, 1, 2, 3]


def test_of_two_dates_at_the_same_time_one_is_the_following() -> None:
    twins = [a_date(1, "2026-10-06 18:00"), a_date(2, "2026-10-06 18:00")]
    assert numbers(meant(twins, UUID(int=1), Scope.FOLLOWING, NOW)) == [1, 2]
    assert numbers(meant(twins, UUID(int=2), Scope.FOLLOWING, NOW)) == [2]


def test_dates_move_by_as_much_on_the_wall_clock_also_across_the_change_of_clocks() -> None:
    planned = plan_move(WEEKS, UUID(int=1), Scope.ALL, wall("2026-10-15 19:30"), wall("2026-10-15 22:00"), NOW)
    assert [one.starts_wall.isoformat(" ", "minutes") for one in planned.values()] == [
        "2026-10-08 19:30",
        "2026-10-15 19:30",
        "2026-10-22 19:30",
        "2026-10-29 19:30",
    ]
    assert [one.starts_at.hour for one in planned.values()] == [16, 16, 16, 17]
    assert {one.ends_at - one.starts_at for one in planned.values()} == {timedelta(hours=2, minutes=30)}


def test_each_date_moves_on_the_clock_of_its_own_zone() -> None:
    dates = [WEEKS[0], a_date(7, "2026-10-20 18:00", zone="Europe/Warsaw")]
    planned = plan_move(dates, UUID(int=0), Scope.ALL, wall("2026-10-06 19:00"), wall("2026-10-06 21:00"), NOW)
    warsaw = planned[UUID(int=7)]
    assert (warsaw.zone, warsaw.starts_wall.hour, warsaw.starts_at.hour) == ("Europe/Warsaw", 19, 17)


def test_dates_of_another_length_are_longer_by_as_much() -> None:
    dates = [WEEKS[0], a_date(7, "2026-10-20 10:00", hours=6)]
    planned = plan_move(dates, UUID(int=0), Scope.ALL, wall("2026-10-06 18:00"), wall("2026-10-06 21:00"), NOW)
    assert planned[UUID(int=7)].ends_wall == wall("2026-10-20 17:00")


def test_a_wrong_time_of_the_chosen_date_is_said_as_of_any_date() -> None:
    for starts, ends, wrong in (
        ("2026-10-06 18:00", "2026-10-06 17:00", EndsBeforeItStarts),
        ("2026-09-01 18:00", "2026-09-01 20:00", StartsInThePast),
        ("2027-03-28 03:30", "2027-03-28 05:00", TimeDoesNotExist),
    ):
        with pytest.raises(wrong):
            plan_move(WEEKS, UUID(int=0), Scope.ALL, wall(starts), wall(ends), NOW)


@pytest.mark.parametrize(
    ("other", "starts", "ends"),
    [
        ("2026-10-02 18:00", "2026-10-15 18:00", "2026-10-15 20:00"),  # 12 days earlier: over
        ("2027-03-23 18:00", "2026-11-01 03:30", "2026-11-01 06:00"),  # five days and 9:30 later: left out in spring
    ],
)
def test_a_date_that_cannot_move_along_is_named_and_nothing_is_planned(other: str, starts: str, ends: str) -> None:
    dates = [a_date(0, "2026-10-27 18:00"), a_date(1, other)]
    with pytest.raises(AnotherDateDoesNotFit) as refused:
        plan_move(dates, UUID(int=0), Scope.ALL, wall(starts), wall(ends), NOW)
    assert refused.value.facts == {"day": other[:10]}
    assert list(plan_move(dates, UUID(int=0), Scope.THIS, wall(starts), wall(ends), NOW)) == [UUID(int=0)]


def test_a_date_that_would_end_before_it_begins_cannot_move_along() -> None:
    dates = [a_date(0, "2026-10-27 18:00", hours=5), a_date(1, "2026-11-03 18:00", hours=1)]
    with pytest.raises(AnotherDateDoesNotFit):
        plan_move(dates, UUID(int=0), Scope.ALL, wall("2026-10-27 18:00"), wall("2026-10-27 20:00"), NOW)


@given(days=st.integers(0, 300), minutes=st.integers(0, 24 * 60 - 1))
def test_a_move_and_the_move_back_leave_every_date_where_it_was(days: int, minutes: int) -> None:
    later = timedelta(days=days, minutes=minutes)
    try:
        there = plan_move(WEEKS, UUID(int=0), Scope.ALL, WEEKS[0].starts + later, WEEKS[0].ends + later, NOW)
    except (AnotherDateDoesNotFit, TimeDoesNotExist, EndsBeforeItStarts):
        return
    dates = [Planned(id_, one.starts_wall, one.ends_wall, VILNIUS, one.starts_at, "on") for id_, one in there.items()]
    back = plan_move(dates, UUID(int=0), Scope.ALL, WEEKS[0].starts, WEEKS[0].ends, NOW)
    assert [one.starts_at for one in back.values()] == [one.starts_at for one in WEEKS]


def test_a_change_can_be_undone_for_ten_minutes() -> None:
    check_undo(NOW, NOW + UNDO_FOR)
    with pytest.raises(TooLateToUndo):
        check_undo(NOW, NOW + UNDO_FOR + timedelta(seconds=1))
