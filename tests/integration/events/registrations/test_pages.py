"""Pages of registrations, as people without an account use them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from icalendar import Calendar

from services.events.registrations import operations
from services.events.registrations.domain import By
from shared.database import Database
from tests.support.browser import Visitor
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_party,
    an_event,
    an_occurrence,
)
from tests.support.ledger import broken_promises, states, told


@pytest.fixture
def evening(database: Database, worker: Worker) -> dict[str, Any]:
    """A published event with one date of four places."""
    with database.transaction() as session:
        return an_event(session, worker, occurrences=[an_occurrence(capacity=4)])


@pytest.fixture
def occurrence_id(evening: dict[str, Any]) -> UUID:
    id_: UUID = evening["occurrences"][0]["id"]
    return id_


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app, lang="en")


def party(database: Database, occurrence_id: UUID, size: int = 1, **facts: Any) -> dict[str, Any]:
    with database.transaction() as session:
        return a_party(session, occurrence_id, size, **facts)


def test_a_household_registers_on_one_screen_and_gets_code_and_link(
    visitor: Visitor, database: Database, occurrence_id: UUID
) -> None:
    visitor.open(f"/register/{occurrence_id}")
    visitor.send(
        f"/register/{occurrence_id}",
        party="3",
        phone="861234567",
        language="en",
        names="Ona\nПетро\nJurga",
        needs=["wheelchair", "childcare"],
        prefers="sms",
    )
    assert (visitor.status, visitor.address[:3]) == (200, "/r/")
    with database.transaction() as session:
        (message,) = told(session)
    assert message.code in visitor.text
    assert "You have 3 places." in visitor.text
    assert "Ona, Петро, Jurga" in visitor.text


def test_a_form_sent_twice_registers_once(visitor: Visitor, database: Database, occurrence_id: UUID) -> None:
    page = visitor.open(f"/register/{occurrence_id}").page
    for _ in range(2):
        visitor.page = page
        visitor.send(f"/register/{occurrence_id}", party="1", language="lt", phone="861234567")
    with database.transaction() as session:
        assert states(session) == ["confirmed"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phone": "0501234567"}, "country code"),
        ({"phone": "123"}, "not a phone number"),
        ({"party": "9"}, "between 1 and 8"),
        ({"party": ""}, "Please fill this in"),
        ({"email": "ona"}, "not an e-mail address"),
        ({"names": "Ona"}, "a name for each person"),
        ({"names": "\n".join("123456789")}, "at most eight"),
        ({"language": "fr"}, "Choose one of"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed_and_nothing_is_written(
    visitor: Visitor, database: Database, occurrence_id: UUID, wrong: dict[str, str], said: str
) -> None:
    visitor.open(f"/register/{occurrence_id}")
    right = {"party": "2", "phone": "861234567", "language": "en", "note": "Su vežimėliu", "needs": "wheelchair"}
    visitor.send(f"/register/{occurrence_id}", **right | wrong)
    assert visitor.status == 422
    assert said in visitor.text
    assert "Su vežimėliu" in visitor.page
    assert 'value="wheelchair" checked' in visitor.page
    with database.transaction() as session:
        assert states(session) == []


def test_a_party_larger_than_the_room_sees_why(visitor: Visitor, occurrence_id: UUID) -> None:
    visitor.open(f"/register/{occurrence_id}").send(f"/register/{occurrence_id}", party="5", language="en")
    assert (visitor.status, "Places in all: 4" in visitor.text) == (422, True)


def test_who_comes_too_late_joins_the_waiting_list_and_knows_the_place_in_it(
    visitor: Visitor, database: Database, occurrence_id: UUID
) -> None:
    party(database, occurrence_id, 4)
    assert "Join the waiting list" in visitor.open(f"/register/{occurrence_id}").text
    visitor.send(f"/register/{occurrence_id}", party="2", language="en", phone="861234567")
    assert "You are number 1 on the waiting list." in visitor.text


def test_a_party_cancels_after_one_question_and_can_register_again(
    visitor: Visitor, database: Database, occurrence_id: UUID
) -> None:
    link = party(database, occurrence_id, 4)["link"].removeprefix("http://talka.test")
    assert "Cancel this registration?" in visitor.open(f"{link}/cancel").text
    visitor.send(f"{link}/cancel")
    assert (visitor.status, "This registration is cancelled." in visitor.text) == (200, True)
    assert f"/register/{occurrence_id}" in visitor.page


def test_a_party_changes_how_many_come(visitor: Visitor, database: Database, occurrence_id: UUID) -> None:
    link = party(database, occurrence_id, 2)["link"].removeprefix("http://talka.test")
    party(database, occurrence_id, 1)
    visitor.open(link).send(f"{link}/party", party="3", names="Ona\nPetras\nJurga")
    assert (visitor.status, "You have 3 places." in visitor.text) == (200, True)
    visitor.send(f"{link}/party", party="4", names="")
    assert (visitor.status, "Free now: 0" in visitor.text) == (422, True)
    visitor.send(f"{link}/party", party="0", names="")
    assert (visitor.status, "between 1 and 8" in visitor.text) == (422, True)
    with database.transaction() as session:
        assert broken_promises(session) == []


def test_an_offer_is_accepted_by_a_button(
    visitor: Visitor, database: Database, worker: Worker, occurrence_id: UUID
) -> None:
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(capacity=1)], offer_hours=12)
        first = a_party(session, event["occurrences"][0]["id"])
        second = a_party(session, event["occurrences"][0]["id"])
        operations.cancel(session, LINKS, first["id"], By.PARTICIPANT)
    link = second["link"].removeprefix("http://talka.test")
    assert "1 place is free for you." in visitor.open(link).text
    visitor.send(f"{link}/accept")
    assert "You have 1 place." in visitor.text


def test_the_date_goes_into_the_calendar_in_the_partys_language(
    visitor: Visitor, database: Database, occurrence_id: UUID
) -> None:
    made = party(database, occurrence_id)
    link = made["link"].removeprefix("http://talka.test")
    (entry,) = Calendar.from_ical(visitor.open(f"{link}/calendar.ics").page).events
    assert (str(entry["SUMMARY"]), str(entry["STATUS"])) == ("Знайомство з культурами", "CONFIRMED")
    assert str(entry["UID"]) == f"{made['id']}@talka"
    assert entry.end - entry.start == timedelta(hours=2)


def test_a_waiting_party_puts_the_date_into_its_calendar_as_uncertain(
    visitor: Visitor, database: Database, occurrence_id: UUID
) -> None:
    party(database, occurrence_id, 4)
    made = party(database, occurrence_id, 2)
    link = made["link"].removeprefix("http://talka.test")
    (entry,) = Calendar.from_ical(visitor.open(f"{link}/calendar.ics").page).events
    assert (str(entry["UID"]), str(entry["STATUS"])) == (f"{made['id']}@talka", "TENTATIVE")


def test_a_partys_own_page_speaks_its_language_unless_another_is_chosen(
    app: Flask, database: Database, occurrence_id: UUID
) -> None:
    link = party(database, occurrence_id, 2, language="uk")["link"].removeprefix("http://talka.test")
    english = Visitor(app, "en")
    assert ['<html lang="uk"' in english.open(path).page for path in (link, f"{link}/cancel")] == [True, True]
    english.send(f"{link}/party", party="9")
    assert (english.status, '<html lang="uk"' in english.page) == (422, True)
    assert '<html lang="ar"' in english.open(f"{link}?lang=ar").page
    assert '<html lang="ar"' in english.open(link).page


def test_code_and_phone_find_the_registration(visitor: Visitor, database: Database, occurrence_id: UUID) -> None:
    made = party(database, occurrence_id)
    visitor.open("/find").send("/find", code=f"{made['code'][:3].lower()}-{made['code'][3:]}", phone="8 612 34567")
    assert (visitor.status, visitor.address) == (200, f"/r/{made['link'].rsplit('/', 1)[1]}")


@pytest.mark.parametrize(
    ("code", "phone", "status"), [("ABCDEF", "861234567", 404), ("0O1I00", "861234567", 422), ("", "", 422)]
)
def test_a_wrong_code_finds_nothing(visitor: Visitor, code: str, phone: str, status: int) -> None:
    visitor.open("/find").send("/find", code=code, phone=phone)
    assert (visitor.status, visitor.address) == (status, "/find")


def test_guessing_codes_ends_after_some_tries(visitor: Visitor) -> None:
    visitor.open("/find")
    answers = [visitor.send("/find", code="ABCDEF", phone="861234567").status for _ in range(6)]
    assert answers[-1] == 429
    assert set(answers[:-1]) <= {404, 403}


def test_a_forged_link_is_not_found(visitor: Visitor, database: Database, occurrence_id: UUID) -> None:
    made = party(database, occurrence_id)
    forged = made["link"].removeprefix("http://talka.test")[:-1] + "!"
    assert {visitor.open(path).status for path in (forged, f"{forged}/cancel", "/r/x", f"/register/{uuid4()}")} == {404}


def test_pages_speak_the_persons_language(app: Flask, occurrence_id: UUID) -> None:
    page = Visitor(app, "ar").open(f"/register/{occurrence_id}").page
    assert '<html lang="ar" dir="rtl">' in page
