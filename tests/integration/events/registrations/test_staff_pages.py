"""Pages on which staff see who comes and change what is planned."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from services.events.registrations import operations
from services.events.registrations.domain import By
from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.integration.events.registrations.conftest import party
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_party,
    a_shift,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
    wall,
)
from tests.support.ledger import audited, states, told
from tests.support.visitor import Visitor


def test_staff_see_who_comes_who_waits_and_why(staff: Visitor, database: Database, evening_id: UUID) -> None:
    two = party(database, evening_id, 2, names=("Ona", "Petras"), needs=("wheelchair",), note="Kėdė prie durų")
    party(database, evening_id, 2)
    large = party(database, evening_id, 4)
    with database.transaction() as session:
        operations.cancel(session, LINKS, two["id"], By.PARTICIPANT)
        operations.mark_unreached(session, large["id"], "failed")
    party(database, evening_id, 1, names=("Jurga",))
    staff.open(f"/organise/occurrences/{evening_id}")
    assert staff.status == 200
    assert "At its turn 2 places were left, too few for this party." in staff.text
    assert "Our message did not arrive. Please call." in staff.text
    assert f"{large['code']}, 4 people: too large for the places left" in staff.text
    assert "Jurga" in staff.text


def test_who_came_when_too_few_places_were_left_waits_for_that_reason(
    staff: Visitor, database: Database, evening_id: UUID
) -> None:
    party(database, evening_id, 3)
    party(database, evening_id, 2)
    assert "1 place is free, too few for this party." in staff.open(f"/organise/occurrences/{evening_id}").text


def test_staff_find_who_has_cancelled_and_read_that_they_did_it_themselves(
    staff: Visitor, database: Database, evening_id: UUID
) -> None:
    gone = party(database, evening_id, 2)
    with database.transaction() as session:
        operations.change_party(session, LINKS, gone["id"], party=1)
        operations.cancel(session, LINKS, gone["id"], By.PARTICIPANT)
    found = staff.open(f"/organise/occurrences/{evening_id}?q={gone['code']}").text
    assert (gone["code"] in found.partition("Found for")[2], "Cancelled" in found) == (True, True)
    assert gone["code"] in staff.open(f"/organise/people?q={gone['code']}").text
    history = staff.open(f"/organise/events/{gone['event_id']}/history").text
    assert f"The party itself {gone['code']} cancelled" in history
    assert f"The party itself {gone['code']} changed how many come" in history


def test_staff_register_and_cancel_for_a_party(staff: Visitor, database: Database, evening_id: UUID) -> None:
    staff.open(f"/organise/occurrences/{evening_id}/book")
    staff.send(f"/organise/occurrences/{evening_id}/book", party="2", language="ar")
    assert "a helper tells them" in staff.text
    with database.transaction() as session:
        (message,) = told(session)
    staff.send(f"/organise/bookings/{message.registration_id}/cancel")
    assert "Nobody has registered yet." in staff.text
    staff.open(f"/organise/occurrences/{evening_id}/book")
    assert staff.send(f"/organise/occurrences/{evening_id}/book", party="5", language="ar").status == 422
    assert staff.send(f"/organise/occurrences/{evening_id}/book", party="a", language="ar").status == 422


def test_an_organiser_publishes_a_draft_moves_its_date_and_changes_its_places(
    staff: Visitor, database: Database, evening: dict[str, Any], evening_id: UUID
) -> None:
    event = f"/organise/events/{evening['id']}"
    assert "Taken: 0 of 4" in staff.open(event).text
    staff.open(f"/organise/occurrences/{evening_id}/move")
    fields = {"starts": "19:00", "ends": "01:00", "venue_name": "Biblioteka", "venue_address": "Vytauto 1"}
    fields |= {"venue_municipality": "Kaišiadorys", "venue_access": "step_free"}
    staff.send(f"/organise/occurrences/{evening_id}/move", day=wall(9).date().isoformat(), **fields)
    assert (staff.address, "Biblioteka" in staff.text) == (event, True)
    with database.transaction() as session:
        (message,) = told(session, "events.event.changed")
    assert message.occurrences[0].version == 2
    assert message.occurrences[0].ends_at - message.occurrences[0].starts_at == timedelta(hours=6)
    staff.send(f"/organise/occurrences/{evening_id}/capacity", capacity="40")
    assert "Taken: 0 of 40" in staff.text
    assert staff.send(f"/organise/occurrences/{evening_id}/capacity", capacity="0").status == 422


def test_a_move_into_the_past_is_refused_beside_the_form(staff: Visitor, evening_id: UUID) -> None:
    staff.open(f"/organise/occurrences/{evening_id}/move")
    fields = {"starts": "19:00", "ends": "20:00", "venue_name": "A", "venue_address": "B", "venue_municipality": "C"}
    staff.send(f"/organise/occurrences/{evening_id}/move", day=wall(-2).date().isoformat(), **fields)
    assert (staff.status, "This date is over" in staff.text) == (422, True)
    staff.send(f"/organise/occurrences/{evening_id}/move", day="")
    assert staff.status == 422


def test_a_form_made_before_somebody_elses_change_changes_nothing(
    staff: Visitor, evening: dict[str, Any], evening_id: UUID
) -> None:
    old = staff.open(f"/organise/events/{evening['id']}").page
    staff.send(f"/organise/occurrences/{evening_id}/capacity", capacity="40")
    staff.page = old
    staff.send(f"/organise/events/{evening['id']}/cancel", reason_lt="Liga")
    assert (staff.status, "Somebody else has changed this meanwhile" in staff.text) == (409, True)
    staff.open(f"/organise/events/{evening['id']}")
    assert staff.send(f"/organise/occurrences/{evening_id}/cancel", version="soon").status == 422


def test_an_organiser_calls_off_one_date_and_then_the_event(staff: Visitor, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(7), an_occurrence(14)])
        for one in event["occurrences"]:
            a_party(session, one["id"])
    path = f"/organise/events/{event['id']}"
    staff.open(path).send(f"/organise/occurrences/{event['occurrences'][0]['id']}/cancel")
    assert "This date is cancelled." in staff.text
    assert "Messages: 1 SMS, 0 e-mails." in staff.open(f"{path}/cancel").text
    assert staff.send(f"{path}/cancel", reason_ar="x" * 121).status == 422
    staff.send(f"{path}/cancel", reason_en="The hall is flooded", reason_lt="Salė užlieta")
    assert "Cancelled" in staff.text
    with database.transaction() as session:
        assert states(session) == ["cancelled", "cancelled"]
        assert told(session, "events.event.cancelled")[0].reason == {"en": "The hall is flooded", "lt": "Salė užlieta"}
    staff.open(path).send(f"{path}/publish", version="4")
    assert staff.status == 409


def test_after_a_date_is_called_off_staff_still_see_whom_to_call(
    staff: Visitor, database: Database, evening: dict[str, Any], evening_id: UUID
) -> None:
    phoneless = party(database, evening_id, 3, phone=None, names=("Ona", "Petras", "Jurga"))
    gone = party(database, evening_id, 1)
    waiting = party(database, evening_id, 4)
    page = f"/organise/occurrences/{evening_id}"
    with database.transaction() as session:
        operations.cancel(session, LINKS, gone["id"], By.ORGANISER)
    staff.open(f"/organise/events/{evening['id']}").send(f"{page}/cancel")
    with database.transaction() as session:
        operations.mark_unreached(session, waiting["id"], "failed")
    staff.open(page)
    assert "This date is cancelled." in staff.text
    assert f"{phoneless['code']} 3: Ona , Petras , Jurga No phone or e-mail: a helper tells them" in staff.text
    assert f"{waiting['code']} 4" in staff.text
    assert "Our message did not arrive. Please call." in staff.text
    assert gone["code"] not in staff.text
    assert "Register somebody" not in staff.text
    assert "/organise/bookings/" not in staff.page


def test_before_a_move_and_a_cancellation_staff_see_how_many_they_must_call_and_then_whom(
    staff: Visitor, database: Database, evening: dict[str, Any], evening_id: UUID
) -> None:
    landline = party(database, evening_id, 1, phone="+37034651234", note="Skambinti po pietų")
    abroad = party(database, evening_id, 1, phone="+12025550123")
    failed, withdrawn = (party(database, evening_id, 1) for _ in range(2))
    left = party(database, evening_id, 1, phone=None)
    fine = party(database, evening_id, 1)
    with database.transaction() as session:
        operations.mark_unreached(session, failed["id"], "failed")
        operations.mark_unreached(session, withdrawn["id"], "withdrawn")
        operations.cancel(session, LINKS, left["id"], By.PARTICIPANT)
    event, page = f"/organise/events/{evening['id']}", f"/organise/occurrences/{evening_id}"
    for address in (event, f"{event}/cancel", f"{page}/move"):
        assert "4 registrations to call" in staff.open(address).text
    assert f'href="{page}#call"' in staff.open(event).page
    called = staff.open(page).text.partition("Whom to call")[2].partition("Who comes")[0]
    assert [one["code"] in called for one in (landline, abroad, failed, withdrawn, left, fine)] == [
        *[True] * 4,
        *[False] * 2,
    ]
    assert "Landline: gets no SMS" in called
    assert "Foreign number: gets no SMS" in called
    assert "Skambinti po pietų" in called
    with database.transaction() as session:
        assert audited(session)[-3:] == ["calls_read", "participants_read", "waiting_list_read"]
        operations.mark_unreached(session, failed["id"], None)
    assert failed["code"] not in staff.open(page).text.partition("Whom to call")[2].partition("Who comes")[0]
    staff.open(event).send(f"{page}/cancel")
    assert "3 registrations to call" in staff.text


def test_from_an_event_lead_ways_to_its_messages_and_to_its_volunteers(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(shifts=[a_shift()])])
    staff.open(f"/organise/events/{event['id']}")
    assert f'href="/messages/events/{event["id"]}"' in staff.page
    assert f'href="/volunteer/shifts/{event["occurrences"][0]["shifts"][0]["id"]}/people"' in staff.page


@pytest.mark.parametrize("clock", ["18:00Z", "18:00+02:00"])
def test_a_time_of_another_zone_is_refused_beside_the_form(staff: Visitor, evening_id: UUID, clock: str) -> None:
    staff.open(f"/organise/occurrences/{evening_id}/move")
    fields = {"starts": clock, "ends": "20:00", "venue_name": "A", "venue_address": "B", "venue_municipality": "C"}
    staff.send(f"/organise/occurrences/{evening_id}/move", day=wall(9).date().isoformat(), **fields)
    assert (staff.status, "Give a time, such as 18:30." in staff.text) == (422, True)


def test_staff_of_another_organisation_find_nothing(
    app: Flask, database: Database, evening: dict[str, Any], evening_id: UUID
) -> None:
    with database.transaction() as session:
        other = a_worker(session, an_organisation(session))
    made = party(database, evening_id)
    stranger = Visitor(app, lang="en", talka_staff=token_of(other))
    paths = [f"/organise/events/{evening['id']}{rest}" for rest in ("", "/cancel")]
    paths += [f"/organise/occurrences/{evening_id}{rest}" for rest in ("", "/move", "/book")]
    assert {path: stranger.open(path).status for path in paths} == dict.fromkeys(paths, 404)
    writes = [f"/organise/bookings/{made['id']}/cancel", f"/organise/occurrences/{evening_id}/cancel"]
    answers = {path: stranger.open("/organise/").send(path, version="2").status for path in writes}
    assert answers == dict.fromkeys(writes, 404)
    with database.transaction() as session:
        assert states(session) == ["confirmed"]


@pytest.mark.parametrize(("role", "sees", "hidden"), [("owner", 7, 0), ("social_worker", 2, 5), ("check_in", 0, 7)])
def test_nobody_sees_a_way_to_what_they_may_not_do(
    app: Flask, database: Database, worker: Worker, evening: dict[str, Any], role: str, sees: int, hidden: int
) -> None:
    (organisation_id,), evening_id = worker.roles, evening["occurrences"][0]["id"]
    made = party(database, evening_id)
    with database.transaction() as session:
        somebody = a_worker(session, organisation_id, role)
    visitor, event = Visitor(app, lang="en", talka_staff=token_of(somebody)), f"/organise/events/{evening['id']}"
    pages = [visitor.open(path).page for path in ("/organise/", event, f"/organise/occurrences/{evening_id}")]
    shown = "".join(pages)
    ways = [f"occurrences/{evening_id}/book", f"bookings/{made['id']}/cancel", f"occurrences/{evening_id}/move"]
    ways += [f"{event}/edit", f"{event}/cancel", f"{event}/history", "/organise/events/new"]
    assert [way in shown for way in ways] == [True] * sees + [False] * hidden
    assert made["code"] in pages[2]


def test_nobody_sees_the_organisers_pages_without_signing_in(visitor: Visitor, evening: dict[str, Any]) -> None:
    visitor.open(f"/organise/events/{evening['id']}")
    assert (visitor.status, "/organise/sign-in" in visitor.page) == (401, True)


def test_somebody_is_found_by_a_name_in_another_alphabet(staff: Visitor, database: Database, evening_id: UUID) -> None:
    with database.transaction() as session:
        a_party(session, evening_id, 1, names=("Юлія",))
        a_party(session, evening_id, 1, names=("Žydrūnas",))
        gone = a_party(session, evening_id, 1, names=("Yulija",))
        operations.cancel(session, LINKS, gone["id"], By.PARTICIPANT)
    staff.open(f"/organise/occurrences/{evening_id}?q=julija")
    assert ("Юлія" in staff.text, "Žydrūnas" in staff.text, "Yulija" in staff.text) == (True, False, False)
    assert "Who waits" not in staff.text
    assert "Nobody who comes or waits has this name" in staff.open(f"/organise/occurrences/{evening_id}?q=Petras").text
    with database.transaction() as session:
        assert audited(session)[-2:] == ["participants_searched", "participants_searched"]


def test_after_a_date_is_called_off_people_are_still_found(
    staff: Visitor, database: Database, worker: Worker, evening: dict[str, Any], evening_id: UUID
) -> None:
    with database.transaction() as session:
        a_party(session, evening_id, 1, names=("Юлія",))
        operations.cancel_event(session, LINKS, worker, evening["id"], evening["version"], reason={})
    assert "Юлія" in staff.open(f"/organise/occurrences/{evening_id}?q=yuliia").text
