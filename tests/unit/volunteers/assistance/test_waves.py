"""When how many are asked, when the search ends, and what a visit's clock says."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from services.volunteers.assistance.domain.helping import Document, is_valid
from services.volunteers.assistance.domain.moving import shifted
from services.volunteers.assistance.domain.repeating import later, sought_from, weekly
from services.volunteers.assistance.domain.requests import (
    AppointmentIsElsewhere,
    EndsWrongly,
    IsPast,
    Kind,
    Links,
    NotAhead,
    RepeatsWrongly,
    ReturnsTooEarly,
    check_kind,
    check_moments,
    helpers_wanted,
    kind_name,
    stands_for_itself,
    wall_time,
)
from services.volunteers.assistance.domain.visits import (
    TooEarlyToArrive,
    alarm_at,
    check_arrival,
    check_start,
    ends_by_itself,
    is_unsaid,
    may_see_details,
    overdue_at,
)
from services.volunteers.assistance.domain.waves import (
    asked_at_once,
    by_day,
    familiar_ends_at,
    gives_up_at,
    has_time_for_one,
    is_last,
    looks_again_at,
    may_go_on,
    wave_ends_at,
)
from shared import languages
from shared.errors import Invalid
from tests.support.clock import vilnius

ZONE = "Europe/Vilnius"
HOUR = timedelta(hours=1)
NOON = vilnius(2026, 12, 1, 12)
LINKS = Links("secret", "https://talka.test")


@pytest.mark.parametrize(
    ("typed", "day"), [("00:30", 2), ("11:30", 2), ("11:31", 1), ("23:30", 1), ("23:29", 1), ("23:45", 1)]
)
def test_a_time_before_the_start_is_of_the_night_after_it_unless_it_is_rather_mistyped(typed: str, day: int) -> None:
    clock = time.fromisoformat(typed)
    assert wall_time(date(2026, 12, 1), time(23, 30), clock) == datetime.combine(date(2026, 12, day), clock)


@pytest.mark.parametrize("first", [vilnius(2026, 10, 18, 3, 30), vilnius(2027, 3, 21, 3, 30)])
def test_a_week_in_the_hour_that_comes_twice_or_never_is_known_again_in_the_database(first: datetime) -> None:
    week = later(first, 1, ZONE)
    assert {week} == {week.astimezone(ZoneInfo(ZONE)).astimezone(UTC)}
    assert later(first, 2, ZONE) - first in {timedelta(weeks=2, hours=1), timedelta(weeks=2, hours=-1)}


@pytest.mark.parametrize(
    ("lead", "before"),
    [(timedelta(days=2), HOUR), (4 * HOUR, HOUR), (2 * HOUR, HOUR / 2), (timedelta(minutes=20), timedelta(minutes=5))],
)
def test_nobody_is_sought_any_more_while_a_taxi_can_still_be_called(lead: timedelta, before: timedelta) -> None:
    assert gives_up_at("ride", NOON + lead, NOON + lead + HOUR, NOON) == NOON + lead - before


@pytest.mark.parametrize(
    ("day", "clock"), [((2027, 3, 28), (4, 10)), ((2027, 10, 31), (4, 10)), ((2027, 10, 31), (4, 30))]
)
def test_the_search_ends_an_hour_before_the_start_also_in_the_nights_when_the_clocks_change(
    day: tuple[int, int, int], clock: tuple[int, int]
) -> None:
    starts_at = datetime(*day, *clock, tzinfo=ZoneInfo("Europe/Vilnius"))
    given_up = gives_up_at(Kind.RIDE, starts_at, starts_at, starts_at - timedelta(days=3))
    assert starts_at.astimezone(UTC) - given_up == timedelta(hours=1)


def test_at_the_kiosk_the_search_goes_on_while_somebody_waits_and_what_is_late_ends_at_once() -> None:
    assert gives_up_at("kiosk_help", NOON, NOON + HOUR, NOON) == NOON + HOUR
    assert gives_up_at("ride", NOON - HOUR, NOON, NOON) == NOON


@pytest.mark.parametrize(
    ("moment", "until", "asked"),
    [
        (vilnius(2026, 12, 1, 12), vilnius(2026, 12, 3, 8), vilnius(2026, 12, 1, 12)),
        (vilnius(2026, 12, 1, 20, 59), vilnius(2026, 12, 3, 8), vilnius(2026, 12, 1, 20, 59)),
        (vilnius(2026, 12, 1, 21), vilnius(2026, 12, 3, 8), vilnius(2026, 12, 2, 8)),
        (vilnius(2026, 12, 2, 3), vilnius(2026, 12, 2, 11), vilnius(2026, 12, 2, 8)),
        (vilnius(2026, 12, 2, 3), vilnius(2026, 12, 2, 10, 59), vilnius(2026, 12, 2, 3)),
        (
            vilnius(2026, 10, 24, 23),
            vilnius(2026, 10, 26, 8),
            vilnius(2026, 10, 25, 8),
        ),  # the clocks go back that night
    ],
)
def test_at_night_nobody_is_asked_unless_the_morning_is_too_late(
    moment: datetime, until: datetime, asked: datetime
) -> None:
    assert by_day(moment, until, ZONE) == asked


def test_a_wave_takes_a_quarter_of_what_is_left_and_four_hours_at_most() -> None:
    assert wave_ends_at("ride", NOON, NOON + timedelta(days=3), ZONE) == NOON + 4 * HOUR
    assert wave_ends_at("ride", NOON, NOON + 2 * HOUR, ZONE) == NOON + HOUR / 2
    assert wave_ends_at("kiosk_help", NOON, NOON + HOUR, ZONE) == NOON + timedelta(minutes=3)
    assert wave_ends_at("kiosk_help", NOON, NOON + timedelta(minutes=1), ZONE) == NOON + timedelta(minutes=1)


def test_after_three_waves_a_coordinator_still_has_time() -> None:
    until = now = NOON
    until += 4 * HOUR
    for _wave in range(3):
        now = wave_ends_at("ride", now, until, ZONE)
    assert until - now > HOUR


def test_three_are_asked_then_ten_then_all_in_lots_and_at_the_kiosk_one_at_a_time() -> None:
    assert [asked_at_once("ride", wave) for wave in (1, 2, 3, 4)] == [3, 10, 100, 100]
    assert [is_last("ride", wave) for wave in (1, 2, 3)] == [False, False, True]
    assert (asked_at_once("kiosk_help", 1), is_last("kiosk_help", 1)) == (1, True)


def test_a_helper_who_is_silent_is_asked_after_half_an_hour_and_missed_after_another() -> None:
    assert overdue_at(NOON) == NOON + HOUR / 2
    assert alarm_at(overdue_at(NOON)) == NOON + HOUR
    assert (ends_by_itself("kiosk_help"), ends_by_itself("ride")) == (True, False)
    ends = [
        ("done", "clock", "ride"),
        ("done", "clock", "kiosk_help"),
        ("done", "helper", "ride"),
        ("unmet", "clock", "ride"),
    ]
    assert [is_unsaid(*end) for end in ends] == [True, False, False, False]


@pytest.mark.parametrize(
    ("state", "after", "seen"),
    [
        ("open", -HOUR, False),
        ("assigned", -HOUR, True),
        ("under_way", HOUR, True),
        ("done", 24 * HOUR, True),
        ("done", 25 * HOUR, False),
        ("cancelled", -HOUR, False),
    ],
)
def test_private_details_are_seen_from_the_promise_to_a_day_after_the_end(
    state: str,
    after: timedelta,
    seen: bool,  # noqa: FBT001 - a table of cases
) -> None:
    assert may_see_details(state, NOON + after, NOON) is seen


def test_one_arrives_around_the_start() -> None:
    check_arrival(NOON, NOON + 2 * HOUR)
    with pytest.raises(TooEarlyToArrive):
        check_arrival(NOON, NOON + 3 * HOUR)


def test_it_is_over_or_missed_from_the_start_on() -> None:
    check_start(NOON, NOON)
    with pytest.raises(TooEarlyToArrive):
        check_start(NOON, NOON + HOUR)


def test_a_weekly_request_keeps_its_wall_time_and_is_made_four_weeks_ahead() -> None:
    first = vilnius(2026, 10, 20, 9, 20)
    assert later(first, 1, ZONE) == vilnius(2026, 10, 27, 9, 20)  # another offset than a week before
    assert list(weekly(first, date(2026, 12, 31), ZONE, first - HOUR)) == [1, 2, 3]
    assert list(weekly(first, date(2026, 12, 31), ZONE, first)) == [1, 2, 3, 4]
    assert list(weekly(first, date(2026, 12, 31), ZONE, vilnius(2026, 11, 3, 12))) == [3, 4, 5, 6]
    assert list(weekly(first, date(2026, 11, 2), ZONE, first)) == [1]


@pytest.mark.parametrize(
    ("moments", "error"),
    [
        ((NOON + HOUR, NOON + 2 * HOUR, None, None), None),
        ((NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR, date(2026, 12, 24)), None),
        ((NOON, NOON + HOUR, None, None), IsPast),
        ((NOON + HOUR, NOON + HOUR, None, None), EndsWrongly),
        ((NOON + HOUR, NOON + 26 * HOUR, None, None), EndsWrongly),
        ((NOON + HOUR, NOON + 3 * HOUR, NOON + 2 * HOUR, None), ReturnsTooEarly),
        ((NOON + HOUR, NOON + 2 * HOUR, None, date(2026, 12, 1)), RepeatsWrongly),
        ((NOON + HOUR, NOON + 2 * HOUR, None, date(2028, 1, 1)), RepeatsWrongly),
        ((NOON + HOUR, NOON + 2 * HOUR, None, None, NOON + HOUR), None),
        ((NOON + HOUR, NOON + 2 * HOUR, None, None, NOON + 2 * HOUR), None),
        ((NOON + HOUR, NOON + 2 * HOUR, None, None, NOON), AppointmentIsElsewhere),
        ((NOON + HOUR, NOON + 2 * HOUR, None, None, NOON + 3 * HOUR), AppointmentIsElsewhere),
    ],
)
def test_moments_that_cannot_be_asked_for(moments: tuple[Any, ...], error: type[Invalid] | None) -> None:
    if error is None:
        check_moments(NOON, *moments)
    else:
        with pytest.raises(error):
            check_moments(NOON, *moments)


def test_after_nobody_was_left_we_look_again_every_three_hours_of_the_day_until_the_search_ends() -> None:
    assert looks_again_at("ride", NOON, NOON + 48 * HOUR, ZONE) == NOON + 3 * HOUR
    assert looks_again_at("ride", NOON + 8 * HOUR, NOON + 48 * HOUR, ZONE) == vilnius(2026, 12, 2, 8)
    assert looks_again_at("ride", NOON, NOON + 3 * HOUR, ZONE) is None
    assert looks_again_at("kiosk_help", NOON, NOON + HOUR, ZONE) == NOON + timedelta(minutes=3)


def test_who_was_sent_away_from_the_screen_without_a_phone_is_looked_for_no_longer() -> None:
    assert [may_go_on("kiosk_help", reachable=False), may_go_on("kiosk_help", reachable=True)] == [False, True]
    assert may_go_on("ride", reachable=False)


def test_help_at_the_screen_is_for_now() -> None:
    check_kind("kiosk_help", NOON, NOON)
    check_kind("ride", NOON, NOON + HOUR)
    with pytest.raises(NotAhead):
        check_kind("kiosk_help", NOON, NOON + HOUR)


def test_nobody_has_to_look_at_what_staff_or_a_partner_stands_for() -> None:
    assert [stands_for_itself(by, "ride", entered_here=False) for by in ("person", "relative", "kiosk", "partner")] == [
        *(False, False, False, True)
    ]
    assert stands_for_itself("relative", "ride", entered_here=True)


def test_of_what_is_typed_at_the_kiosk_only_help_beside_it_waits_for_no_look() -> None:
    opens = [kind for kind in Kind if stands_for_itself("kiosk", kind, entered_here=False)]
    assert opens == ["kiosk_help"]


def test_two_come_only_to_visits_at_home() -> None:
    assert [helpers_wanted(kind, two_people=True) for kind in ("home_visit", "ride")] == [2, 1]
    assert helpers_wanted("home_visit", two_people=False) == 1


def test_links_tell_request_from_offer_and_people_are_known_again_by_their_address() -> None:
    id_ = UUID(int=7)
    tokens = {LINKS.token("request", id_), LINKS.token("offer", id_), Links("other", "").token("offer", id_)}
    assert {len(token) for token in tokens} == {16}
    assert len(tokens) == 3
    assert len(LINKS.code(id_)) == 6
    assert LINKS.request(id_).startswith("https://talka.test/volunteer/requests/")
    keys = [
        LINKS.person_key(id_, ["+3706", "z@example.lt"]),
        LINKS.person_key(UUID(int=8), ["+3706"]),
        LINKS.person_key(id_, []),
        LINKS.person_key(UUID(int=8), []),
    ]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_a_document_holds_from_the_look_to_its_end() -> None:
    seen, end = date(2026, 5, 1), date(2026, 6, 1)
    assert [is_valid(seen, end, day) for day in (date(2026, 4, 30), seen, end, date(2026, 6, 2))] == [
        *(False, True, True, False)
    ]
    with languages.using("en"):
        assert [one.label for one in Document] == [
            *("driving licence", "confirmation for work with children (QR code)")
        ]
        assert kind_name("ride") == "A ride"


def test_a_later_week_is_sought_five_days_before_by_day_and_moves_with_its_appointment() -> None:
    assert sought_from(NOON, ZONE) == NOON - timedelta(days=5)
    assert sought_from(vilnius(2026, 12, 1, 6), ZONE) == vilnius(2026, 11, 26, 8)
    assert shifted({"sought_from": NOON}, HOUR) == {"sought_from": NOON + HOUR}


def test_whoever_helped_the_week_before_is_asked_alone_for_a_day_or_a_quarter_of_what_is_left_if_that_is_enough() -> (
    None
):
    assert familiar_ends_at(NOON, NOON + timedelta(days=5), ZONE) == NOON + timedelta(days=1)
    assert familiar_ends_at(NOON, NOON + 48 * HOUR, ZONE) == vilnius(2026, 12, 2, 8)
    assert [has_time_for_one(NOON, NOON + hours * HOUR) for hours in (47, 48)] == [False, True]
