"""The broker is there and does not work: its network is cut, its memory is full. What people do goes on meanwhile."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from deploy.embedded.demo.client import Client
from deploy.embedded.demo.organiser import Organiser
from tests.support.breaking import by_mail, of_mails
from tests.support.crowd import Crowd
from tests.support.outside import Outside
from tests.support.stack import Stack, run

NETWORK = "talka-test_broker"
CUT = 30.0


@contextmanager
def unplugged(stack: Stack) -> Iterator[None]:
    """The broker's network is cut; no connection learns of it."""
    container = stack.container("rabbitmq")
    run(["docker", "network", "disconnect", "--force", NETWORK, container])
    try:
        yield
    finally:
        run(["docker", "network", "connect", "--alias", "rabbitmq", NETWORK, container])


@contextmanager
def out_of_memory(stack: Stack) -> Iterator[None]:
    """The broker takes nothing, as it also does when its disk is full."""
    stack.execute("rabbitmq", "rabbitmqctl", "--quiet", "set_vm_memory_high_watermark", "absolute", "1MiB")
    try:
        yield
    finally:
        stack.execute("rabbitmq", "rabbitmqctl", "--quiet", "set_vm_memory_high_watermark", "0.6")


def waiting(stack: Stack) -> int:
    """What the events service could not yet tell the others."""
    return int(stack.sql("events", "SELECT count(*) FROM outbox WHERE published_at IS NULL"))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("broken", [unplugged, out_of_memory], ids=["network cut", "out of memory"])
def test_people_come_and_go_while_the_broker_takes_nothing_and_hear_of_it_afterwards(
    stack: Stack, outside: Outside, organiser: Organiser, volunteers: Mapping[str, Client], broken: object
) -> None:
    name = broken.__name__  # type: ignore[attr-defined] # a function
    crowd = Crowd(stack, organiser, by_mail(name, 150), volunteers, of_mails(outside))
    with crowd.coming(CUT + 5), broken(stack):  # type: ignore[operator] # a function
        time.sleep(CUT)
        assert waiting(stack) > 50
    crowd.check_places()
    crowd.check_told(seconds=150)
    stack.recover()
    assert waiting(stack) == 0
