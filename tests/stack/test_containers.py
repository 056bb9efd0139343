"""What runs in the containers, as whom, and what it could do if it were taken over."""

import json

import pytest

from tests.support.stack import SERVICES, Stack, run

RUNNING = [f"{service}-{part}" for service in SERVICES for part in ("web", "worker")]
BASE = "python:3.13-slim"
MIB = 1024 * 1024


@pytest.mark.parametrize("service", [*RUNNING, "gateway", "postgres", "rabbitmq", "kannel", "kannel-smsbox", "mailbox"])
def test_a_container_can_do_no_more_than_it_must(stack: Stack, service: str) -> None:
    host = json.loads(stack.inspect(service, "{{json .HostConfig}}"))
    assert host["ReadonlyRootfs"] is True
    assert host["CapDrop"] == ["ALL"]
    assert "no-new-privileges:true" in host["SecurityOpt"]
    assert host["Memory"] > 0
    assert host["RestartPolicy"]["Name"] == "unless-stopped"


@pytest.mark.parametrize("service", RUNNING)
def test_a_service_runs_as_nobody_in_particular(stack: Stack, service: str) -> None:
    status = stack.execute(service, "cat", "/proc/1/status")
    found = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert found["Uid"].split()[0] == "10001"
    assert int(found["CapEff"], 16) == 0


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_its_service_and_what_is_shared_alone(stack: Stack, service: str) -> None:
    assert stack.execute(f"{service}-web", "ls", "services").split() == ["__init__.py", "__pycache__", service]
    assert stack.execute(f"{service}-web", "ls").split() == ["deploy", "services", "shared"]
    for tool in ("gcc", "cc", "make", "git"):
        assert stack.execute(f"{service}-web", "sh", "-c", f"command -v {tool} || true") == ""


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_is_less_than_200_mib_over_its_base(stack: Stack, service: str) -> None:
    names = (f"talka-{service}", BASE)
    size, base = (int(run(["docker", "image", "inspect", "--format", "{{.Size}}", name])) for name in names)
    assert size - base < 200 * MIB


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_finds_its_own_secrets_alone(stack: Stack, service: str) -> None:
    files = set(stack.execute(f"{service}-web", "ls", "/run/secrets/talka").split())
    private = {name for name in files if name.endswith("_private_key")}
    assert private == {"events": {"staff_private_key"}, "volunteers": {"volunteer_private_key"}}.get(service, set())
    assert "owners" not in stack.execute(f"{service}-web", "ls", "/run/secrets")
    environment = stack.inspect(f"{service}-web", "{{json .Config.Env}}")
    assert stack.execute(f"{service}-web", "cat", "/run/secrets/talka/secret_key").strip() not in environment


def query(stack: Stack, service: str, statement: str, database: str | None = None) -> str:
    """Ask PostgreSQL as a service's own role, from its own container; what it answers or complains."""
    ask = (
        "import sys, psycopg; from pathlib import Path; "
        "url = Path('/run/secrets/talka/database_url').read_text().strip(); "
        "url = url.rpartition('/')[0] + '/' + sys.argv[2]; "
        "print(psycopg.connect(url, autocommit=True).execute(sys.argv[1]).statusmessage)"
    )
    return stack.execute(f"{service}-web", "python", "-c", ask, statement, database or service, check=False)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reads_and_writes_its_own_rows_and_changes_no_table(stack: Stack, service: str) -> None:
    assert "SELECT" in query(stack, service, "SELECT count(*) FROM outbox")
    assert "DELETE" in query(stack, service, "DELETE FROM limits WHERE false")
    for statement in ("DROP TABLE outbox", "TRUNCATE outbox", "ALTER TABLE outbox ADD x int", "CREATE TABLE x (y int)"):
        complaint = query(stack, service, statement)
        assert "permission denied" in complaint or "must be owner" in complaint


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_s_role_cannot_enter_another_s_database(stack: Stack, service: str) -> None:
    for other in {*SERVICES, "postgres"} - {service}:
        answer = query(stack, service, "SELECT 1", other)
        assert "permission denied for database" in answer, answer


def test_a_service_may_publish_under_its_own_name_and_read_its_own_queue_alone(stack: Stack) -> None:
    publish = (
        "import sys, pika; from pathlib import Path; "
        "c = pika.BlockingConnection(pika.URLParameters(Path('/run/secrets/talka/amqp_url').read_text().strip())); "
        "ch = c.channel(); ch.confirm_delivery(); "
    )

    def attempt(action: str) -> str:
        return stack.execute("volunteers-worker", "python", "-c", publish + action, check=False)

    assert "ACCESS_REFUSED" in attempt("ch.basic_publish('talka.events', 'events.event.changed', b'{}')")
    assert "ACCESS_REFUSED" in attempt("ch.basic_publish('', 'notifications.v1', b'{}')")
    assert "ACCESS_REFUSED" in attempt("ch.basic_get('notifications.v1')")
    assert "ACCESS_REFUSED" in attempt("ch.queue_delete('notifications.v1')")
    assert "ACCESS_REFUSED" in attempt("ch.queue_delete('volunteers.v1')")
    assert "ACCESS_REFUSED" in attempt("ch.exchange_delete('talka.events')")
    assert "ACCESS_REFUSED" in attempt("ch.basic_publish('talka.dead', 'notifications.v1', b'{}')")
    assert attempt("print(ch.queue_declare('volunteers.v1', passive=True).method.queue)").strip() == "volunteers.v1"


def test_nobody_reaches_what_is_not_theirs_over_the_network(stack: Stack) -> None:
    reach = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)"
    allowed = {("events-web", "postgres", "5432"), ("events-worker", "rabbitmq", "5672")}
    refused = {
        ("events-web", "rabbitmq", "5672"),
        ("mailbox", "postgres", "5432"),
        ("mailbox", "rabbitmq", "5672"),
        ("events-worker", "mailbox", "4025"),
    }
    for where, host, port in allowed:
        assert stack.execute(where, "python", "-c", reach, host, port, check=False) == ""
    for where, host, port in refused:
        assert "socket.gaierror" in stack.execute(where, "python", "-c", reach, host, port, check=False)
