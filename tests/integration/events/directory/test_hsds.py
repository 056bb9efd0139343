"""The open interface answers as HSDS 3.1 and the UK profile want it: every page of every list, and every id."""

import json
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import text
from werkzeug.test import TestResponse

from services.events import app as app_module
from services.events.directory.domain import id_of, read_json, spelled_out
from services.events.directory.operations import import_document
from shared.database import Database
from tests.support.factories.directory import a_service, an_id, filled, whole_document
from tests.support.factories.events import Worker
from tests.support.hsds import page_schema, schema
from tests.support.statements import counted

LISTS = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
FULL = ("services", "organizations", "service_at_locations")


SAMPLE = spelled_out(tomllib.loads((Path(app_module.__file__).parent / "samples/directory/rokiskis.toml").read_text()))


@pytest.fixture
def town(app: Flask, database: Database, worker: Worker) -> Flask:
    """Rokiškis as the samples have it, and one service in which every field is filled."""
    with database.transaction() as session:
        for document in (SAMPLE, whole_document()):
            import_document(session, worker, next(iter(worker.roles)), read_json(document))
    return app


def asked(app: Flask, path: str) -> TestResponse:
    return app.test_client().get(f"/api/events/hsds/{path}")


def found(app: Flask, path: str) -> Any:
    answer = asked(app, path)
    assert answer.status_code == 200, answer.text
    return answer.json


def ids(app: Flask, path: str) -> list[str]:
    return [one["id"] for one in found(app, path)["contents"]]


def pages(app: Flask, path: str) -> list[dict[str, Any]]:
    """Every page of a list, three items on each."""
    start = f"{path}{'&' if '?' in path else '?'}per_page=3&page="
    first = found(app, f"{start}1")
    return [first, *(found(app, f"{start}{number}") for number in range(2, first["total_pages"] + 1))]


def see(value: Any, wanted: dict[str, Any]) -> None:
    """See that it is valid; a null would be valid for no type, and none may hide under an own key."""
    faults = [f"{one.json_path}: {one.message}" for one in Draft202012Validator(wanted).iter_errors(value)]
    assert (faults, "null" in json.dumps(value).split()) == ([], False)


@pytest.mark.parametrize(("path", "name"), LISTS.items())
def test_every_page_and_every_single_one_is_valid(town: Flask, path: str, name: str) -> None:
    depths = ("", "?full=true", "?full=true&lang=ar") if path in FULL else ("", "?lang=uk")
    for depth in depths:
        for page in pages(town, path + depth):
            see(page, page_schema(name))
    for page in pages(town, path):
        for one in page["contents"]:
            see(found(town, f"{path}/{one['id']}"), schema(name))


@pytest.mark.parametrize("path", LISTS)
def test_pages_add_up_to_the_whole(town: Flask, path: str) -> None:
    every = pages(town, path)
    items = [one["id"] for page in every for one in page["contents"]]
    total, count = every[0]["total_items"], len(every)
    assert (len(items), len(set(items)), sum(page["size"] for page in every)) == (total, total, total)
    assert (every[0]["total_pages"], -(-total // 3)) == (count, count)
    assert [page["first_page"] for page in every] == [True] + [False] * (count - 1)
    assert [page["last_page"] for page in every] == [False] * (count - 1) + [True]
    beyond = found(town, f"{path}?per_page=3&page={count + 1}")
    assert (beyond["empty"], beyond["contents"], beyond["last_page"]) == (True, [], False)


@pytest.mark.parametrize("query", ["page=0", "page=x", "per_page=0", "per_page=101", "format=xml", "colour=green"])
def test_a_wrong_question_is_refused_for_pages_of_every_site_to_read(app: Flask, query: str) -> None:
    for path in LISTS:
        answer = asked(app, f"{path}?{query}")
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
        assert answer.json
        assert (answer.json["status"], answer.json["errors"].keys()) == (400, {query.partition("=")[0]})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_who_asks_needs_nothing_and_gets_no_cookie(town: Flask) -> None:
    for path in ("", *LISTS, f"services/{id_of('service:screen')}", f"services/{an_id('nobody')}"):
        answer = asked(town, path)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
    assert asked(town, f"services/{an_id('nobody')}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/events/hsds", 308),
        ("GET", "/api/events/hsds/nothing", 404),
        ("POST", "/api/events/hsds/services", 403),
        ("OPTIONS", "/api/events/hsds/services", 200),
        ("GET", "/api/events/openapi.json", 200),
    ],
)
def test_pages_of_every_site_read_what_leads_there_and_what_describes_it(
    app: Flask, method: str, path: str, status: int
) -> None:
    answer = app.test_client().open(path, method=method, headers={"Origin": "https://other.example"})
    assert (answer.status_code, answer.headers.get("Access-Control-Allow-Origin")) == (status, "*")


