"""A date moves nearer, or is over: no offer outlives it, and what took place stays as it was."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.programme.domain import DateIsOver
from services.events.registrations import operations, queries
from services.events.registrations.domain import AlreadyCancelled, By
from services.events.registrations.listeners import subscriptions
from shared.contracts.envelope import wrap
from shared.contracts.events import RegistrationOffered
from shared.contracts.notifications import ReplyReceived
from tests.support.factories.events import (
    LINKS,
    VENUE,
    Worker,
    a_party,
    an_event,
    an_occurrence,
    wall,
)
from tests.support.ledger import states, told


def over(session: Session, occurrence_id: UUID) -> None:
    """Let the date have taken place an hour ago."""
    session.flush()
    past = "UPDATE occurrences SET starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour'"
    session.execute(text(f"{past} WHERE id = :id"), {"id": occurrence_id})
    session.expire_all()


def begun(session: Session, occurrence_id: UUID) -> None:
    """Let the date have begun a minute ago."""
    session.flush()
    now = "UPDATE occurrences SET starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour'"
    session.execute(text(f"{now} WHERE id = :id"), {"id": occurrence_id})
    session.expire_all()


def test_an_offer_does_not_outlive_a_date_that_is_moved_nearer(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, offer_hours=100, occurrences=[an_occurrence(7, capacity=1)])
    occurrence_id = event["occurrences"][0]["id"]
    party, offered = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    operations.cancel(events_session, LINKS, party["id"], By.PARTICIPANT)
    moved = operations.move_occurrence(
        events_session, LINKS, rasa, occurrence_id, event["version"], starts=wall(1), ends=wall(1, 20)
    )
    starts_at = moved["occurrences"][0]["starts_at"]
    assert queries.registration(events_session, LINKS, offered["id"])["offer_expires_at"] == starts_at
    due_at = events_session.scalars(text("SELECT due_at FROM due WHERE subject_id = :id"), {"id": offered["id"]}).one()
    assert due_at == starts_at
    offers = [message.expires_at for message in told(events_session) if isinstance(message, RegistrationOffered)]
    assert offers[0] > starts_at == offers[1]


def test_a_date_that_had_begun_and_is_moved_serves_who_waits_before_anybody_new(
    events_session: Session, rasa: Worker
) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7, capacity=1)])
    occurrence_id = event["occurrences"][0]["id"]
    party, waits = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    begun(events_session, occurrence_id)
    operations.cancel(events_session, LINKS, party["id"], By.PARTICIPANT)
    assert states(events_session) == ["cancelled", "waiting"]
    moved = operations.move_occurrence(
        events_session, LINKS, rasa, occurrence_id, event["version"], starts=wall(3), ends=wall(3, 20)
    )
    newcomer = a_party(events_session, occurrence_id)
    assert queries.registration(events_session, LINKS, waits["id"])["state"] == "confirmed"
    assert newcomer["state"] == "waiting"
    assert moved["occurrences"][0]["taken"] == 1
    assert queries.choices(events_session, occurrence_id)[0][0]["cause"] == "moved"


def test_an_offer_that_ends_in_time_stays_as_it_is(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, offer_hours=1, occurrences=[an_occurrence(7, capacity=1)])
    occurrence_id = event["occurrences"][0]["id"]
    party, offered = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    operations.cancel(events_session, LINKS, party["id"], By.PARTICIPANT)
    before = queries.registration(events_session, LINKS, offered["id"])["offer_expires_at"]
    operations.move_occurrence(
        events_session, LINKS, rasa, occurrence_id, event["version"], starts=wall(3), ends=wall(3, 20)
    )
    assert queries.registration(events_session, LINKS, offered["id"])["offer_expires_at"] == before


def test_what_took_place_can_neither_be_cancelled_nor_moved_nor_resized(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    occurrence_id, version = event["occurrences"][0]["id"], event["version"]
    party = a_party(events_session, occurrence_id)
    over(events_session, occurrence_id)
    session = events_session
    refused: list[Callable[[], Any]] = [
        lambda: operations.cancel(session, LINKS, party["id"], By.PARTICIPANT),
        lambda: operations.cancel_by_staff(session, LINKS, rasa, party["id"]),
        lambda: operations.cancel_event(session, LINKS, rasa, event["id"], version, reason={}),
        lambda: operations.cancel_occurrence(session, LINKS, rasa, occurrence_id, version),
        lambda: operations.change_capacity(session, LINKS, rasa, occurrence_id, version, capacity=50),
        lambda: operations.move_occurrence(session, LINKS, rasa, occurrence_id, version, venue=VENUE),
    ]
    for change in refused:
        with pytest.raises(DateIsOver):
            change()
    assert states(events_session) == ["confirmed"]


def test_a_no_by_text_after_the_date_changes_nothing(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    occurrence_id = event["occurrences"][0]["id"]
    party = a_party(events_session, occurrence_id)
    over(events_session, occurrence_id)
    reply = ReplyReceived(answer="no", about="registration", subject_id=party["id"])
    envelope = wrap("notifications", reply, subject=party["id"], version=1, correlation_id="test")
    subscriptions(LINKS)[ReplyReceived](events_session, reply, envelope)
    assert states(events_session) == ["confirmed"]


def test_cancelling_the_event_leaves_the_dates_that_took_place(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7), an_occurrence(14)])
    first, second = (one["id"] for one in event["occurrences"])
    was_there, comes = a_party(events_session, first), a_party(events_session, second)
    over(events_session, first)
    operations.cancel_event(events_session, LINKS, rasa, event["id"], event["version"], reason={})
    state = {one["id"]: queries.registration(events_session, LINKS, one["id"])["state"] for one in (was_there, comes)}
    assert state == {was_there["id"]: "confirmed", comes["id"]: "cancelled"}
    message = told(events_session, "events.event.cancelled")[-1]
    assert {one.occurrence_id: one.state for one in message.occurrences} == {first: "on", second: "cancelled"}


def test_a_date_that_moves_gives_nothing_away_and_says_nothing_of_it(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa, occurrences=[an_occurrence(7, capacity=3)])
    first = event["occurrences"][0]["id"]
    a_party(events_session, first, 2)
    a_party(events_session, first, 2)
    operations.move_occurrence(
        events_session, LINKS, rasa, first, event["version"], starts=wall(9), ends=wall(9, hour=20), venue=None
    )
    assert queries.choices(events_session, first)[0] == []


def test_a_yes_to_what_was_cancelled_says_so(events_session: Session, rasa: Worker) -> None:
    event = an_event(events_session, rasa)
    party = a_party(events_session, event["occurrences"][0]["id"])
    operations.cancel(events_session, LINKS, party["id"], By.PARTICIPANT)
    with pytest.raises(AlreadyCancelled):
        operations.accept(events_session, LINKS, party["id"])
