"""When messages leave: quiet hours across clock changes, urgency, reminders."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.messages.domain.timing import (
    ANSWERS,
    ASKED_FOR,
    IN_BULK,
    LEAD,
    SHORT_LIVED,
    URGENT,
    QuietHours,
    Times,
    Window,
    not_before,
    reminder,
    rush,
    window,
)
from services.notifications.recipients.domain import Purpose

VILNIUS = ZoneInfo("Europe/Vilnius")
QUIET = QuietHours()
NEWS = sorted(set(Purpose) - ANSWERS)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive by its rule
PLENTY = timedelta(days=30)


def wall(text: str) -> datetime:
    """A moment by the clock on the wall in Vilnius, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=VILNIUS).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("evening", "begins", "ends", "hours"),
    [
        ("2026-10-23T22:00", "2026-10-23T18:00", "2026-10-24T05:00", 11),
        ("2026-10-24T22:00", "2026-10-24T18:00", "2026-10-25T06:00", 12),
        ("2026-10-25T22:00", "2026-10-25T19:00", "2026-10-26T06:00", 11),
        ("2027-03-27T22:00", "2027-03-27T19:00", "2027-03-28T05:00", 10),
        ("2027-03-28T22:00", "2027-03-28T18:00", "2027-03-29T05:00", 11),
        ("2027-10-30T22:00", "2027-10-30T18:00", "2027-10-31T06:00", 12),
        ("2028-03-25T22:00", "2028-03-25T19:00", "2028-03-26T05:00", 10),
        ("2028-10-28T22:00", "2028-10-28T18:00", "2028-10-29T06:00", 12),
    ],
)
def test_a_night_is_as_long_as_the_clock_makes_it(evening: str, begins: str, ends: str, hours: int) -> None:
    night = QUIET.around(wall(evening))
    assert night is not None
    assert (night.begins, night.ends) == (utc(begins), utc(ends))
    assert night.ends - night.begins == timedelta(hours=hours)


@pytest.mark.parametrize("clock", ["21:00", "23:59", "00:00", "03:30", "07:59:59"])
def test_every_hour_of_the_doubled_and_the_shortened_night_is_quiet(clock: str) -> None:
    day = "2026-10-24" if clock > "20" else "2026-10-25"
    assert not_before(Purpose.REMINDER_24H, wall(f"{day}T{clock}"), Times(), QUIET) == utc("2026-10-25T06:00")
    day = "2027-03-27" if clock > "20" else "2027-03-28"
    assert not_before(Purpose.REMINDER_24H, wall(f"{day}T{clock}"), Times(), QUIET) == utc("2027-03-28T05:00")


@pytest.mark.parametrize("clock", ["08:00", "12:00", "20:59:59"])
def test_the_day_is_not_quiet(clock: str) -> None:
    assert QUIET.around(wall(f"2026-10-25T{clock}")) is None


def test_somebody_may_have_quiet_hours_that_do_not_pass_midnight() -> None:
    early = QuietHours(begins=time(0), ends=time(10))
    night = early.around(wall("2026-11-28T09:00"))
    assert night is not None
    assert (night.begins, night.ends) == (wall("2026-11-28T00:00"), wall("2026-11-28T10:00"))
    assert early.around(wall("2026-11-28T23:00")) is None


@given(MOMENTS)
def test_news_held_by_quiet_hours_leaves_at_eight_on_the_wall(moment: datetime) -> None:
    leaves = not_before(Purpose.EVENT_CHANGED, moment, Times(), QUIET)
    assert timedelta(0) <= leaves - moment <= timedelta(hours=12)
    assert leaves == moment or leaves.astimezone(VILNIUS).time() == time(8)
    assert QUIET.around(leaves) is None


@pytest.mark.parametrize("purpose", sorted(ANSWERS))
def test_an_answer_leaves_at_once_in_the_middle_of_the_night(purpose: Purpose) -> None:
    night = wall("2026-11-28T03:00")
    assert not_before(purpose, night, Times(starts_at=night + PLENTY), QUIET) == night


@pytest.mark.parametrize("purpose", NEWS)
def test_news_of_a_far_event_waits_for_the_morning(purpose: Purpose) -> None:
    night = wall("2026-11-28T23:30")
    assert not_before(purpose, night, Times(starts_at=night + PLENTY), QUIET) == wall("2026-11-29T08:00")


@pytest.mark.parametrize("purpose", NEWS)
def test_news_leaves_at_once_to_a_person_who_said_any_hour(purpose: Purpose) -> None:
    night = wall("2026-11-28T23:30")
    assert not_before(purpose, night, Times(starts_at=night + PLENTY), None) == night


