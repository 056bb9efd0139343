"""The history of an event also says what was written to its people, and what became of its shifts."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.registrations import listeners
from shared.contracts.envelope import Message, wrap
from shared.contracts.notifications import NoteWritten
from shared.contracts.parts import Contact, Shift, Venue
from shared.contracts.volunteers import SignUpCancelled, SignUpConfirmed
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.events import LINKS, Worker, a_shift, an_event, an_occurrence
from tests.support.visitor import Visitor

VOLUNTEER = uuid4()


@pytest.fixture
def event(database: Database, worker: Worker) -> dict[str, Any]:
    with database.transaction() as session:
        return an_event(session, worker, occurrences=[an_occurrence(shifts=[a_shift()])])


def hear(database: Database, *messages: Message) -> None:
    for message in messages:
        envelope = wrap("others", message, subject=uuid4(), version=1, correlation_id="c")
        with database.transaction() as session:
            listeners.subscriptions(LINKS)[type(message)](session, message, envelope)


def note(occurrence_id: UUID, staff_id: UUID, *, waiting: bool = False, volunteers: bool = False) -> NoteWritten:
    to = {"to_waiting": waiting, "to_volunteers": volunteers}
    return NoteWritten(occurrence_id=occurrence_id, staff_id=staff_id, **to)


def sign_up(event: dict[str, Any], shift_id: UUID | None = None) -> dict[str, Any]:
    date = event["occurrences"][0]
    return {
        "sign_up_id": uuid4(),
        "volunteer_id": VOLUNTEER,
        "contact": Contact(channel="sms", phone="+37061234567", language="lt"),
        "link": "https://talka.example/volunteer/my",
        "shift": Shift(
            shift_id=shift_id or date["shifts"][0]["id"],
            version=1,
            event_id=event["id"],
            occurrence_id=date["id"],
            title={"lt": "Kitaip"},
            event_title=event["title"],
            organisation="",
            starts_at=date["starts_at"],
            ends_at=date["ends_at"],
            zone=date["zone"],
            venue=Venue(name="", address=""),
        ),
    }


def test_a_note_is_told_with_who_wrote_it_and_to_whom(
    staff: Visitor, database: Database, worker: Worker, event: dict[str, Any]
) -> None:
    date = event["occurrences"][0]["id"]
    hear(
        database,
        note(date, worker.id),
        note(date, worker.id, waiting=True),
        note(date, worker.id, volunteers=True),
        note(date, worker.id, waiting=True, volunteers=True),
        note(uuid4(), worker.id),
    )
    said = staff.open(f"/organise/events/{event['id']}/history").text
    notes = [
        *("Wrote to all who come or wait, and to the volunteers", "Wrote to all who come, and to the volunteers"),
        *("Wrote to all who come or wait", "Wrote to all who come"),
    ]
    assert [said.count(one) for one in notes] == [1, 1, 2, 4]
    assert said.count("Rasa Wrote to all") == 4


def test_what_became_of_a_shift_is_told_without_who_the_volunteer_is(
    app: Flask, staff: Visitor, database: Database, worker: Worker, event: dict[str, Any]
) -> None:
    hear(
        database,
        SignUpConfirmed(**sign_up(event)),
        SignUpCancelled(**sign_up(event), by="reply"),
        SignUpCancelled(**sign_up(event), by="coordinator", staff_id=worker.id),
        SignUpConfirmed(**sign_up(event, shift_id=uuid4())),
    )
    address = f"/organise/events/{event['id']}/history"
    staff.open(address)
    deeds = (
        "Rasa Took a volunteer out of a shift: Pasitikti svečius",
        "A volunteer Gave up a shift: Pasitikti svečius",
        "A volunteer Signed up for a shift: Pasitikti svečius",
        "Event published",
    )
    places = [staff.text.index(deed) for deed in deeds]
    assert places == sorted(places)
    assert staff.text.count("igned up for a shift") == 1
    with database.transaction() as session:
        assert session.scalars(text("SELECT count(*) FROM audit WHERE who = :id"), {"id": VOLUNTEER}).one() == 0
    for language in ("lt", "lt-simple", "uk", "ru", "ar"):
        said = Visitor(app, language, talka_staff=token_of(worker)).open(address).text
        assert not [deed for deed in ("sign_up", "shift", "volunteer") if deed in said]
