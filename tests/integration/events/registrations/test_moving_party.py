"""A party that comes to another date of the same event instead."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.organisations.domain import Role
from services.events.programme import operations as programme
from services.events.programme.domain import DateIsOver
from services.events.registrations import operations, queries
from services.events.registrations.domain import By, PlacesAreGone, RegistrationClosed, RegistrationIsCancelled
from shared.contracts.events import RegistrationCancelled, RegistrationConfirmed, RegistrationPromoted
from shared.database import Database
from shared.errors import DomainError, Forbidden, NotFound
from tests.integration.events.conftest import Caller
from tests.support.factories.events import (
    LINKS,
    SERVED,
    Worker,
    a_party,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
)
from tests.support.ledger import audited, broken_promises, counted, kinds, told
from tests.support.services import NewDatabase
from tests.support.visitor import Visitor


def dates(session: Session, worker: Worker, **facts: Any) -> tuple[UUID, UUID]:
    """Two dates of one event, of four places each."""
    event = an_event(session, worker, occurrences=[an_occurrence(day, capacity=4) for day in (7, 14)], **facts)
    first, second = (one["id"] for one in event["occurrences"])
    return first, second


def move(session: Session, person: Worker, party: dict[str, Any], to: UUID) -> dict[str, Any]:
    return operations.move_party(session, LINKS, person, party["id"], to, served=SERVED)


def test_a_party_moves_whole_is_told_and_leaves_its_places_to_those_who_wait(
    events_session: Session, rasa: Worker
) -> None:
    first, second = dates(events_session, rasa)
    said = {"names": ("Olena", "Petro", "Ivan"), "needs": ("wheelchair",), "note": "Kėdė", "any_hour": True}
    party = a_party(events_session, first, 3, **said)
    waiting = a_party(events_session, first, 2, phone=None, email="ona@example.lt", language="lt")
    before = len(told(events_session))
    made = move(events_session, rasa, party, second)
    assert kinds(events_session)[before:] == [RegistrationCancelled, RegistrationConfirmed, RegistrationPromoted]
    off, on, promoted = told(events_session)[before:]
    assert (off.registration_id, off.by, on.registration_id, on.occurrence_id) == (
        party["id"],
        By.ORGANISER,
        made["id"],
        second,
    )
    assert (off.moved, on.moved_from) == (True, first), "one message tells it all"
    assert (on.contact, on.party, promoted.registration_id) == (off.contact, 3, waiting["id"])
    assert [counted(events_session, one)[:2] for one in (first, second)] == [(2, 0), (3, 0)]
    kept = operations.read_party(events_session, LINKS, rasa, made["id"])
    assert (kept["names"], kept["needs"], kept["note"]) == (["Olena", "Petro", "Ivan"], ["wheelchair"], "Kėdė")
    assert kept["booked_by"] == rasa.id
    assert audited(events_session)[-3:-1] == ["party_moved", "party_booked"]
    assert broken_promises(events_session) == []


@pytest.mark.parametrize(
    ("phone", "email", "channel"),
    [("+37061234567", "ona@example.lt", "email"), ("+37034651234", None, "none"), (None, None, "none")],
)
def test_a_party_is_reached_as_before(
    events_session: Session, rasa: Worker, phone: str | None, email: str | None, channel: str
) -> None:
    first, second = dates(events_session, rasa)
    party = a_party(events_session, first, 1, phone=phone, email=email, prefers="email")
    move(events_session, rasa, party, second)
    assert told(events_session)[-1].contact == told(events_session)[0].contact
    assert told(events_session)[-1].contact.channel == channel


def test_a_party_that_waits_moves_to_where_places_are_free(events_session: Session, rasa: Worker) -> None:
    first, second = dates(events_session, rasa)
    a_party(events_session, first, 4)
    assert move(events_session, rasa, a_party(events_session, first, 2), second)["state"] == "confirmed"
    assert [counted(events_session, one)[:2] for one in (first, second)] == [(4, 0), (2, 0)]


def test_a_party_stays_where_it_is_unless_all_of_it_finds_a_place(events_session: Session, rasa: Worker) -> None:
    first, second = dates(events_session, rasa)
    party = a_party(events_session, first, 3)
    a_party(events_session, second, 2)
    with pytest.raises(PlacesAreGone):
        move(events_session, rasa, party, second)
    assert [counted(events_session, one)[0] for one in (first, second)] == [3, 2]
    assert len(told(events_session)) == 2


def test_places_that_a_moved_party_left_were_not_cancelled_by_anybody(events_session: Session, rasa: Worker) -> None:
    first, second = dates(events_session, rasa)
    party, _waits = a_party(events_session, first, 4), a_party(events_session, first, 2)
    move(events_session, rasa, party, second)
    assert [one["cause"] for one in queries.choices(events_session, first)[0]] == ["party_moved"]


def test_what_cannot_move_stays(events_session: Session, rasa: Worker) -> None:
    first, second = dates(events_session, rasa)
    elsewhere, _other = dates(events_session, rasa)
    party, gone = a_party(events_session, first, 1), a_party(events_session, first, 1)
    operations.cancel(events_session, LINKS, gone["id"], By.PARTICIPANT)
    (own,) = rasa.roles
    stranger = a_worker(events_session, an_organisation(events_session))
    refused: list[tuple[type[DomainError], Worker, dict[str, Any], UUID]] = [
        *((NotFound, rasa, party, there) for there in (first, elsewhere, uuid4())),
        (NotFound, stranger, party, second),
        (Forbidden, a_worker(events_session, own, Role.CHECK_IN), party, second),
        (RegistrationIsCancelled, rasa, gone, second),
    ]
    for error, person, which, there in refused:
        with pytest.raises(error):
            move(events_session, person, which, there)
    programme.cancel_occurrence(events_session, rasa, second, 2)
    with pytest.raises(RegistrationClosed):
        move(events_session, rasa, party, second)
    long_ago = (
        "UPDATE occurrences SET starts_at = starts_at - interval '60 days', ends_at = ends_at - interval '60 days'"
    )
    events_session.execute(text(long_ago))
    with pytest.raises(DateIsOver):
        move(events_session, rasa, party, second)


@pytest.fixture
def committing(new_database: NewDatabase) -> Iterator[Database]:
    made = Database(new_database("events"), pool_size=16)
    yield made
    made.close()


def test_parties_that_move_past_each_other_neither_wait_for_ever_nor_take_too_much(committing: Database) -> None:
    with committing.transaction() as session:
        worker = a_worker(session, an_organisation(session))
        first, second = dates(session, worker)
        moves = [
            (a_party(session, one, 1), other) for one, other in ((first, second), (second, first)) for _ in range(3)
        ]
        moves += [(a_party(session, first, 1), second)]

    def run(one: tuple[dict[str, Any], UUID]) -> str:
        try:
            with committing.transaction() as session:
                return str(move(session, worker, *one)["state"])
        except PlacesAreGone:
            return "refused"

    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(run, moves))
    assert set(done) <= {"confirmed", "refused"}
    with committing.transaction() as session:
        assert broken_promises(session) == []
        assert sum(counted(session, one)[0] for one in (first, second)) == len(moves)


def test_staff_move_a_party_that_called(staff: Visitor, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        first, second = dates(session, worker)
        party, other = a_party(session, first, 2, names=("Olena", "Petro")), a_party(session, second, 3)
    address = f"/organise/bookings/{party['id']}/move"
    assert f'href="{address}"' in staff.open(f"/organise/occurrences/{first}").page
    assert "1 free place" in staff.open(address).text
    assert staff.send(address).status == 422
    assert staff.send(address, occurrence_id=str(second)).status == 422
    assert "Not enough free places. Free now: 1." in staff.text
    with database.transaction() as session:
        operations.cancel(session, LINKS, other["id"], By.PARTICIPANT)
    staff.send(address, occurrence_id=str(second))
    assert (staff.status, staff.address) == (200, f"/organise/occurrences/{second}")
    assert "The party is moved to this date. Its new code is" in staff.text
    assert "Olena" in staff.text
    with database.transaction() as session:
        event_id = told(session)[0].event_id
    assert f"Moved {party['code']} to another date" in staff.open(f"/organise/events/{event_id}/history").text


def test_of_a_party_that_has_cancelled_staff_change_nothing(events_session: Session, rasa: Worker) -> None:
    first, _second = dates(events_session, rasa)
    gone = a_party(events_session, first, 2)
    operations.cancel(events_session, LINKS, gone["id"], By.PARTICIPANT)
    with pytest.raises(RegistrationIsCancelled):
        operations.change_party_by_staff(events_session, LINKS, rasa, gone["id"], 2, party=1)


def test_staff_who_move_what_was_cancelled_meanwhile_see_the_list_and_why(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        first, second = dates(session, worker)
        party = a_party(session, first, 2)
    address = f"/organise/bookings/{party['id']}/move"
    staff.open(address)
    with database.transaction() as session:
        operations.cancel(session, LINKS, party["id"], By.PARTICIPANT)
    staff.send(address, occurrence_id=str(second))
    assert (staff.status, "Who comes" in staff.text) == (409, True)
    assert "This registration was cancelled meanwhile, so nothing of it can be changed." in staff.text


def test_a_party_is_moved_by_the_json_interface_once(
    owner: Caller, stranger: Caller, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        first, second = dates(session, worker)
        party, other = a_party(session, first, 2), a_party(session, second, 3)
    path, body = f"/bookings/{party['id']}/move", {"occurrence_id": str(second)}
    assert stranger("POST", path, body).status_code == 404
    assert owner("POST", path, {}).status_code == 422
    refused = owner("POST", path, body)
    assert refused.json is not None
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/places-are-gone")
    with database.transaction() as session:
        operations.cancel(session, LINKS, other["id"], By.PARTICIPANT)
    made, again = (owner("POST", path, body, Idempotency_Key="m1") for _ in range(2))
    assert made.json is not None
    assert (made.status_code, made.json["state"], again.json) == (201, "confirmed", made.json)
    assert made.json["code"] != party["code"]
    assert owner("POST", path, body).status_code == 409  # nobody is there any more
    with database.transaction() as session:
        assert [counted(session, one)[0] for one in (first, second)] == [0, 2]


def test_of_an_event_with_one_date_nobody_is_moved(staff: Visitor, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        only = an_event(session, worker)["occurrences"][0]["id"]
        party = a_party(session, only)
    assert "/move" not in staff.open(f"/organise/occurrences/{only}").page
    assert "This event has no other date ahead." in staff.open(f"/organise/bookings/{party['id']}/move").text
