"""What staff do for a party and for a date, and what they then read about it."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from services.events.registrations import operations
from shared.database import Database
from shared.errors import NotFound
from tests.integration.events.conftest import token_of
from tests.integration.events.registrations.conftest import party
from tests.support.factories.events import (
    LINKS,
    Worker,
    a_party,
    a_worker,
    an_event,
    an_occurrence,
    an_organisation,
    wall,
)
from tests.support.ledger import audited, told
from tests.support.visitor import Visitor


def test_staff_change_how_many_come_and_read_what_has_happened(
    staff: Visitor, database: Database, evening_id: UUID
) -> None:
    made = party(database, evening_id, 2, names=("Ona", "Petras"))
    address = f"/organise/bookings/{made['id']}/party"
    assert f'href="{address}"' in staff.open(f"/organise/occurrences/{evening_id}").page
    assert "Ona\nPetras" in staff.open(address).page
    old = staff.page
    assert staff.send(address, party="8", names="").status == 422
    assert "Too many people for this date." in staff.text
    assert staff.send(address, party="0", names="").status == 422
    staff.send(address, party="3", names="Ona\nPetras\nJurga")
    assert f"Saved: another number of people for {made['code']}." in staff.text
    assert f"{made['code']} 3: Ona , Petras , Jurga" in staff.text
    staff.page = old
    assert staff.send(address, party="1", names="").status == 409
    assert 'value="1" selected' in staff.page
    assert f"Saved: another number of people for {made['code']}." in staff.send(address, party="1", names="").text
    with database.transaction() as session:
        assert "party_changed" in audited(session)
        assert "party_read" in audited(session)


def test_staff_of_another_organisation_change_no_party(app: Flask, database: Database, evening_id: UUID) -> None:
    with database.transaction() as session:
        other = a_worker(session, an_organisation(session))
    made = party(database, evening_id, 2)
    stranger = Visitor(app, lang="en", talka_staff=token_of(other))
    address = f"/organise/bookings/{made['id']}/party"
    assert stranger.open(address).status == 404
    assert stranger.open("/organise/").send(address, party="1", version="1").status == 404
    with database.transaction() as session, pytest.raises(NotFound):
        operations.change_party_by_staff(session, LINKS, other, made["id"], 1, party=1)


def test_no_browser_fills_in_its_owners_phone_for_somebody_on_the_line(staff: Visitor, evening_id: UUID) -> None:
    page = staff.open(f"/organise/occurrences/{evening_id}/book").page
    assert re.findall(r'name="(?:phone|email|names)"[^>]* autocomplete="(\w+)"', page) == ["off"] * 3


def test_what_a_party_wrote_is_marked_as_its_language(staff: Visitor, database: Database, evening_id: UUID) -> None:
    with database.transaction() as session:
        a_party(session, evening_id, 1, note="Сидимо разом")
    page = staff.open(f"/organise/occurrences/{evening_id}").page
    assert '<td role="cell" data-head="Needs"><bdi lang="uk">Сидимо разом</bdi></td>' in page


def test_a_notice_says_what_was_done_once_it_is_done(
    staff: Visitor, database: Database, evening: dict[str, Any], evening_id: UUID
) -> None:
    event = f"/organise/events/{evening['id']}"
    assert "toast" not in staff.open(event).page
    staff.send(f"/organise/occurrences/{evening_id}/capacity", capacity="5")
    assert "Saved." in staff.text
    staff.open(f"/organise/occurrences/{evening_id}/book")
    staff.send(f"/organise/occurrences/{evening_id}/book", party="2", language="ar")
    with database.transaction() as session:
        (message,) = told(session)
    code = LINKS.code(message.registration_id)
    assert f"Registered. The code is {code}." in staff.text
    staff.send(f"/organise/bookings/{message.registration_id}/cancel")
    assert f"The registration {code} is cancelled." in staff.text
    with database.transaction() as session:
        a_party(session, evening_id, 4)
    staff.open(f"/organise/occurrences/{evening_id}/book")
    staff.send(f"/organise/occurrences/{evening_id}/book", party="2", language="ar")
    assert "There are not enough free places: the party waits." in staff.text
    assert staff.open(f"{event}?done=nonsense").text == staff.open(event).text
    staff.open(event).send(f"/organise/occurrences/{evening_id}/cancel")
    assert "The date is cancelled. Everyone concerned will be told." in staff.text


def test_a_moved_event_of_several_days_keeps_all_of_them(staff: Visitor, database: Database, worker: Worker) -> None:
    camp = {"starts": wall(7, 10), "ends": wall(9, 16)}
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(7) | camp])
    address = f"/organise/occurrences/{event['occurrences'][0]['id']}/move"
    page = staff.open(address).page
    assert f'value="{wall(9).date().isoformat()}"' in page
    fields = {"starts": "10:00", "ends": "16:00", "venue_name": "A", "venue_address": "B", "venue_municipality": "C"}
    fields |= {"day": wall(14).date().isoformat()}
    assert staff.send(address, last_day=wall(13).date().isoformat(), **fields).status == 422
    staff.send(address, last_day=wall(16).date().isoformat(), **fields)
    assert "The date is moved. Everyone concerned will be told." in staff.text
    with database.transaction() as session:
        (message,) = told(session, "events.event.changed")
    moved = message.occurrences[0]
    assert (moved.ends_at.date() - moved.starts_at.date()).days == 2


def test_a_move_of_what_somebody_else_has_changed_meanwhile_keeps_what_was_typed_and_asks_again(
    staff: Visitor, database: Database, worker: Worker
) -> None:
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(7)])
    occurrence = event["occurrences"][0]
    address = f"/organise/occurrences/{occurrence['id']}/move"
    staff.open(address)
    with database.transaction() as session:
        operations.change_capacity(session, LINKS, worker, occurrence["id"], version=event["version"], capacity=9)
    fields = {"starts": "10:00", "ends": "12:00", "venue_name": "Pušynas", "venue_address": "B"}
    fields |= {"day": wall(14).date().isoformat(), "venue_municipality": "C"}
    staff.send(address, **fields)
    assert (staff.status, 'value="Pušynas"' in staff.page) == (409, True)
    staff.send(address, **fields)
    assert "The date is moved. Everyone concerned will be told." in staff.text
