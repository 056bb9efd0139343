"""The stack on a Docker Swarm: several of each, replaced one after the other and lost without anybody noticing."""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

import pytest

from deploy.embedded.demo.client import Client
from deploy.embedded.demo.mailbox import Mailbox
from deploy.embedded.demo.organiser import Organiser
from deploy.embedded.demo.programme import ORGANISERS
from tests.support.breaking import CODE, by_mail, signed_in
from tests.support.cluster import NAME, Cluster
from tests.support.crowd import Crowd
from tests.support.eventually import eventually
from tests.support.stack import ADDRESS, PORT, SERVICES, run

PARTS = [f"{service}-{part}" for service in SERVICES for part in ("web", "worker")]


@pytest.fixture(scope="module")
def organiser(cluster: Cluster) -> Organiser:
    """Signed in by the link that an operator gets on the command line."""
    link = cluster.execute("events-web", "flask", "sign-in-link", ORGANISERS[-1])
    client = Client(ADDRESS, "cluster-organiser", print, language="lt")
    token = link.strip().rpartition("/")[2]
    client.token = client.post("/api/events/v1/sign-in/redeem", {"token": token})["token"]
    return Organiser(client, Mailbox(client))


@pytest.fixture(scope="module")
def volunteers(cluster: Cluster) -> Mapping[str, Client]:
    def code(email: str) -> str:
        (_, text), *_ = eventually(lambda: cluster.mails().get(email), seconds=30, every=0.5) or [("", "")]
        found = re.search(CODE, text)
        assert found
        return found[1]

    return signed_in(code)


def a_crowd(cluster: Cluster, organiser: Organiser, volunteers: Mapping[str, Client], name: str) -> Crowd:
    def received() -> dict[str, list[str]]:
        return {address: [purpose for purpose, _ in mails] for address, mails in cluster.mails().items()}

    return Crowd(cluster, organiser, by_mail(name, 200), volunteers, received)


@contextmanager
def reading() -> Iterator[list[int | str]]:
    """Somebody opens one page after the other meanwhile, each once; the answers that were not what was asked for."""
    failures: list[int | str] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.wait(0.02):
            for path in ("/", "/volunteer/", "/api/notifications/openapi.json"):
                connection = HTTPConnection("localhost", PORT, timeout=45)
                try:
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status != 200:
                        failures.append(answer.status)
                except (OSError, HTTPException) as error:
                    failures.append(type(error).__name__)
                finally:
                    connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield failures
    finally:
        stop.set()
        reader.join()


def test_each_part_runs_as_often_as_asked_and_what_runs_once_has_ended_well(cluster: Cluster) -> None:
    replicas = cluster.replicas()
    assert {part: replicas[part] for part in PARTS} == dict.fromkeys(PARTS, "2/2")
    once = ["databases", *(f"{service}-migrate" for service in SERVICES)]
    assert {part: replicas[part] for part in once} == dict.fromkeys(once, "0/1 (1/1 completed)")
    alone = sorted(set(replicas) - set(PARTS) - set(once))
    assert alone == ["gateway", "mailbox", "postgres", "rabbitmq-1", "rabbitmq-2", "rabbitmq-3"]
    assert {replicas[part] for part in alone} == {"1/1"}


def test_every_queue_lives_on_all_three_nodes(cluster: Cluster) -> None:
    status = json.loads(cluster.execute("rabbitmq-1", "rabbitmqctl", "cluster_status", "--formatter", "json"))
    assert sorted(status["running_nodes"]) == [f"rabbit@rabbitmq-{number}" for number in (1, 2, 3)]
    listed = ["rabbitmqctl", "list_queues", "--vhost", "talka", "name", "members", "--formatter", "json"]
    queues = {queue["name"]: queue["members"] for queue in json.loads(cluster.execute("rabbitmq-1", *listed))}
    assert {name for name in queues if not name.endswith(".dead")} == {f"{service}.v1" for service in SERVICES}
    assert {len(queues[f"{service}.v1"]) for service in SERVICES} == {3}


@pytest.mark.timeout(900)
def test_every_part_is_replaced_while_people_come_and_go_and_no_page_fails(
    cluster: Cluster, organiser: Organiser, volunteers: Mapping[str, Client]
) -> None:
    crowd = a_crowd(cluster, organiser, volunteers, "rolling")
    with reading() as failures, crowd.coming(180):
        for part in PARTS:
            run(["docker", "service", "update", "--force", "--quiet", f"{NAME}_{part}"])
    assert failures == []
    assert all(cluster.updated(part) for part in PARTS)
    crowd.check_places()
    crowd.check_told()


@pytest.mark.timeout(600)
def test_a_node_of_rabbitmq_is_lost_while_people_come_and_go(
    cluster: Cluster, organiser: Organiser, volunteers: Mapping[str, Client]
) -> None:
    crowd = a_crowd(cluster, organiser, volunteers, "lost-node")
    with crowd.coming(20):
        run(["docker", "service", "scale", f"{NAME}_rabbitmq-2=0"])
    crowd.check_places()
    crowd.check_told()  # two nodes are enough
    run(["docker", "service", "scale", f"{NAME}_rabbitmq-2=1"])

    def nodes() -> int:
        status = cluster.execute("rabbitmq-1", "rabbitmqctl", "cluster_status", "--formatter", "json")
        return len(json.loads(status)["running_nodes"])

    eventually(lambda: nodes() == 3, seconds=90, every=2)


@pytest.mark.timeout(600)
def test_bringing_it_up_again_replaces_nothing_that_has_not_changed(cluster: Cluster) -> None:
    """Swarm begins no update. Which containers run says less: one that is ill is replaced at any time."""
    parts = (*PARTS, "postgres", "rabbitmq-1")
    before = {part: cluster.updated(part) for part in parts}
    cluster.up()
    begun = {part for part in parts if cluster.updated(part) not in ("", before[part])}
    assert begun == set()
