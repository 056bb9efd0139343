"""Registering on real rows: what one statement writes, and what it refuses."""

import json
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.programme import operations as programme
from services.events.registrations import operations
from services.events.registrations.domain import NamesDoNotFit, PartyTooLarge, RegistrationClosed
from shared.contracts.events import RegistrationConfirmed, RegistrationWaitlisted
from shared.errors import Forbidden, NotFound
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_booking,
    a_draft,
    a_party,
    a_worker,
    an_evening,
    an_event,
    an_occurrence,
    an_organisation,
)
from tests.support.ledger import counted, told


def test_a_party_that_fits_gets_its_places_and_is_told(events_session: Session) -> None:
    occurrence_id = an_evening(events_session)
    made = a_party(events_session, occurrence_id, 3, names=("Ona", "Petras", "Jurga"), email="ona@example.lt")
    assert (made["state"], made["party"], made["position"], made["version"]) == ("confirmed", 3, None, 1)
    assert counted(events_session, occurrence_id) == (3, 0, 1)
    (message,) = told(events_session)
    assert isinstance(message, RegistrationConfirmed)
    assert (message.registration_id, message.event_id) == (made["id"], made["event_id"])
    assert message.link == made["link"] == LINKS.address(made["id"])
    assert (message.contact.channel, message.contact.email) == ("sms", "ona@example.lt")


def test_the_members_are_kept_in_their_order(events_session: Session) -> None:
    made = a_party(events_session, an_evening(events_session), 2, names=("Ona", "Петро"))
    rows = events_session.execute(text("SELECT number, name, registration_id FROM members ORDER BY number"))
    assert rows.all() == [(1, "Ona", made["id"]), (2, "Петро", made["id"])]


def test_a_party_that_does_not_fit_waits_whole_and_knows_its_place(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=4)
    a_party(events_session, occurrence_id, 2)
    first, second = a_party(events_session, occurrence_id, 3), a_party(events_session, occurrence_id, 4)
    assert [(one["state"], one["position"]) for one in (first, second)] == [("waiting", 1), ("waiting", 2)]
    assert counted(events_session, occurrence_id) == (2, 2, 3)
    waitlisted = told(events_session)[1:]
    assert all(isinstance(message, RegistrationWaitlisted) for message in waitlisted)
    assert [message.position for message in waitlisted] == [1, 2]


def test_a_smaller_party_still_gets_places_that_are_too_few_for_those_who_wait(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=3)
    a_party(events_session, occurrence_id, 2)
    a_party(events_session, occurrence_id, 2)
    assert a_party(events_session, occurrence_id, 1)["state"] == "confirmed"


def test_one_phone_may_register_many_parties(events_session: Session) -> None:
    occurrence_id = an_evening(events_session)
    made = [a_party(events_session, occurrence_id) for _ in range(3)]
    assert len({one["id"] for one in made}) == len({one["code"] for one in made}) == 3


def test_texts_that_look_like_our_json_change_nothing_in_the_message(events_session: Session) -> None:
    made = a_party(events_session, an_evening(events_session), phone=None, email='"position":0@example.lt')
    body = events_session.scalars(text("SELECT body FROM outbox WHERE type = 'events.registration.confirmed'")).one()
    assert json.loads(body)["data"]["contact"]["email"] == '"position":0@example.lt'
    assert json.loads(body)["data"]["event_id"] == str(made["event_id"])


@pytest.mark.parametrize(
    ("phone", "facts", "channel"),
    [
        ("+37061234567", {}, "sms"),
        ("+37061234567", {"email": "ona@example.lt"}, "sms"),
        ("+37061234567", {"email": "ona@example.lt", "prefers": "email"}, "email"),
        (None, {"email": "ona@example.lt"}, "email"),
        ("852345678", {}, "none"),
        ("852345678", {"email": "ona@example.lt"}, "email"),
        (None, {}, "none"),
    ],
)
def test_a_party_is_reached_by_what_it_has(
    events_session: Session, phone: str | None, facts: dict[str, Any], channel: str
) -> None:
    a_party(events_session, an_evening(events_session), phone=phone, **facts)
    assert told(events_session)[0].contact.channel == channel


