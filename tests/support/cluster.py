"""The stack on a Docker Swarm of this one machine, as `deploy/cluster/up` starts it, with a mailbox."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.containers import docker_answers
from tests.support.eventually import eventually
from tests.support.machine import Process, answers
from tests.support.outside import recognised
from tests.support.stack import PORT, run

NAME = "talka-cluster"
KEPT_HERE = ("postgres", "gateway", "rabbitmq-1", "rabbitmq-2", "rabbitmq-3")
MAILS = """
import imaplib, json
from email import message_from_bytes, policy
with imaplib.IMAP4("127.0.0.1", 4143) as server:
    server.login("talka@example.org", "talka")
    server.select("INBOX", readonly=True)
    mails = []
    for number in server.search(None, "ALL")[1][0].split():
        mail = message_from_bytes(server.fetch(number, "(RFC822)")[1][0][1], policy=policy.default)
        mails.append([str(mail["To"]), mail.get_body(("plain",)).get_content()])
print(json.dumps(mails))
"""


class Cluster:
    """A running stack of many containers."""

    def __init__(self, secrets: Path) -> None:
        self._env = {
            "COMPOSE_PROJECT_NAME": NAME,
            "COMPOSE_FILE": "docker-compose.yml:tests/cluster/compose.yml",
            "COMPOSE": "docker compose --env-file deploy/trying.env",
            "COMPOSE_PROFILES": "mail",
            "TALKA_PUBLIC_URL": "http://localhost:8481",
            "SECRETS": str(secrets),
        }

    def up(self) -> float:
        """Start it, or bring it to what is described now; how many seconds that took."""
        began = time.monotonic()
        run(["deploy/cluster/up"], self._env, timeout=900)
        return time.monotonic() - began

    def down(self) -> None:
        """Remove it with all its data."""
        run(["docker", "stack", "rm", NAME], check=False)
        mine = ["--filter", f"label=com.docker.stack.namespace={NAME}"]
        eventually(lambda: not run(["docker", "ps", "--quiet", *mine]), seconds=90, every=1)
        if ended := run(["docker", "ps", "--all", "--quiet", *mine]).split():  # jobs leave theirs behind
            run(["docker", "rm", "--force", *ended])
        eventually(lambda: not run(["docker", "network", "ls", "--quiet", *mine]), seconds=60, every=1)
        if volumes := run(["docker", "volume", "ls", "--quiet", *mine]).split():
            run(["docker", "volume", "rm", *volumes])

    def containers(self, service: str) -> list[str]:
        """The ids of a service's running containers."""
        label = f"label=com.docker.swarm.service.name={NAME}_{service}"
        return run(["docker", "ps", "--quiet", "--filter", label]).split()

    def updated(self, service: str) -> str:
        """When Swarm last began to replace the service's containers by ones described otherwise.

        Empty if never, or if the same description came since.
        """
        template = "{{with .UpdateStatus}}{{.StartedAt}}{{end}}"
        return run(["docker", "service", "inspect", "--format", template, f"{NAME}_{service}"]).strip()

    def replicas(self) -> dict[str, str]:
        """Service -> how many of how many run; a job that is done has none."""
        rows = run(["docker", "service", "ls", "--format", "{{.Name}} {{.Replicas}}"]).splitlines()
        return dict(row.removeprefix(f"{NAME}_").split(" ", 1) for row in rows if row.startswith(NAME))

    def execute(self, service: str, *command: str) -> str:
        """Run a command in one of a service's containers."""
        return run(["docker", "exec", self.containers(service)[0], *command])

    def sql(self, database: str, statement: str) -> str:
        """Ask PostgreSQL as its superuser; rows as lines, columns by `|`."""
        return self.execute("postgres", "psql", "-qtAX", "-U", "postgres", "-d", database, "-c", statement).strip()

    def mails(self) -> Mapping[str, list[tuple[str, str]]]:
        """Address -> purpose and text of all mails that arrived there, oldest first."""
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        listed = self.execute("mailbox", "/opt/mailbox/bin/python", "-c", MAILS)
        for address, text in json.loads(listed):
            found[address].append((recognised(text, "body").purpose, text))
        return found

    @contextmanager
    def reached(self, folder: Path) -> Iterator[None]:
        """The gateway answers at ADDRESS meanwhile, on the loopback alone, which Swarm's own ports are not."""
        (gateway,) = self.containers("gateway")
        inside = [
            "nsenter",
            "--net",
            "--target",
            run(["docker", "inspect", "--format", "{{.State.Pid}}", gateway]).strip(),
        ]
        program = [sys.executable, str(Path(__file__).with_name("tunnel.py"))]
        ends = [
            [*inside, *program, f"{folder}/tunnel", "127.0.0.1:80"],
            [*program, f"127.0.0.1:{PORT}", f"{folder}/tunnel"],
        ]
        processes = [Process(end, log=folder / f"tunnel-{number}.log") for number, end in enumerate(ends)]
        try:
            eventually(lambda: answers(PORT), seconds=10)
            yield
        finally:
            for process in processes:
                process.kill()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Swarm of one node that keeps everything."""
    if not docker_answers():
        pytest.fail("The tests of the cluster need a Docker engine.", pytrace=False)
    ours = run(["docker", "info", "--format", "{{.Swarm.LocalNodeState}}"]).strip() != "active"
    if ours:
        run(["docker", "swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1"])
    labels = [word for name in KEPT_HERE for word in ("--label-add", f"talka.{name}=true")]
    node = run(["docker", "info", "--format", "{{.Swarm.NodeID}}"]).strip()
    run(["docker", "node", "update", *labels, node])
    folder = tmp_path_factory.mktemp("cluster")
    cluster = Cluster(folder / "secrets")
    cluster.down()
    try:
        cluster.up()
        with cluster.reached(folder):
            yield cluster
    finally:
        cluster.down()
        if ours:
            run(["docker", "swarm", "leave", "--force"])
