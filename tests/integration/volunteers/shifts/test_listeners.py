"""What shifts do about messages, from the envelope on."""

from dataclasses import fields
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.shifts.listeners import subscriptions
from services.volunteers.shifts.models import Shift, SignUp
from shared.contracts.envelope import Message, decode, wrap
from shared.contracts.events import EventCancelled, EventChanged
from shared.contracts.notifications import MessageFailed, ReplyReceived
from shared.errors import NotFound
from tests.support.factories.volunteers import (
    LINK,
    a_planned_shift,
    a_sign_up,
    a_volunteer,
    an_event,
    an_open_shift,
    called_off,
)


@pytest.fixture
def session(volunteers_session: Session) -> Session:
    return volunteers_session


@pytest.fixture
def sign_up(session: Session) -> UUID:
    return a_sign_up(session, an_open_shift(session), a_volunteer(session).id)


def hear(session: Session, message: Message, version: int = 1) -> None:
    """Let the service hear a message as it comes off the wire."""
    source = message.type.split(".")[0]
    envelope = decode(wrap(source, message, subject=uuid7(), version=version, correlation_id="test").encode())
    subscriptions(LINK)[type(message)](session, type(message).load(envelope.data), envelope)


def reply(sign_up: UUID, **facts: Any) -> ReplyReceived:
    usual: dict[str, Any] = {"answer": "no", "about": "sign_up", "subject_id": sign_up}
    return ReplyReceived(**usual | facts)


def failure(sign_up: UUID, **facts: Any) -> MessageFailed:
    usual: dict[str, Any] = {"message_id": uuid7(), "about": "sign_up", "purpose": "shift_changed", "state": "failed"}
    return MessageFailed(**usual | {"subject_id": sign_up} | facts)


def test_an_event_is_followed_from_its_publication_to_its_cancellation(session: Session) -> None:
    event = an_event(a_planned_shift())
    facts = {name: getattr(event, name) for name in (field.name for field in fields(event))}
    hear(session, event, 1)
    hear(session, EventChanged(**facts | {"title": {"lt": "Kitaip"}}), 2)
    assert session.scalars(select(Shift.state)).one() == "open"
    hear(session, EventCancelled(**facts | {"occurrences": called_off(event).occurrences}, reason={}), 3)
    assert session.scalars(select(Shift.state)).one() == "cancelled"


def test_no_by_text_cancels_the_sign_up(session: Session, sign_up: UUID) -> None:
    hear(session, reply(sign_up))
    row = session.get_one(SignUp, sign_up)
    assert (row.state, row.cancelled_by) == ("cancelled", "reply")


@pytest.mark.parametrize("facts", [{"answer": "yes"}, {"about": "registration"}], ids=["yes", "about another thing"])
def test_any_other_answer_changes_nothing(session: Session, sign_up: UUID, facts: dict[str, str]) -> None:
    hear(session, reply(sign_up, **facts))
    assert session.get_one(SignUp, sign_up).state == "confirmed"


def test_an_answer_about_a_sign_up_that_is_not_here_is_tried_again_later(session: Session) -> None:
    with pytest.raises(NotFound):
        hear(session, reply(uuid7()))


def test_a_message_that_did_not_arrive_marks_the_sign_up(session: Session, sign_up: UUID) -> None:
    hear(session, failure(sign_up))
    assert session.get_one(SignUp, sign_up).unreached


def test_a_message_about_another_thing_marks_nothing(session: Session, sign_up: UUID) -> None:
    hear(session, failure(sign_up, about="registration"))
    assert not session.get_one(SignUp, sign_up).unreached
