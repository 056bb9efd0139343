"""The history says which dates a change was about, how they stood before and how they stand since."""

from typing import Any

from sqlalchemy import text

from services.events.programme import operations as programme
from services.events.registrations import operations
from shared.database import Database
from tests.support.factories.events import LINKS, VENUE, Worker, wall
from tests.support.statements import counted
from tests.support.visitor import Visitor


def day(moment: Any) -> str:
    return f"{moment.day} {moment:%B %Y}"


def history(staff: Visitor, event: dict[str, Any]) -> str:
    """What the newest deed's row says."""
    page = staff.open(f"/organise/events/{event['id']}/history").text
    return page.partition("What was done Date")[2].partition("Event published")[0]


def test_a_moved_date_is_told_from_when_to_when_and_so_is_the_way_back(
    staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    date, starts, ends = series["occurrences"][1], wall(40, 17), wall(40, 19)
    was, since = f"{day(date['starts'])}, 18:00", f"{day(starts)}, 17:00"
    with database.transaction() as session:
        moved = operations.move_occurrence(
            session, LINKS, worker, date["id"], series["version"], starts=starts, ends=ends, venue=None
        )
    said = history(staff, series)
    assert said.index("Date moved") < said.index("Before:") < said.index(was) < said.index("After:") < said.index(since)
    with database.transaction() as session:
        operations.undo_change(session, LINKS, worker, series["id"], moved["version"])
    back = history(staff, series).partition("Date moved")
    assert "Change undone: Date moved" in "".join(back)
    newest = history(staff, series).partition("Rasa")[2]
    assert newest.index("Before:") < newest.index(since) < newest.index("After:") < newest.index(was)


def test_a_move_to_another_venue_names_both_and_several_dates_are_counted(
    staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    venue = VENUE | {"name": "Biblioteka"}
    with database.transaction() as session:
        operations.move_occurrence(
            session, LINKS, worker, series["occurrences"][0]["id"], series["version"], venue=venue, scope="all"
        )
    said = history(staff, series)
    assert "3 dates" in said
    assert (said.count(str(VENUE["name"])), said.count("Biblioteka")) == (3, 3)


def test_places_an_added_date_and_one_called_off_are_told_with_their_date(
    staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    date, version = series["occurrences"][0], series["version"]
    when: dict[str, Any] = {"starts": wall(50, 10), "ends": wall(50, 11), "zone": "Europe/Vilnius"}
    with database.transaction() as session:
        operations.change_capacity(session, LINKS, worker, date["id"], version, capacity=77)
        programme.add_occurrence(session, worker, series["id"], version + 1, capacity=5, shifts=[], **when)
        operations.cancel_occurrence(session, LINKS, worker, date["id"], version + 2)
    off, added, places = history(staff, series).split("Rasa")[1:4]
    assert ("Date cancelled" in off, f"{day(date['starts'])}, 18:00" in off) == (True, True)
    assert ("Date added" in added, f"{day(wall(50))}, 10:00" in added) == (True, True)
    assert "Before:" not in off + added
    assert f"{day(date['starts'])}, 18:00" in places
    assert f"Before: {date['capacity']} places After: 77 places" in places


def test_an_older_row_says_that_it_was_not_noted_then(
    staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    with database.transaction() as session:
        programme.add_occurrence(
            session,
            worker,
            series["id"],
            series["version"],
            starts=wall(50, 10),
            ends=wall(50, 11),
            zone="Europe/Vilnius",
            capacity=5,
            shifts=[],
        )
        session.execute(text("UPDATE audit SET detail = ''"))
    assert "Date added Was not noted then" in history(staff, series)


def test_what_became_of_many_dates_is_asked_with_the_history(
    staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    asked, history = [], f"/organise/events/{series['id']}/history"
    for version, scope in enumerate(("this", "all"), start=series["version"]):
        with database.transaction() as session:
            first = series["occurrences"][0]["id"]
            operations.change_capacity(session, LINKS, worker, first, version, capacity=version + 9, scope=scope)
        with counted(database.engine) as seen:
            staff.open(history)
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_texts_that_were_brought_back_are_called_so(
    staff: Visitor, database: Database, worker: Worker, series: dict[str, Any]
) -> None:
    with database.transaction() as session:
        programme.change_event(session, worker, series["id"], series["version"], title={"lt": "Kitaip"})
        programme.undo_change(session, worker, series["id"], series["version"] + 1)
    said = history(staff, series)
    assert "Change undone: Texts changed" in said
    assert "noted" not in said
