"""What a party or staff cannot do any more is said on the page of the registration, and no button leads to it."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.registrations import operations
from services.events.registrations.domain import By
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.integration.events.registrations.conftest import party
from tests.support.factories.events import LINKS, Worker, a_party, an_event, an_occurrence
from tests.support.ledger import states
from tests.support.visitor import Visitor

OVER = "UPDATE occurrences SET starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour'"
BEGUN = "UPDATE occurrences SET starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour'"
EXPIRED = "UPDATE registrations SET offer_expires_at = now() - interval '1 minute' WHERE state = 'offered'"


def change(database: Database, sql: str) -> None:
    with database.transaction() as session:
        session.execute(text(sql))


@pytest.fixture
def link(database: Database, evening_id: UUID) -> str:
    """Of a party that comes."""
    return str(party(database, evening_id, 2)["link"]).removeprefix("http://talka.test")


@pytest.fixture
def offer(database: Database, worker: Worker) -> str:
    """The link of a party that is offered a place."""
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(capacity=1)], offer_hours=12)
        first, second = (a_party(session, event["occurrences"][0]["id"]) for _ in range(2))
        operations.cancel(session, LINKS, first["id"], By.PARTICIPANT)
    return str(second["link"]).removeprefix("http://talka.test")


@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_registration_whose_date_is_over_says_so_and_offers_nothing(
    visitor: Visitor, database: Database, link: str, *, withdrawn: bool
) -> None:
    change(database, OVER)
    if withdrawn:
        change(database, "UPDATE registrations SET unreached = 'withdrawn'")
    assert "This date is over." in visitor.open(link).text
    for gone in ("You have 2 places", "We cannot come", "Change how many come", "START", "calendar"):
        assert gone not in visitor.text
    assert visitor.open(f"{link}/cancel").address == link


def test_a_party_may_still_cancel_what_has_begun(visitor: Visitor, database: Database, link: str) -> None:
    change(database, BEGUN)
    assert "We cannot come" in visitor.open(link).text
    assert "This date is over." not in visitor.text
    visitor.open(f"{link}/cancel").send(f"{link}/cancel")
    assert "You have cancelled your registration." in visitor.text


def test_a_cancellation_that_is_too_late_is_refused_on_the_registrations_page(
    visitor: Visitor, database: Database, link: str
) -> None:
    visitor.open(f"{link}/cancel")
    change(database, OVER)
    visitor.send(f"{link}/cancel")
    assert (visitor.status, "My registration" in visitor.text) == (409, True)
    assert "This date is over, and what happened cannot be changed any more." in visitor.text
    with database.transaction() as session:
        assert states(session) == ["confirmed"]


def test_whoever_cancels_twice_reads_that_it_is_cancelled(visitor: Visitor, link: str) -> None:
    old = visitor.open(f"{link}/cancel").page
    visitor.send(f"{link}/cancel")
    visitor.page = old.replace('name="nonce" value="', 'name="nonce" value="again')
    visitor.send(f"{link}/cancel")
    assert (visitor.status, "This registration is cancelled." in visitor.text) == (200, True)
    assert visitor.open(f"{link}/cancel").address == link


def test_a_yes_to_an_offer_that_is_over_is_refused_on_the_registrations_page(
    visitor: Visitor, database: Database, offer: str
) -> None:
    visitor.open(offer)
    change(database, EXPIRED)
    visitor.send(f"{offer}/accept")
    assert (visitor.status, visitor.text.count("This offer is over, and the places went to others.")) == (409, 1)
    assert "Register again" in visitor.text
    assert "Yes, we will come" not in visitor.text


def test_an_offer_that_ran_out_is_said_to_be_over_before_and_after_its_places_are_passed_on(
    visitor: Visitor, database: Database, offer: str
) -> None:
    change(database, EXPIRED)
    assert "This offer is over, and the places went to others." in visitor.open(offer).text
    assert f"{offer}/accept" not in visitor.page
    with database.transaction() as session:
        id_ = session.scalar(text("SELECT id FROM registrations WHERE state = 'offered'"))
        operations.expire(session, LINKS, id_)
    assert "This offer is over, and the places went to others." in visitor.open(offer).text
    assert "Register again" in visitor.text
    change(database, OVER)
    assert "You can register again" not in visitor.open(offer).text
    assert "Register again" not in visitor.text


def test_a_yes_is_refused_on_the_registrations_page_after_it_was_cancelled(
    visitor: Visitor, database: Database, offer: str
) -> None:
    visitor.open(offer)
    with database.transaction() as session:
        id_ = session.scalar(text("SELECT id FROM registrations WHERE state = 'offered'"))
        operations.cancel(session, LINKS, id_, By.ORGANISER)
    visitor.send(f"{offer}/accept")
    assert (visitor.status, "My registration" in visitor.text) == (409, True)
    assert "To come after all, register again." in visitor.text


def test_another_number_for_what_was_cancelled_meanwhile_is_refused_where_it_is_seen(
    visitor: Visitor, database: Database, link: str
) -> None:
    visitor.open(link)
    with database.transaction() as session:
        id_ = session.scalar(text("SELECT id FROM registrations"))
        operations.cancel(session, LINKS, id_, By.ORGANISER)
    visitor.send(f"{link}/party", party="3")
    assert (visitor.status, "To come after all, register again." in visitor.text) == (422, True)
    assert f"{link}/party" not in visitor.page


def test_staff_who_cancel_too_late_read_why_beside_the_registration(
    app: Flask, database: Database, worker: Worker, evening_id: UUID
) -> None:
    made = party(database, evening_id, 2)
    staff = Visitor(app, lang="en", talka_staff=token_of(worker))
    staff.open(f"/organise/occurrences/{evening_id}")
    change(database, OVER)
    staff.send(f"/organise/bookings/{made['id']}/cancel")
    assert (staff.status, made["code"] in staff.text) == (409, True)
    assert "This date is over, and what happened cannot be changed any more." in staff.text
    assert f'href="/organise/occurrences/{evening_id}"' in staff.page
    assert f"/organise/bookings/{made['id']}/party" not in staff.page
    with database.transaction() as session:
        assert states(session) == ["confirmed"]


def test_staff_are_not_asked_for_another_number_once_the_date_is_over(
    app: Flask, database: Database, worker: Worker, evening_id: UUID
) -> None:
    made = party(database, evening_id, 2)
    change(database, OVER)
    staff = Visitor(app, lang="en", talka_staff=token_of(worker))
    address = f"/organise/bookings/{made['id']}/party"
    assert "This date is over." in staff.open(address).text
    assert f'action="{address}"' not in staff.page
