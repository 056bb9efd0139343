"""Programmes read who wants to be called, and say what became of it, by the rules of the page."""

from flask import Flask

from shared.database import Database
from tests.integration.events.conftest import Caller, calling, of
from tests.integration.events.kiosk.test_asking import CALL, ask
from tests.support.factories.events import Worker, a_worker
from tests.support.ledger import audited
from tests.support.statements import counted
from tests.support.visitor import Visitor


def test_a_call_waits_is_not_reached_and_is_made(kiosk: Visitor, owner: Caller, database: Database) -> None:
    ask(kiosk, "call", **CALL)
    (call,) = of(owner("GET", "/kiosks/calls"))["items"]
    said = {"name": "Zofija", "phone": "+37061234567", "language": "ru", "target": "senior", "state": "open"}
    assert said.items() <= call.items()
    path = f"/kiosks/calls/{call['id']}/answer"
    missed = owner("POST", path, {"state": "not_reached"})
    assert (missed.status_code, of(missed)["state"]) == (200, "not_reached")
    assert len(of(owner("GET", "/kiosks/calls"))["items"]) == 1, "still to be called"
    made = [owner("POST", path, {"state": "done"}, Idempotency_Key="call-1") for _time in range(2)]
    assert [(one.status_code, of(one)["state"]) for one in made] == [(200, "done")] * 2, "a repeated key"
    late = owner("POST", path, {"state": "not_reached"})
    assert (late.status_code, of(late)["type"]) == (409, "/problems/call-is-answered")
    assert of(owner("GET", "/kiosks/calls"))["items"] == []
    assert len(of(owner("GET", "/kiosks/calls?called=true"))["items"]) == 1
    with database.reading() as session:
        assert {"kiosk_calls_read", "kiosk_call_not_reached", "kiosk_call_done"} <= set(audited(session))


def test_nobody_else_reads_or_answers_a_call(
    kiosk: Visitor, owner: Caller, stranger: Caller, anyone: Caller, app: Flask, database: Database, worker: Worker
) -> None:
    ask(kiosk, "call", **CALL)
    (call,) = of(owner("GET", "/kiosks/calls"))["items"]
    path, body = f"/kiosks/calls/{call['id']}/answer", {"state": "done"}
    with database.transaction() as session:
        at_the_door = calling(app, a_worker(session, next(iter(worker.roles)), "check_in"))
    assert of(stranger("GET", "/kiosks/calls"))["items"] == []
    assert stranger("POST", path, body).status_code == 404
    assert [(at_the_door("GET", "/kiosks/calls").status_code, at_the_door("POST", path, body).status_code)] == [
        (403, 403)
    ]
    assert (anyone("GET", "/kiosks/calls").status_code, anyone("POST", path, body).status_code) == (401, 401)
    for wrong in ({}, {"state": "open"}, {"state": "gone"}):
        assert owner("POST", path, wrong).status_code == 422
    assert of(owner("GET", "/kiosks/calls"))["items"][0]["state"] == "open"


def test_a_list_of_calls_goes_on_and_asks_no_more_for_more(kiosk: Visitor, owner: Caller, database: Database) -> None:
    asked = []
    for number in range(3):
        ask(kiosk, "call", **CALL | {"name": f"Nr{number}"})
        with counted(database.engine) as statements:
            owner("GET", "/kiosks/calls")
        asked.append(len(statements))
    assert len(set(asked)) == 1
    first = of(owner("GET", "/kiosks/calls?limit=2"))
    second = of(owner("GET", f"/kiosks/calls?limit=2&after={first['next']}"))
    assert [one["name"] for page in (first, second) for one in page["items"]] == ["Nr0", "Nr1", "Nr2"]
    assert second["next"] is None
