"""The OpenAPI document says all that the routes do, and nothing else."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from shared.database import Database
from tests.support.fuzzing import faults
from tests.support.things import bearer


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/events/openapi.json").get_json()
    return found


def operation(document: dict[str, Any], path: str, method: str) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][f"/api/events/v1{path}"][method]
    return found


def parameters(document: dict[str, Any], path: str, method: str) -> set[str]:
    named = document["components"]["parameters"]
    given = operation(document, path, method)["parameters"]
    return {named[item["$ref"].split("/")[-1]]["name"] if "$ref" in item else item["name"] for item in given}


def test_it_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_it_is_not_sent_again_unchanged(client: FlaskClient) -> None:
    tag = client.get("/api/events/openapi.json").headers["ETag"]
    assert client.get("/api/events/openapi.json", headers={"If-None-Match": tag}).status_code == 304


def test_each_operation_has_a_summary_and_an_id_of_its_own(document: dict[str, Any]) -> None:
    operations = [op for methods in document["paths"].values() for key, op in methods.items() if key != "parameters"]
    assert all(op["summary"] for op in operations)
    assert len({op["operationId"] for op in operations}) == len(operations) == 14
    assert "things.create" in {op["operationId"] for op in operations}


@pytest.mark.parametrize(
    ("path", "method", "statuses"),
    [
        ("/things", "get", "200 304 401 404 422 503"),
        ("/things", "post", "201 400 401 404 409 410 413 415 422 503"),
        ("/limited", "post", "200 400 401 404 409 410 413 415 422 429 503"),
        ("/things/{thing_id}", "patch", "200 400 401 403 404 409 410 412 413 415 422 428 503"),
        ("/things/{thing_id}", "delete", "204 401 403 404 409 410 412 413 503"),
        ("/things/{thing_id}/fail", "post", "204 401 403 404 409 410 413 422 503"),
    ],
)
def test_every_status_is_documented(document: dict[str, Any], path: str, method: str, statuses: str) -> None:
    assert sorted(operation(document, path, method)["responses"]) == statuses.split()


def test_headers_paging_and_filters_are_documented(document: dict[str, Any]) -> None:
    assert parameters(document, "/things", "get") == {"If-None-Match", "limit", "after", "size"}
    assert parameters(document, "/things", "post") == {"Idempotency-Key"}
    assert "If-Match" in parameters(document, "/things/{thing_id}", "patch")
    assert set(document["components"]["schemas"]["ThingViewList"]["required"]) == {"items", "next"}
    assert "ETag" in operation(document, "/things", "get")["responses"]["200"]["headers"]


def test_errors_are_problems(document: dict[str, Any]) -> None:
    responses = document["components"]["responses"]
    assert all(list(response["content"]) == ["application/problem+json"] for response in responses.values())
    assert "Retry-After" in responses["Problem429"]["headers"]


def test_who_may_call_is_documented(document: dict[str, Any]) -> None:
    assert operation(document, "/things", "get")["security"] == []
    assert operation(document, "/things/{thing_id}", "delete")["security"] == [{"staff": []}]
    assert operation(document, "/me", "get")["security"] == [{"staff": []}, {"volunteer": []}]
    assert operation(document, "/callback", "get")["security"] == [{"gateway": []}]


def test_unknown_fields_are_documented_as_refused(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["NewThing"]["additionalProperties"] is False


def test_the_page_beside_it_lists_every_operation(client: FlaskClient, document: dict[str, Any]) -> None:
    page = client.get("/api/events/docs").text
    for path, methods in document["paths"].items():
        for method in methods.keys() - {"parameters"}:
            assert f"{method.upper()} {path}" in page


def test_no_request_finds_a_server_error_or_an_undocumented_answer(app: Flask, database: Database) -> None:
    assert faults(app, "/api/events/openapi.json", {}) == []
    assert faults(app, "/api/events/openapi.json", bearer(), "staff") == []
