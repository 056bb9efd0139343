"""One origin: which service answers for a path, and what no path reaches."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.test import Client

from deploy.embedded.front import Front, service_of


class Service:
    """Answers every path with its own name and the path it was asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"{self.name} {environ['PATH_INFO']}".encode()]


@pytest.fixture
def client() -> Client:
    return Client(Front({name: Service(name) for name in ("events", "volunteers", "notifications")}))


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/", "events"),
        ("/organise/", "events"),
        ("/r/token", "events"),
        ("/api/events/v1/programme", "events"),
        ("/volunteer/", "volunteers"),
        ("/volunteer", "volunteers"),
        ("/volunteers-of-the-year", "events"),
        ("/api/volunteers/v1/shifts", "volunteers"),
        ("/messages/", "notifications"),
        ("/api/notifications/v1/mailbox", "notifications"),
        ("/static/notifications/talka.css", "notifications"),
    ],
)
def test_each_path_belongs_to_one_service(path: str, service: str) -> None:
    assert service_of(path) == service


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "//metrics", "///healthz"])
def test_what_is_for_operators_is_not_reached_from_outside(client: Client, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 404


def test_several_slashes_are_read_as_one(client: Client) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": "//volunteer///shifts"})
    assert answer.text == "volunteers /volunteer/shifts"
