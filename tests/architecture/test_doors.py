"""Every door has a rule and says what it takes and gives."""

import importlib
import re
from functools import cache
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from shared.settings import SERVICES, Settings
from tests.support.services import environment

NOWHERE = "postgresql://127.0.0.1:1/nowhere"
NAMED = re.compile(r"\{\w+\}")
NOBODY = "01a22d0a-95b0-779e-a51a-c828bf2bd2de"
"""A well-made number for whatever a path names."""
UNSEEN = {"/api/notifications/v1/texts", f"/api/notifications/v1/phones/{NOBODY}/texts"}
"""The SMS gateway's door and that of the built-in phone: for all others they are not there."""


@cache
def app_of(service: str) -> Flask:
    """The web side of a service; it connects to nothing before it is asked."""
    module = importlib.import_module(f"services.{service}.app")
    app: Flask = module.create_app(Settings.from_env(service, environment(service, NOWHERE)))
    return app


@cache
def document(service: str) -> dict[str, Any]:
    """The OpenAPI document as a client gets it."""
    answer = app_of(service).test_client().get(f"/api/{service}/openapi.json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_has_a_permission_rule(service: str) -> None:
    app = app_of(service)
    rules = app.extensions["talka"].rules
    assert {rule.endpoint for rule in app.url_map.iter_rules()} - set(rules) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_nobody_gets_through_a_door_that_names_who_may(service: str) -> None:
    """Asked without a token each answers with a problem before it reads from a database: here there is none."""
    client = app_of(service).test_client()
    guarded = [
        (method, NAMED.sub(NOBODY, path))
        for path, methods in document(service)["paths"].items()
        for method, operation in methods.items()
        if method != "parameters" and operation["security"]
    ]
    assert len(guarded) > 10
    for method, path in guarded:
        answer = client.open(path, method=method.upper())
        wanted = 404 if path in UNSEEN else 401
        assert (path, answer.status_code, answer.content_type) == (path, wanted, "application/problem+json")


@pytest.mark.parametrize("service", SERVICES)
def test_the_openapi_document_is_valid(service: str) -> None:
    found = document(service)
    assert found["openapi"].startswith("3.1")
    validate(found)


@pytest.mark.parametrize("service", SERVICES)
def test_every_json_route_is_in_the_document_with_a_summary_and_its_schemas(service: str) -> None:
    routes = {
        (rule.rule, method.lower())
        for rule in app_of(service).url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith((f"/api/{service}/v1/", f"/api/{service}/hsds/"))
    }
    operations = [
        operation
        for path, methods in document(service)["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    ]
    assert len(operations) == len(routes)
    assert [operation["operationId"] for operation in operations if not operation.get("summary")] == []
    assert [operation["operationId"] for operation in operations if not gives_what_it_says(operation)] == []


def gives_what_it_says(operation: dict[str, Any]) -> bool:
    """Whether each success answer names its schema, unless it has no body, and a body that is taken names its own."""
    good = {status: answer for status, answer in operation["responses"].items() if status[0] == "2" or status == "303"}
    taken = operation.get("requestBody", {}).get("content", {}).values()
    return (
        bool(good)
        and all(
            status in {"204", "303"} or any("schema" in content for content in answer.get("content", {}).values())
            for status, answer in good.items()
        )
        and all("schema" in content for content in taken)
    )
