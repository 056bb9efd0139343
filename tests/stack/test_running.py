"""Starting, stopping, backing up and restoring: what whoever runs the stack does with it."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from deploy.embedded.demo.client import Client
from tests.support.eventually import eventually
from tests.support.outside import Outside
from tests.support.stack import ADDRESS, COMPOSE, ENVIRONMENT, PORT, ROOT, SERVICES, Stack, run

V1 = "/api/events/v1"
RUNNING = [f"{service}-{part}" for service in SERVICES for part in ("web", "worker")]


@pytest.fixture
def outside(stack: Stack) -> Outside:
    return Outside(Client(ADDRESS, "running", print), stack)


def register(email: str) -> dict[str, Any]:
    client = Client(ADDRESS, email, print, language="lt")
    first = client.get(f"{V1}/programme")["items"][0]
    body = {"party": 1, "names": ["Ona"], "language": "lt", "email": email, "any_hour": True}
    made: dict[str, Any] = client.post(f"{V1}/occurrences/{first['occurrence_id']}/registrations", body)
    return made


def get(path: str) -> int:
    """The status of the gateway's answer."""
    connection = HTTPConnection("localhost", PORT, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def state(made: Mapping[str, Any]) -> int:
    return get(f"{V1}/registrations/{str(made['link']).rpartition('/')[2]}")


def databases(stack: Stack) -> list[str]:
    names = stack.sql("postgres", "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname")
    return names.split()


def test_everything_is_healthy_in_less_than_ninety_seconds(stack: Stack) -> None:
    assert stack.seconds < 90


def test_a_second_start_changes_nothing_and_keeps_the_secrets(stack: Stack) -> None:
    def sums() -> str:
        return stack.execute("events-web", "sh", "-c", "sha256sum /run/secrets/talka/*")

    before = sums()
    stack.compose("up", "--detach")
    stack.recover()
    assert sums() == before


@pytest.mark.parametrize("service", [*RUNNING, "gateway", "rabbitmq", "postgres", "kannel", "kannel-smsbox"])
def test_a_container_ends_by_itself_when_it_is_told_to(stack: Stack, service: str) -> None:
    """All that a town runs; the mailbox for trying waits for whoever has a connection, and holds nothing to lose."""
    began = time.monotonic()
    stack.compose("stop", service)
    took = time.monotonic() - began
    code = stack.inspect(service, "{{.State.ExitCode}}")
    stack.compose("up", "--detach", "--wait", "--no-deps", service)
    assert took < 8
    assert code in ("0", "143")  # 137 would be Docker's kill


def test_a_web_process_that_is_replaced_costs_nobody_an_answer(stack: Stack) -> None:
    """It answers what it has begun; the gateway holds back what comes until the next one is there."""
    restart = Thread(target=lambda: stack.compose("restart", "--no-deps", "events-web"))
    restart.start()
    statuses = Counter[int]()
    while restart.is_alive():
        statuses[get("/")] += 1
    restart.join()
    statuses[get("/")] += 1
    assert set(statuses) == {200}, statuses


@pytest.mark.timeout(600)
def test_a_backup_brings_back_what_was_and_loses_nothing_that_was_on_its_way(
    stack: Stack, outside: Outside, tmp_path: Path
) -> None:
    make = {"COMPOSE": COMPOSE, "FOLDER": str(tmp_path)}
    told = register("told@example.org")
    eventually(lambda: len(outside.at("told@example.org")) == 1, seconds=30)
    stack.compose("stop", "notifications-worker")
    waits = register("waits@example.org")
    eventually(lambda: stack.sql("events", "SELECT count(*) FROM outbox WHERE published_at IS NULL") == "0", seconds=30)
    archive = run(["make", "--silent", "backup"], make).strip()
    assert oct(Path(archive).stat().st_mode)[-3:] == "600"
    later = register("later@example.org")
    assert [state(one) for one in (told, waits, later)] == [200, 200, 200]
    stack.compose("stop", *RUNNING, "postgres", "rabbitmq")

    run(["make", "--silent", "restore", f"FILE={archive}"], make)
    assert [state(one) for one in (told, waits, later)] == [200, 200, 404]
    eventually(lambda: len(outside.at("waits@example.org")) == 1, seconds=60)
    time.sleep(3)
    counts = [len(outside.at(f"{who}@example.org")) for who in ("told", "waits", "later")]
    assert counts == [1, 1, 0]
    assert databases(stack) == ["events", "notifications", "postgres", "volunteers"]


@pytest.mark.timeout(600)
def test_a_backup_that_is_damaged_changes_nothing(stack: Stack, tmp_path: Path) -> None:
    """Also where an earlier restoring was killed on its way."""
    make = {"COMPOSE": COMPOSE, "FOLDER": str(tmp_path)}
    archive = run(["make", "--silent", "backup"], make).strip()
    kept = register("kept@example.org")
    spoil = 'tar -xf "$1" && head -c 5000 volunteers.dump >half && mv half volunteers.dump'
    run(["sh", "-ec", f'cd "$2" && {spoil} && tar -cf "$1" taken *.dump keys.tar', "sh", archive, str(tmp_path)])
    stack.compose("stop", "volunteers-web", "volunteers-worker")
    stack.sql("postgres", "ALTER DATABASE volunteers RENAME TO volunteers_before")
    assert "Nothing was restored" in run(["make", "--silent", "restore", f"FILE={archive}"], make, check=False)
    assert state(kept) == 200
    assert databases(stack) == ["events", "notifications", "postgres", "volunteers"]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_restoring_that_is_broken_off_is_as_if_it_had_never_begun(
    stack: Stack, tmp_path: Path, number: signal.Signals
) -> None:
    """By who lost patience, and by a machine that lost power: then the next start puts everything back."""
    make = {"COMPOSE": COMPOSE, "FOLDER": str(tmp_path)}
    archive = run(["make", "--silent", "backup"], make).strip()
    kept = register(f"{number.name.lower()}@example.org")
    restoring = subprocess.Popen(
        ["deploy/restore", archive], cwd=ROOT, env=os.environ | ENVIRONMENT | make, start_new_session=True
    )
    eventually(lambda: "volunteers_before" in databases(stack), seconds=120, every=0.02)
    os.killpg(restoring.pid, number)
    assert restoring.wait(timeout=300) != 0
    stack.compose("up", "--detach", "--wait")
    assert databases(stack) == ["events", "notifications", "postgres", "volunteers"]
    assert state(kept) == 200
