"""What a page tells of hours: whose they are, whether somewhere is open, and when a rule holds that is not weekly."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.events.directory.domain import day_names, told

FRIDAY = datetime(2026, 12, 4, 8, tzinfo=UTC)
"""Ten o'clock in Lithuania."""
MORNING = {"id": "m", "freq": "WEEKLY", "byday": "FR", "opens_at": "09:00", "closes_at": "12:00"}
NEXT_FRIDAYS = {"dtstart": "2026-11-27", "interval": 2}
"""Every second week, and not this one."""


def a_service(*schedules: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"status": "active", "schedules": list(schedules)} | facts


def row(**facts: Any) -> dict[str, Any]:
    """What is told of one row of hours."""
    (found,) = told(a_service(MORNING | facts), FRIDAY)["everywhere"]["hours"]
    assert isinstance(found, dict)
    return found


def test_hours_of_a_service_without_a_place_are_its_own_and_say_whether_it_is_open() -> None:
    service = told(a_service(MORNING), FRIDAY)
    assert [one["id"] for one in service["everywhere"]["hours"]] == ["m"]
    until = datetime(2026, 12, 4, 10, tzinfo=UTC)
    assert (service["open_until"], service["everywhere"]["open_until"], service["is_timed"]) == (until, until, True)


def test_what_does_not_close_within_a_day_is_open_round_the_clock() -> None:
    always = MORNING | {"byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00", "closes_at": "00:00"}
    assert [told(a_service(row), FRIDAY)["round_the_clock"] for row in (always, MORNING)] == [True, False]
    places = told(a_service(MORNING, service_at_locations=[{"location": {"schedules": [always]}}]), FRIDAY)
    assert places["round_the_clock"] is places["places"][0]["round_the_clock"] is True
    assert told(a_service(always, status="temporarily closed"), FRIDAY)["round_the_clock"] is False


def test_hours_of_a_service_count_at_its_places_and_are_not_told_twice() -> None:
    own = MORNING | {"id": "own", "byday": "MO"}
    at = [{"location": {"schedules": [own]}}, {"location": {}}, {"schedules": [own], "location": {}}]
    service = told(a_service(MORNING, service_at_locations=at), FRIDAY)
    assert service["everywhere"] is None
    assert [[one["id"] for one in place["hours"]] for place in service["places"]] == [["own"], ["m"], ["own"]]


@pytest.mark.parametrize(
    ("hours", "status", "timed"),
    [
        ([], "active", False),
        ([{"description": "Susitarus"}], "active", False),
        ([MORNING], "active", True),
        ([], "temporarily closed", True),
    ],
)
def test_only_of_what_is_known_to_be_closed_that_is_said(
    hours: list[dict[str, Any]], status: str, *, timed: bool
) -> None:
    assert told(a_service(*hours, status=status), FRIDAY)["is_timed"] is timed


def test_what_is_not_offered_just_now_is_not_open() -> None:
    assert told(a_service(MORNING, status="temporarily closed"), FRIDAY)["open_until"] is None


@pytest.mark.parametrize(
    ("rule", "weeks", "following", "holds"),
    [
        ({}, 1, None, True),
        (NEXT_FRIDAYS, 2, date(2026, 12, 11), True),
        (NEXT_FRIDAYS | {"dtstart": "2026-11-20"}, 2, date(2026, 12, 4), True),
        (NEXT_FRIDAYS | {"dtstart": "2026-11-20", "closes_at": "09:30"}, 2, date(2026, 12, 18), True),
        ({"interval": 2}, 2, None, True),  # nobody has said which of the two weeks
        ({"count": 3}, None, None, True),
        ({"count": 1, "dtstart": "2026-11-27"}, None, None, False),
        ({"freq": "MONTHLY", "byday": "-1FR"}, None, date(2027, 1, 29), True),  # 25 December is a holiday
        (NEXT_FRIDAYS | {"valid_from": "2027-01-01"}, 2, None, False),
    ],
)
def test_a_rule_that_is_not_weekly_says_so_and_on_which_day_it_holds_next(
    rule: dict[str, Any], weeks: int | None, following: date | None, *, holds: bool
) -> None:
    found = row(**rule)
    assert (found["weeks"], found["next"], found["holds"]) == (weeks, following, holds)


def test_a_rule_without_hours_says_its_next_day_too() -> None:
    by_word = {"freq": "MONTHLY", "bymonthday": "6", "description": "Susitarus"}
    (found,) = told(a_service(by_word), FRIDAY)["everywhere"]["hours"]
    assert found["next"] == date(2026, 12, 6)


@pytest.mark.parametrize(
    ("schedule", "names"),
    [
        (MORNING, ["penktadienis"]),
        ({"freq": "MONTHLY", "byday": "1MO,-1FR,FR"}, ["pirmadienis", "penktadienis"]),
        ({"freq": "WEEKLY", "dtstart": "2026-12-03"}, ["ketvirtadienis"]),
        ({"freq": "WEEKLY"}, []),
        ({"freq": "MONTHLY", "bymonthday": "1"}, []),
        ({"description": "Susitarus"}, []),
    ],
)
def test_the_days_of_a_rule_are_named(schedule: dict[str, Any], names: list[str]) -> None:
    assert day_names(schedule) == names


def test_hours_without_a_rule_are_those_of_every_day() -> None:
    assert len(day_names({"opens_at": "09:00", "closes_at": "12:00"})) == 7


def test_what_something_costs_is_told_until_it_is_over() -> None:
    costs = [{"id": "was", "valid_to": "2026-12-03"}, {"id": "is", "valid_to": "2026-12-04"}]
    costs += [{"id": "will", "valid_from": "2027-01-01"}]
    assert [one["id"] for one in told(a_service(cost_options=costs), FRIDAY)["costs"]] == ["is", "will"]
