"""What is no request is answered as everything else here is, and nothing of it is repeated."""

import json
from pathlib import Path

import pytest
from gunicorn.http import errors
from gunicorn.util import load_class

from deploy.refusing import HEADERS, Worker, answer, status_of

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.LimitRequestLine(4095, 4094), 414),
        (errors.LimitRequestHeaders("too many"), 431),
        (errors.InvalidRequestLine("GET /directory/checks/secret"), 400),
        (errors.InvalidHTTPVersion((9, 9)), 400),
        (errors.InvalidChunkSize(b"x"), 400),
        (errors.UnsupportedTransferCoding("gzip"), 501),
        (errors.InvalidResponseHeader("x"), 500),
        (errors.ConfigurationProblem("x"), 500),
        (RuntimeError("x"), 500),
    ],
)
def test_each_mistake_has_its_status(error: Exception, status: int) -> None:
    assert status_of(error) == status


def test_the_answer_is_a_problem_of_its_own_length() -> None:
    head, _blank, body = answer(status_of(errors.LimitRequestLine(4095, 4094))).decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 414 ")
    assert f"Content-Length: {len(body)}" in head
    assert all(f"{name}: {value}" in head for name, value in HEADERS.items())
    assert json.loads(body)["status"] == 414


def test_the_stack_serves_by_this_worker_and_its_image_holds_it() -> None:
    (named,) = [line for line in (ROOT / "deploy/web.py").read_text().splitlines() if line.startswith("worker_class")]
    assert load_class(named.partition(" = ")[2].strip('"')) is Worker
    assert "COPY deploy/web.py deploy/refusing.py deploy/" in (ROOT / "deploy/Dockerfile").read_text()
