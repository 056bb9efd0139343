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
    services = {name: Service(name) for name in ("events", "volunteers", "notifications")}
    return Client(Front(services, "https://talka.kaisiadorys.lt"))


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


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8080", 200),
        ("talka.localhost", 200),
        ("127.0.0.1:8080", 200),
        ("[::1]:8080", 200),
        ("0.0.0.0:8080", 200),
        ("talka.kaisiadorys.lt", 200),
        ("TALKA.kaisiadorys.lt:443", 200),
        ("rebound.example", 421),
        ("localhost.rebound.example", 421),
        ("127.0.0.1.rebound.example:8080", 421),
        ("", 200),
        ("[", 421),
    ],
)
def test_a_strangers_name_for_this_machine_shows_nothing(client: Client, host: str, status: int) -> None:
    answer = client.get("/", environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == status
    assert ("events" in answer.text) == (status == 200)
