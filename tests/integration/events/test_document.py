"""The OpenAPI document of events promises nothing the service does not keep."""

import json

import pytest
from flask import Flask
from openapi_spec_validator import validate

from shared.database import Database
from tests.integration.events.conftest import token_of
from tests.support.factories.events import Worker, a_party, an_event, an_occurrence
from tests.support.fuzzing import faults

DOCUMENT = "/api/events/openapi.json"


def test_the_document_is_openapi(app: Flask) -> None:
    document = json.loads(app.test_client().get(DOCUMENT).data)
    validate(document)
    assert document["openapi"].startswith("3.1")


@pytest.mark.timeout(900)  # thousands of requests, however busy the machine is
@pytest.mark.parametrize("asker", ["", "staff"], ids=["anybody", "owner"])
def test_no_request_finds_an_answer_that_is_not_documented(
    app: Flask, database: Database, worker: Worker, asker: str
) -> None:
    with database.transaction() as session:
        event = an_event(session, worker, occurrences=[an_occurrence(capacity=10_000)])
        a_party(session, event["occurrences"][0]["id"])
    headers = {"Authorization": f"Bearer {token_of(worker)}"} if asker else {}
    assert faults(app, DOCUMENT, headers, asker, examples=4) == []
