"""Whatever is sent as a document gets a clear problem, and nothing of it stays."""

from typing import Any

import pytest

from tests.integration.events.conftest import PREFIX, Caller
from tests.support.factories.directory import a_service, an_id


def post(owner: Caller, organisation_id: str, said: str | bytes) -> Any:
    path = f"{PREFIX}/organisations/{organisation_id}/directory/imports"
    return owner.client.post(path, data=said, headers=owner.headers | {"Content-Type": "application/json"})


@pytest.mark.parametrize(
    "said",
    [
        '{"services": ' + "[" * 50_000,
        '{"services": ' + "[" * 900 + "]" * 900 + "}",
        '{"services": [' + '{"x_a":' * 50_000,
        '{"services": [NaN]}',
        '{"services": [{"id": NaN}]}',
        '{"services": [{"id": "' + "a" * 5_000 + '"}]}',
        '{"services": [], "\\ud800": 1}',
        '{"services": [{"id": "' + an_id("s") + '", "\\ud800\\u0000": 1}]}',
        '{"services": [{"id": "' + an_id("s") + '", "name": "\\ud800"}]}',
        b'{"services": [{"id": "\xff\xfe"}]}',
        '{"services": {"a": 1}}',
        '{"services": [1e999]}',
        '{"services": [{"id": ' + "9" * 5_000 + "}]}",
    ],
    ids=range(13),
)
def test_what_is_broken_is_a_problem(owner: Caller, organisation_id: str, said: str | bytes) -> None:
    answer = post(owner, organisation_id, said)
    assert (answer.status_code in {400, 413, 422}, answer.mimetype) == (True, "application/problem+json"), answer.text


def test_one_wrong_field_leaves_nothing_of_the_document(owner: Caller, organisation_id: str) -> None:
    wrong = a_service("b", schedules=[{"id": an_id("s"), "freq": "MONTHLY", "bymonthday": "32"}])
    path = f"/organisations/{organisation_id}/directory"
    answer = owner("POST", f"{path}/imports?lang=en", {"services": [a_service("a"), wrong]})
    assert answer.json
    assert answer.json["errors"] == {"services.1.schedules.0.bymonthday": ["This must be between -31 and 31."]}
    assert owner("GET", path).json == {
        "version": "3.1", "organizations": [], "services": [], "taxonomies": [], "taxonomy_terms": []
    }  # fmt: skip
