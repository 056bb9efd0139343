"""What is not sent any more, and what is still, when news of a party comes before its last message has left."""

import pytest
from time_machine import TimeMachineFixture

from services.notifications.recipients.domain import Purpose
from shared.contracts import events
from tests.support.clock import vilnius
from tests.support.factories.notifications import NOBODY, Event, NewTown, Town, an_occurrence, by_email, by_sms


@pytest.fixture
def event(town: Town) -> Event:
    """A published event with one occurrence."""
    event = Event()
    town.hear_event(event, event.published())
    return event


def test_what_a_party_was_not_sent_yet_is_superseded(town: Town, event: Event) -> None:
    facts = event.party()
    town.hear(events.RegistrationWaitlisted(**facts, position=1), 1)
    town.hear(events.RegistrationPromoted(**facts), 2)
    town.send()
    assert town.fates() == [
        ("registration_waitlisted", "withdrawn", "stale_version"),
        ("registration_promoted", "delivered", None),
    ]


def test_a_promotion_that_comes_after_the_cancellation_of_the_event_takes_no_word_of_it_away(
    town: Town, event: Event
) -> None:
    facts = event.party()
    town.hear(events.RegistrationWaitlisted(**facts, position=1), 1)
    town.send()
    town.hear_event(event, event.cancelled())
    town.hear(events.RegistrationPromoted(**facts), 2)
    town.send()
    assert [item.purpose for item in town.arrived()] == [Purpose.REGISTRATION_WAITLISTED, Purpose.EVENT_CANCELLED]


def test_whoever_cancels_hears_that_and_nothing_that_was_still_to_be_sent(town: Town, event: Event) -> None:
    facts = event.party()
    town.hear(events.RegistrationConfirmed(**facts), 1)
    town.hear(events.RegistrationCancelled(**facts, by="reply"), 2)
    town.send()
    assert town.fates() == [
        ("registration_confirmed", "withdrawn", "no_longer_wanted"),
        ("registration_cancelled", "delivered", None),
    ]


NIGHT, MORNING = vilnius(2026, 11, 11, 5), vilnius(2026, 11, 11, 8)


@pytest.fixture
def tomorrow() -> Event:
    """An event that begins a day after an hour of the night."""
    return Event([an_occurrence(starts_at=vilnius(2026, 11, 12, 5))])


@pytest.fixture
def reminding_town(new_town: NewTown, tomorrow: Event, time_machine: TimeMachineFixture) -> Town:
    """A quiet town at an hour of the night at which reminders have just been written, which wait for the morning."""
    time_machine.move_to(vilnius(2026, 11, 10, 12), tick=False)
    town = new_town(TALKA_QUIET_HOURS="21:00-08:00")
    town.hear_event(tomorrow, tomorrow.published())
    return town


def reminded(town: Town, time_machine: TimeMachineFixture) -> None:
    """All have heard that they have a place, and their reminders wait."""
    town.send()
    time_machine.move_to(NIGHT, tick=False)
    town.do_all_due("reminder_24h")
    town.send()


def test_a_party_that_changes_at_night_is_still_reminded_and_of_how_it_comes_now(
    reminding_town: Town, tomorrow: Event, time_machine: TimeMachineFixture
) -> None:
    facts = tomorrow.party(contact=by_email())
    reminding_town.hear(events.RegistrationConfirmed(**facts), 1)
    reminded(reminding_town, time_machine)
    reminding_town.hear(events.RegistrationConfirmed(**facts | {"party": 5, "contact": by_sms("uk")}), 2)
    reminding_town.hear(events.RegistrationConfirmed(**facts | {"party": 3, "contact": by_email("en")}), 3)
    reminding_town.send()
    time_machine.move_to(MORNING, tick=False)
    reminding_town.send()
    told = reminding_town.arrived()[-1]
    assert (told.purpose, told.language) == (Purpose.REMINDER_24H, "en")
    assert "Number of people: 3" in told.body
    assert [item.purpose for item in reminding_town.arrived()].count(Purpose.REMINDER_24H) == 1


def test_a_party_that_cancels_at_night_or_can_be_written_to_no_more_is_not_reminded(
    reminding_town: Town, tomorrow: Event, time_machine: TimeMachineFixture
) -> None:
    leaves, is_called = tomorrow.party(), tomorrow.party(contact=by_email())
    for facts in (leaves, is_called):
        reminding_town.hear(events.RegistrationConfirmed(**facts), 1)
    reminded(reminding_town, time_machine)
    reminding_town.hear(events.RegistrationCancelled(**leaves, by="reply"), 2)
    reminding_town.hear(events.RegistrationConfirmed(**is_called | {"contact": NOBODY}), 2)
    time_machine.move_to(MORNING, tick=False)
    reminding_town.send()
    reminders = {row.subject_id: (row.state, row.reason) for row in reminding_town.messages(purpose="reminder_24h")}
    assert reminders == {
        leaves["registration_id"]: ("withdrawn", "no_longer_wanted"),
        is_called["registration_id"]: ("withdrawn", "stale_version"),
    }


def test_a_reminder_to_a_country_without_a_price_fails_and_the_organiser_hears_of_it(
    reminding_town: Town, tomorrow: Event, time_machine: TimeMachineFixture
) -> None:
    facts = tomorrow.party()
    reminding_town.hear(events.RegistrationConfirmed(**facts), 1)
    reminded(reminding_town, time_machine)
    reminding_town.hear(events.RegistrationConfirmed(**facts | {"contact": by_sms(phone="+12025550123")}), 2)
    assert [row.state for row in reminding_town.messages(purpose="reminder_24h")] == ["failed"]
    assert reminding_town.published().count("notifications.message.failed") == 2
