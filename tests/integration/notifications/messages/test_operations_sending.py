"""What is asked just before a message leaves: whether it should, and whether it is time."""

from datetime import datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from services.notifications.recipients.domain import Purpose
from services.notifications.recipients.operations import suppress
from shared.contracts import events, volunteers
from tests.support.clock import vilnius
from tests.support.factories.notifications import (
    Event,
    NewTown,
    Town,
    a_shift,
    a_sign_up,
    an_occurrence,
    by_email,
    by_sms,
)

NIGHT = "21:00-08:00"
EVENING = vilnius(2026, 11, 10, 22)
MORNING = vilnius(2026, 11, 11, 8)


@pytest.fixture
def quiet_town(new_town: NewTown, time_machine: TimeMachineFixture) -> Town:
    """A town with quiet hours, at ten in the evening of a Tuesday."""
    time_machine.move_to(EVENING, tick=False)
    return new_town(TALKA_QUIET_HOURS=NIGHT)


def an_event(starts_at: datetime) -> Event:
    return Event([an_occurrence(starts_at=starts_at)])


def told(town: Town, event: Event, *contacts: object) -> None:
    """The event is published and these have heard their confirmation."""
    town.hear_event(event, event.published())
    for contact in contacts or (by_sms(),):
        town.hear(event.confirmed(contact=contact))
    town.send()


def test_news_in_quiet_hours_waits_and_leaves_in_the_morning(
    quiet_town: Town, time_machine: TimeMachineFixture
) -> None:
    event = an_event(vilnius(2026, 11, 20, 18))
    told(quiet_town, event)
    quiet_town.hear_event(event, event.changed(starts_at=vilnius(2026, 11, 21, 18)))
    assert quiet_town.send() == 0
    time_machine.move_to(MORNING - timedelta(seconds=1), tick=False)
    assert quiet_town.send() == 0
    time_machine.move_to(MORNING, tick=False)
    assert quiet_town.send() == 1
    assert quiet_town.arrived()[-1].purpose == Purpose.EVENT_CHANGED


def test_an_offer_that_ends_before_the_morning_is_told_in_the_night(quiet_town: Town) -> None:
    event = Event()
    quiet_town.hear_event(event, event.published())
    quiet_town.hear(events.RegistrationOffered(**event.party(), expires_at=MORNING - timedelta(hours=1)))
    quiet_town.hear(events.RegistrationOffered(**event.party(), expires_at=MORNING + timedelta(hours=3)))
    assert quiet_town.send() == 1
    assert [item.purpose for item in quiet_town.arrived()] == [Purpose.REGISTRATION_OFFERED]


def test_news_that_becomes_due_in_quiet_hours_is_held_just_before_it_leaves(
    quiet_town: Town, time_machine: TimeMachineFixture
) -> None:
    event = an_event(vilnius(2026, 11, 20, 18))
    told(quiet_town, event)
    time_machine.move_to(vilnius(2026, 11, 10, 20, 59), tick=False)
    quiet_town.hear_event(event, event.changed(starts_at=vilnius(2026, 11, 21, 18)))
    time_machine.move_to(EVENING, tick=False)
    assert quiet_town.send() == 0
    (held,) = quiet_town.messages(purpose="event_changed")
    assert (held.state, held.reason, held.not_before) == ("queued", "quiet", MORNING)
    time_machine.move_to(MORNING, tick=False)
    assert quiet_town.send() == 1


def test_whoever_may_be_written_to_at_any_hour_is(quiet_town: Town) -> None:
    event = an_event(vilnius(2026, 11, 20, 18))
    told(quiet_town, event, by_sms(any_hour=True))
    quiet_town.hear_event(event, event.changed(starts_at=vilnius(2026, 11, 21, 18)))
    assert quiet_town.send() == 1


def test_an_answer_leaves_at_night(quiet_town: Town) -> None:
    told(quiet_town, an_event(vilnius(2026, 11, 20, 18)))
    assert [item.purpose for item in quiet_town.arrived()] == [Purpose.REGISTRATION_CONFIRMED]


