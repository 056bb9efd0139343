"""`make run` as a process: starting, being killed, ending; what it says and what it leaves."""

import json
import os
import re
import socket
import stat
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping

import pytest

from tests.support.embedded import Embedded
from tests.support.eventually import eventually

EVENTS = "/api/events/v1"


def get(address: str) -> tuple[int, str]:
    """Status and body; 0 if nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def post(address: str, body: Mapping[str, object]) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(  # noqa: S310 - our own address
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def serves(talka: Embedded) -> bool:
    return get(f"{talka.address}/readyz")[0] == 200


def test_ctrl_c_ends_everything_it_has_started(new_talka: Embedded) -> None:
    new_talka.start()
    assert len(new_talka.processes()) == 5
    began = time.monotonic()
    assert new_talka.stop() == 0
    assert time.monotonic() - began < 10
    assert new_talka.processes() == []
    assert new_talka.said().rstrip().endswith(f"Talka has stopped; its data stays in {new_talka.var}")


def test_the_folder_is_closed_to_other_people(new_talka: Embedded) -> None:
    new_talka.start()
    secrets = [*(new_talka.var / "secrets").iterdir(), new_talka.var / "postgres", new_talka.var / "secrets"]
    assert len(secrets) > 10
    open_to_others = stat.S_IRWXG | stat.S_IRWXO
    assert [path for path in secrets if path.stat().st_mode & open_to_others] == []


def test_what_it_shows_leads_somewhere_and_signs_in_once(talka: Embedded) -> None:
    assert get(talka.shown("Programme"))[0] == 200
    assert "Олена" in get(talka.shown("Participant"))[1]
    assert get(talka.shown("Phone and mailbox"))[0] == 200
    token = {"token": talka.shown("Organiser").rpartition("/")[2]}
    statuses = [post(f"{talka.address}{EVENTS}/sign-in/redeem", token)[0] for _ in range(2)]
    assert statuses == [200, 410]
    sign_in = re.search(r"/sign-in/([\w-]+)\?code=(\d{6})$", talka.shown("Volunteer"))
    assert sign_in
    code = {"sign_in_id": sign_in[1], "code": sign_in[2]}
    statuses = [post(f"{talka.address}/api/volunteers/v1/sign-in/confirm", code)[0] for _ in range(2)]
    assert statuses == [200, 401]


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_what_belongs_to_a_service_s_own_port_is_not_on_the_front(talka: Embedded, path: str) -> None:
    assert get(f"{talka.address}{path}")[0] == 404


def test_after_a_kill_only_the_database_is_left_and_the_next_start_takes_it_over(new_talka: Embedded) -> None:
    new_talka.start()
    (server,) = new_talka.processes("postgres")
    new_talka.kill()
    eventually(lambda: new_talka.processes() == [server])
    assert new_talka.start() < 10
    assert new_talka.processes("postgres") == [server]
    new_talka.stop()
    assert new_talka.processes() == []


@pytest.mark.parametrize("name", ["talka-web", "talka-worker", "postgres"])
def test_a_killed_process_is_started_again(talka: Embedded, name: str) -> None:
    before = set(talka.processes(name))
    talka.kill_all(name)
    eventually(lambda: (now := set(talka.processes(name))) and not now & before)
    eventually(lambda: serves(talka), seconds=30)
    code = eventually(lambda: registered(talka), seconds=30)
    told = f"{talka.address}/api/notifications/v1/mailbox?address=%2B37060000001&limit=100"
    eventually(lambda: code in get(told)[1], seconds=60)


def registered(talka: Embedded) -> str:
    """The code of a registration for the next date; empty while the system is not back."""
    (first, *_) = json.loads(get(f"{talka.address}{EVENTS}/programme")[1])["items"]
    household = {"party": 1, "language": "lt", "phone": "+37060000001"}
    status, made = post(f"{talka.address}{EVENTS}/occurrences/{first['occurrence_id']}/registrations", household)
    return str(made["code"]) if status == 201 else ""


def test_a_second_start_on_the_same_data_says_so_and_harms_nothing(talka: Embedded) -> None:
    second = talka.command()
    assert second.returncode == 1
    assert second.stderr.startswith(f"Talka already runs on {talka.var}: open {talka.address}/")
    assert str(talka.supervisor.pid) in second.stderr
    assert serves(talka)


@pytest.fixture
def taken(new_talka: Embedded) -> Iterator[None]:
    """Another program listens on the port."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", new_talka.port))
        other.listen()
        yield


def test_a_taken_port_is_named_before_anything_starts(new_talka: Embedded, taken: None) -> None:
    failed = new_talka.command()
    assert failed.returncode == 1
    assert failed.stderr.startswith(f"Port {new_talka.port} cannot be used (Address already in use).")
    assert f"make run PORT={new_talka.port + 1}" in failed.stderr
    assert new_talka.processes() == []


def test_a_data_folder_with_a_long_path_works(new_talka: Embedded) -> None:
    new_talka.var = new_talka.var.parent / ("longer than any socket may be " * 4).strip() / "var"
    new_talka.var.parent.mkdir()
    new_talka.start()
    assert len(os.fsencode(new_talka.var)) > 107
    assert serves(new_talka)


def test_data_of_another_postgresql_is_left_alone(new_talka: Embedded) -> None:
    data = new_talka.var / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("17\n")
    failed = new_talka.command()
    assert failed.returncode == 1
    assert f"{data} is data of PostgreSQL 17, not 18" in failed.stderr


def test_a_stale_process_id_of_the_server_is_no_obstacle(new_talka: Embedded) -> None:
    """After a power cut, the process id that the server left behind may belong to any program."""
    new_talka.start()
    new_talka.stop()
    (new_talka.var / "postgres/postmaster.pid").write_text(
        f"{os.getpid()}\n{new_talka.var}/postgres\n1\n5432\n\n\n\n\n"
    )
    new_talka.start()
    assert serves(new_talka)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (f"GET /directory/?search={'a' * 5000} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (f"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {'a' * 9000}\r\n\r\n", 431),
        ("GET /directory/checks/secret\r\n\r\n", 400),
        ("\x16\x03\x01 this is TLS\r\n\r\n", 400),
    ],
    ids=["a line too long", "a header too long", "no version", "no HTTP"],
)
def test_what_is_no_request_is_answered_as_everything_else(talka: Embedded, sent: str, status: int) -> None:
    host, _colon, port = talka.address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as caller:
        caller.sendall(sent.encode("latin1"))
        answered = b"".join(iter(lambda: caller.recv(65536), b"")).decode()
    head, _blank, body = answered.partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert "Content-Type: application/problem+json" in head
    assert (json.loads(body)["status"], "secret" in body) == (status, False)
    assert serves(talka)
