"""Schemathesis over a service's OpenAPI document: all sorts of requests, right ones and wrong ones.

Each operation is tried as somebody who may call it; that others are turned away is the promise of the test that walks
all routes.

Its pytest plugin does not run under pytest 9, so its engine is called directly.
"""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.openapi import from_url, from_wsgi
from schemathesis.schemas import APIOperation, BaseSchema

TAKEN: list[str | int] = ["2xx", "3xx", 401, 403, 404, 409, 410, 412, 422, 428, 429]
CHECKS: dict[str, object] = {
    "ignored_auth": {"enabled": False},  # schemathesis 4.32 cannot repeat a request against an application in process
    # What no schema can know: a key used before, a version or a place in a list that was never given out.
    "positive_data_acceptance": {"expected-statuses": TAKEN},
    "negative_data_rejection": {
        "expected-statuses": [400, 401, 403, 404, 405, 409, 410, 412, 413, 414, 415, 422, 428, 429]
    },
    "missing_required_header": {"expected-statuses": [400, 401, 403, 404, 410, 412, 415, 422, 428]},
}

PLACES: dict[str, object] = {
    # No schema can know that a distance needs a place to be from, and HSDS lays down how it is refused.
    "include-path": "/api/events/hsds/service_at_locations",
    "checks": {"positive_data_acceptance": {"expected-statuses": [*TAKEN, 400]}},
}


def faults(app: Flask, document: str, headers: dict[str, str], asker: str = "", examples: int = 20) -> list[str]:
    """What was found wrong: server errors, undocumented answers, wrong requests accepted. Each kind once.

    `document` is the path of the OpenAPI document, `asker` the security scheme by which the headers let somebody in:
    the operations that name it are tried, without one those that are open to anybody. `examples` is the number of
    random requests for each operation.
    """
    schema = from_wsgi(document, app, config=_config(headers, examples))
    return list(dict.fromkeys(_found(schema.include(func=lambda each: _may_call(each.operation, asker)))))


def _may_call(operation: APIOperation[Any, Any, Any, Any], asker: str) -> bool:
    allowed = {scheme for needed in operation.definition.raw["security"] for scheme in needed}
    return asker in allowed if asker else not allowed


def faults_at(address: str, headers: dict[str, str], examples: int = 20) -> list[str]:
    """The same over HTTP, with random requests alone; `address` is that of the document.

    gunicorn itself refuses addresses of 4 kB and more.
    """
    found = dict.fromkeys(_found(from_url(address, config=_config(headers, examples, systematic=False))))
    return [fault for fault in found if "Received: 414" not in fault]


def _config(headers: dict[str, str], examples: int, *, systematic: bool = True) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "headers": headers,
            "seed": 1,
            "checks": CHECKS,
            "operations": [PLACES],
            "generation": {"max-examples": examples, "allow-x00": False, "codec": "utf-8"},
            "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": systematic}},
        }
    )


def _found(schema: BaseSchema) -> Iterator[str]:
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            for checks in event.recorder.checks.values():
                for check in checks:
                    if check.failure_info is not None:
                        failure = check.failure_info.failure
                        yield f"{event.recorder.label}: {failure.title}: {failure.message}"
        if isinstance(event, events.NonFatalError | events.FatalError):
            yield str(event)
