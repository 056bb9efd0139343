"""Every answer carries what keeps people safe, whatever it answers."""

import json

import pytest
import structlog
from flask.testing import FlaskClient

from tests.support.things import application

ANSWERS = [
    ("GET", "/public", 200),
    ("GET", "/form", 200),
    ("GET", "/nowhere", 404),
    ("GET", "/secret", 401),
    ("GET", "/api/events/v1/things", 200),
    ("POST", "/api/events/v1/things", 415),
    ("DELETE", "/api/events/v1/things", 405),
    ("GET", "/api/events/openapi.json", 200),
    ("GET", "/api/events/docs", 200),
    ("GET", "/static/events/talka.css", 200),
    ("GET", "/healthz", 200),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_the_security_headers(client: FlaskClient, method: str, path: str, status: int) -> None:
    with client.open(path, method=method) as answer:
        assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"]
    assert answer.headers["X-Correlation-Id"]


@pytest.mark.parametrize("path", ["/public", "/form", "/nowhere", "/api/events/docs"])
def test_no_page_has_a_script_or_a_style_in_it_or_anything_from_elsewhere(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    for forbidden in (
        "<script>",
        "<style",
        " style=",
        "onclick",
        "//fonts",
        'src="http',
        'rel="stylesheet" href="http',
    ):
        assert forbidden not in page


def test_a_static_file_may_be_kept_for_good_under_its_own_address(client: FlaskClient) -> None:
    page = client.get("/public").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    with client.get(address) as current, client.get("/static/events/talka.css?v=old") as old:
        assert "immutable" in current.headers["Cache-Control"]
        assert old.headers["Cache-Control"] == "no-cache"
    with client.get("/static/events/fonts/noto-sans-latin-400.woff2") as font:
        assert "immutable" in font.headers["Cache-Control"]


def test_a_callers_correlation_id_is_kept_and_a_strange_one_replaced(client: FlaskClient) -> None:
    assert client.get("/public", headers={"X-Correlation-Id": "caller-12345"}).headers["X-Correlation-Id"] == (
        "caller-12345"
    )
    for strange in ("x", "a b c d e f g h", "x" * 65, "<script>alert"):
        made = client.get("/public", headers={"X-Correlation-Id": strange}).headers["X-Correlation-Id"]
        assert made != strange
        assert len(made) == 32


def test_the_log_line_of_a_request_holds_nothing_personal(client: FlaskClient) -> None:
    with structlog.testing.capture_logs() as lines:
        client.get("/gone/a-secret-token?name=Ona", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/gone/<token>", 410)
    assert line["ms"] >= 0
    for secret in ("a-secret-token", "Ona", "192.0.2.7"):
        assert secret not in json.dumps(lines)


@pytest.mark.parametrize(("behind", "status"), [("1", 201), ("", 403)])
def test_a_proxys_word_is_taken_only_behind_one(client: FlaskClient, behind: str, status: int) -> None:
    database = client.application.extensions["talka"].service.database
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "town.example", "Origin": "https://town.example"}
    app = application(database, TALKA_BEHIND_PROXY=behind)
    answer = app.test_client().post("/api/events/v1/things", json={"name": "box"}, headers=forwarded)
    assert answer.status_code == status
