"""What a source no longer has stays on show until staff say otherwise; they are told, and nothing ends in silence."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from services.events.directory.domain import DocumentIsWrong, read_json
from services.events.directory.operations import import_document
from services.events.directory.queries import entry_kept
from services.events.organisations.queries import organisations
from shared.database import Database
from tests.integration.events.conftest import Caller, token_of
from tests.support.factories.directory import a_service, an_id
from tests.support.factories.events import Worker
from tests.support.visitor import Visitor

SOURCE = "rokiskis.lt"
GONE = an_id("service b")


def arrives(database: Database, worker: Worker, names: str, source: str | None = SOURCE) -> list[str]:
    """A document of services with these names arrives; the names of those that its source has no more."""
    said = {"services": [a_service(name) for name in names]} | ({"x_source": source} if source else {})
    with database.transaction() as session:
        outcome = import_document(session, worker, next(iter(worker.roles)), read_json(said))
    return [one["name"]["lt"] for one in outcome.left_out]


@pytest.fixture
def whole(app: Flask, database: Database, worker: Worker) -> Flask:
    """Three services that came from one source, and one that staff have written."""
    assert arrives(database, worker, "abc") == []
    assert arrives(database, worker, "d", source=None) == []
    return app


@pytest.fixture
def keeper(whole: Flask, worker: Worker) -> Visitor:
    """Whoever keeps them, in a browser."""
    return Visitor(whole, lang="en", talka_staff=token_of(worker))


def test_what_the_source_has_no_more_is_named_each_time_and_stays_on_show(
    whole: Flask, database: Database, worker: Worker
) -> None:
    for _again in range(2):
        assert arrives(database, worker, "ac") == ["Paslauga b"]
    assert Visitor(whole).open(f"/directory/services/{GONE}").status == 200
    assert arrives(database, worker, "abc") == []


@pytest.mark.parametrize(("names", "source"), [("a", None), ("a", "other.lt"), ("", SOURCE)])
def test_a_part_another_source_and_an_empty_document_say_nothing_of_the_rest(
    whole: Flask, database: Database, worker: Worker, names: str, source: str | None
) -> None:
    assert arrives(database, worker, names, source) == []


def test_staff_see_it_first_and_take_it_off_or_keep_it_as_their_own(
    keeper: Visitor, database: Database, worker: Worker
) -> None:
    arrives(database, worker, "ac")
    said = keeper.open("/organise/directory/").text
    assert "No longer in its source" in said
    assert said.index("Paslauga b") < said.index("Paslauga a")
    assert "rokiskis.lt no longer has this entry" in keeper.open(f"/organise/directory/{GONE}").text
    keeper.send(f"/organise/directory/{GONE}/end")
    assert keeper.open(f"/directory/services/{GONE}").status == 404
    assert arrives(database, worker, "ac") == [], "it is decided"
    keeper.open(f"/organise/directory/{GONE}").send(f"/organise/directory/{GONE}/show")
    assert "No longer in its source" not in keeper.open("/organise/directory/").text
    assert arrives(database, worker, "ac") == [], "whoever shows it keeps it"


def test_whoever_confirms_it_knows_better_than_the_source(keeper: Visitor, database: Database, worker: Worker) -> None:
    arrives(database, worker, "ac")
    keeper.open(f"/organise/directory/{GONE}").send(f"/organise/directory/{GONE}/confirm")
    assert arrives(database, worker, "ac") == []
    with database.reading() as session:
        assert entry_kept(session, worker.roles, UUID(GONE))["source"] is None
    keeper.open(f"/organise/directory/{an_id('service a')}").send(f"/organise/directory/{an_id('service a')}/confirm")
    assert arrives(database, worker, "c") == ["Paslauga a"], (
        "what the source had when it was confirmed is still its own"
    )


def test_the_api_answers_with_what_is_left_out(owner: Caller, organisation_id: str) -> None:
    path = f"/organisations/{organisation_id}/directory/imports"
    owner("POST", path, {"x_source": SOURCE, "services": [a_service("a"), a_service("b")]})
    answer: Any = owner("POST", path, {"x_source": SOURCE, "services": [a_service("a")]}).json
    assert answer["left_out"] == [{"id": GONE, "name": {"lt": "Paslauga b"}}]
    (entry,) = [one for one in owner("GET", "/directory/entries").json["items"] if one["id"] == GONE]  # type: ignore[index]
    assert entry["is_left_out"] is True
    wrong = owner("POST", path, {"x_source": "", "services": []})
    assert (wrong.status_code, list((wrong.json or {})["errors"])) == (422, ["x_source"])


def test_a_source_that_is_no_name_is_refused() -> None:
    with pytest.raises(DocumentIsWrong) as refused:
        read_json({"services": [], "x_source": 5})
    assert refused.value.errors == {"x_source": ["Not a valid string."]}


def test_whoever_runs_the_server_reads_which_they_are(
    whole: Flask, database: Database, worker: Worker, tmp_path: Path
) -> None:
    with database.reading() as session:
        centre = organisations(session, list(worker.roles))[0]["name"]
    (tmp_path / "all.json").write_text(json.dumps({"services": [a_service("a"), a_service("c")]}))
    ask = ["directory-import", "--source", SOURCE, centre, str(tmp_path / "all.json")]
    said = whole.test_cli_runner().invoke(args=ask).output
    assert "0 added, 0 changed, 0 removed." in said
    assert f"Paslauga b  http://talka.test/organise/directory/{GONE}" in said
