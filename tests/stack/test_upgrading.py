"""Another version, other settings, another password: they come into force, and nobody stands before a closed door."""

from collections import Counter
from http.client import HTTPConnection
from threading import Event, Thread

import pytest

from tests.support.stack import COMPOSE, PORT, SERVICES, Stack, run

MAKE = {"COMPOSE": COMPOSE}
READS_SECRETS = [f"{service}-{part}" for service in SERVICES for part in ("web", "worker")]


def asked(path: str) -> int:
    """The status of the gateway's answer; 0 without one."""
    connection = HTTPConnection("localhost", PORT, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


@pytest.mark.timeout(900)
def test_another_version_takes_over_while_everybody_is_answered(stack: Stack) -> None:
    """Every container of the three services is another one afterwards, as with a new image."""
    for service in ("postgres", "rabbitmq", "gateway"):  # as it would have left them: to Compose others than with all
        stack.compose("up", "--detach", "--wait", "--no-deps", service)
    before = {service: stack.container(service) for service in READS_SECRETS}
    over, statuses = Event(), Counter[tuple[str, int]]()

    def read(path: str) -> None:
        while not over.is_set():
            statuses[path, asked(path)] += 1

    readers = [Thread(target=read, args=[path]) for path in ("/", "/volunteer/", "/organise/sign-in")]
    for reader in readers:
        reader.start()
    try:
        run(["deploy/start"], MAKE | {"TALKA_SENDER_NAME": "Nauja Talka"}, timeout=800)
    finally:
        over.set()
        for reader in readers:
            reader.join()
    after = {service: stack.container(service) for service in READS_SECRETS}
    assert not set(before.values()) & set(after.values())
    assert "TALKA_SENDER_NAME=Nauja Talka" in stack.inspect("notifications-worker", "{{.Config.Env}}")
    assert {status for _path, status in statuses} == {200}, statuses


@pytest.mark.timeout(900)
def test_a_corrected_password_reaches_those_who_use_it_and_nobody_else_starts_anew(stack: Stack) -> None:
    def began() -> dict[str, str]:
        lasting = (*READS_SECRETS, "kannel", "alertmanager", "gateway", "postgres", "rabbitmq")
        return {service: stack.inspect(service, "{{.State.StartedAt}}") for service in lasting}

    def known() -> str:
        return stack.execute("notifications-worker", "cat", "/run/secrets/talka/smtp_password").strip()

    run(["deploy/start"], MAKE, timeout=800)
    before = began()
    run(["deploy/start"], MAKE | {"TALKA_SMTP_PASSWORD": "p@ss/w#1"}, timeout=800)
    assert known() == "p@ss/w#1"
    restarted = {service for service, at in began().items() if at != before[service]}
    assert restarted == {"notifications-worker", "notifications-web", "alertmanager"}
