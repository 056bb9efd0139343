"""The one way in: what it lets through, what it answers itself, what it never forwards."""

import json
import ssl
from http.client import HTTPConnection, HTTPSConnection
from itertools import product

import pytest

from tests.support.eventually import eventually
from tests.support.stack import PORT, Stack, run

KIND = {"Content-Type": "application/json"}
LITHUANIAN = {"Accept-Language": "lt"}


def ask(path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], str]:
    """Send exactly this path, as it is."""
    connection = HTTPConnection("localhost", PORT, timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/readyz",
        "/metrics",
        "//metrics",
        "///metrics",
        "/metrics/",
        "/%6detrics",
        "/%2Fmetrics",
        "/./metrics",
        "/x/../metrics",
        "/volunteer/../metrics",
        "/metrics?x=1",
    ],
)
def test_no_route_of_a_service_s_own_port_is_reachable(stack: Stack, path: str) -> None:
    assert ask(path)[0] == 404


def test_the_same_routes_answer_on_the_services_own_ports(stack: Stack) -> None:
    look = "import urllib.request as r; print(r.urlopen('http://127.0.0.1:8000/metrics').read().decode())"
    for service in ("events", "volunteers", "notifications"):
        assert f'talka_oldest_seconds{{kind="outbox",service="{service}"}}' in stack.execute(
            f"{service}-web", "python", "-c", look
        )


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/", "events"),
        ("/organise/sign-in", "events"),
        ("//volunteer//", "volunteers"),
        ("/volunteer/join", "volunteers"),
        ("/static/volunteers/talka.css", "volunteers"),
        ("/api/volunteers/openapi.json", "volunteers"),
        ("/static/notifications/talka.css", "notifications"),
        ("/api/notifications/openapi.json", "notifications"),
        ("/api/events/openapi.json", "events"),
    ],
)
def test_each_path_leads_to_its_service(stack: Stack, path: str, service: str) -> None:
    status, headers, _ = ask(path)
    assert status == 200
    said = stack.log(f"{service}-web")
    assert headers["x-correlation-id"] in said


def test_answers_carry_the_security_headers_once(stack: Stack) -> None:
    _, page, _ = ask("/")
    assert page["content-security-policy"].startswith("default-src 'self'")
    assert page["x-frame-options"] == "DENY"
    _, refusal, _ = ask("/metrics")
    assert refusal["content-security-policy"].startswith("default-src 'none'")
    assert "server" not in page | refusal


@pytest.mark.parametrize("size", [300_000, 900_000])
def test_a_body_that_is_too_large_is_refused_in_the_caller_s_language(stack: Stack, size: int) -> None:
    """Ten times, since an answer to somebody who is still sending is easily lost."""
    answers = [ask("/api/events/v1/sign-in", "POST", b"x" * size, **KIND, **LITHUANIAN) for _ in range(10)]
    assert {status for status, _, _ in answers} == {413}
    assert all("Per daug duomenų" in body for _, _, body in answers)


def test_a_body_of_many_megabytes_does_not_reach_a_service(stack: Stack) -> None:
    status, headers, body = ask("/api/events/v1/sign-in", "POST", None, **KIND, **{"Content-Length": "5000000"})
    assert (status, headers["content-type"]) == (413, "application/problem+json")
    assert json.loads(body) == {"type": "about:blank", "title": "Request Entity Too Large", "status": 413}


def test_a_caller_cannot_choose_the_address_that_limits_count_by(stack: Stack) -> None:
    """Thirty codes may be tried from one address in a quarter of an hour, wherever the caller claims to be."""
    codes = ["".join(letters) for letters in product("ABCDEF", repeat=2)]
    statuses = []
    for number, code in enumerate(codes[:31]):
        forged = {"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"}
        body = json.dumps({"code": f"AAAA{code}", "contact": "+37061111111"}).encode()
        statuses.append(ask("/api/events/v1/find", "POST", body, **KIND, **forged)[0])
    assert statuses == [404] * 30 + [429]


def test_the_gateway_alone_is_published(stack: Stack) -> None:
    published = {
        service: stack.inspect(service, "{{json .HostConfig.PortBindings}}")
        for service in stack.compose("config", "--services").split()
        if stack.container(service)
    }
    open_ones = {service for service, ports in published.items() if ports not in ("{}", "null")}
    assert open_ones == {"gateway", "mailbox", "prometheus"}  # the latter two by their profiles, on the loopback
    assert all('"127.0.0.1"' in published[service] for service in open_ones)


def test_with_a_domain_it_speaks_tls_by_itself_and_sends_everybody_there(stack: Stack) -> None:
    """For `localhost` it makes the certificate itself, where for a town's name it would ask for one."""
    ports = ("--publish", "127.0.0.1:8486:443", "--publish", "127.0.0.1:8487:80")
    name = stack.compose("run", "--detach", "--no-deps", *ports, "--env", "TALKA_SITE=localhost", "gateway").strip()
    try:
        eventually(lambda: _over_tls(8486, name) == (200, "TLSv1.3"), seconds=30, every=0.5)
        connection = HTTPConnection("localhost", 8487, timeout=5)
        connection.request("GET", "/volunteer/")
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (308, "https://localhost/volunteer/")
        connection.close()
    finally:
        run(["docker", "rm", "--force", name])


def _over_tls(port: int, name: str) -> tuple[int, str | None]:
    """Status and protocol, trusting the authority that this gateway made for itself; nothing yet without one."""
    authority = run(["docker", "exec", name, "cat", "/data/caddy/pki/authorities/local/root.crt"], check=False)
    if not authority.startswith("-----BEGIN"):
        return 0, None
    context = ssl.create_default_context(cadata=authority)
    connection = HTTPSConnection("localhost", port, timeout=5, context=context)
    try:
        connection.request("GET", "/")
        spoken = connection.sock.version()
        return connection.getresponse().status, spoken
    except OSError:
        return 0, None
    finally:
        connection.close()
