"""The stack of docker-compose.yml under a project name of its own, as a town starts it, with a phone and a mailbox."""

import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.containers import docker_answers
from tests.support.eventually import eventually

ROOT = Path(__file__).parents[2]
PORT = 8481
ADDRESS = f"http://localhost:{PORT}"
PROMETHEUS = "http://localhost:8485"
OPERATOR = "operator@example.org"
ENVIRONMENT = {
    "COMPOSE_PROJECT_NAME": "talka-test",
    "COMPOSE_FILE": "docker-compose.yml:tests/stack/compose.yml",
    "TALKA_HTTP": f"127.0.0.1:{PORT}",
    "TALKA_HTTPS": "127.0.0.1:8482",
    "TALKA_MAILBOX": "127.0.0.1:8484",
    "TALKA_PUBLIC_URL": ADDRESS,
    "TALKA_PROMETHEUS": "127.0.0.1:8485",
    "TALKA_ALERTS_TO": OPERATOR,
    "TALKA_STRANGERS_A_DAY": "0",
    "COMPOSE_PROFILES": "sms,handset,mail,observe",
}
COMPOSE = "docker compose --env-file deploy/trying.env"
SERVICES = ("events", "volunteers", "notifications")


@dataclass
class Stack:
    """A running stack; `seconds` is how long `up` took until all was healthy, images being there."""

    seconds: float = 0.0

    def compose(
        self, *arguments: str, check: bool = True, timeout: float = 600, env: Mapping[str, str] | None = None
    ) -> str:
        """Run a verb of docker compose on it, perhaps with other settings, and return what it prints.

        Fails with what it says.
        """
        return run([*COMPOSE.split(), *arguments], env, check=check, timeout=timeout)

    def container(self, service: str) -> str:
        """The id of a service's container, running or not."""
        return self.compose("ps", "--all", "--quiet", service).strip()

    def inspect(self, service: str, template: str) -> str:
        """A fact about a service's container, by a Go template."""
        return run(["docker", "inspect", "--format", template, self.container(service)]).strip()

    def log(self, service: str) -> str:
        """What a service's container has said, each line after its time."""
        return run(["docker", "logs", "--timestamps", self.container(service)], mixed=True)

    def execute(self, service: str, *command: str, check: bool = True) -> str:
        """Run a command in a service's container."""
        return self.compose("exec", "--no-TTY", service, *command, check=check)

    def sql(self, database: str, statement: str) -> str:
        """Ask PostgreSQL as its superuser; rows as lines, columns by `|`."""
        return self.execute("postgres", "psql", "-qtAX", "-U", "postgres", "-d", database, "-c", statement).strip()

    def up(self) -> None:
        """Build what has changed, then start from whatever there is."""
        self.compose("build", "--quiet", timeout=900)
        began = time.monotonic()
        self.compose("up", "--detach", "--wait")
        self.seconds = time.monotonic() - began

    def recover(self, seconds: float = 120) -> None:
        """Wait until Docker has started again whatever crashed and every container is healthy."""
        eventually(lambda: not self.unwell(), seconds, every=1)

    def unwell(self) -> list[str]:
        """What Docker says of each of its containers that runs and is not healthy, or is being started again."""
        ours = f"label=com.docker.compose.project={ENVIRONMENT['COMPOSE_PROJECT_NAME']}"
        states = run(["docker", "ps", "--filter", ours, "--format", "{{.Names}}: {{.Status}}"]).splitlines()
        well = re.compile(r": Up (?!.*\((unhealthy|health: starting)\))")  # a few have no health check
        return [state for state in states if not well.search(state)]

    def down(self) -> None:
        """Remove it with all its data."""
        self.compose("down", "--volumes", "--timeout", "9")


def run(
    command: list[str],
    env: Mapping[str, str] | None = None,
    *,
    check: bool = True,
    mixed: bool = False,
    timeout: float = 600,
) -> str:
    """Run a command from the repository's folder; its output, if `mixed` with what it wrote to stderr.

    Fails with all it said, unless it may fail.
    """
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | ENVIRONMENT | dict(env or {}),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    if check and done.returncode:
        pytest.fail(f"{' '.join(command)}: {(done.stdout + done.stderr)[-3000:]}", pytrace=False)
    return done.stdout + done.stderr if mixed or not check else done.stdout


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The stack, started from nothing and removed at the end."""
    if not docker_answers():
        pytest.fail("The tests of the stack need a Docker engine with Compose 2.", pytrace=False)
    stack = Stack()
    stack.down()  # what a killed run has left
    try:
        stack.up()
        yield stack
    finally:
        stack.down()