def test_only_the_digest_of_the_link_is_stored(events_session: Session) -> None:
    made = a_party(events_session, an_evening(events_session))
    token = made["link"].rsplit("/", 1)[1]
    assert len(token) == 16
    everything = events_session.scalars(text("SELECT CAST(registrations AS text) FROM registrations")).one()
    assert token not in everything


def test_an_unknown_occurrence_is_not_found(events_session: Session) -> None:
    with pytest.raises(NotFound):
        a_party(events_session, uuid4())


def test_a_draft_is_not_found_by_those_who_register(events_session: Session) -> None:
    draft = a_draft(events_session, a_worker(events_session, an_organisation(events_session)))
    with pytest.raises(NotFound):
        a_party(events_session, draft["occurrences"][0]["id"])


def test_what_is_over_is_closed(events_session: Session) -> None:
    occurrence_id = an_evening(events_session)
    events_session.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 minute'"))
    with pytest.raises(RegistrationClosed):
        a_party(events_session, occurrence_id)


def test_a_cancelled_date_is_closed(events_session: Session) -> None:
    person = a_worker(events_session, an_organisation(events_session))
    event = an_event(events_session, person)
    programme.cancel_occurrence(events_session, person, event["occurrences"][0]["id"], event["version"])
    with pytest.raises(RegistrationClosed):
        a_party(events_session, event["occurrences"][0]["id"], 8)


def test_a_party_larger_than_the_room_is_refused_with_the_reason(events_session: Session) -> None:
    with pytest.raises(PartyTooLarge) as refused:
        a_party(events_session, an_evening(events_session, capacity=3), 4)
    assert refused.value.facts == {"capacity": 3}


def test_names_are_for_everybody_or_nobody(events_session: Session) -> None:
    with pytest.raises(NamesDoNotFit):
        a_party(events_session, an_evening(events_session), 2, names=("Ona",))


def test_staff_book_for_a_party_and_it_is_noted(events_session: Session) -> None:
    person = a_worker(events_session, an_organisation(events_session), "social_worker")
    event = an_event(events_session, Worker(person.id, dict.fromkeys(person.roles, "organiser")))
    occurrence_id = event["occurrences"][0]["id"]
    made = operations.book(events_session, LINKS, person, occurrence_id, a_booking(2, phone=None))
    booked_by = events_session.scalars(text("SELECT booked_by FROM registrations")).one()
    assert booked_by == person.id
    noted = events_session.execute(text("SELECT who, subject FROM audit WHERE what = 'party_booked'")).all()
    assert noted == [(person.id, made["id"])]


def test_who_only_checks_in_sees_who_comes_and_neither_books_nor_cancels(events_session: Session) -> None:
    person = a_worker(events_session, an_organisation(events_session), "check_in")
    event = an_event(events_session, Worker(person.id, dict.fromkeys(person.roles, "organiser")))
    occurrence_id = event["occurrences"][0]["id"]
    party = a_party(events_session, occurrence_id)
    with pytest.raises(Forbidden):
        operations.book(events_session, LINKS, person, occurrence_id, a_booking())
    with pytest.raises(Forbidden):
        operations.cancel_by_staff(events_session, LINKS, person, party["id"])
    people, _more = operations.read_participants(events_session, person, occurrence_id, limit=10)
    assert [one["id"] for one in people] == [party["id"]]


def test_staff_of_another_organisation_find_nothing_to_book(events_session: Session) -> None:
    stranger = a_worker(events_session, an_organisation(events_session))
    with pytest.raises(NotFound):
        operations.book(events_session, LINKS, stranger, an_evening(events_session), a_booking())
    with pytest.raises(NotFound):
        operations.book(events_session, LINKS, stranger, uuid4(), a_booking())


def test_who_only_checks_in_may_not_publish(events_session: Session) -> None:
    person = a_worker(events_session, an_organisation(events_session), "check_in")
    with pytest.raises(Forbidden):
        an_event(events_session, person, occurrences=[an_occurrence()])
