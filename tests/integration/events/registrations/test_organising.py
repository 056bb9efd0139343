"""What organisers read before they call an event off, and where they find who did what and who comes where."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.registrations import operations
from services.events.registrations.domain import By
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.integration.events.registrations.conftest import party
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_booking,
    a_draft,
    a_worker,
    an_event,
    an_organisation,
)
from tests.support.ledger import audited
from tests.support.statements import counted
from tests.support.visitor import Visitor


def let_pass(database: Database, occurrence_id: UUID) -> None:
    """Let this date be over."""
    with database.transaction() as session:
        wanted = text("UPDATE occurrences SET starts_at = starts_at - :ago, ends_at = ends_at - :ago WHERE id = :id")
        session.execute(wanted, {"ago": timedelta(days=60), "id": occurrence_id})


def test_before_an_event_is_called_off_one_sees_who_of_the_dates_ahead_is_told_and_how(
    staff: Visitor, database: Database, series: dict[str, Any]
) -> None:
    first, second, third = (one["id"] for one in series["occurrences"])
    party(database, first, 4, language="ar")
    party(database, second, 3)
    party(database, second, 2)
    party(database, third, 1, phone=None, email="ona@example.lt", language="lt")
    let_pass(database, first)
    asked = staff.open(f"/organise/events/{series['id']}/cancel").text
    assert asked.count("Kultūros centras") == 2
    rows = asked.partition("Registrations that wait")[2].partition("Reason")[0]
    assert "Lietuvių 1 0" in rows
    assert "Українська 1 1" in rows
    assert "العربية" not in rows
    assert "Messages: 2 SMS, 1 e-mails." in rows
    assert "2 shifts of volunteers are concerned" in rows
    assert "This cannot be undone." in asked
    assert staff.send(f"/organise/events/{series['id']}/cancel", reason_lt="x" * 121).status == 422
    assert "Messages: 2 SMS, 1 e-mails." in staff.text
    staff.send(f"/organise/events/{series['id']}/cancel", reason_lt="Liga")
    assert "The event is cancelled. Everyone concerned will be told." in staff.text


def test_nobody_is_registered_for_a_draft_and_nobody_types_it_in_vain(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker)
    book = f"/organise/occurrences/{draft['occurrences'][0]['id']}/book"
    assert book not in staff.open(f"/organise/events/{draft['id']}").page
    assert staff.open(book).status == 409
    assert "Publish it before you register anybody." in staff.text


def test_writing_to_the_people_is_offered_where_the_event_is_looked_at(staff: Visitor, series: dict[str, Any]) -> None:
    assert f'href="/messages/events/{series["id"]}/note"' in staff.open(f"/organise/events/{series['id']}").page


def test_what_is_over_offers_nothing_that_would_be_refused(
    staff: Visitor, database: Database, series: dict[str, Any]
) -> None:
    first, *later = (one["id"] for one in series["occurrences"])
    party(database, first, 2)
    let_pass(database, first)
    page, address = staff.open(f"/organise/events/{series['id']}").page, f"/organise/occurrences/{first}"
    assert "This date is over." in staff.text
    assert [f"{address}/{what}" in page for what in ("cancel", "move", "book", "capacity")] == [False] * 4
    assert page.count("/move") == len(later)
    assert "Cancel the event" in staff.text
    shown = staff.open(address).page
    assert ("/book" in shown, "/organise/bookings/" in shown) == (False, False)
    for id_ in later:
        let_pass(database, id_)
    assert "Cancel the event" not in staff.open(f"/organise/events/{series['id']}").text
    assert "/poster" not in staff.page


def test_an_event_that_is_over_or_called_off_is_not_asked_about(
    staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    address = f"/organise/events/{series['id']}/cancel"
    for one in series["occurrences"]:
        let_pass(database, one["id"])
    assert (staff.open(address).status, "This date is over" in staff.text) == (409, True)
    with database.transaction() as session:
        draft = a_draft(session, worker)
    assert (
        "Nobody: this is a draft that nobody else has seen."
        in staff.open(f"/organise/events/{draft['id']}/cancel").text
    )
    staff.send(f"/organise/events/{draft['id']}/cancel")
    assert staff.open(f"/organise/events/{draft['id']}/cancel").status == 409


def test_an_event_whose_dates_are_all_called_off_can_be_called_off_without_telling_anybody(
    staff: Visitor, series: dict[str, Any]
) -> None:
    first = f"/organise/occurrences/{series['occurrences'][0]['id']}/cancel"
    staff.open(f"{first}?scope=all").send(first)
    asked = staff.open(f"/organise/events/{series['id']}/cancel").text
    assert "Who will be told" not in asked
    assert staff.send(f"/organise/events/{series['id']}/cancel").status == 200


def test_the_history_says_who_did_what_with_which_registration_and_nothing_of_the_people(
    app: Flask, staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    date, elsewhere = series["occurrences"][1], an_evening_elsewhere(database, worker)
    names = ("Olena Kovalenko", "Petro")
    with database.transaction() as session:
        booked = operations.book(session, LINKS, worker, date["id"], a_booking(2, names=names))
        operations.change_party_by_staff(session, LINKS, worker, booked["id"], 1, party=1)
        operations.cancel_by_staff(session, LINKS, worker, booked["id"])
        other = operations.book(session, LINKS, worker, elsewhere, a_booking())
    staff.open(f"/organise/events/{series['id']}/history")
    deeds = (f"Cancelled the registration {booked['code']}", f"Changed how many come for {booked['code']}")
    order = [staff.text.index(deed) for deed in (*deeds, f"Registered {booked['code']}", "Event published")]
    assert order == sorted(order)
    assert staff.text.count(f"{date['starts'].day} {date['starts']:%B %Y}, 18:00") == 3  # the date that each was about
    assert [hidden in staff.text for hidden in (other["code"], "Olena", "+37061234567")] == [False] * 3
    for language in ("lt", "lt-simple", "uk", "ru", "ar"):
        said = (
            Visitor(app, language, talka_staff=token_of(worker)).open(f"/organise/events/{series['id']}/history").text
        )
        assert said.count(booked["code"]) == 3
        assert not [deed for deed in ("Cancelled", "Changed", "Registered") if deed in said]


def test_a_history_with_many_deeds_about_registrations_asks_nothing_more_and_has_more_pages(
    staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    asked, history = [], f"/organise/events/{series['id']}/history"
    for many in (1, 24):
        with database.transaction() as session:
            for _ in range(many):
                operations.book(session, LINKS, worker, series["occurrences"][0]["id"], a_booking())
        with counted(database.engine) as seen:
            assert staff.open(history).text.count("Registered ") == min(many, 20)
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert staff.open(history + re.findall(r'href="(\?after=[^"]*)"', staff.page)[0]).text.count("Registered ") == 5


def test_a_caller_is_found_without_knowing_the_date(
    app: Flask, staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    first, second, third = (one["id"] for one in series["occurrences"])
    past = party(database, first, 2, names=("Olena", "Petro"))
    comes = party(database, second, 3, names=("Олена", "Іван", "Ірина"))
    waits = party(database, second, 2, names=("Olena", "Ivan"))
    elsewhere = party(database, an_evening_elsewhere(database, worker), 1, names=("Oľena",))
    other = party(database, third, 1, names=("Ona",))
    gone = party(database, third, 1, names=("Olena",))
    with database.transaction() as session:
        operations.cancel(session, LINKS, gone["id"], By.PARTICIPANT)
        stranger = a_worker(session, an_organisation(session))
        theirs = an_event(session, stranger)["occurrences"][0]["id"]
    foreign = party(database, theirs, 1, names=("Olena",))
    let_pass(database, first)
    assert 'action="/organise/people"' in staff.open("/organise/").page
    staff.open("/organise/people?q=olena")
    found = [one["code"] in staff.text for one in (comes, waits, elsewhere, past, other, gone, foreign)]
    assert found == [True, True, True, False, False, False, False]
    assert f'href="/organise/occurrences/{second}?q={comes["code"]}"' in staff.page
    assert f'href="/organise/events/{series["id"]}"' in staff.page
    assert ("On the waiting list" in staff.text, "+3706" in staff.text) == (True, False)
    with database.transaction() as session:
        assert audited(session)[-2:] == ["participants_searched"] * 2
    assert staff.open(f"/organise/occurrences/{second}?q={comes['code']}").text.count("Олена") == 1
    history = f"/organise/events/{series['id']}/history"
    assert "Looked for somebody" not in staff.open(history).text  # what was changed comes first
    assert "Looked for somebody" in staff.open(f"{history}?looks=1").text
    assert "Event published" in staff.text
    assert comes["code"] in staff.open(f"/organise/people?q={comes['code'].lower()}").text
    assert comes["code"] in staff.open("/organise/people?q=061234567").text
    outside = Visitor(app, lang="en", talka_staff=token_of(stranger)).open("/organise/people?q=olena")
    assert (foreign["code"] in outside.text, comes["code"] in outside.text) == (True, False)


def test_whoever_is_not_there_is_not_found_and_nothing_is_noted(
    visitor: Visitor, staff: Visitor, database: Database, series: dict[str, Any]
) -> None:
    with database.transaction() as session:
        before = audited(session)
    assert "Nobody who comes or waits has this name, code or phone" in staff.open("/organise/people?q=Petras").text
    assert staff.open("/organise/people?q=%20").status == 200
    with database.transaction() as session:
        assert audited(session) == before
    assert (visitor.open("/organise/people?q=Petras").status, "/organise/sign-in" in visitor.page) == (401, True)


def test_a_search_with_many_found_asks_nothing_more_and_says_that_there_are_more(
    staff: Visitor, database: Database, series: dict[str, Any]
) -> None:
    asked, dates = [], series["occurrences"]
    for many in (1, 17):
        for one in dates:
            for _ in range(many):
                party(database, one["id"], 1, names=("Olena",))
        with counted(database.engine) as seen:
            assert staff.open("/organise/people?q=olena").text.count(" 1: Olena") == min(3 * many, 50)
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert "Only the first 50 are shown." in staff.text


@pytest.mark.parametrize("role", ["owner", "organiser", "social_worker", "check_in"])
def test_whoever_sees_a_dates_people_finds_them_at_any_date(
    app: Flask, database: Database, worker: Worker, series: dict[str, Any], role: str
) -> None:
    made, (own,) = party(database, series["occurrences"][0]["id"], 1, names=("Olena",)), worker.roles
    with database.transaction() as session:
        somebody = a_worker(session, own, role)
    visitor = Visitor(app, lang="en", talka_staff=token_of(somebody))
    assert made["code"] in visitor.open("/organise/people?q=olena").text
    assert visitor.open(f"/organise/occurrences/{series['occurrences'][0]['id']}?q={made['code']}").status == 200


def an_evening_elsewhere(database: Database, worker: Worker) -> UUID:
    """A date of another event of the same organisation."""
    with database.transaction() as session:
        id_: UUID = an_event(session, worker)["occurrences"][0]["id"]
        return id_
