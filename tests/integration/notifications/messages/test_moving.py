"""A party that is moved to another date hears of it once, with what it needs from now on."""

from typing import Any

import pytest

from services.notifications.recipients.domain import Purpose
from shared.contracts import events
from tests.support.factories.notifications import Event, Town, an_occurrence, by_email, by_sms, days


@pytest.fixture
def event(town: Town) -> Event:
    """One of two dates."""
    event = Event(occurrences=[an_occurrence(), an_occurrence(starts_at=days(14))])
    town.hear_event(event, event.published())
    return event


def move(town: Town, event: Event, *, cancelled_first: bool = True, **facts: Any) -> None:
    """A party that has heard of its places is moved from the first date to the second."""
    old = event.confirmed(0, code="OLD234", **facts)
    town.hear(old)
    town.send()
    new = event.confirmed(1, code="NEW567", moved_from=event.occurrences[0].occurrence_id, **facts)
    known = event.party(0, code="OLD234", registration_id=old.registration_id, **facts)
    left = events.RegistrationCancelled(**known, by="organiser", moved=True)
    for message, version in [(left, 2), (new, 1)] if cancelled_first else [(new, 1), (left, 2)]:
        town.hear(message, version)
    town.send()


@pytest.mark.parametrize("cancelled_first", [True, False])
def test_a_party_that_was_moved_gets_one_sms_of_both_dates_and_its_new_code(
    town: Town, event: Event, *, cancelled_first: bool
) -> None:
    move(town, event, cancelled_first=cancelled_first, contact=by_sms("en"))
    first, second = town.arrived()
    assert (first.purpose, second.purpose) == (Purpose.REGISTRATION_CONFIRMED, Purpose.REGISTRATION_MOVED)
    assert "New code: NEW567" in second.body
    assert "OLD234" not in second.body
    when = first.body.partition("When: ")[2].splitlines()[0]
    assert f"Before: {when}" in second.body
    assert when not in second.body.partition("When: ")[2].splitlines()[0]


def test_a_mail_of_a_move_brings_the_new_date_for_the_calendar(town: Town, event: Event) -> None:
    move(town, event, contact=by_email("en"))
    _first, second = town.arrived()
    assert "METHOD:REQUEST" in second.calendar.decode()
    assert "If the former date is in your calendar" in second.body


def test_a_former_date_that_is_not_known_here_is_left_out(town: Town, event: Event) -> None:
    town.hear(event.confirmed(1, contact=by_sms("en"), moved_from=event.event_id))
    town.send()
    (item,) = town.arrived()
    assert item.purpose == Purpose.REGISTRATION_MOVED
    assert "Before" not in item.body
