"""The pages of those who have registered: by their link, or by their code and a phone or e-mail."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from icalendar import Calendar

from services.events.registrations import operations, queries
from services.events.registrations.domain import By
from shared.database import Database
from tests.integration.events.registrations.conftest import party
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_party,
    an_event,
    an_occurrence,
)
from tests.support.ledger import broken_promises
from tests.support.visitor import Visitor


def test_a_party_that_asked_for_no_messages_reads_how_to_get_them_again(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    made = party(database, evening_id)
    link = made["link"].removeprefix("http://talka.test")
    assert "START" not in visitor.open(link).text
    with database.transaction() as session:
        operations.mark_unreached(session, made["id"], "withdrawn")
    assert "reply START" in visitor.open(f"{link}?new=1").text
    assert "We remind you" not in visitor.text


def test_a_party_that_wants_no_e_mails_reads_where_the_way_back_is(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    made = party(database, evening_id, phone=None, email="ona@example.lt")
    with database.transaction() as session:
        operations.mark_unreached(session, made["id"], "withdrawn")
    assert (
        "open the link at the end of one of our e-mails"
        in visitor.open(made["link"].removeprefix("http://talka.test")).text
    )
    assert "START" not in visitor.text


def test_a_party_cancels_after_one_question_and_can_register_again(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    link = party(database, evening_id, 4)["link"].removeprefix("http://talka.test")
    assert "Cancel this registration?" in visitor.open(f"{link}/cancel").text
    visitor.send(f"{link}/cancel")
    assert (visitor.status, "This registration is cancelled." in visitor.text) == (200, True)
    assert "You have cancelled your registration. Thank you for telling us." in visitor.text
    assert f"/register/{evening_id}" in visitor.page


def test_a_party_changes_how_many_come(visitor: Visitor, database: Database, evening_id: UUID) -> None:
    link = party(database, evening_id, 2)["link"].removeprefix("http://talka.test")
    party(database, evening_id, 1)
    visitor.open(link).send(f"{link}/party", party="3", names="Ona\nPetras\nJurga")
    assert (visitor.status, "You have 3 places." in visitor.text) == (200, True)
    assert "Saved. We have noted how many of you come." in visitor.text
    assert "Saved." not in visitor.open(link).text
    visitor.send(f"{link}/party", party="4", names="")
    assert (visitor.status, "Free now: 0" in visitor.text) == (422, True)
    visitor.send(f"{link}/party", party="0", names="")
    assert (visitor.status, "between 1 and 8" in visitor.text) == (422, True)
    with database.transaction() as session:
        assert broken_promises(session) == []


def test_an_offer_is_accepted_by_a_button(
    visitor: Visitor, database: Database, worker: Worker, evening_id: UUID
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
    assert "Thank you for your yes, we look forward to seeing you." in visitor.text


def test_what_somebody_else_has_cancelled_is_not_said_to_be_the_partys_deed(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    made = party(database, evening_id)
    link = made["link"].removeprefix("http://talka.test")
    with database.transaction() as session:
        operations.cancel(session, LINKS, made["id"], By.ORGANISER)
    for done in ("cancelled", "accepted", "party_changed", "nonsense"):
        assert 'class="notice good toast"' not in visitor.open(f"{link}?done={done}").page


def test_the_date_goes_into_the_calendar_in_the_partys_language(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    made = party(database, evening_id)
    link = made["link"].removeprefix("http://talka.test")
    (entry,) = Calendar.from_ical(visitor.open(f"{link}/calendar.ics").page).events
    assert (str(entry["SUMMARY"]), str(entry["STATUS"])) == ("Знайомство з культурами", "CONFIRMED")
    assert str(entry["UID"]) == f"{made['id']}@talka"
    assert entry.end - entry.start == timedelta(hours=2)


def test_a_waiting_party_puts_the_date_into_its_calendar_as_uncertain(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    party(database, evening_id, 4)
    made = party(database, evening_id, 2)
    link = made["link"].removeprefix("http://talka.test")
    (entry,) = Calendar.from_ical(visitor.open(f"{link}/calendar.ics").page).events
    assert (str(entry["UID"]), str(entry["STATUS"])) == (f"{made['id']}@talka", "TENTATIVE")


def test_a_partys_own_page_speaks_its_language_unless_another_is_chosen(
    app: Flask, database: Database, evening_id: UUID
) -> None:
    link = party(database, evening_id, 2, language="uk")["link"].removeprefix("http://talka.test")
    english = Visitor(app, "en")
    assert ['<html lang="uk"' in english.open(path).page for path in (link, f"{link}/cancel")] == [True, True]
    english.send(f"{link}/party", party="9")
    assert (english.status, '<html lang="uk"' in english.page) == (422, True)
    assert '<html lang="ar"' in english.open(f"{link}?lang=ar").page
    assert '<html lang="ar"' in english.open(link).page


def test_registering_a_relative_leaves_ones_own_browser_in_its_language(app: Flask, evening_id: UUID) -> None:
    helper, address = Visitor(app, "lt"), f"/register/{evening_id}"
    helper.open(address).send(address, party="1")
    helper.send(f"{address}/reach", reach="sms", phone="861234567", language="uk").send(f"{address}/check")
    assert (helper.status, '<html lang="uk"' in helper.page) == (200, True)
    assert '<html lang="lt"' in helper.open("/").page


def test_code_and_phone_find_the_registration(visitor: Visitor, database: Database, evening_id: UUID) -> None:
    made = party(database, evening_id)
    visitor.open("/find").send("/find", code=f"{made['code'][:3].lower()}-{made['code'][3:]}", contact="8 612 34567")
    assert (visitor.status, visitor.address) == (200, f"/r/{made['link'].rsplit('/', 1)[1]}")


def test_whoever_registered_by_e_mail_alone_finds_the_registration_in_whatever_case_it_is_typed(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    made = party(database, evening_id, phone=None, email="Ona@example.lt")
    visitor.open("/find").send("/find", code=made["code"], contact=" ONA@Example.LT ")
    assert (visitor.status, visitor.address) == (200, f"/r/{made['link'].rsplit('/', 1)[1]}")


def test_whoever_gave_no_address_reads_whom_to_call(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Ask whoever registered you." in visitor.open("/find").text
    talka = app.extensions["talka"]
    settings = replace(talka.service.settings, help_phone="+370 346 20000")
    monkeypatch.setitem(app.extensions, "talka", replace(talka, service=replace(talka.service, settings=settings)))
    assert "Call us: +370 346 20000" in visitor.open("/find").text
    assert 'href="tel:+37034620000"' in visitor.page


def test_an_unknown_code_and_a_wrong_address_get_the_same_answer(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    made = party(database, evening_id, email="ona@example.lt")
    for code in ("ABCDEF", made["code"]):
        for contact in ("867654321", "petras@example.lt"):
            visitor.open("/find").send("/find", code=code, contact=contact)
            assert "We found no registration with this code and this phone or e-mail. Check both." in visitor.text
            assert (visitor.status, visitor.page.count('aria-invalid="true"')) == (404, 2)


def test_a_link_that_leads_nowhere_leads_on_to_code_and_phone(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    made = party(database, evening_id)
    assert "the link is not complete" in visitor.open(f"{made['link'].removeprefix('http://talka.test')[:-2]}").text
    visitor.send("/find", code=made["code"], contact="861234567")
    assert (visitor.status, made["code"] in visitor.text) == (200, True)


@pytest.mark.parametrize(
    ("code", "contact", "status"), [("ABCDEF", "861234567", 404), ("0O1I00", "861234567", 422), ("", "", 422)]
)
def test_a_wrong_code_finds_nothing(visitor: Visitor, code: str, contact: str, status: int) -> None:
    visitor.open("/find").send("/find", code=code, contact=contact)
    assert (visitor.status, visitor.address) == (status, "/find")


def test_guessing_codes_ends_after_some_tries(visitor: Visitor) -> None:
    visitor.open("/find")
    answers = [visitor.send("/find", code="ABCDEF", contact="861234567").status for _ in range(6)]
    assert answers[-1] == 429
    assert set(answers[:-1]) <= {404, 403}


def test_a_forged_link_is_not_found(visitor: Visitor, database: Database, evening_id: UUID) -> None:
    made = party(database, evening_id)
    forged = made["link"].removeprefix("http://talka.test")[:-1] + "!"
    assert {visitor.open(path).status for path in (forged, f"{forged}/cancel", "/r/x", f"/register/{uuid4()}")} == {404}


def test_only_who_has_places_is_offered_the_calendar(visitor: Visitor, database: Database, evening_id: UUID) -> None:
    comes, waits = (party(database, evening_id, 4)["link"].removeprefix("http://talka.test") for _number in range(2))
    assert "Put it into my calendar" in visitor.open(comes).text
    assert "on the waiting list" in visitor.open(waits).text
    assert "Put it into my calendar" not in visitor.text


def test_a_party_is_offered_as_many_as_fit_and_what_does_not_is_marked_at_its_field(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    link = party(database, evening_id, 2)["link"].removeprefix("http://talka.test")
    numbers = r'<option value="(\d)"( selected)?>'
    assert re.findall(numbers, visitor.open(link).page) == [("1", ""), ("2", " selected"), ("3", ""), ("4", "")]
    party(database, evening_id, 1)
    visitor.send(f"{link}/party", party="4", names="")
    assert (visitor.status, 'href="#party"' in visitor.page) == (422, True)
    assert 'name="party" aria-describedby="party-hint party-error" aria-invalid="true"' in visitor.page
    assert re.findall(numbers, visitor.page) == [("1", ""), ("2", " selected"), ("3", "")]
    assert "More places are not free now." in visitor.text
    visitor.send(f"{link}/party", party="5", names="")
    assert (visitor.status, 'href="#party"' in visitor.page) == (422, True)


def test_whoever_waits_is_told_what_happens_to_those_who_wait(
    visitor: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(capacity=1)], offer_hours=24)
        comes, waits, alone = (
            a_party(session, event["occurrences"][0]["id"], phone=phone)["link"].removeprefix("http://talka.test")
            for phone in ("+37061234567", "+37061234567", None)
        )
    assert "Say your code when you come." in visitor.open(f"{comes}?new=1").text
    assert "Say your code when you come." not in visitor.open(f"{waits}?new=1").text
    assert "Please do not come yet: you have no places so far." in visitor.text
    assert "We will write to you when there are places for all of you." in visitor.text
    assert "we hold them for you for 24 hours. Say yes in that time" in visitor.text
    assert "Look at this page to see" in visitor.open(f"{alone}?new=1").text
    assert "You leave the waiting list." in visitor.open(f"{waits}/cancel").text
    assert "Your places go to those who wait." in visitor.open(f"{comes}/cancel").text
    with database.transaction() as session:
        operations.cancel(session, LINKS, queries.id_by_token(session, comes.rpartition("/")[2]), By.PARTICIPANT)
    assert "1 place is free for you." in visitor.open(f"{waits}?new=1").text
    assert "What happens next" not in visitor.text  # there is a question to answer first