@pytest.mark.parametrize("path", ["/", "/api/events/v1/programme", "/api/events/hsds-not", "/api/events/docs"])
def test_pages_of_other_sites_read_nothing_else_by_it(app: Flask, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in app.test_client().get(path).headers


def test_it_says_what_it_is_and_where_that_is_written(town: Flask) -> None:
    about = found(town, "")
    assert about["version"] == "3.1"
    for name in ("profile", "openapi_url"):
        assert town.test_client().get(about[name].removeprefix("http://talka.test")).status_code == 200
    document = town.test_client().get("/api/events/openapi.json").json
    assert document
    paths = {f"/api/events/hsds/{path}" for path in LISTS}
    assert paths | {f"{path}/{{id}}" for path in paths} | {"/api/events/hsds/"} <= document["paths"].keys()


def test_a_full_list_says_the_same_as_each_single_one(town: Flask) -> None:
    for path in FULL:
        for one in found(town, f"{path}?full=true&per_page=100")["contents"]:
            assert one == found(town, f"{path}/{one['id']}")
    whole = found(town, "organizations?full_service=true&per_page=100")["contents"]
    assert whole == [found(town, f"organizations/{one['id']}?full_service=true") for one in whole]
    assert sum(len(one.get("services", ())) for one in whole) == 9


@pytest.mark.parametrize("path", LISTS)
def test_lines_hold_the_same_as_pages(town: Flask, path: str) -> None:
    answer = asked(town, f"{path}?format=ndjson")
    assert answer.content_type == "application/x-ndjson"
    assert [json.loads(line) for line in answer.text.splitlines()] == found(town, f"{path}?per_page=100")["contents"]


def test_minimal_gives_ids_and_moments_on_one_page(town: Flask) -> None:
    page = found(town, "services?minimal=true&per_page=1")
    assert (page["total_pages"], page["size"], page["last_page"]) == (1, 9, True)
    assert {frozenset(one) for one in page["contents"]} == {frozenset({"id", "last_modified"})}
    assert found(town, "services?minimal=true&search=zzzz")["empty"] is True


def test_filters_narrow_together(town: Flask) -> None:
    filters = (
        f"taxonomy_term_id={id_of('target:senior')}",
        f"taxonomy_id={id_of('rokiskis')}",
        f"organization_id={id_of('organization:centras')}",
        "search=pagalba",
        "modified_after=2027-01-01T00:00:00Z",
        f"taxonomy_term_id={an_id('unknown')}",
    )
    alone = {one: set(ids(town, f"services?per_page=100&{one}")) for one in filters}
    assert [len(alone[one]) for one in filters[:3]] == [6, 8, 6]
    assert alone[filters[-1]] == alone[filters[-2]] == set()
    for one, other in combinations(filters[:-1], 2):
        assert set(ids(town, f"services?per_page=100&{one}&{other}")) == alone[one] & alone[other]


def test_modified_after_includes_the_moment_itself(town: Flask) -> None:
    moment = found(town, f"services/{id_of('service:screen')}")["last_modified"]
    assert id_of("service:screen") in ids(town, f"services?per_page=100&modified_after={moment}")


def test_places_are_found_by_postcode_and_distance(town: Flask) -> None:
    assert len(ids(town, "service_at_locations?postcode=LT-42115")) == 5
    assert len(ids(town, "service_at_locations?postcode=42115&proximity=10")) == 0
    assert len(ids(town, "service_at_locations?postcode=42115&proximity=500")) == 4
    assert len(ids(town, "service_at_locations?postcode=00000&proximity=500")) == 0
    assert asked(town, "service_at_locations?proximity=500").status_code == 400


def test_terms_are_narrowed_by_taxonomy_parent_and_root(town: Flask, database: Database, worker: Worker) -> None:
    child = filled("taxonomy_term", "a child", "taxonomy_detail") | {"parent_id": an_id("the taxonomy_term")}
    with database.transaction() as session:
        import_document(session, worker, next(iter(worker.roles)), read_json({"taxonomy_terms": [child]}))
    assert ids(town, f"taxonomy_terms?parent_id={an_id('the taxonomy_term')}") == [child["id"]]
    of_taxonomy = f"taxonomy_terms?taxonomy_id={an_id('the taxonomy')}"
    assert set(ids(town, of_taxonomy)) == {child["id"], an_id("the taxonomy_term")}
    assert ids(town, f"{of_taxonomy}&top_only=true") == [an_id("the taxonomy_term")]
    assert set(ids(town, "taxonomies?search=tikslin")) == {id_of("target")}


def test_texts_are_in_lithuanian_unless_another_language_is_asked_for(town: Flask) -> None:
    path = f"services/{id_of('service:screen')}"
    client = town.test_client()
    names = [client.get(f"/api/events/hsds/{path}?lang={one}").json["name"] for one in ("lt", "uk", "ar")]  # type: ignore[index]
    assert names == [
        "Informacija interaktyviame ekrane",
        "Інформація на інтерактивному екрані",
        "معلومات على الشاشة التفاعلية",
    ]


@pytest.mark.parametrize(("path", "status"), [(f"services/{id_of('service:screen')}", 200), ("nowhere", 404)])
def test_only_the_address_chooses_the_language_so_that_a_cache_may_answer(town: Flask, path: str, status: int) -> None:
    wishes: tuple[dict[str, str], ...] = ({}, {"Accept-Language": "uk"}, {"Cookie": "lang=ar"})
    for query, language in (("", "lt"), ("?lang=xx", "lt"), ("?lang=en", "en")):
        said = [town.test_client().get(f"/api/events/hsds/{path}{query}", headers=wish) for wish in wishes]
        told = [{name: fact for name, fact in one.get_json().items() if name != "correlation_id"} for one in said]
        assert ([one.status_code for one in said], told[1:]) == ([status] * 3, told[:1] * 2)
        assert {(one.headers["Content-Language"], one.headers.get("Vary")) for one in said} == {(language, None)}
        kept = "public, max-age=60, stale-while-revalidate=300" if status == 200 else "no-store"
        assert {one.headers["Cache-Control"] for one in said} == {kept}


def test_the_answer_and_each_term_say_which_language_they_are_in(
    town: Flask, database: Database, worker: Worker
) -> None:
    """A term that nobody translated stays in its own."""
    terms = [
        {"id": an_id("term"), "name": "Nauja", "x_name_en": "New", "description": "-", "language": "lt"},
        {"id": an_id("other"), "name": "Sena", "description": "-", "language": "lt"},
    ]
    with database.transaction() as session:
        import_document(session, worker, next(iter(worker.roles)), read_json({"taxonomy_terms": terms}))
    client = town.test_client()

    def said(term: str, language: str) -> tuple[str, str, str | None]:
        answer = client.get(f"/api/events/hsds/taxonomy_terms/{an_id(term)}?lang={language}")
        assert answer.json
        return answer.json["name"], answer.json["language"], answer.headers.get("Content-Language")

    assert said("term", "lt") == ("Nauja", "lt", "lt")
    assert said("term", "en") == ("New", "en", "en")
    assert said("other", "en") == ("Sena", "lt", "en")
    assert client.get("/api/events/hsds/services?lang=ar&format=ndjson").headers["Content-Language"] == "ar"


def test_drafts_what_nobody_confirms_and_metadata_are_not_shown(town: Flask, database: Database) -> None:
    hidden = {"is_draft": id_of("service:screen"), "confirmed_at": id_of("service:mediation")}
    with database.transaction() as session:
        draft, old = ({"id": id_} for id_ in hidden.values())
        session.execute(text("UPDATE directory_services SET is_draft = true WHERE id = :id"), draft)
        session.execute(
            text("UPDATE directory_services SET confirmed_at = now() - interval '10 months' WHERE id = :id"), old
        )
    shown = asked(town, "services?format=ndjson&full=true").text
    places = asked(town, "service_at_locations?format=ndjson&full=true").text
    owners = asked(town, "organizations?format=ndjson&full_service=true").text
    for id_ in hidden.values():
        assert id_ not in shown + places + owners
        assert asked(town, f"services/{id_}").status_code == 404
    assert '"metadata"' not in shown + places + owners


def test_a_longer_list_asks_the_database_nothing_more(app: Flask, database: Database, worker: Worker) -> None:
    asked_for: list[list[int]] = []
    for names in ("a", "bcdefgh"):
        document = {"services": [a_service(name) for name in names]}
        with database.transaction() as session:
            import_document(session, worker, next(iter(worker.roles)), read_json(document))
        seen: list[int] = []
        for path in (*LISTS, *(f"{path}?full=true" for path in FULL), f"services/{an_id(f'service {names[0]}')}"):
            with counted(database.engine) as statements:
                found(app, path)
            seen.append(len(statements))
        asked_for.append(seen)
    assert asked_for[0] == asked_for[1] == [2] * 8 + [1]