def test_a_cancellation_at_night_that_would_come_too_late_in_the_morning_leaves_at_once(quiet_town: Town) -> None:
    soon, later = an_event(vilnius(2026, 11, 11, 9)), an_event(vilnius(2026, 11, 11, 15))
    told(quiet_town, soon)
    told(quiet_town, later)
    quiet_town.hear_event(soon, soon.cancelled())
    quiet_town.hear_event(later, later.cancelled())
    assert quiet_town.send() == 1
    held = [row for row in quiet_town.messages(purpose="event_cancelled") if row.state == "queued"]
    assert [row.not_before for row in held] == [MORNING]


def test_a_move_away_from_early_tomorrow_leaves_at_night(quiet_town: Town) -> None:
    event = an_event(vilnius(2026, 11, 11, 9))
    told(quiet_town, event)
    quiet_town.hear_event(event, event.changed(starts_at=vilnius(2026, 11, 30, 18)))
    assert quiet_town.send() == 1


def due(town: Town) -> dict[str, datetime]:
    """When each reminder is due."""
    return {row.kind: row.due_at for row in town.rows("SELECT kind, due_at FROM due")}


def test_reminders_are_due_24_and_2_hours_before_and_only_for_those_who_have_a_place(
    quiet_town: Town, time_machine: TimeMachineFixture
) -> None:
    event = an_event(vilnius(2026, 11, 20, 18))
    told(quiet_town, event, by_sms(), by_email("uk"))
    quiet_town.hear(events.RegistrationWaitlisted(**event.party(contact=by_sms(phone="+37061234999")), position=1))
    quiet_town.send()
    assert due(quiet_town) == {
        "reminder_24h": vilnius(2026, 11, 19, 18),
        "reminder_2h": vilnius(2026, 11, 20, 16),
    }
    for kind, moment in sorted(due(quiet_town).items(), key=lambda item: item[1]):
        time_machine.move_to(moment, tick=False)
        quiet_town.do_all_due(kind)
        assert quiet_town.send() == 2
    assert [item.purpose for item in quiet_town.arrived()[3:]] == [Purpose.REMINDER_24H] * 2 + [Purpose.REMINDER_2H] * 2


def test_a_reminder_that_falls_into_the_night_comes_at_its_end_or_the_evening_before(
    quiet_town: Town, time_machine: TimeMachineFixture
) -> None:
    nine, a_quarter_past_eight = an_event(vilnius(2026, 11, 20, 9)), an_event(vilnius(2026, 11, 20, 8, 15))
    told(quiet_town, nine, by_sms(), by_sms(phone="+37061234999", any_hour=True))
    assert due(quiet_town)["reminder_2h"] == vilnius(2026, 11, 20, 7)
    time_machine.move_to(vilnius(2026, 11, 20, 7), tick=False)
    quiet_town.do_all_due("reminder_2h")
    assert quiet_town.send() == 1
    time_machine.move_to(vilnius(2026, 11, 20, 8), tick=False)
    assert quiet_town.send() == 1
    time_machine.move_to(EVENING, tick=False)
    quiet_town.hear_event(a_quarter_past_eight, a_quarter_past_eight.published())
    assert due(quiet_town)["reminder_2h"] == vilnius(2026, 11, 19, 20)


