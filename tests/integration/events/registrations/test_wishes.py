"""Parties that asked us not to write: they are called, and nobody is promised that they will be written to."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from services.events.registrations import listeners, queries
from shared.contracts.envelope import Message, wrap
from shared.contracts.notifications import ConsentChanged, MessageDelivered, MessageFailed
from shared.errors import NotFound
from tests.support.factories.events import LINKS, a_party, an_evening

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def hear(session: Session, message: Message, subject_id: UUID) -> None:
    envelope = wrap("notifications", message, subject=subject_id, version=1, correlation_id="c")
    listeners.subscriptions(LINKS)[type(message)](session, message, envelope)


def wish(session: Session, subject_id: UUID, at: datetime = NOW, *, wanted: bool, about: str = "registration") -> None:
    hear(session, ConsentChanged(about=about, subject_id=subject_id, wanted=wanted, at=at), subject_id)


def message(session: Session, kind: type[Message], subject_id: UUID, **facts: Any) -> None:
    usual = {"message_id": uuid4(), "about": "registration", "subject_id": subject_id, "purpose": "event_changed"}
    hear(session, kind(**usual | facts), subject_id)


def reached(session: Session, occurrence_id: UUID) -> tuple[int, int, int]:
    """How many the preview of a move promises to write to, by SMS and by mail, and how many are to be called."""
    found = queries.reach(session, [occurrence_id])
    calls, _more = queries.parties_to_call(session, occurrence_id, limit=10)
    assert len(calls) == found["calls"]
    return found["sms"], found["email"], found["calls"]


def test_who_asked_us_not_to_write_is_called_at_once_and_not_counted_as_written_to(events_session: Session) -> None:
    evening = an_evening(events_session)
    phone = a_party(events_session, evening)
    mail = a_party(events_session, evening, phone=None, email="ona@example.lt")
    assert reached(events_session, evening) == (1, 1, 0)
    for party in (phone, mail):
        wish(events_session, party["id"], wanted=False)
    assert reached(events_session, evening) == (0, 0, 2)
    assert queries.registration(events_session, LINKS, phone["id"])["unreached"] == "withdrawn"
    assert queries.calls(events_session, phone["event_id"]) == {evening: 2}
    wish(events_session, phone["id"], NOW + timedelta(hours=1), wanted=True)
    assert reached(events_session, evening) == (1, 0, 1)


def test_a_message_of_before_that_arrives_or_fails_late_takes_no_wish_back(events_session: Session) -> None:
    evening = an_evening(events_session)
    party = a_party(events_session, evening)
    wish(events_session, party["id"], wanted=False)
    message(events_session, MessageFailed, party["id"], state="failed")
    assert reached(events_session, evening) == (0, 0, 1)
    message(events_session, MessageDelivered, party["id"], by="staff")
    assert reached(events_session, evening) == (0, 0, 1)


def test_what_did_not_reach_them_while_they_wanted_nothing_is_still_to_be_told(events_session: Session) -> None:
    evening = an_evening(events_session)
    party = a_party(events_session, evening)
    wish(events_session, party["id"], wanted=False)
    message(events_session, MessageFailed, party["id"], state="withdrawn")
    wish(events_session, party["id"], NOW + timedelta(hours=1), wanted=True)
    assert reached(events_session, evening) == (1, 0, 1)
    assert queries.registration(events_session, LINKS, party["id"])["unreached"] == "failed"


def test_of_two_wishes_that_cross_the_later_holds(events_session: Session) -> None:
    evening = an_evening(events_session)
    party = a_party(events_session, evening)
    wish(events_session, party["id"], NOW + timedelta(seconds=1), wanted=True)
    wish(events_session, party["id"], NOW, wanted=False)
    assert reached(events_session, evening) == (1, 0, 0)


def test_a_wish_about_what_is_not_here_yet_is_tried_again(events_session: Session) -> None:
    with pytest.raises(NotFound):
        wish(events_session, uuid4(), wanted=False)
    wish(events_session, uuid4(), wanted=False, about="sign_up")
