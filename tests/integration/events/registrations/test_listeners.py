"""What registrations hear from notifications, and what becomes due."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.registrations import listeners, operations
from services.events.registrations.domain import OFFER, By
from shared.contracts.envelope import wrap
from shared.contracts.notifications import MessageFailed, ReplyReceived
from shared.errors import NotFound
from tests.support.factories.events import LINKS, a_party, an_evening
from tests.support.ledger import kinds, states, told


def hear(session: Session, message: ReplyReceived | MessageFailed) -> None:
    envelope = wrap("notifications", message, subject=message.subject_id, version=1, correlation_id="c")
    listeners.subscriptions(LINKS)[type(message)](session, message, envelope)


def reply(session: Session, answer: str, subject_id: UUID, about: str = "registration") -> None:
    hear(session, ReplyReceived(answer=answer, about=about, subject_id=subject_id))


def offered(session: Session) -> dict[str, Any]:
    """A party to which a place is offered."""
    occurrence_id = an_evening(session, capacity=1, offer_hours=2)
    first, second = a_party(session, occurrence_id), a_party(session, occurrence_id)
    operations.cancel(session, LINKS, first["id"], By.PARTICIPANT)
    return second


def test_no_cancels_the_registration_once_however_often_it_comes(events_session: Session) -> None:
    party = a_party(events_session, an_evening(events_session))
    reply(events_session, "no", party["id"])
    reply(events_session, "no", party["id"])
    assert [message.by for message in told(events_session, "events.registration.cancelled")] == ["reply"]


def test_yes_accepts_an_offer(events_session: Session) -> None:
    party = offered(events_session)
    reply(events_session, "yes", party["id"])
    assert states(events_session) == ["cancelled", "confirmed"]


def test_yes_without_an_offer_or_after_it_changes_nothing(events_session: Session) -> None:
    confirmed = a_party(events_session, an_evening(events_session))
    late = offered(events_session)
    events_session.flush()
    over = "UPDATE registrations SET offer_expires_at = now() - interval '1 hour' WHERE state = 'offered'"
    events_session.execute(text(over))
    before = kinds(events_session)
    for party in (confirmed, late):
        reply(events_session, "yes", party["id"])
    assert kinds(events_session) == before


def test_what_is_about_a_shift_is_the_volunteers_matter(events_session: Session) -> None:
    party = a_party(events_session, an_evening(events_session))
    reply(events_session, "no", party["id"], about="sign_up")
    hear(
        events_session,
        MessageFailed(
            message_id=uuid4(), about="sign_up", subject_id=party["id"], purpose="shift_changed", state="failed"
        ),
    )
    assert states(events_session) == ["confirmed"]
    assert events_session.scalars(text("SELECT unreached FROM registrations")).one() is None


def test_a_word_that_is_neither_yes_nor_no_changes_nothing(events_session: Session) -> None:
    party = a_party(events_session, an_evening(events_session))
    reply(events_session, "perhaps", party["id"])
    assert states(events_session) == ["confirmed"]


def test_an_answer_about_what_is_not_here_yet_is_tried_again(events_session: Session) -> None:
    for answer in ("yes", "no"):
        with pytest.raises(NotFound):
            reply(events_session, answer, uuid4())


def test_a_failed_message_is_shown_to_staff(events_session: Session) -> None:
    party = a_party(events_session, an_evening(events_session))
    facts = {"message_id": uuid4(), "about": "registration", "purpose": "registration_confirmed"}
    hear(events_session, MessageFailed(subject_id=party["id"], state="uncertain", **facts))  # type: ignore[arg-type]
    assert events_session.scalars(text("SELECT unreached FROM registrations")).one() == "uncertain"


def test_an_offer_whose_time_has_come_expires(events_session: Session) -> None:
    party = offered(events_session)
    assert events_session.execute(text("SELECT kind, subject_id FROM due")).all() == [(OFFER, party["id"])]
    events_session.execute(text("UPDATE registrations SET offer_expires_at = now() - interval '1 s' WHERE turn = 2"))
    listeners.due(LINKS)[OFFER](events_session, party["id"])
    assert states(events_session) == ["cancelled", "cancelled"]
    assert told(events_session)[-1].by == "expiry"


def test_an_offer_expires_also_where_a_worker_s_clock_is_behind(events_session: Session) -> None:
    """What is due is judged by the database's clock, and forgotten when it was done: nobody would look again."""
    party = offered(events_session)
    events_session.execute(text("UPDATE registrations SET offer_expires_at = now() - interval '1 s' WHERE turn = 2"))
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=5)):
        listeners.due(LINKS)[OFFER](events_session, party["id"])
    assert states(events_session) == ["cancelled", "cancelled"]