@pytest.mark.parametrize("purpose", sorted(URGENT | SHORT_LIVED))
@pytest.mark.parametrize(("starts", "leaves"), [("07:00", "28T23:30"), ("09:59", "28T23:30"), ("10:00", "29T08:00")])
def test_urgent_and_short_lived_news_wakes_people_only_when_the_morning_would_be_too_late(
    purpose: Purpose, starts: str, leaves: str
) -> None:
    night = wall("2026-11-28T23:30")
    times = Times(starts_at=wall(f"2026-11-29T{starts}"))
    assert not_before(purpose, night, times, QUIET) == wall(f"2026-11-{leaves}")


@pytest.mark.parametrize("purpose", sorted(set(NEWS) - URGENT - SHORT_LIVED))
def test_other_news_never_wakes_anybody(purpose: Purpose) -> None:
    night = wall("2026-11-28T23:30")
    assert not_before(purpose, night, Times(starts_at=wall("2026-11-29T08:30")), QUIET) == wall("2026-11-29T08:00")


@pytest.mark.parametrize(
    ("expires", "leaves"),
    [
        ("28T23:45", "28T23:30"),
        ("29T07:00", "28T23:30"),
        ("29T09:59", "28T23:30"),
        ("29T10:00", "29T08:00"),
        ("30T12:00", "29T08:00"),
    ],
)
def test_an_offer_leaves_while_there_is_time_to_take_it(expires: str, leaves: str) -> None:
    night = wall("2026-11-28T23:30")
    times = Times(starts_at=night + PLENTY, expires_at=wall(f"2026-11-{expires}"))
    planned = window(Purpose.REGISTRATION_OFFERED, night, times, QUIET)
    assert planned == Window(wall(f"2026-11-{leaves}"), wall(f"2026-11-{expires}"))


@pytest.mark.parametrize(
    ("old", "new"), [("2026-11-29T09:00", "2026-12-05T14:00"), ("2026-12-05T14:00", "2026-11-29T09:00")]
)
def test_a_move_wakes_people_for_the_old_start_and_for_the_new_one(old: str, new: str) -> None:
    night = wall("2026-11-28T23:30")
    times = Times(starts_at=wall(new), old_starts_at=wall(old))
    assert not_before(Purpose.EVENT_CHANGED, night, times, QUIET) == night


def test_two_hours_after_the_quiet_hours_are_counted_from_the_end_of_a_doubled_night() -> None:
    night = wall("2026-10-24T23:00")
    assert not_before(Purpose.EVENT_CANCELLED, night, Times(starts_at=wall("2026-10-25T09:59")), QUIET) == night
    assert not_before(Purpose.EVENT_CANCELLED, night, Times(starts_at=wall("2026-10-25T10:00")), QUIET) == wall(
        "2026-10-25T08:00"
    )


def test_a_message_is_of_use_until_what_it_tells_is_over() -> None:
    now, start = wall("2026-11-28T12:00"), wall("2026-11-29T14:00")
    end, before, after = start + timedelta(hours=2), start - timedelta(hours=5), start + timedelta(days=3)

    def until(times: Times) -> datetime:
        return window(Purpose.EVENT_CHANGED, now, times, QUIET).useful_until

    assert until(Times(starts_at=start)) == start
    assert until(Times(starts_at=start, ends_at=end)) == end
    assert until(Times(starts_at=start, ends_at=end, old_starts_at=before)) == end
    assert until(Times(starts_at=start, ends_at=end, old_starts_at=after)) == after
    assert until(Times(starts_at=start, ends_at=end, expires_at=before)) == before
    assert until(Times()) == now + timedelta(hours=48)


def test_a_window_opens_when_the_message_may_leave() -> None:
    night, code_ends = wall("2026-11-28T23:30"), wall("2026-11-28T23:45")
    assert window(Purpose.VOLUNTEER_SIGN_IN, night, Times(expires_at=code_ends), QUIET) == Window(night, code_ends)
    assert window(Purpose.REGISTRATION_OFFERED, night, Times(expires_at=wall("2026-11-30T12:00")), QUIET) == Window(
        wall("2026-11-29T08:00"), wall("2026-11-30T12:00")
    )


