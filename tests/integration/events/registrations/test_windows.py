"""Two windows of one booking, and the way back from one that is done: nothing is registered that was not shown."""

from uuid import UUID

from flask import Flask

from shared.database import Database
from tests.integration.events.registrations.test_pages import SMS, go
from tests.support.ledger import states, told
from tests.support.visitor import Visitor

ELSEWHERE = "You have changed this in another window."


def test_what_another_window_changed_is_shown_before_it_is_registered(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    check = f"/register/{evening_id}/check"
    shown = go(visitor, evening_id, {"party": "3", "names": "Ona\nPetras\nJurga"}, SMS).page
    go(visitor, evening_id, {"party": "2"})
    visitor.page = shown
    visitor.send(check)
    assert (visitor.status, ELSEWHERE in visitor.text) == (409, True)
    assert "Jurga" not in visitor.text
    with database.transaction() as session:
        assert states(session) == []
    visitor.send(check)
    assert (visitor.address[:3], "You have 2 places." in visitor.text) == ("/r/", True)
    with database.transaction() as session:
        assert [one.party for one in told(session)] == [2]


def test_the_same_answers_in_two_windows_are_one_booking(
    visitor: Visitor, database: Database, evening_id: UUID
) -> None:
    shown = go(visitor, evening_id, {"party": "2"}, SMS).page
    go(visitor, evening_id, {"party": "2"}, SMS)
    visitor.page = shown
    visitor.send(f"/register/{evening_id}/check")
    assert visitor.address[:3] == "/r/"
    with database.transaction() as session:
        assert states(session) == ["confirmed"]


def test_a_page_made_before_it_said_what_it_shows_still_registers(visitor: Visitor, evening_id: UUID) -> None:
    go(visitor, evening_id, {"party": "2"}, SMS)
    visitor.page = visitor.page.replace('name="shown"', 'name="before"')
    assert visitor.send(f"/register/{evening_id}/check").address[:3] == "/r/"


def test_who_goes_back_after_a_booking_reads_that_it_is_made_and_the_next_at_this_computer_not_whose(
    app: Flask, visitor: Visitor, evening_id: UUID
) -> None:
    go(visitor, evening_id, {"party": "2"}, SMS).send(f"/register/{evening_id}/check")
    own = visitor.address
    visitor.open(f"/register/{evening_id}/check")
    assert "You have registered for this date already." in visitor.text
    assert ('href="/find"' in visitor.page, own in visitor.page) == (True, False)
    assert "registered for this date already" not in Visitor(app, lang="en").open(f"/register/{evening_id}").text
    visitor.open(f"{own}/cancel").send(f"{own}/cancel")
    assert "registered for this date already" not in visitor.open(f"/register/{evening_id}").text
