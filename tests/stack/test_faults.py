"""Whatever container dies while people come and go: nobody is oversold, lost, or told twice."""

from collections.abc import Mapping

import pytest

from deploy.embedded.demo.client import Client
from deploy.embedded.demo.organiser import Organiser
from tests.support.breaking import by_mail, crash, of_mails
from tests.support.crowd import Crowd
from tests.support.outside import Outside
from tests.support.stack import SERVICES, Stack, run

KILLED = (
    *(f"{service}-{part}" for service in SERVICES for part in ("web", "worker")),
    "gateway",
    "rabbitmq",
    "postgres",
)
TWO = ("events-worker", "volunteers-worker", "notifications-worker")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("killed", KILLED)
def test_a_crash_while_people_come_and_go_oversells_nothing_and_loses_and_repeats_no_word(
    stack: Stack, outside: Outside, organiser: Organiser, volunteers: Mapping[str, Client], killed: str
) -> None:
    crowd = Crowd(stack, organiser, by_mail(killed, 200), volunteers, of_mails(outside))
    with crowd.coming():
        crash(stack.container(killed))
    stack.recover()
    crowd.check_places()
    crowd.check_told()


@pytest.mark.timeout(600)
def test_two_workers_of_each_service_share_the_work_and_one_of_them_may_die(
    stack: Stack, outside: Outside, organiser: Organiser, volunteers: Mapping[str, Client]
) -> None:
    try:
        _scale(stack, 2)
        crowd = Crowd(stack, organiser, by_mail("two", 200), volunteers, of_mails(outside))
        with crowd.coming():
            for service in TWO:
                crash(stack.container(service).split()[0])
        stack.recover()
        crowd.check_places()
        crowd.check_told()
        assert {len(_at_work(stack, service)) for service in TWO} == {2}
    finally:
        _scale(stack, 1)


def _scale(stack: Stack, workers: int) -> None:
    """Have so many workers of each service, all well.

    Compose's own waiting would give up at one that is still called unhealthy for what died before: a worker counts as
    ill for half a minute after its last failure.
    """
    scales = [word for service in TWO for word in ("--scale", f"{service}={workers}")]
    stack.compose("up", "--detach", "--no-deps", "--no-recreate", *scales, *TWO)
    stack.recover()


def _at_work(stack: Stack, service: str) -> list[str]:
    """The service's containers that run."""
    return [
        container
        for container in stack.container(service).split()
        if run(["docker", "inspect", "--format", "{{.State.Running}}", container]).strip() == "true"
    ]
