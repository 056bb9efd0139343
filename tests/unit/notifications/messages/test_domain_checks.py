"""The last look before a message leaves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from services.notifications.messages.domain.checks import Objection, Planned, Present, Reason, why_not
from services.notifications.messages.domain.timing import ASKED_FOR, QuietHours, Times
from services.notifications.recipients.domain import Purpose

NOON = datetime(2026, 11, 27, 10, tzinfo=UTC)
NIGHT = datetime(2026, 11, 27, 21, tzinfo=UTC)
MORNING = datetime(2026, 11, 28, 6, tzinfo=UTC)
START = datetime(2026, 11, 28, 12, tzinfo=UTC)
FINE = Present(
    subject_version=2, on=True, wanted=True, suppressed=False, times=Times(starts_at=START), quiet=QuietHours()
)
LAST_WORDS = {Purpose.EVENT_CANCELLED, Purpose.SHIFT_CANCELLED}
FAREWELLS = {Purpose.REGISTRATION_CANCELLED, Purpose.SIGN_UP_CANCELLED, Purpose.OFFER_EXPIRED}


def planned(purpose: Purpose) -> Planned:
    return Planned(purpose, subject_version=2, useful_until=START)


@pytest.mark.parametrize("purpose", Purpose)
def test_nothing_speaks_against_a_message_whose_facts_still_hold(purpose: Purpose) -> None:
    assert why_not(planned(purpose), FINE, NOON) is None


@pytest.mark.parametrize("purpose", Purpose)
def test_a_message_that_tells_former_facts_is_stale(purpose: Purpose) -> None:
    expected = None if purpose in ASKED_FOR | {Purpose.NOTE} else Objection(Reason.STALE_VERSION)
    assert why_not(planned(purpose), replace(FINE, subject_version=3), NOON) == expected


def test_a_message_about_newer_facts_than_ours_is_not_stale() -> None:
    assert why_not(planned(Purpose.EVENT_CHANGED), replace(FINE, subject_version=1), NOON) is None


@pytest.mark.parametrize("purpose", Purpose)
def test_of_an_event_that_is_off_only_the_cancellation_is_told(purpose: Purpose) -> None:
    expected = None if purpose in ASKED_FOR | LAST_WORDS else Objection(Reason.EVENT_OFF)
    assert why_not(planned(purpose), replace(FINE, on=False), NOON) == expected


@pytest.mark.parametrize("purpose", Purpose)
def test_who_has_left_hears_of_nothing_but_that(purpose: Purpose) -> None:
    expected = None if purpose in ASKED_FOR | FAREWELLS else Objection(Reason.NO_LONGER_WANTED)
    assert why_not(planned(purpose), replace(FINE, wanted=False), NOON) == expected


@pytest.mark.parametrize("purpose", Purpose)
def test_who_said_stop_gets_only_what_they_ask_for(purpose: Purpose) -> None:
    expected = None if purpose in ASKED_FOR else Objection(Reason.SUPPRESSED)
    assert why_not(planned(purpose), replace(FINE, suppressed=True), NOON) == expected


@pytest.mark.parametrize("purpose", Purpose)
def test_no_message_leaves_once_it_is_of_no_use(purpose: Purpose) -> None:
    assert why_not(planned(purpose), FINE, START) == Objection(Reason.TOO_LATE)
    assert why_not(planned(purpose), FINE, START - timedelta(seconds=1)) is None


def test_news_in_the_night_is_held_until_the_morning() -> None:
    assert why_not(planned(Purpose.REMINDER_24H), FINE, NIGHT) == Objection(Reason.QUIET, MORNING)
    assert why_not(planned(Purpose.REMINDER_24H), FINE, MORNING) is None
    assert why_not(planned(Purpose.REMINDER_24H), replace(FINE, quiet=None), NIGHT) is None
    assert why_not(planned(Purpose.REGISTRATION_CONFIRMED), FINE, NIGHT) is None


def test_a_late_cancellation_of_an_early_event_is_not_held() -> None:
    early = replace(FINE, times=Times(starts_at=MORNING + timedelta(hours=1)), on=False)
    assert why_not(planned(Purpose.EVENT_CANCELLED), early, NIGHT) is None


def test_news_that_would_be_held_until_it_is_of_no_use_is_too_late_already() -> None:
    late = replace(planned(Purpose.REMINDER_2H), useful_until=MORNING)
    assert why_not(late, FINE, NIGHT) == Objection(Reason.TOO_LATE)


def test_the_reasons_come_in_their_stated_order() -> None:
    wrong: dict[str, Any] = {"subject_version": 3, "on": False, "wanted": False, "suppressed": True}
    reasons = (Reason.STALE_VERSION, Reason.EVENT_OFF, Reason.NO_LONGER_WANTED, Reason.SUPPRESSED)
    for chosen in product((False, True), repeat=len(wrong)):
        named = [name for name, take in zip(wrong, chosen, strict=True) if take]
        found = why_not(planned(Purpose.REMINDER_24H), replace(FINE, **{name: wrong[name] for name in named}), NIGHT)
        first = next((reason for reason, take in zip(reasons, chosen, strict=True) if take), Reason.QUIET)
        assert found is not None
        assert found.reason == first
