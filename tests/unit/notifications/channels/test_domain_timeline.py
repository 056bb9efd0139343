"""The way of a message is told in the order in which it happened."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from services.notifications.channels.domain.timeline import Course, Kind, Step, Try, steps

NOON = datetime(2026, 5, 4, 9, tzinfo=UTC)


def later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_a_message_that_goes_at_once_has_neither_wait_nor_end() -> None:
    course = Course(NOON, NOON, "delivered", None, None, None)
    told = steps(course, [Try(NOON, NOON, "accepted", None)], [(later(2), "delivered"), (later(1), "accepted")])
    assert [(step.kind, step.word) for step in told] == [
        (Kind.WRITTEN, ""),
        (Kind.TRIED, ""),
        (Kind.SAID, "accepted"),
        (Kind.RECEIPT, "accepted"),
        (Kind.RECEIPT, "delivered"),
    ]


def test_what_waited_failed_and_was_told_says_each_of_it() -> None:
    course = Course(NOON, later(600), "failed", "gave_up", later(700), later(800))
    tries = [
        Try(later(600), later(601), "retry", None),
        Try(later(660), None, None, None),
        Try(later(690), later(700), "refused", "550"),
    ]
    told = steps(course, tries, [])
    assert all(one.at <= other.at for one, other in pairwise(told))
    assert [step.kind for step in told].count(Kind.TRIED) == 3
    assert Step(later(700), Kind.SAID, "refused", "550") in told
    assert told[1] == Step(later(600), Kind.HELD)
    assert told[-2:] == [Step(later(700), Kind.ENDED, "failed", "gave_up"), Step(later(800), Kind.TOLD)]
