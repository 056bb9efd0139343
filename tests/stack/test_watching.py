"""What whoever keeps the stack running is told, and by what: Prometheus' rules, its page, an alert by mail."""

import re
import urllib.request

import pytest

from deploy.embedded.demo.client import Client
from tests.support.eventually import eventually
from tests.support.outside import Outside
from tests.support.stack import ADDRESS, COMPOSE, OPERATOR, SERVICES, Stack, run
from tests.support.watching import ask, firing, prometheus

POISON = """
import pika, sys
from pathlib import Path
connection = pika.BlockingConnection(pika.URLParameters(Path("/run/secrets/owners/amqp_url").read_text().strip()))
channel = connection.channel()
channel.confirm_delivery()
channel.basic_publish("", "volunteers.v1", b"\\xff no message at all", mandatory=True)
"""


@pytest.fixture
def watched(stack: Stack) -> Stack:
    """Prometheus has seen every service."""
    eventually(lambda: len(ask("up == 1")) == 4, seconds=60, every=1)
    return stack


def test_every_service_and_the_broker_are_watched(watched: Stack) -> None:
    kinds = {(each["metric"]["service"], each["metric"]["kind"]) for each in ask("talka_oldest_seconds")}
    assert {(service, kind) for service in SERVICES for kind in ("outbox", "inbox", "due", "parked")} <= kinds
    assert {("notifications", "unsent"), ("notifications", "in_doubt")} <= kinds
    queues = {each["metric"]["queue"] for each in ask("rabbitmq_detailed_queue_messages")}
    assert queues == {f"{service}.v1{kind}" for service in SERVICES for kind in ("", ".dead")}


def test_the_page_shows_what_waits(watched: Stack) -> None:
    page = prometheus("/consoles/index.html")
    assert "error executing template" not in page
    for kind in ("outbox", "inbox", "due", "parked", "unsent", "in_doubt"):
        assert f"<td>{kind}</td>" in page
    assert "notifications.v1.dead" in page


def test_requests_of_both_web_processes_are_counted_together(watched: Stack) -> None:
    look = "import urllib.request as r; print(r.urlopen('http://127.0.0.1:8000/metrics').read().decode())"

    def counted() -> float:
        told = watched.execute("volunteers-web", "python", "-c", look)
        counts = re.findall(r'^talka_request_seconds_count\{.*route="/volunteer/join".*\} (\S+)$', told, re.MULTILINE)
        return sum(map(float, counts))

    before = counted()
    for _ in range(40):
        urllib.request.urlopen(f"{ADDRESS}/volunteer/join", timeout=10).close()  # noqa: S310 - our own address
    assert [counted() - before for _ in range(5)] == [40] * 5


@pytest.mark.timeout(400)
def test_a_message_that_waits_for_a_person_raises_an_alert_until_it_is_gone(watched: Stack) -> None:
    outside = Outside(Client(ADDRESS, "watching", print), watched)
    watched.compose("run", "--rm", "--no-deps", "--no-TTY", "volunteers-migrate", "python", "-c", POISON)
    eventually(lambda: watched.sql("volunteers", "SELECT count(*) FROM parking") == "1", seconds=20)
    listed = run(["make", "--silent", "parked"], {"COMPOSE": COMPOSE})
    found = re.search(r"^(\S+)  .*\(unreadable\)  .+$", listed, re.MULTILINE)
    assert found

    watched.sql("volunteers", "UPDATE parking SET parked_at = now() - interval '1 hour'")
    eventually(lambda: "Parked" in firing(), seconds=60, every=1)
    told = "A message to volunteers has been waiting for a person for 1h"
    eventually(lambda: any(told in mail.body for mail in outside.at(OPERATOR)), seconds=90, every=1)

    watched.execute("volunteers-worker", "flask", "drop", found[1])
    eventually(lambda: "Parked" not in firing(), seconds=60, every=1)
    assert "unreadable" not in run(["make", "--silent", "parked"], {"COMPOSE": COMPOSE})
