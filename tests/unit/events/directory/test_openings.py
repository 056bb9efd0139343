"""Opening hours that a provider corrects: where they stand, what differs, and the entry with them."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from services.events.directory.domain import (
    Span,
    differing,
    field_of,
    hours_changes,
    not_as,
    openings,
    with_hours,
    with_week,
)
from shared.errors import Invalid

MONDAY = {"id": "m", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:00"}
MONTHLY = {"id": "x", "freq": "MONTHLY", "byday": "-1FR", "opens_at": "09:00", "closes_at": "12:00"}
AT: dict[str, Any] = {"id": "a-1", "location": {"id": "there", "schedules": [MONDAY, MONTHLY]}}
ENTRY: dict[str, Any] = {"id": "s-1", "service_at_locations": [AT]}
ROW = {"id": "m", "byday": ["MO", "TU"], "opens_at": "09:00", "closes_at": "17:00"}


def new_id() -> str:
    return "new"


def sent(rows: Any = None, special: Any = None, key: str = "a1") -> dict[str, Any]:
    return {field_of("schedules", key): rows, field_of("x_exceptions", key): special}


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (ENTRY, [("a1", 2)]),
        ({"id": "s-1"}, [("s1", 0)]),
        ({"id": "s-1", "service_at_locations": [{"id": "b-1", "location": {}}]}, [("b1", 0)]),
        (
            ENTRY | {"schedules": [MONDAY], "service_at_locations": [AT, {"id": "b-1", "location": {}}]},
            [("a1", 2), ("s1", 1)],
        ),
        (ENTRY | {"service_at_locations": [AT | {"schedules": [MONDAY]}]}, [("a1", 1)]),
    ],
    ids=["of the place", "of the service alone", "none yet", "of the service where a place has none", "of it there"],
)
def test_hours_are_where_they_count(entry: dict[str, Any], found: list[tuple[str, int]]) -> None:
    assert [(one.key, len(one.schedules)) for one in openings(entry)] == found


def test_hours_as_they_were_or_of_which_nothing_was_sent_are_no_change() -> None:
    assert hours_changes(ENTRY, {}) == {}
    assert hours_changes(ENTRY, sent([ROW, {"id": ""}])) == {}
    split = [ROW | {"byday": ["TU"]}, ROW | {"byday": ["MO"], "id": ""}]
    assert hours_changes(ENTRY, sent(split)) == {}, "the same days said in other rows"


def test_what_differs_is_told_by_day_in_the_order_of_a_week() -> None:
    summer = ROW | {"id": "", "byday": ["SU"], "valid_from": "2026-06-01", "x_open_on_holidays": True}
    day = {"day": "2026-12-23", "reason": "Šventė", "x_reason_en": "Feast"}
    (week,) = hours_changes(ENTRY, sent([ROW | {"byday": ["TU"]}, summer], [day])).values()
    usual = Span("09:00", "17:00", False, ())
    assert differing(openings(ENTRY)[0].week, week) == [
        ("MO", "", "", (usual,), ()),
        ("SU", "2026-06-01", "", (), (usual._replace(on_holidays=True),)),
        ("2026-12-23", "", "", None, (Span("", "", False, ("Šventė", "Feast")),)),
    ]


def test_hours_that_are_none_are_told_by_the_field_of_their_place() -> None:
    with pytest.raises(Invalid) as error:
        hours_changes(ENTRY, sent([{"id": "m"}, {"byday": [], "opens_at": "09:00"}], [{"reason": "x"}]))
    assert error.value.errors.keys() == {
        "schedules_a1.1.byday",
        "schedules_a1.1.closes_at",
        "x_exceptions_a1.0.day",
    }, "by the number of the row as it was sent"
    with pytest.raises(Invalid) as error:
        hours_changes(ENTRY, sent(None, [{"day": "2026-12-23"}]))
    assert error.value.errors.keys() == {"x_exceptions_a1.0.day"}


def test_a_row_is_named_by_its_number_on_the_page_though_one_before_it_was_emptied() -> None:
    with pytest.raises(Invalid) as error:
        with_week([], [{"id": "m"}, {"byday": ["MO"], "opens_at": "09:00"}], [], new_id)
    assert error.value.errors.keys() == {"schedules.1.closes_at"}


def test_corrected_hours_stand_where_they_stood_and_leave_what_no_form_shows() -> None:
    facts = hours_changes(ENTRY, sent([ROW | {"closes_at": "15:00"}]))
    (place,) = with_hours(ENTRY, facts, new_id)["service_at_locations"]
    kept, changed = place["location"]["schedules"]
    assert (kept, changed) == (MONTHLY, MONDAY | {"closes_at": "15:00", "x_exceptions": []})
    there = ENTRY | {"service_at_locations": [AT | {"schedules": [MONDAY]}]}
    (place,) = with_hours(there, facts, new_id)["service_at_locations"]
    assert (place["schedules"][0]["closes_at"], place["location"]) == ("15:00", AT["location"])


def test_hours_of_the_service_itself_and_all_of_a_place_are_emptied() -> None:
    everywhere = {"id": "s-1", "schedules": [MONDAY]}
    facts = hours_changes(everywhere, sent([{"id": "m"}], key="s1"))
    assert with_hours(everywhere, facts, new_id)["schedules"] == []


def test_hours_of_a_place_that_is_gone_go_nowhere() -> None:
    facts = hours_changes(ENTRY, sent([ROW | {"closes_at": "15:00"}]))
    assert with_hours({"id": "s-1"}, facts, new_id) == {"id": "s-1"}


def numbered() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new{next(numbers)}"


MORNING = {"day": "2026-12-28", "opens_at": "09:00", "closes_at": "11:00"}
AFTERNOON = {"day": "2026-12-28", "opens_at": "14:00", "closes_at": "17:00"}


def test_a_day_that_differs_keeps_both_its_times_around_a_break_at_noon() -> None:
    facts = hours_changes(ENTRY, sent([ROW], [AFTERNOON, MORNING]))
    made = with_hours(ENTRY, facts, numbered())
    assert not_as(made, facts) == []
    (day,) = differing(openings(ENTRY)[0].week, openings(made)[0].week)
    assert day.now == (Span("09:00", "11:00", False, ()), Span("14:00", "17:00", False, ()))
    special = openings(made)[0].schedules[-1]["x_exceptions"]
    assert [one["id"] for one in special] == ["new1", "new2"]
    again = with_week(openings(made)[0].schedules, [ROW, ROW | {"id": "", "byday": ["FR"]}], special, numbered())
    assert [one["id"] for one in again[1]["x_exceptions"]] == ["new1", "new2"], "ids stay"
    assert again[2]["x_exceptions"] == [{"id": "new2", "day": "2026-12-28"}], "the hours stand at one row"


def test_two_rows_that_claim_to_be_the_same_are_two() -> None:
    made = with_week([MONDAY], [ROW, ROW | {"byday": ["SU"]}], [], new_id)
    assert [(one["id"], one["byday"]) for one in made] == [("m", "MO,TU"), ("new", "SU")]


def test_hours_that_make_no_sense_are_refused_at_their_row() -> None:
    never = ROW | {"id": "", "opens_at": "13:00", "closes_at": "13:00"}
    over = ROW | {"id": "", "valid_from": "2027-02-01", "valid_to": "2026-02-01"}
    whole = ROW | {"id": "", "opens_at": "00:00", "closes_at": "00:00"}
    with pytest.raises(Invalid) as error:
        with_week([], [never, over, whole], [MORNING | {"closes_at": "09:00"}], new_id)
    assert error.value.errors.keys() == {"schedules.0.closes_at", "schedules.1.valid_to", "x_exceptions.0.closes_at"}


def test_a_day_that_is_named_twice_is_said_as_the_entry_will_say_it() -> None:
    short = {"day": "2026-12-23", "opens_at": "09:00", "closes_at": "12:00"}
    facts = hours_changes(ENTRY, sent([ROW], [{"day": "2026-12-23"}, short, {"day": "2026-12-23", "reason": "x"}]))
    assert not_as(with_hours(ENTRY, facts, new_id), facts) == []
    assert not_as(ENTRY, facts) == ["hours_a1"]
    (day,) = differing(openings(ENTRY)[0].week, facts["hours_a1"])
    assert day.now == (Span("09:00", "12:00", False, ()),)


def test_a_whole_day_is_the_same_however_it_is_written() -> None:
    weeks = [
        {"schedules": [{"byday": ["MO"], "opens_at": "00:00", "closes_at": end}], "x_exceptions": []}
        for end in ("00:00", "23:59")
    ]
    assert differing(*weeks) == []
