"""How often partners' sites ask for what the widget shows: added up by day, without persons, and never twice."""

import threading
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from services.events.board.operations import Load, add_loads
from shared.database import Database
from shared.web import tallies
from shared.web.tallies import Tally
from tests.integration.events.conftest import token_of
from tests.support.factories.events import Worker, a_project, an_organisation
from tests.support.statements import counted
from tests.support.visitor import Visitor


def loads(database: Database) -> list[tuple[UUID | None, str, str, int]]:
    wanted = text("SELECT organisation_id, what, language, number FROM widget_loads ORDER BY what, language, number")
    with database.transaction() as session:
        return [tuple(row) for row in session.execute(wanted)]


def added_up(app: Flask, database: Database) -> list[tuple[UUID | None, str, str, int]]:
    app.extensions["widget_loads"].flush()
    return loads(database)


def test_each_load_counts_for_the_site_it_says_it_is_on(app: Flask, database: Database, worker: Worker) -> None:
    (own,) = worker.roles
    client = app.test_client()
    for _visitor in range(3):
        client.get(f"/widget/v1/programme.json?lang=uk&count=5&site={own}")
    answer = client.get(f"/widget/v1/board.json?site={own}")
    client.get(f"/widget/v1/board.json?site={own}", headers={"If-None-Match": answer.headers["ETag"]})
    for site in (f"&site={uuid4()}", "&site=x'--", ""):
        assert client.get(f"/widget/v1/services.json?lang=ar{site}").status_code == 200
    assert added_up(app, database) == [
        (own, "board", "lt", 2),
        (own, "programme", "uk", 3),
        (None, "services", "ar", 3),
    ]


def test_sites_that_somebody_makes_up_keep_nobody_from_being_counted(
    app: Flask, database: Database, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "MOST", 5)
    (own,) = worker.roles
    client = app.test_client()
    for _made_up in range(8):
        client.get(f"/widget/v1/board.json?site={uuid4()}")
    client.get(f"/widget/v1/board.json?site={own}")
    assert added_up(app, database) == [(own, "board", "lt", 1), (None, "board", "lt", 8)]


def test_what_is_no_look_at_the_widget_does_not_count(app: Flask, database: Database) -> None:
    client = app.test_client()
    client.get("/widget/v1/board.json")
    client.head("/widget/v1/board.json")
    client.get("/widget/v1/people.json")
    client.get("/widget/v1.js")
    assert added_up(app, database) == [(None, "board", "lt", 1)]
    with counted(database.engine) as statements:
        assert client.get("/widget/v1/board.json").status_code == 200
    assert statements == [], "a load costs no statement"


def test_processes_that_count_the_same_add_up_in_whatever_order(database: Database, worker: Worker) -> None:
    (own,) = worker.roles
    keys = [Load(site, what, "lt") for what in ("programme", "board", "services") for site in (own, None)]

    def process(mine: list[Load]) -> None:
        for _flush in range(20):
            tally = Tally(database, add_loads)
            for key in mine:
                tally.count(key)
            tally.flush()

    threads = [threading.Thread(target=process, args=(order,)) for order in (keys, keys[::-1], keys[2:] + keys[:2])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number for *_key, number in loads(database)} == {60}


def test_what_the_database_may_have_taken_is_lost_rather_than_counted_twice(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    taken: list[int] = []

    def breaks(_session: object, counts: object) -> None:
        taken.append(len(counts))  # type: ignore[arg-type]
        raise OperationalError("", {}, Exception("the connection broke"))

    tally: Tally[Load] = Tally(database, breaks)
    tally.count(Load(None, "board", "lt"))
    for _ in range(2):
        tally.flush()
    assert (taken, loads(database)) == ([1], [])
    assert "counts_lost" in capsys.readouterr().out


def test_addresses_that_somebody_makes_up_fill_no_memory(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "MOST", 2)
    monkeypatch.setattr(tallies, "EVERY", 3600.0)
    seen: list[int] = []
    tally: Tally[Load] = Tally(database, lambda _session, counts: seen.extend(sorted(counts.values())))
    known = Load(None, "board", "lt")
    for key in (known, Load(uuid4(), "board", "lt"), Load(uuid4(), "board", "lt"), known):
        tally.count(key)
    tally.flush()
    assert seen == [1, 2]


def test_counts_are_added_up_by_themselves_and_the_thread_ends_when_there_are_no_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "EVERY", 0.05)
    done = threading.Event()
    tally: Tally[Load] = Tally(database, lambda _session, _counts: done.set())
    for _ in range(2):
        done.clear()
        tally.count(Load(None, "board", "lt"))
        assert done.wait(5)
        thread = tally._thread
        if thread is not None:
            thread.join(5)
        assert tally._thread is None


def test_a_partner_takes_its_line_with_its_name_in_it(app: Flask, database: Database, worker: Worker) -> None:
    with database.transaction() as session:
        a_project(session, worker)
        stranger = an_organisation(session, "Niekieno")
    (own,) = worker.roles
    visitor = Visitor(app, lang="en").open(f"/board/widget?show=services&in=lt&site={own}")
    assert f'data-lang="lt" data-count="5" data-site="{own}" async></script>' in visitor.text
    assert "Niekieno" not in visitor.text, "only who takes part in a project stands in the list"
    for other in (str(stranger), "x", ""):
        assert "data-site=" not in visitor.open(f"/board/widget?site={other}").text.replace("data-site ", "")
    assert Visitor(app, lang="en", talka_staff=token_of(worker)).open("/board/widget").status == 200
