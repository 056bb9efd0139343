"""From the inbox on, as the worker runs it: twice, out of order, too early, and what nobody can digest."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from uuid_utils.compat import uuid7

from services.volunteers.shifts.models import Shift, SignUp
from shared.contracts.envelope import Message, wrap
from shared.contracts.events import EventPublished
from shared.contracts.notifications import ReplyReceived
from shared.database import Database
from shared.messaging import inbox
from shared.messaging.service import Service
from shared.messaging.worker import process_inbox
from shared.web.served import Talka
from tests.support.factories.volunteers import a_planned_shift, a_sign_up, a_volunteer, an_event, tomorrow, with_shifts


@pytest.fixture
def service(app: Flask) -> Service:
    talka: Talka = app.extensions["talka"]
    return talka.service


def letter(message: Message, subject: UUID, version: int) -> str:
    source = message.type.partition(".")[0]
    return wrap(source, message, subject=subject, version=version, correlation_id="test").encode()


def news(event: EventPublished, version: int) -> str:
    return letter(event, event.event_id, version)


def deliver(service: Service, *letters: str) -> None:
    """Put letters into the inbox, in this order, and let the worker do all that can be done now."""
    with service.database.transaction() as session:
        inbox.receive(session, letters)
    while process_inbox(service):
        pass


def states(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(text("SELECT state FROM inbox ORDER BY seq")))


def test_news_that_comes_twice_and_in_the_wrong_order_ends_as_it_should(service: Service, database: Database) -> None:
    shift = a_planned_shift()
    event = an_event(shift)
    moved = with_shifts(event, [a_planned_shift(shift_id=shift.shift_id, starts_at=tomorrow(18))])
    first, second = news(event, 1), news(moved, 2)
    deliver(service, second, first, second, first)
    with database.reading() as session:
        assert session.scalars(select(Shift.starts_at)).one() == tomorrow(18)
    assert states(database) == ["done", "done"]


def test_a_no_by_text_frees_the_place_once_however_often_it_comes(service: Service, database: Database) -> None:
    event = an_event(a_planned_shift(places=1))
    deliver(service, news(event, 1))
    with database.transaction() as session:
        shift_id = session.scalars(select(Shift.id)).one()
        sign_up = a_sign_up(session, shift_id, a_volunteer(session).id)
    refusal = ReplyReceived(answer="no", about="sign_up", subject_id=sign_up)
    deliver(service, letter(refusal, sign_up, 1), letter(refusal, sign_up, 2))
    with database.reading() as session:
        assert session.scalars(select(Shift.taken)).one() == 0
        assert session.scalars(select(SignUp.cancelled_by)).one() == "reply"
        cancelled = text("SELECT count(*) FROM outbox WHERE type = 'volunteers.sign_up.cancelled'")
        assert session.scalar(cancelled) == 1


def test_an_answer_that_comes_too_early_waits_and_holds_nobody_up(service: Service, database: Database) -> None:
    event = an_event(a_planned_shift())
    stranger = uuid7()
    early = ReplyReceived(answer="no", about="sign_up", subject_id=stranger)
    deliver(service, letter(early, stranger, 1), news(event, 1))
    assert states(database) == ["new", "done"]


def test_an_event_that_cannot_be_is_set_aside_and_changes_nothing(service: Service, database: Database) -> None:
    """A shift that ends before it begins: another service's fault, which must not stop the next event."""
    impossible = an_event(a_planned_shift(), a_planned_shift(ends_at=tomorrow(1)))
    deliver(service, news(impossible, 1), news(an_event(a_planned_shift()), 1))
    assert states(database)[1] == "done"
    with database.reading() as session:
        assert len(session.scalars(select(Shift)).all()) == 1
