"""Whom a person never wants again comes to nothing of theirs, then, now and later, until they take it back."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from services.volunteers.assistance.domain.states import NotNow
from services.volunteers.assistance.domain.waves import LAST_WAVE
from services.volunteers.assistance.models import Block, Offer, Request, Step
from services.volunteers.assistance.operations import closing, visits
from services.volunteers.assistance.operations.choosing import block, unblock
from services.volunteers.assistance.operations.claims import accept
from services.volunteers.assistance.operations.erasing import erase_helper, erase_requests
from services.volunteers.assistance.operations.forgetting import forget
from services.volunteers.assistance.queries.held import blocks_held
from services.volunteers.people.models import Volunteer
from shared.contracts.parts import Whose
from shared.database import Database
from shared.errors import NotFound
from tests.integration.volunteers.assistance.conftest import Staff
from tests.support.factories.assistance import (
    COORDINATOR,
    LINKS,
    ROKISKIS,
    a_contact,
    a_helper,
    a_request,
    ahead,
    asked,
    begun,
)
from tests.support.factories.volunteers import a_volunteer
from tests.support.visitor import send

KILAS = a_contact(phone="+37061244444")


def helped(session: Session, **facts: Any) -> tuple[Volunteer, Request]:
    """A volunteer has helped somebody, and it is over."""
    helper = a_helper(session, name="Jonas Jonaitis")
    request = a_request(session, person=KILAS, **facts)
    (offer,) = asked(session, request)
    accept(session, LINKS, offer.id, "volunteer")
    begun(session, request)
    visits.finish(session, LINKS, offer.id, helper.id)
    return helper, request


def never(session: Session, request: Request, helper: Volunteer) -> None:
    block(session, LINKS, COORDINATOR, request.id, helper.id, [ROKISKIS])


def blocks(session: Session) -> int:
    return len(session.scalars(select(Block)).all())


def test_what_is_said_after_the_visit_holds_for_the_next_request_and_for_what_is_open_now(
    volunteers_session: Session,
) -> None:
    session = volunteers_session
    jonas, over = helped(session)
    now = a_request(session, person=KILAS, starts_at=ahead(5), return_at=ahead(5, hour=12))
    back = session.scalars(select(Request).where(Request.leg_of == now.id)).one()
    (offer,) = asked(session, now)
    now.wave = LAST_WAVE  # the way back waits no longer
    (promised,) = asked(session, back)
    accept(session, LINKS, promised.id, "volunteer")
    for _ in range(2):
        never(session, over, jonas)
    assert (offer.state, promised.state, back.state) == ("withdrawn", "released", "open")
    later = a_request(session, person=KILAS, starts_at=ahead(9))
    assert [asked(session, one) for one in (now, back, later)] == [[], [], []]
    assert [one.volunteer_id for one in asked(session, a_request(session, starts_at=ahead(12)))] == [jonas.id]
    noted = select(Step.request_id).where(Step.what == "blocked").order_by(Step.request_id)
    assert session.scalars(noted).all() == sorted([over.id, now.id, back.id])


def test_it_can_be_taken_back_and_nobody_is_asked_by_that_alone(volunteers_session: Session) -> None:
    session = volunteers_session
    jonas, over = helped(session)
    never(session, over, jonas)
    now = a_request(session, person=KILAS, starts_at=ahead(5))
    for _ in range(2):
        unblock(session, COORDINATOR, now.id, jonas.id, [ROKISKIS])
    assert (now.blocked, blocks(session)) == ([], 0)
    assert session.scalars(select(Offer.id).where(Offer.request_id == now.id)).all() == []
    assert [one.volunteer_id for one in asked(session, now)] == [jonas.id]
    with pytest.raises(NotFound):
        unblock(session, COORDINATOR, now.id, jonas.id, [])


def test_a_week_that_is_made_later_does_not_bring_back_what_was_taken_back(volunteers_session: Session) -> None:
    session = volunteers_session
    jonas = a_helper(session)
    first = a_request(session, person=KILAS, weekly_until=ahead(60).date())
    never(session, first, jonas)
    closing.cancel(session, LINKS, first.id)
    other = a_request(session, person=KILAS, starts_at=ahead(5))
    unblock(session, COORDINATOR, other.id, jonas.id, [ROKISKIS])
    assert first.blocked == []


def test_it_is_forgotten_with_the_last_request_by_which_the_person_is_known(volunteers_session: Session) -> None:
    session = volunteers_session
    jonas, over = helped(session)
    never(session, over, jonas)
    other = a_request(session, person=KILAS, starts_at=ahead(5))
    closing.cancel(session, LINKS, other.id)
    forget(session, over.id)
    assert blocks(session) == 1
    forget(session, other.id)
    assert blocks(session) == 0
    with pytest.raises(NotNow):
        never(session, over, jonas)
    with pytest.raises(NotNow):
        unblock(session, COORDINATOR, over.id, jonas.id, [ROKISKIS])


def test_it_is_exported_to_the_person_and_erased_with_either(volunteers_session: Session) -> None:
    session = volunteers_session
    jonas, over = helped(session)
    ona = a_helper(session, name="Ona Onaitė")
    for helper in (jonas, ona):
        never(session, over, helper)
    whose = Whose(phone="+37061244444")
    held = [{fact.name: fact.value for fact in one.facts}["name"] for one in blocks_held(session, whose)]
    assert sorted(held) == ["Jonas", "Ona"]
    assert blocks_held(session, Whose(phone="+37061299999")) == []
    erase_helper(session, LINKS, ona.id)
    assert blocks(session) == 1
    erase_requests(session, LINKS, whose)
    assert blocks(session) == 0


def test_a_stranger_is_not_blocked(volunteers_session: Session) -> None:
    session = volunteers_session
    _jonas, over = helped(session)
    with pytest.raises(NotFound):
        never(session, over, a_volunteer(session))
    assert blocks(session) == 0


def test_what_older_code_has_written_beside_us_is_kept(volunteers_session: Session) -> None:
    session = volunteers_session
    jonas = a_helper(session)
    first = a_request(session, weekly_until=ahead(60).date())
    session.execute(update(Request).where(Request.id == first.id).values(blocked=[jonas.id]))
    week = a_request(session, blocked=[jonas.id], starts_at=ahead(9))
    assert week.blocked == [jonas.id]


@pytest.fixture
def over(database: Database) -> tuple[Volunteer, Request]:
    """A visit that took place."""
    with database.transaction() as session:
        return helped(session)


def test_a_coordinator_says_it_on_the_page_of_what_is_over_and_takes_it_back_there(
    app: Flask, client: FlaskClient, database: Database, staff: Staff, over: tuple[Volunteer, Request]
) -> None:
    jonas, request = over
    page, english = f"/volunteer/requests/{request.id}", {"lang": "en"}
    staff(ROKISKIS)
    shown: Callable[[], str] = lambda: client.get(page, query_string=english).text  # noqa: E731 - three times
    assert "Never again" in shown()
    assert "Who shall not come again" not in shown()
    assert send(client, page, "/blocked", volunteer_id=str(jonas.id)).status_code == 303
    assert "Who shall not come again" in shown()
    assert "Never again" not in shown()
    with database.reading() as session:
        assert blocks(session) == 1
    whole: Any = client.get(f"/api/volunteers/v1/requests/{request.id}").json
    assert [(one["volunteer_id"], one["name"]) for one in whole["blocked"]] == [(str(jonas.id), "Jonas Jonaitis")]
    assert send(client, page, "/unblocked", volunteer_id=str(jonas.id)).status_code == 303
    with database.reading() as session:
        assert blocks(session) == 0
        said = session.execute(text("SELECT what FROM audit ORDER BY 1")).scalars().all()
    assert {"request_volunteer_blocked", "request_volunteer_unblocked"} < set(said)
