"""Staff answer an offer for a party that our messages do not reach: on the list, by the API, once, and in time."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.organisations.domain import Role
from services.events.registrations import operations
from services.events.registrations.domain import (
    AnsweredYes,
    By,
    NothingOffered,
    OfferRanOut,
    RegistrationClosed,
    RegistrationIsCancelled,
)
from shared.contracts.events import RegistrationCancelled, RegistrationConfirmed, RegistrationOffered
from shared.database import Database
from shared.errors import DomainError, Forbidden, NotFound
from tests.integration.events.conftest import Caller, token_of
from tests.integration.events.registrations.test_races import at_once, kept
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_party,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
)
from tests.support.ledger import audited, broken_promises, kinds, states, told
from tests.support.services import NewDatabase
from tests.support.visitor import Visitor

RAN_OUT = "UPDATE registrations SET offer_expires_at = now() - interval '1 minute' WHERE state = 'offered'"


def offered(session: Session, worker: Worker) -> tuple[dict[str, Any], dict[str, Any]]:
    """A party without phone and e-mail that is offered a place for a day, and one that waits behind it."""
    occurrence = an_occurrence(capacity=1)
    event = an_event(session, worker, occurrences=[occurrence], offer_hours=24)
    occurrence_id = event["occurrences"][0]["id"]
    comes, first, second = (a_party(session, occurrence_id, phone=phone) for phone in ("+37061234567", None, None))
    operations.cancel(session, LINKS, comes["id"], By.PARTICIPANT)
    session.flush()
    return first, second


def test_staff_say_yes_for_a_party_and_twice_is_once(events_session: Session, rasa: Worker) -> None:
    first, _second = offered(events_session, rasa)
    for _ in range(2):
        assert operations.accept_by_staff(events_session, LINKS, rasa, first["id"]) == first["occurrence_id"]
    assert states(events_session) == ["cancelled", "confirmed", "waiting"]
    assert kinds(events_session)[-1] is RegistrationConfirmed
    assert kinds(events_session).count(RegistrationOffered) == 1
    assert audited(events_session).count("offer_accepted") == 1
    assert events_session.scalars(text("SELECT kind FROM due")).all() == []


def test_staff_say_no_for_a_party_and_the_place_goes_on(events_session: Session, rasa: Worker) -> None:
    first, _second = offered(events_session, rasa)
    for _ in range(2):
        assert operations.decline_by_staff(events_session, LINKS, rasa, first["id"]) == first["occurrence_id"]
    assert states(events_session) == ["cancelled", "cancelled", "offered"]
    assert [one.by for one in told(events_session) if isinstance(one, RegistrationCancelled)] == [
        "participant",
        "organiser",
    ]
    assert audited(events_session).count("offer_declined") == 1
    assert broken_promises(events_session) == []


def test_an_answer_to_what_is_not_open_changes_nothing(events_session: Session, rasa: Worker) -> None:
    first, second = offered(events_session, rasa)
    (own,) = rasa.roles
    stranger = a_worker(events_session, an_organisation(events_session))
    checks_in = a_worker(events_session, own, Role.CHECK_IN)
    yes, no = operations.accept_by_staff, operations.decline_by_staff
    before = (states(events_session), len(told(events_session)))
    refused: list[tuple[type[DomainError], Callable[..., Any], Worker, dict[str, Any]]] = [
        *((NothingOffered, answer, rasa, second) for answer in (yes, no)),
        *((NotFound, answer, stranger, first) for answer in (yes, no)),
        *((Forbidden, answer, checks_in, first) for answer in (yes, no)),
    ]
    for error, answer, person, which in refused:
        with pytest.raises(error):
            answer(events_session, LINKS, person, which["id"])
    assert (states(events_session), len(told(events_session))) == before
    operations.accept(events_session, LINKS, first["id"])
    with pytest.raises(AnsweredYes):
        no(events_session, LINKS, rasa, first["id"])
    operations.cancel(events_session, LINKS, second["id"], By.PARTICIPANT)
    with pytest.raises(RegistrationIsCancelled):
        yes(events_session, LINKS, rasa, second["id"])
    assert states(events_session) == ["cancelled", "confirmed", "cancelled"]
    assert not {"offer_accepted", "offer_declined"} & set(audited(events_session))


def test_a_yes_after_its_time_says_so_before_and_after_the_clock_has_passed_it_on(
    events_session: Session, rasa: Worker
) -> None:
    first, second = offered(events_session, rasa)
    events_session.execute(text(RAN_OUT))
    with pytest.raises(OfferRanOut):
        operations.accept_by_staff(events_session, LINKS, rasa, first["id"])
    operations.expire(events_session, LINKS, first["id"])
    with pytest.raises(OfferRanOut):
        operations.accept_by_staff(events_session, LINKS, rasa, first["id"])
    assert states(events_session) == ["cancelled", "cancelled", "offered"]
    events_session.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 minute'"))
    with pytest.raises(RegistrationClosed):
        operations.accept_by_staff(events_session, LINKS, rasa, second["id"])


def test_the_list_shows_until_when_and_takes_the_yes_told_by_phone(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        first, _second = offered(session, worker)
        event_id = first["event_id"]
    page = f"/organise/occurrences/{first['occurrence_id']}"
    address = f"/organise/bookings/{first['id']}/accept"
    assert staff.open(page).page.count(f'action="{address}"') == 2  # whom to call, and who comes
    assert staff.text.count("Offered, waiting for a yes Until ") == 2
    old = staff.page
    staff.send(address)
    assert f"Noted: the party {first['code']} says yes and has its places." in staff.text
    assert "Offered, waiting for a yes" not in staff.text
    staff.page = old
    staff.send(address)
    assert f"Noted: the party {first['code']} says yes" in staff.text
    history = staff.open(f"/organise/events/{event_id}/history").text
    assert history.count(f"Said yes to the offer for {first['code']}") == 1


def test_the_list_takes_a_no_and_offers_the_place_to_the_next(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        first, second = offered(session, worker)
    staff.open(f"/organise/occurrences/{first['occurrence_id']}").send(f"/organise/bookings/{first['id']}/decline")
    assert f"Noted: the party {first['code']} says no. Its places go to those who wait." in staff.text
    assert f'action="/organise/bookings/{second["id"]}/accept"' in staff.page
    staff.open(f"/organise/events/{first['event_id']}/history")
    assert f"Said no to the offer for {first['code']}" in staff.text


def test_an_offer_that_has_just_run_out_says_so_above_the_list(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        first, _second = offered(session, worker)
    staff.open(f"/organise/occurrences/{first['occurrence_id']}")
    with database.transaction() as session:
        session.execute(text(RAN_OUT))
    staff.send(f"/organise/bookings/{first['id']}/accept")
    assert staff.status == 410
    assert "This offer is over: its time ran out, and the places go to others." in staff.text
    assert "The time for an answer is over." in staff.text
    assert f'action="/organise/bookings/{first["id"]}/accept"' not in staff.page


def test_whoever_may_not_change_a_party_sees_the_offer_and_no_button(
    app: Flask, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        first, _second = offered(session, worker)
        checks_in = a_worker(session, next(iter(worker.roles)), Role.CHECK_IN)
    visitor = Visitor(app, lang="en", talka_staff=token_of(checks_in))
    visitor.open(f"/organise/occurrences/{first['occurrence_id']}")
    assert ("Offered, waiting for a yes Until " in visitor.text, "/accept" in visitor.page) == (True, False)


def test_the_api_takes_answers_for_a_party(owner: Caller, stranger: Caller, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        first, second = offered(session, worker)
    assert stranger("POST", f"/bookings/{first['id']}/accept").status_code == 404
    assert owner("POST", f"/bookings/{second['id']}/decline").status_code == 409
    assert [owner("POST", f"/bookings/{first['id']}/accept").status_code for _ in range(2)] == [204, 204]
    answered = owner("POST", f"/bookings/{first['id']}/decline")
    assert answered.json is not None
    assert (answered.status_code, answered.json["type"]) == (409, "/problems/answered-yes")
    with database.transaction() as session:
        assert states(session) == ["cancelled", "confirmed", "waiting"]


@pytest.fixture
def committing(new_database: NewDatabase) -> Iterator[Database]:
    made = Database(new_database("events"), pool_size=16)
    yield made
    made.close()


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_the_partys_yes_by_its_link_and_an_answer_of_staff_at_the_same_moment_are_one(
    committing: Database, answer: str
) -> None:
    with committing.transaction() as session:
        worker = a_worker(session, an_organisation(session))
        first, _second = offered(session, worker)

    def answering(run: Callable[[Session], Any]) -> Callable[[], str]:
        def call() -> str:
            try:
                with committing.transaction() as session:
                    run(session)
            except DomainError as error:
                return error.code
            return "done"

        return call

    by_staff = {"accept": operations.accept_by_staff, "decline": operations.decline_by_staff}[answer]
    by_link = answering(lambda session: operations.accept(session, LINKS, first["id"]))
    told_staff = answering(lambda session: by_staff(session, LINKS, worker, first["id"]))
    answers = at_once([by_link, told_staff] * 8)
    kept(committing)
    with committing.transaction() as session:
        state = states(session)[1]
        written = [type(one) for one in told(session) if one.registration_id == first["id"]]
        assert len(written) == 3  # waits, offered, and one answer
        if answer == "accept":
            assert (set(answers), state) == ({"done"}, "confirmed")
            assert audited(session).count("offer_accepted") <= 1
        else:
            other = "answered-yes" if state == "confirmed" else "already-cancelled"
            assert set(answers) == {"done", other}
            assert audited(session).count("offer_declined") == (state == "cancelled")


def test_an_offer_is_held_for_its_hours_by_the_clock_of_the_database(events_session: Session, rasa: Worker) -> None:
    first, _second = offered(events_session, rasa)
    held = text("SELECT offer_expires_at - now() FROM registrations WHERE id = :id")
    assert events_session.scalars(held, {"id": first["id"]}).one() == timedelta(hours=24)
