"""A document ends at the very moment of a yes; two requests of a person are forgotten at once: nothing slips by."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from services.volunteers.assistance.domain.helping import Document
from services.volunteers.assistance.models import Block, Request
from services.volunteers.assistance.operations.choosing import block
from services.volunteers.assistance.operations.claims import accept
from services.volunteers.assistance.operations.closing import cancel
from services.volunteers.assistance.operations.forgetting import forget
from services.volunteers.assistance.operations.helping import record_document
from shared.database import Database
from shared.messaging.due import process_due
from shared.messaging.service import Service
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, ahead, asked


@pytest.fixture
def service(app: Flask) -> Service:
    found: Service = app.extensions["talka"].service
    return found


def one_waits_for_the_other(database: Database, first: Callable[..., object], second: Callable[..., object]) -> str:
    """The second begins when the first has written and not committed; what the second came to."""
    written = Event()

    def then() -> str:
        written.wait()
        try:
            with database.transaction() as session:
                second(session)
        except Exception as error:  # noqa: BLE001 - any error is the outcome
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(then)
        with database.transaction() as session:
            first(session)
            written.set()
            time.sleep(0.3)  # in which the second comes to where it has to wait
            assert not outcome.done()
        return outcome.result()


def a_promise_to_be(database: Database) -> tuple[UUID, UUID, UUID, date]:
    with database.transaction() as session:
        helper, request = a_helper(session), a_request(session)
        (offer,) = asked(session, request)
        return request.id, offer.id, helper.id, ahead(1).date()


@pytest.mark.parametrize("yes_first", [True, False])
def test_a_yes_and_the_end_of_a_licence_at_once_make_an_alarm_or_a_refusal(
    service: Service, *, yes_first: bool
) -> None:
    database = service.database
    request_id, offer_id, helper_id, last_day = a_promise_to_be(database)
    seen: dict[str, Any] = {"kind": Document.DRIVING_LICENCE, "checked_on": date(2026, 1, 5), "valid_until": last_day}
    says = lambda session: accept(session, LINKS, offer_id, "volunteer")  # noqa: E731 - one of two
    ends = lambda session: record_document(session, COORDINATOR, helper_id, [ROKISKIS], **seen)  # noqa: E731
    both = (says, ends) if yes_first else (ends, says)
    assert one_waits_for_the_other(database, *both) == ("done" if yes_first else "CannotBeYou")
    while process_due(service):
        pass
    with database.reading() as session:
        request = session.get_one(Request, request_id)
        assert (request.state, request.alarm) == (("assigned", "helper_unfit") if yes_first else ("open", None))


def test_two_requests_of_a_person_that_are_forgotten_at_once_leave_nobody_blocked(service: Service) -> None:
    database = service.database
    with database.transaction() as session:
        helper = a_helper(session)
        ids = [a_request(session, starts_at=ahead(days)).id for days in (2, 5)]
        block(session, LINKS, COORDINATOR, ids[0], helper.id, [ROKISKIS])
        for request_id in ids:
            cancel(session, LINKS, request_id)
    acts = [lambda session, one=one: forget(session, one) for one in ids]
    assert one_waits_for_the_other(database, *acts) == "done"
    with database.reading() as session:
        assert session.scalars(select(Block)).all() == []


def test_whom_a_person_never_wants_is_not_kept_once_it_is_forgotten_whose_request_it_was(database: Database) -> None:
    request_id, _offer_id, helper_id, _day = a_promise_to_be(database)
    with database.transaction() as session:
        cancel(session, LINKS, request_id)
    came_to = one_waits_for_the_other(
        database,
        lambda session: forget(session, request_id),
        lambda session: block(session, LINKS, COORDINATOR, request_id, helper_id, [ROKISKIS]),
    )
    assert came_to == "NotNow"
    with database.reading() as session:
        assert session.scalars(select(Block)).all() == []
