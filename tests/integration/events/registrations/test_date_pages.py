"""Pages on which organisers change dates: a look at what would change and who is told, then the deed, then a way back.

All without JavaScript.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from services.events.programme.domain import UNDO_FOR
from services.events.registrations import operations
from shared.database import Database
from tests.integration.events.conftest import Caller, token_of
from tests.integration.events.registrations.conftest import party
from tests.support.clock import VILNIUS
from tests.support.factories.events import (
    VENUE,
    Worker,
    a_draft,
    a_worker,
    an_organisation,
    wall,
)
from tests.support.ledger import told
from tests.support.visitor import Visitor

VENUE_FIELDS = {f"venue_{name}": VENUE[name] for name in ("name", "address", "municipality", "access")}
FIELDS: dict[str, Any] = {"day": wall(9).date().isoformat(), "starts": "17:00", "ends": "19:00", **VENUE_FIELDS}


def place(event: dict[str, Any], number: int = 0) -> str:
    return f"/organise/occurrences/{event['occurrences'][number]['id']}"


def test_a_look_says_which_dates_move_and_who_is_told_and_changes_nothing(
    staff: Visitor, database: Database, series: dict[str, Any]
) -> None:
    first, second, third = (one["id"] for one in series["occurrences"])
    party(database, second, 3)
    party(database, second, 2)
    party(database, third, 1, phone=None, email="ona@example.lt", language="lt")
    party(database, third, 1, phone="+37034651234", language="lt")
    gone = party(database, third, 1, language="en")
    party(database, first, 1, language="ar")
    with database.transaction() as session:
        operations.mark_unreached(session, gone["id"], "withdrawn")
    assert "Which dates shall move?" in staff.open(f"{place(series, 1)}/move").text
    staff.send(f"{place(series, 1)}/move/preview", scope="following", **FIELDS)
    assert (staff.status, "Move 2 dates?" in staff.text) == (200, True)
    assert staff.text.count("17:00") == 2
    assert "1 other date stays as it is" in staff.text
    rows = staff.text.partition("Registrations that wait")[2]
    assert "Lietuvių 2 0" in rows
    assert "English 1 0" in rows
    assert "Українська 1 1" in rows
    assert "العربية" not in staff.text.partition("Who will be told")[2].partition("Messages: 2 SMS")[0]
    assert "Messages: 2 SMS, 1 e-mails." in staff.text
    assert "2 registrations to call" in staff.text
    assert "2 shifts of volunteers are concerned" in staff.text
    with database.transaction() as session:
        assert told(session, "events.event.changed") == []
    staff.send(f"{place(series, 1)}/move")
    assert "The dates are moved. Everyone concerned will be told." in staff.text
    with database.transaction() as session:
        (message,) = told(session, "events.event.changed")
    assert [one.version for one in message.occurrences] == [1, 2, 2]


def test_dates_are_offered_together_only_as_far_as_there_are_others(staff: Visitor, series: dict[str, Any]) -> None:
    """Of the first date the following are all, and of the last there are none."""
    ways = ("This and the following dates (", "All dates ahead (3)")
    offered = [[way in staff.open(f"{place(series, number)}/move").text for way in ways] for number in range(3)]
    assert offered == [[False, True], [True, True], [False, True]]


def test_from_the_look_one_comes_back_to_what_was_typed(staff: Visitor, series: dict[str, Any]) -> None:
    staff.open(f"{place(series)}/move").send(f"{place(series)}/move/preview", scope="all", **FIELDS)
    staff.send(f"{place(series)}/move/preview?again=1")
    assert 'value="17:00"' in staff.page
    assert 'value="all" checked' in staff.page
    staff.send(f"{place(series)}/move/preview", scope="this", **FIELDS)
    assert "Move 1 date?" in staff.text
    assert "other date" not in staff.text


def test_a_look_at_no_change_says_so(staff: Visitor, series: dict[str, Any]) -> None:
    as_it_is = FIELDS | {"day": wall(7).date().isoformat(), "starts": "18:00", "ends": "20:00"}
    staff.open(f"{place(series)}/move").send(f"{place(series)}/move/preview", scope="all", **as_it_is)
    assert "Nothing would change" in staff.text


def test_another_place_is_named_in_the_look(staff: Visitor, series: dict[str, Any]) -> None:
    there = FIELDS | {"venue_name": "Biblioteka"}
    staff.open(f"{place(series)}/move").send(f"{place(series)}/move/preview", **there)
    assert "Biblioteka , Gedimino g. 40" in staff.text


def test_what_cannot_be_is_refused_at_the_form_by_look_and_deed_alike(staff: Visitor, series: dict[str, Any]) -> None:
    early = FIELDS | {"day": wall(1).date().isoformat(), "scope": "all"}
    for ending in ("/move/preview", "/move"):
        staff.open(f"{place(series, 2)}/move").send(f"{place(series, 2)}{ending}", **early)
        assert (staff.status, "cannot move along" in staff.text) == (422, True)
        staff.send(f"{place(series, 2)}{ending}", **early | {"starts": "soon"})
        assert (staff.status, "Give a time, such as 18:30." in staff.text) == (422, True)


def test_what_somebody_else_changed_meanwhile_is_said_and_what_was_typed_stays(
    staff: Visitor, database: Database, series: dict[str, Any]
) -> None:
    form = staff.open(f"{place(series)}/move").page
    staff.open(f"/organise/events/{series['id']}").send(f"{place(series)}/capacity", capacity="9")
    for ending in ("/move/preview", "/move"):
        staff.page = form
        staff.send(f"{place(series)}{ending}", **FIELDS)
        assert (staff.status, "Somebody else has changed this meanwhile" in staff.text) == (409, True)
        assert 'value="17:00"' in staff.page
    staff.send(f"{place(series)}/move", **FIELDS)
    assert "The date is moved. Everyone concerned will be told." in staff.text
    with database.transaction() as session:
        assert len(told(session, "events.event.changed")) == 2


def test_a_move_sent_twice_counts_once(staff: Visitor, database: Database, series: dict[str, Any]) -> None:
    staff.open(f"{place(series)}/move").send(f"{place(series)}/move/preview", **FIELDS)
    look = staff.page
    for _ in range(2):
        staff.page = look
        staff.send(f"{place(series)}/move")
        assert "The date is moved. Everyone concerned will be told." in staff.text
    with database.transaction() as session:
        assert len(told(session, "events.event.changed")) == 1


def test_a_date_that_is_cancelled_says_so_when_it_shall_move(staff: Visitor, series: dict[str, Any]) -> None:
    staff.open(f"{place(series)}/cancel?scope=this").send(f"{place(series)}/cancel")
    assert "The date is cancelled. Everyone concerned will be told." in staff.text
    assert staff.open(f"{place(series)}/cancel").status == 409
    staff.open(f"{place(series)}/move").send(f"{place(series)}/move/preview", **FIELDS)
    assert (staff.status, "This is cancelled and cannot be changed any more." in staff.text) == (422, True)


def test_a_cancellation_says_before_that_it_cannot_be_undone(
    staff: Visitor, database: Database, series: dict[str, Any]
) -> None:
    party(database, series["occurrences"][2]["id"], 1)
    asked = staff.open(f"{place(series, 1)}/cancel").text
    assert [name in asked for name in ("This and the following dates (2)", "All dates ahead (3)")] == [True] * 2
    staff.open(f"{place(series, 1)}/cancel?scope=following")
    assert "Cancel 2 dates?" in staff.text
    assert "This cannot be undone." in staff.text
    assert "Messages: 1 SMS, 0 e-mails." in staff.text
    staff.send(f"{place(series, 1)}/cancel")
    assert "The dates are cancelled. Everyone concerned will be told." in staff.text
    assert "/undo" not in staff.page
    assert "Cancel 1 date?" in staff.open(f"{place(series)}/cancel").text
    assert staff.send(f"{place(series)}/cancel", scope="some").status == 422


def test_of_a_draft_nobody_is_told(staff: Visitor, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        draft = a_draft(session, worker)
    staff.open(f"{place(draft)}/move").send(f"{place(draft)}/move/preview", **FIELDS)
    assert "Nobody: this is a draft that nobody else has seen." in staff.text


def test_a_change_is_undone_from_its_notice(
    app: Flask, staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    event = f"/organise/events/{series['id']}"
    assert "Undo" not in staff.open(event).text
    staff.open(f"{place(series)}/move").send(f"{place(series)}/move", scope="all", **FIELDS)
    assert "Undo" in staff.text
    (organisation_id,) = worker.roles
    with database.transaction() as session:
        helper = a_worker(session, organisation_id, "social_worker")
    assert "Undo" not in Visitor(app, lang="en", talka_staff=token_of(helper)).open(event).text
    page = staff.open(event).page
    until = datetime.now(VILNIUS) + UNDO_FOR
    near = [(until - timedelta(minutes=minutes)).strftime("%H:%M") for minutes in (0, 1)]
    assert any(f"Until {clock} you can undo the last change." in staff.text for clock in near)
    for _ in range(2):
        staff.page = page
        staff.send(f"{event}/undo")
        assert "Undone: what was before holds again." in staff.text
        assert "/undo" not in staff.page
    with database.transaction() as session:
        assert len(told(session, "events.event.changed")) == 2
    assert "Change undone" in staff.open(f"{event}/history").text


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("UPDATE former_facts SET changed_at = now() - interval '11 minutes'", "they are over"),
        ("UPDATE occurrences SET capacity = 9, taken = 9", "cannot be lower than what is already taken: 9"),
        ("UPDATE events SET version = version + 1", "Somebody else has changed this meanwhile"),
        ("DELETE FROM former_facts", "There is no change that could be undone"),
    ],
)
def test_an_undo_that_cannot_be_is_refused_kindly(
    staff: Visitor, database: Database, series: dict[str, Any], spoil: str, said: str
) -> None:
    staff.open(f"/organise/events/{series['id']}").send(f"{place(series)}/capacity", capacity="9", scope="all")
    assert staff.text.count("Taken: 0 of 9") == 3
    with database.transaction() as session:
        session.execute(text(spoil))
    staff.send(f"/organise/events/{series['id']}/undo")
    assert (staff.status, said in staff.text) == (409, True)


def test_others_find_nothing(app: Flask, staff: Visitor, database: Database, series: dict[str, Any]) -> None:
    with database.transaction() as session:
        other = a_worker(session, an_organisation(session))
    stranger = Visitor(app, lang="en", talka_staff=token_of(other))
    assert stranger.open(f"{place(series)}/cancel").status == 404
    ways = {f"{place(series)}/move/preview": FIELDS, f"/organise/events/{series['id']}/undo": {}}
    for address, fields in ways.items():
        assert stranger.open("/organise/").send(address, version="2", **fields).status == 404


def test_programmes_move_resize_call_off_and_undo_likewise(
    owner: Caller, event: dict[str, Any], occurrence_id: UUID
) -> None:
    place, undo = f"/occurrences/{occurrence_id}", f"/events/{event['id']}/undo"
    seen: Callable[[int], str] = '"{}"'.format
    move = {"starts": wall(9).isoformat(), "ends": wall(9, 20).isoformat(), "scope": "all"}
    assert owner("PATCH", place, move, If_Match=seen(2)).status_code == 200
    back = owner("POST", undo, {"version": 3})
    assert back.json is not None
    assert back.json["occurrences"][0]["starts_at"] == event["occurrences"][0]["starts_at"]
    refused = owner("POST", undo, {"version": 4})
    assert refused.json is not None
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/nothing-to-undo")
    assert owner("POST", undo, {"version": 3}).status_code == 412
    assert owner("PATCH", f"{place}/capacity", {"capacity": 9, "scope": "all"}, If_Match=seen(4)).status_code == 200
    assert owner("PATCH", place, {"scope": "all"}, If_Match=seen(5)).status_code == 422
    assert owner("POST", f"{place}/cancel", {"version": 5, "scope": "some"}).status_code == 422
    off = owner("POST", f"{place}/cancel", {"version": 5, "scope": "following"})
    assert off.json is not None
    assert off.json["occurrences"][0]["state"] == "cancelled"