@pytest.mark.parametrize(
    ("purpose", "starts", "leaves"),
    [
        (Purpose.REMINDER_24H, "2026-11-28T14:00", "2026-11-27T14:00"),
        (Purpose.REMINDER_2H, "2026-11-28T14:00", "2026-11-28T12:00"),
        (Purpose.SHIFT_REMINDER_24H, "2026-11-28T14:00", "2026-11-27T14:00"),
        (Purpose.SHIFT_REMINDER_2H, "2026-11-28T14:00", "2026-11-28T12:00"),
        (Purpose.REMINDER_2H, "2026-11-28T10:00", "2026-11-28T08:00"),
        (Purpose.REMINDER_2H, "2026-11-28T09:00", "2026-11-28T08:00"),  # due 07:00, still of use at 8
        (Purpose.REMINDER_2H, "2026-11-28T08:31", "2026-11-28T08:00"),
        (
            Purpose.REMINDER_2H,
            "2026-11-28T08:30",
            "2026-11-27T20:00",
        ),  # 8:00 is too late: the evening before
        (Purpose.REMINDER_2H, "2026-11-28T08:15", "2026-11-27T20:00"),
        (Purpose.REMINDER_2H, "2026-11-28T03:00", "2026-11-27T20:00"),
        (Purpose.REMINDER_2H, "2026-11-28T23:30", "2026-11-28T20:00"),  # due 21:30
        (Purpose.REMINDER_24H, "2026-11-28T22:30", "2026-11-28T08:00"),
        (Purpose.REMINDER_24H, "2026-11-28T03:00", "2026-11-27T08:00"),
    ],
)
def test_a_reminder_leaves_at_a_time_that_is_of_use_and_not_quiet(purpose: Purpose, starts: str, leaves: str) -> None:
    planned = reminder(purpose, wall(starts), wall("2026-11-01T12:00"), QUIET)
    assert planned is not None
    assert planned.not_before == wall(leaves)


def test_a_reminder_of_the_day_before_gives_way_to_the_one_of_two_hours() -> None:
    start, now = wall("2026-11-28T14:00"), wall("2026-11-01T12:00")
    day, hours = (reminder(purpose, start, now, QUIET) for purpose in (Purpose.REMINDER_24H, Purpose.REMINDER_2H))
    assert day == Window(wall("2026-11-27T14:00"), wall("2026-11-28T12:00"))
    assert hours == Window(wall("2026-11-28T12:00"), wall("2026-11-28T13:30"))


def test_a_reminder_in_the_night_is_left_as_due_for_a_person_who_said_any_hour() -> None:
    planned = reminder(Purpose.REMINDER_2H, wall("2026-11-28T08:15"), wall("2026-11-01T12:00"), None)
    assert planned == Window(wall("2026-11-28T06:15"), wall("2026-11-28T07:45"))


def test_whoever_registers_after_a_reminder_was_due_gets_none() -> None:
    start = wall("2026-11-28T14:00")
    day_before, two_hours_before = start - timedelta(hours=24), start - timedelta(hours=2)
    assert reminder(Purpose.REMINDER_24H, start, day_before, QUIET) is None
    assert reminder(Purpose.REMINDER_24H, start, day_before - timedelta(seconds=1), QUIET) is not None
    assert reminder(Purpose.REMINDER_2H, start, day_before, QUIET) is not None
    assert reminder(Purpose.REMINDER_2H, start, two_hours_before, QUIET) is None


def test_a_reminder_that_was_due_in_the_night_is_not_made_up_for_in_the_morning() -> None:
    start, due = wall("2026-11-28T09:00"), wall("2026-11-28T07:00")
    assert reminder(Purpose.REMINDER_2H, start, due, QUIET) is None
    assert reminder(Purpose.REMINDER_2H, start, due - timedelta(seconds=1), QUIET) is not None


def test_whoever_registers_after_the_evening_reminder_of_an_early_event_gets_none() -> None:
    assert reminder(Purpose.REMINDER_2H, wall("2026-11-28T08:15"), wall("2026-11-27T20:00"), QUIET) is None


@pytest.mark.parametrize(
    ("starts", "elapsed_wall_clock"),
    [("2026-10-25T14:00", "2026-10-24T15:00"), ("2027-03-28T14:00", "2027-03-27T13:00")],
)
def test_twenty_four_hours_are_elapsed_hours_across_a_clock_change(starts: str, elapsed_wall_clock: str) -> None:
    planned = reminder(Purpose.REMINDER_24H, wall(starts), wall("2026-10-01T12:00"), QUIET)
    assert planned is not None
    assert planned.not_before == wall(elapsed_wall_clock)


@given(MOMENTS, st.sampled_from(sorted(LEAD)), st.timedeltas(timedelta(0), timedelta(days=3)))
def test_a_planned_reminder_is_in_the_future_in_time_and_outside_quiet_hours(
    now: datetime, purpose: Purpose, ahead: timedelta
) -> None:
    planned = reminder(purpose, now + ahead, now, QUIET)
    if planned is None:
        return
    assert now < planned.not_before < planned.useful_until < now + ahead
    assert QUIET.around(planned.not_before) is None


def test_every_purpose_is_either_answer_or_news_and_urgent_news_is_no_answer() -> None:
    assert not ANSWERS & URGENT
    assert ASKED_FOR < ANSWERS
    assert set(LEAD) <= set(NEWS) - URGENT


def test_answers_come_before_urgent_news_and_that_before_all_other() -> None:
    assert {purpose: rush(purpose) for purpose in Purpose} == (
        dict.fromkeys(Purpose, 2)
        | dict.fromkeys(IN_BULK, 3)
        | dict.fromkeys(URGENT | {Purpose.REQUEST_OFFERED}, 1)
        | dict.fromkeys(ANSWERS, 0)
    )