def test_the_clock_change_between_does_not_move_a_reminder(quiet_town: Town, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(vilnius(2026, 10, 1, 12), tick=False)
    event = an_event(vilnius(2026, 10, 25, 18))
    told(quiet_town, event)
    assert due(quiet_town)["reminder_2h"] == vilnius(2026, 10, 25, 16)


def test_a_reminder_for_the_old_time_is_never_sent(quiet_town: Town, time_machine: TimeMachineFixture) -> None:
    event = an_event(vilnius(2026, 11, 12, 18))
    told(quiet_town, event)
    time_machine.move_to(vilnius(2026, 11, 11, 18), tick=False)
    quiet_town.do_all_due("reminder_24h")
    quiet_town.hear_event(event, event.changed(starts_at=vilnius(2026, 11, 19, 18)))
    quiet_town.send()
    assert due(quiet_town) == {"reminder_24h": vilnius(2026, 11, 18, 18), "reminder_2h": vilnius(2026, 11, 19, 16)}
    time_machine.move_to(vilnius(2026, 11, 18, 18), tick=False)
    quiet_town.do_all_due("reminder_24h")
    quiet_town.send()
    assert [item.purpose for item in quiet_town.arrived()] == [
        Purpose.REGISTRATION_CONFIRMED,
        Purpose.EVENT_CHANGED,
        Purpose.REMINDER_24H,
    ]
    assert ("reminder_24h", "withdrawn", "stale_version") in quiet_town.fates()


def test_a_reminder_of_what_begins_too_soon_is_not_planned_and_one_of_what_is_off_is_forgotten(
    quiet_town: Town,
) -> None:
    event = an_event(EVENING + timedelta(hours=20))
    told(quiet_town, event)
    assert list(due(quiet_town)) == ["reminder_2h"]
    quiet_town.hear_event(event, event.cancelled())
    assert due(quiet_town) == {}


def test_a_reminder_that_is_done_when_the_event_is_off_reminds_nobody(quiet_town: Town) -> None:
    event = an_event(vilnius(2026, 11, 20, 18))
    told(quiet_town, event)
    quiet_town.hear_event(event, event.cancelled())
    quiet_town.due("reminder_24h", event.occurrences[0].occurrence_id)
    assert quiet_town.messages(purpose="reminder_24h") == []


def test_whoever_left_while_a_try_failed_is_not_tried_again(town: Town) -> None:
    event = Event()
    facts = event.party()
    town.hear_event(event, event.published())
    town.hear(events.RegistrationConfirmed(**facts), 1)
    town.rows("UPDATE messages SET state = 'claimed' RETURNING 1")
    town.hear(events.RegistrationCancelled(**facts, by="participant"), 2)
    town.rows("UPDATE messages SET state = 'queued' WHERE state = 'claimed' RETURNING 1")
    town.send()
    assert town.fates() == [
        ("registration_confirmed", "withdrawn", "no_longer_wanted"),
        ("registration_cancelled", "delivered", None),
    ]


def test_nothing_is_sent_to_whoever_told_us_to_stop_after_it_was_planned(town: Town) -> None:
    event = Event()
    told(town, event)
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    with town.database.transaction() as session:
        (recipient,) = town.rows("SELECT id FROM recipients")
        suppress(session, recipient.id, kind="stop", reason="x", source="x", now=datetime.now().astimezone())
    town.send()
    assert town.fates()[1] == ("event_changed", "withdrawn", "suppressed")


def test_what_is_of_no_use_any_more_is_withdrawn(town: Town, time_machine: TimeMachineFixture) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed())
    time_machine.move_to(event.occurrences[0].ends_at, tick=False)
    town.send()
    assert town.fates() == [("registration_confirmed", "withdrawn", "too_late")]


def test_answers_overtake_news(town: Town) -> None:
    event = Event()
    told(town, event, *(by_sms(phone=f"+3706123450{number}") for number in range(5)))
    town.hear_event(event, event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1)))
    town.hear(event.confirmed(contact=by_email()))
    town.send()
    assert town.arrived()[5].purpose == Purpose.REGISTRATION_CONFIRMED


def test_a_shift_is_off_when_its_occurrence_is_even_if_nobody_has_said_so(
    town: Town, time_machine: TimeMachineFixture
) -> None:
    event = Event()
    town.hear_event(event, event.published())
    shift = a_shift(occurrence_id=event.occurrences[0].occurrence_id)
    town.hear(a_sign_up(shift), 1)
    town.send()
    town.due("shift_reminder_24h", shift.shift_id)
    town.hear_event(event, event.cancelled())
    time_machine.move_to(shift.starts_at - timedelta(hours=24), tick=False)
    town.send()
    assert town.fates()[1] == ("shift_reminder_24h", "withdrawn", "event_off")
    town.hear(volunteers.ShiftCancelled(shift=a_shift(shift_id=shift.shift_id, version=2)))
    town.send()
    assert town.fates()[2] == ("shift_cancelled", "delivered", None)
