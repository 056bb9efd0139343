"""Bad input gets a clear problem and changes nothing."""

import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from shared.database import Database
from shared.web.reading import LARGEST_BODY

PATH = "/api/events/v1/things"


def send(client: FlaskClient, body: bytes | str, content_type: str = "application/json") -> TestResponse:
    return client.post(PATH, data=body, content_type=content_type)


def problem(answer: TestResponse) -> str:
    assert answer.content_type == "application/problem+json"
    said = answer.get_json()
    assert said["status"] == answer.status_code
    assert said["title"]
    assert said["correlation_id"] == answer.headers["X-Correlation-Id"]
    return str(said["type"]).removeprefix("/problems/")


@pytest.fixture(autouse=True)
def _nothing_is_written(database: Database) -> Iterator[None]:
    yield
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM things")).scalar_one() == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"name": }', b'\xff\xfe{"name"}', b"[" * 100_000, b'{"size": NaN, "name": "x"}', b"1" * 5000],
    ids=["empty", "open", "no value", "not UTF-8", "too deep", "NaN", "number too long"],
)
def test_broken_json_is_a_bad_request(client: FlaskClient, body: bytes) -> None:
    answer = send(client, body)
    assert answer.status_code == 400
    assert problem(answer) == "bad-request"


@pytest.mark.parametrize("body", ["[]", '"text"', "1", "null", "true", "[[]]"])
def test_json_of_another_shape_is_invalid(client: FlaskClient, body: str) -> None:
    answer = send(client, body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"]["_schema"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_another_media_type_is_refused(client: FlaskClient, content_type: str) -> None:
    answer = send(client, '{"name": "box"}', content_type)
    assert answer.status_code == 415
    assert problem(answer) == "wrong-media-type"


def test_a_body_of_a_megabyte_is_too_large(client: FlaskClient) -> None:
    answer = send(client, json.dumps({"name": "x" * 1_000_000}))
    assert answer.status_code == 413
    assert problem(answer) == "too-large"


def test_a_body_of_unsaid_length_is_too_large_as_well(client: FlaskClient) -> None:
    answer = client.post(
        PATH,
        content_type="application/json",
        environ_overrides={
            "wsgi.input": _Endless(),
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
    )
    assert answer.status_code == 413


def test_chunks_that_are_none_are_a_bad_request_on_every_route(client: FlaskClient) -> None:
    unreadable = {"wsgi.input": _Broken(), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    for answer in (client.get(PATH, environ_overrides=unreadable), client.post(PATH, environ_overrides=unreadable)):
        assert answer.status_code == 400
        assert problem(answer) == "bad-request"


def test_what_is_too_large_is_read_within_bounds_so_that_its_sender_can_hear_us(client: FlaskClient) -> None:
    body = _Counted(50_000_000)
    answer = client.post(
        PATH,
        content_type="application/json",
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": str(body.left)},
    )
    assert answer.status_code == 413
    assert 0 < body.left < 50_000_000 - 2 * LARGEST_BODY


class _Broken:
    """Chunks that a server cannot read."""

    def read(self, _size: int = -1) -> bytes:
        raise ValueError("invalid chunk size")


class _Counted:
    """A body that knows how much of it was not read."""

    def __init__(self, left: int) -> None:
        self.left = left

    def read(self, size: int = -1) -> bytes:
        self.left -= size
        return b"x" * size


class _Endless:
    """A body that never ends."""

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "nobody should wish for all of it"
        return b"x" * size


def test_unknown_fields_and_wrong_values_are_named(client: FlaskClient) -> None:
    answer = client.post(PATH, json={"name": "", "size": 9, "colour": "red"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == {
        "name": ["The length must be between 1 and 40."],
        "size": ["This must be between 1 and 8."],
        "colour": ["We do not know this field."],
    }


@pytest.mark.parametrize(
    "name",
    ["\\u0000", "box \\ud800", "box\\u0007", "\\u202ebox", "\u202ebox", "box\x7f"],
    ids=["NUL", "half of a pair", "bell", "backwards", "backwards, as it is", "delete"],
)
def test_characters_that_cannot_be_stored_are_refused(client: FlaskClient, name: str) -> None:
    answer = send(client, f'{{"name": "{name}"}}')
    assert answer.status_code == 422


def test_characters_that_cannot_be_stored_are_refused_in_a_query(client: FlaskClient) -> None:
    assert client.get(f"{PATH}?size=%00").status_code == 422


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=", "colour=red", "after=", "size=9"])
def test_a_wrong_query_is_refused(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == [query.split("=", maxsplit=1)[0]]


def test_every_address_understands_the_language_parameter(client: FlaskClient) -> None:
    assert client.get(f"{PATH}?lang=uk").status_code == 200


def test_an_unknown_address_and_a_wrong_method_are_problems_too(client: FlaskClient) -> None:
    assert problem(client.get("/api/events/v1/nothing")) == "not-found"
    wrong = client.put(PATH)
    assert problem(wrong) == "method-not-allowed"
    assert {"GET", "POST"} <= set(wrong.headers["Allow"].split(", "))
