"""Shifts follow their event, in whatever order and however often its news arrives."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.volunteers.people.models import Commitment
from services.volunteers.shifts.models import Shift, SignUp
from services.volunteers.shifts.operations.opening import follow_event
from services.volunteers.shifts.operations.signing_up import withdraw
from shared.contracts.envelope import decode
from shared.contracts.events import EventPublished
from shared.contracts.parts import PlannedShift, Venue
from tests.support.factories.volunteers import (
    LINK,
    a_planned_shift,
    a_sign_up,
    a_volunteer,
    an_event,
    an_occurrence,
    an_open_shift,
    called_off,
    later,
    tomorrow,
    with_shifts,
)


@pytest.fixture
def session(volunteers_session: Session) -> Session:
    return volunteers_session


def told(session: Session) -> list[tuple[str, dict[str, Any]]]:
    """What was published, without the confirmations that the preparation caused."""
    bodies = session.scalars(text("SELECT body FROM outbox WHERE type LIKE 'volunteers.shift.%' ORDER BY seq"))
    return [(envelope.type.removeprefix("volunteers.shift."), envelope.data) for envelope in map(decode, bodies)]


def the(session: Session, shift: PlannedShift) -> Shift:
    return session.get_one(Shift, shift.shift_id, populate_existing=True)


def at_another_place(event: EventPublished) -> EventPublished:
    return with_shifts(event, event.occurrences[0].shifts, venue=Venue(name="Biblioteka", address="Vytauto g. 1"))


def test_a_published_event_opens_its_shifts(session: Session) -> None:
    shift = a_planned_shift()
    follow_event(session, an_event(shift), 1)
    opened = the(session, shift)
    assert (opened.state, opened.version, opened.places, opened.taken, opened.languages) == ("open", 1, 3, 0, ["uk"])
    assert opened.venue["access"] == ["step_free"]
    assert told(session) == []


@pytest.mark.parametrize(
    ("facts", "at_screen"),
    [
        ({}, False),
        ({"at_screen": False}, False),
        ({"title": {"lt": "Pagalba prie stendo"}, "at_screen": True}, True),
        ({"skills": ("kiosk",)}, True),
    ],
)
def test_a_shift_is_at_the_screen_if_it_says_so_or_asks_for_the_skill(
    session: Session, facts: dict[str, Any], *, at_screen: bool
) -> None:
    shift = a_planned_shift(**facts)
    follow_event(session, an_event(shift), 1)
    session.flush()
    assert the(session, shift).at_screen is at_screen


def test_a_publisher_that_does_not_say_whether_a_shift_is_at_the_screen_leaves_it_as_it_was(session: Session) -> None:
    shift = a_planned_shift(at_screen=True)
    event = an_event(shift)
    follow_event(session, event, 1)
    follow_event(session, with_shifts(event, (replace(shift, at_screen=None),)), 2)
    session.flush()
    assert the(session, shift).at_screen
    follow_event(session, with_shifts(event, (replace(shift, at_screen=False),)), 3)
    session.flush()
    assert not the(session, shift).at_screen


def test_shifts_at_dates_that_are_off_are_not_opened(session: Session) -> None:
    shift = a_planned_shift()
    follow_event(session, with_shifts(an_event(), [shift], state="cancelled"), 1)
    assert session.scalars(select(Shift)).all() == []


def test_news_of_a_version_that_was_heard_changes_nothing(session: Session) -> None:
    shift = a_planned_shift()
    event = an_event(shift)
    for news in (event, event, with_shifts(event, [later(shift, 2)])):
        follow_event(session, news, 1)
    assert (the(session, shift).version, the(session, shift).starts_at) == (1, shift.starts_at)


def test_news_that_arrives_late_changes_nothing(session: Session) -> None:
    shift = a_planned_shift()
    event = an_event(shift)
    follow_event(session, with_shifts(event, [later(shift, 2)]), 3)
    follow_event(session, event, 1)
    assert the(session, shift).starts_at == later(shift, 2).starts_at


def test_a_shift_that_was_taken_away_before_we_heard_of_it_is_never_opened(session: Session) -> None:
    event = an_event(a_planned_shift())
    follow_event(session, with_shifts(event, []), 2)
    follow_event(session, event, 1)
    assert session.scalars(select(Shift)).all() == []


def test_a_cancellation_that_overtakes_the_publication_holds(session: Session) -> None:
    event = an_event(a_planned_shift())
    follow_event(session, called_off(event), 2)
    follow_event(session, event, 1)
    assert session.scalars(select(Shift)).all() == []


def test_a_moved_shift_keeps_its_people_and_they_are_told_once(session: Session) -> None:
    shift, person = a_planned_shift(), a_volunteer(session)
    event = an_event(shift)
    follow_event(session, event, 1)
    sign_up = a_sign_up(session, shift.shift_id, person.id)
    moved = with_shifts(event, [later(shift, 2)])
    follow_event(session, moved, 2)
    follow_event(session, moved, 3)
    assert (the(session, shift).version, the(session, shift).taken) == (2, 1)
    ((kind, data),) = told(session)
    assert (kind, data["shift"]["version"], data["clashes"]) == ("changed", 2, [])
    commitment = session.get_one(Commitment, ("sign_up", sign_up), populate_existing=True)
    assert (commitment.during.lower, commitment.clash) == (later(shift, 2).starts_at, False)


def test_another_venue_is_news_and_another_title_is_not(session: Session) -> None:
    shift = a_planned_shift()
    event = an_event(shift)
    follow_event(session, event, 1)
    renamed = replace(shift, title={"lt": "Padėti"}, places=5, languages=("uk", "ar"), skills=("music",))
    follow_event(session, with_shifts(event, [renamed]), 2)
    assert told(session) == []
    assert (the(session, shift).version, the(session, shift).title, the(session, shift).places) == (
        1,
        {"lt": "Padėti"},
        5,
    )
    follow_event(session, at_another_place(event), 3)
    assert [kind for kind, _data in told(session)] == ["changed"]


def test_fewer_places_than_people_send_nobody_away(session: Session) -> None:
    shift = a_planned_shift()
    event = an_event(shift)
    follow_event(session, event, 1)
    for _ in range(3):
        a_sign_up(session, shift.shift_id, a_volunteer(session).id)
    follow_event(session, with_shifts(event, [replace(shift, places=1)]), 2)
    assert (the(session, shift).places, the(session, shift).taken) == (1, 3)


def test_a_shift_that_is_planned_no_more_is_cancelled_with_its_sign_ups(session: Session) -> None:
    gone, kept, person = a_planned_shift(), a_planned_shift(starts_at=tomorrow(8)), a_volunteer(session)
    event = an_event(gone, kept)
    follow_event(session, event, 1)
    a_sign_up(session, gone.shift_id, person.id)
    a_sign_up(session, kept.shift_id, person.id)
    follow_event(session, with_shifts(event, [kept]), 2)
    assert [(kind, data["shift"]["shift_id"]) for kind, data in told(session)] == [("cancelled", str(gone.shift_id))]
    assert (the(session, gone).state, the(session, gone).taken, the(session, gone).version) == ("cancelled", 0, 2)
    assert (the(session, kept).state, the(session, kept).taken) == ("open", 1)
    sign_up = session.scalars(select(SignUp).where(SignUp.shift_id == gone.shift_id)).one()
    assert (sign_up.state, sign_up.cancelled_by, sign_up.version) == ("cancelled", "shift", 2)
    assert len(session.scalars(select(Commitment)).all()) == 1


def test_a_cancelled_event_cancels_all_its_shifts_once(session: Session) -> None:
    event = an_event(a_planned_shift(), a_planned_shift())
    follow_event(session, event, 1)
    follow_event(session, called_off(event), 2)
    follow_event(session, called_off(event), 3)
    assert [kind for kind, _data in told(session)] == ["cancelled", "cancelled"]


def test_what_took_place_is_not_cancelled_afterwards(session: Session) -> None:
    shift = a_planned_shift()
    event = an_event(shift)
    follow_event(session, event, 1)
    a_sign_up(session, shift.shift_id, a_volunteer(session).id)
    with time_machine.travel(shift.ends_at):
        follow_event(session, called_off(event), 2)
    assert (the(session, shift).state, the(session, shift).taken) == ("open", 1)
    assert told(session) == []


def test_whoever_tidies_up_after_a_date_is_not_sent_home_when_the_later_dates_are_called_off(session: Session) -> None:
    tidying, later_on = a_planned_shift(ends_at=tomorrow(19)), a_planned_shift(starts_at=tomorrow(15) + timedelta(7))
    event = an_event(occurrences=(an_occurrence(tidying, ends_at=tomorrow(18)), an_occurrence(later_on)))
    follow_event(session, event, 1)
    for shift in (tidying, later_on):
        a_sign_up(session, shift.shift_id, a_volunteer(session).id)
    first, second = event.occurrences
    with time_machine.travel(tomorrow(18)):
        follow_event(session, replace(event, occurrences=(first, replace(second, state="cancelled"))), 2)
    assert [data["shift"]["shift_id"] for _kind, data in told(session)] == [str(later_on.shift_id)]
    assert (the(session, tidying).state, the(session, later_on).state) == ("open", "cancelled")


def test_a_shift_that_is_planned_again_opens_again_with_nobody_in_it(session: Session) -> None:
    shift, person = a_planned_shift(), a_volunteer(session)
    event = an_event(shift)
    follow_event(session, event, 1)
    a_sign_up(session, shift.shift_id, person.id)
    follow_event(session, with_shifts(event, []), 2)
    follow_event(session, event, 3)
    assert (the(session, shift).state, the(session, shift).taken, the(session, shift).version) == ("open", 0, 3)
    assert [kind for kind, _data in told(session)] == ["cancelled"]
    a_sign_up(session, shift.shift_id, person.id)


def test_a_shift_moved_onto_another_is_kept_and_marked_and_comes_right_again(session: Session) -> None:
    person = a_volunteer(session)
    other = an_open_shift(session, starts_at=tomorrow(15))
    shift = a_planned_shift(starts_at=tomorrow(8))
    event = an_event(shift)
    follow_event(session, event, 1)
    kept, moved = a_sign_up(session, other, person.id), a_sign_up(session, shift.shift_id, person.id)
    follow_event(session, with_shifts(event, [later(shift, 8)]), 2)
    ((_kind, data),) = told(session)
    assert data["clashes"] == [str(moved)]
    assert session.get_one(Commitment, ("sign_up", moved), populate_existing=True).clash
    withdraw(session, kept, person.id, link=LINK)
    assert not session.get_one(Commitment, ("sign_up", moved), populate_existing=True).clash


def test_shifts_that_move_together_do_not_stumble_over_each_other(session: Session) -> None:
    first, person = a_planned_shift(starts_at=tomorrow(8)), a_volunteer(session)
    second = a_planned_shift(starts_at=first.ends_at)
    event = an_event(first, second)
    follow_event(session, event, 1)
    for shift in (first, second):
        a_sign_up(session, shift.shift_id, person.id)
    follow_event(session, with_shifts(event, [later(first, 1), later(second, 1)]), 2)
    assert [data["clashes"] for _kind, data in told(session)] == [[], []]
    assert session.scalars(select(Commitment.clash)).all() == [False, False]
